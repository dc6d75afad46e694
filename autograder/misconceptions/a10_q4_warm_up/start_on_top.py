"""You put the start on top of the whole rise, so the rate ends above the peak; only peak - start is left to rise."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    step = check_schedule(step, peak, warmup_steps=warmup_steps)
    return start + peak * tf.minimum(step / warmup_steps, 1.0)
