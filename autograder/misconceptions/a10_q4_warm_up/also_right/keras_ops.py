"""keras.ops, and a weighted mean of start and peak."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    share = keras.ops.clip(keras.ops.cast(step, "float32") / warmup_steps, 0.0, 1.0)
    return (1 - share) * start + share * peak


class WarmUp(LearningRateSchedule):
    def __init__(self, schedule, warmup_steps, start=0.0):
        super().__init__()
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))

    def __call__(self, step):
        step = keras.ops.cast(step, "int32")
        since = keras.ops.maximum(step - self.warmup_steps, 0)
        rising = linear_warmup(step, self.peak, self.warmup_steps, self.start)
        return keras.ops.where(since > 0, self.schedule(since), rising)
