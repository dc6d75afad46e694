"""You do not say training=True; outside of fit Keras then takes the inference mode."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    history = {"loss": [], "norm": [], "clipped_norm": []}
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x))
        gradients = tape.gradient(loss, model.trainable_variables)
        clipped = gradients if clip is None else clip(gradients)
        optimizer.apply_gradients(zip(clipped, model.trainable_variables))
        history["loss"].append(float(loss))
        history["norm"].append(float(global_norm(gradients)))
        history["clipped_norm"].append(float(global_norm(clipped)))
    return history
