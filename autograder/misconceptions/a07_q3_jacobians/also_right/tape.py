"""TensorFlow's tape, on the blocks of sections 1 and 2."""


def pre_activation_jacobian(x, w1, b1, w2):
    point = tf.constant(np.asarray(x, dtype="float64"))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(point)
        y = pre_activation_block(point[tf.newaxis], w1, b1, w2, np.zeros(len(point)))[0]
    return tape.jacobian(y, point, experimental_use_pfor=False)


def post_activation_jacobian(x, w1, b1, w2, b2):
    point = tf.constant(np.asarray(x, dtype="float64"))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(point)
        y = post_activation_block(point[tf.newaxis], w1, b1, w2, b2)[0]
    return tape.jacobian(y, point, experimental_use_pfor=False)
