"""You decide with a Python if; in a compiled training loop the step has no value yet, so use tf.where."""


class WarmUp(LearningRateSchedule):
    def __init__(self, schedule, warmup_steps, start=0.0):
        super().__init__()
        self.schedule = schedule
        self.warmup_steps = warmup_steps
        self.start = start
        self.peak = float(schedule(0))

    def __call__(self, step):
        if step < self.warmup_steps:
            rising = linear_warmup(step, self.peak, self.warmup_steps, self.start)
            return tf.cast(rising, tf.float32)
        return self.schedule(step - self.warmup_steps)
