"""You begin at 0 whatever start is asked for."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    step = check_schedule(step, peak, warmup_steps=warmup_steps)
    return peak * tf.minimum(step / warmup_steps, 1.0)
