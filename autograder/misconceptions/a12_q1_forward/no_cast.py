"""You do not cast x to the dtype of the parameters, and TensorFlow multiplies no float32 by float64."""


def forward(params, x):
    hidden = tf.convert_to_tensor(x)
    for layer in range(0, len(params) - 2, 2):
        hidden = tf.tanh(hidden @ params[layer] + params[layer + 1])
    return hidden @ params[-2] + params[-1]
