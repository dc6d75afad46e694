"""The rest of the network behind each block differentiated by itself, one tape a block."""


def gradient_norms_per_block(model, x, y):
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    norms, h = [], keras.ops.convert_to_tensor(x, dtype="float32")
    for place, layer in enumerate(model.layers):
        h = layer(h)
        if not layer.name.startswith("block_"):
            continue
        with tf.GradientTape() as tape:
            tape.watch(h)
            top = h
            for above in model.layers[place + 1 :]:
                top = above(top)
            loss = loss_of(y, top)
        norms.append(tf.sqrt(tf.reduce_sum(tf.square(tape.gradient(loss, h)))))
    return tf.stack(norms)
