"""You leave clipped_norm out where nothing clips; it then equals norm, one entry for each batch."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    history = {"loss": [], "norm": [], "clipped_norm": []}
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        clipped = gradients if clip is None else clip(gradients)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables))
        history["loss"].append(float(loss))
        history["norm"].append(float(global_norm(gradients)))
        if clip is not None:
            history["clipped_norm"].append(float(global_norm(clipped)))
    return history
