"""You do not stop at the peak; after warmup_steps the rate stays there."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    step = check_schedule(step, peak, warmup_steps=warmup_steps)
    return start + (peak - start) * step / warmup_steps
