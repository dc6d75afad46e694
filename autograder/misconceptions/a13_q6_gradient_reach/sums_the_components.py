"""You differentiate the sum of the components, in which they may cancel: take one at a time."""


def gradient_reach(model, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        last = model(x)[:, -1]
    gradient = tape.gradient(last, x, unconnected_gradients="zero")
    return tf.reduce_mean(tf.norm(gradient, axis=-1), axis=0).numpy()
