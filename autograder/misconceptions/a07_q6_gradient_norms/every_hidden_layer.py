"""You count every hidden layer; only those whose name starts with block_ are blocks."""


def gradient_norms_per_block(model, x, y):
    h, y = tf.cast(x, model.compute_dtype), tf.convert_to_tensor(y)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    outputs = []
    with tf.GradientTape() as tape:
        tape.watch(h)
        for layer in model.layers:
            h = layer(h)
            if layer is not model.layers[0] and layer is not model.layers[-1]:
                outputs.append(h)
        loss = loss_of(y, h)
    return np.array([float(tf.norm(g)) for g in tape.gradient(loss, outputs)])
