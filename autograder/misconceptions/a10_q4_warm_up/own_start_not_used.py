"""You do not hand self.start to linear_warmup, so the rise begins at 0."""


class WarmUp(LearningRateSchedule):
    def __init__(self, schedule, warmup_steps, start=0.0):
        super().__init__()
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))

    def __call__(self, step):
        step = tf.cast(step, tf.int64)
        rising = linear_warmup(step, self.peak, self.warmup_steps)
        after = self.schedule(tf.maximum(step - self.warmup_steps, 0))
        return tf.where(step < self.warmup_steps, tf.cast(rising, tf.float32), after)
