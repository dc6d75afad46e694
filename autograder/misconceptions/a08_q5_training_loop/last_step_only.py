"""You keep the numbers of the last batch only; a history has one entry for each."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        clipped = gradients if clip is None else clip(gradients)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables))
        history = {
            "loss": [float(loss)],
            "norm": [float(global_norm(gradients))],
            "clipped_norm": [float(global_norm(clipped))],
        }
    return history
