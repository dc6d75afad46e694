"""This is the lecture's code: a spike lifts its own limit, NaN is remembered, None crashes."""


class AdaptiveGradientClipper:
    def __init__(self, percentile=95, history_length=100, warm_up=10):
        self.percentile = percentile
        self.warm_up = warm_up
        self.history = deque(maxlen=history_length)
        self.non_finite_steps = 0

    def threshold(self):
        if len(self.history) <= self.warm_up:
            return None
        return float(np.percentile(self.history, self.percentile))

    def adaptive_clip(self, gradients):
        norm = tf.sqrt(sum(tf.reduce_sum(tf.square(g)) for g in gradients))
        self.history.append(norm.numpy())
        threshold = self.threshold()
        if threshold is not None and norm > threshold:
            return [g * (threshold / norm) for g in gradients], True
        return gradients, False
