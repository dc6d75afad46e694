"""You count the first step as step 1, so the peak comes one step early."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    step = check_schedule(step, peak, warmup_steps=warmup_steps)
    return start + (peak - start) * tf.minimum((step + 1) / warmup_steps, 1.0)
