"""You call clip even where there is none: None cannot be called."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    history = {"loss": [], "norm": [], "clipped_norm": []}
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        clipped = clip(gradients)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables))
        history["loss"].append(float(loss))
        history["norm"].append(float(global_norm(gradients)))
        history["clipped_norm"].append(float(global_norm(clipped)))
    return history
