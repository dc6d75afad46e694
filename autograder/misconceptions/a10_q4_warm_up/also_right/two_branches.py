"""tf.cond in place of tf.where; the rise by interpolation in NumPy."""


def linear_warmup(step, peak, warmup_steps, start=0.0):
    return np.interp(step, [0, warmup_steps], [start, peak])


class WarmUp(LearningRateSchedule):
    def __init__(self, schedule, warmup_steps, start=0.0):
        super().__init__()
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))

    def __call__(self, step):
        t = tf.cast(tf.convert_to_tensor(step), tf.float32)
        slope = (self.peak - self.start) / self.warmup_steps
        return tf.cond(
            t < self.warmup_steps,
            lambda: self.start + slope * t,
            lambda: tf.cast(self.schedule(t - self.warmup_steps), tf.float32),
        )
