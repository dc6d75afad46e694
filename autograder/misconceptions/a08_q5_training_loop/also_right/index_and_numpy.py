"""An index over the batches, arrays filled in place, and norms of one long NumPy vector."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    def length(gradients):
        return np.linalg.norm(np.concatenate([np.ravel(g) for g in gradients if g is not None]))

    batches = list(batches)
    loss, norm, clipped_norm = np.zeros((3, len(batches)))
    for i in range(len(batches)):
        with tf.GradientTape() as tape:
            value = loss_fn(batches[i][1], model(batches[i][0], training=True))
        gradients = tape.gradient(value, model.trainable_weights)
        loss[i], norm[i] = value, length(gradients)
        if clip is not None:
            gradients = clip(gradients)
        clipped_norm[i] = length(gradients)
        optimizer.apply_gradients(zip(gradients, model.trainable_weights))
    return {
        "loss": loss.tolist(),
        "norm": norm.tolist(),
        "clipped_norm": clipped_norm.tolist(),
    }
