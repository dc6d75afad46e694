"""Pairs by slices, einsum for the product."""


def forward(params, x):
    pairs = list(zip(params[0::2], params[1::2]))
    x = tf.cast(tf.convert_to_tensor(x), params[0].dtype)
    for number, (kernel, bias) in enumerate(pairs, 1):
        x = tf.nn.bias_add(tf.einsum("ni,io->no", x, kernel), bias)
        if number < len(pairs):
            x = tf.math.tanh(x)
    return x
