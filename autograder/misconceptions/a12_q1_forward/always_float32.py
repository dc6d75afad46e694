"""You cast everything to float32; float64 parameters lose half of their digits on the way."""


def forward(params, x):
    params = [tf.cast(p, tf.float32) for p in params]
    hidden = tf.cast(x, tf.float32)
    for layer in range(0, len(params) - 2, 2):
        hidden = tf.tanh(hidden @ params[layer] + params[layer + 1])
    return hidden @ params[-2] + params[-1]
