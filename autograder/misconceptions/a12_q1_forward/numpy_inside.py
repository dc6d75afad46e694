"""You compute in NumPy, where no tape can follow: the values are right and the gradients are None."""


def forward(params, x):
    weights = [np.asarray(p) for p in params]
    hidden = np.asarray(x, dtype=weights[0].dtype)
    for layer in range(0, len(weights) - 2, 2):
        hidden = np.tanh(hidden @ weights[layer] + weights[layer + 1])
    return tf.convert_to_tensor(hidden @ weights[-2] + weights[-1])
