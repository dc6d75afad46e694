"""A persistent tape that is asked once for each block, softmax by TensorFlow, the norm in NumPy."""


def gradient_norms_per_block(model, x, y):
    blocks = []
    signal = tf.convert_to_tensor(x, dtype="float32")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(signal)
        for layer in model.layers:
            signal = layer(signal)
            if layer.name[:6] == "block_":
                blocks.append(signal)
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=signal)
        loss = tf.reduce_mean(losses)
    gradients = [tape.gradient(loss, block).numpy().ravel() for block in blocks]
    return [float(np.sqrt(np.dot(g, g))) for g in gradients]
