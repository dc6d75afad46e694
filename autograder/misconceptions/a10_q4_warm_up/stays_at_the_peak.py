"""You stay at the peak after the warm-up; from there on the other schedule gives the rate."""


class WarmUp(LearningRateSchedule):
    def __init__(self, schedule, warmup_steps, start=0.0):
        super().__init__()
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))

    def __call__(self, step):
        rising = linear_warmup(step, self.peak, self.warmup_steps, self.start)
        return tf.cast(rising, tf.float32)
