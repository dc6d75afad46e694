"""optimizer.apply, TensorFlow's own norm, a history built from rows."""


def train_with_clipping(model, batches, loss_fn, optimizer, clip=None):
    rows = []
    variables = model.trainable_variables
    for x, y in batches:
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            for variable in variables:
                tape.watch(variable.value)
            loss = loss_fn(y, model(x, training=True))
        raw = tape.gradient(loss, [variable.value for variable in variables])
        cut = raw if clip is None else list(clip(raw))
        optimizer.apply(cut, variables)
        rows.append((loss.numpy(), tf.linalg.global_norm(raw), tf.linalg.global_norm(cut)))
    columns = [list(map(float, column)) for column in zip(*rows)]
    return dict(zip(("loss", "norm", "clipped_norm"), columns))
