"""One NaN in the history makes every percentile NaN, and then nothing is clipped."""


class AdaptiveGradientClipper:
    def __init__(self, percentile=95, history_length=100, warm_up=10):
        self.percentile = percentile
        self.warm_up = warm_up
        self.history = deque(maxlen=history_length)
        self.non_finite_steps = 0

    def threshold(self):
        if len(self.history) < self.warm_up:
            return None
        return float(np.percentile(self.history, self.percentile))

    def adaptive_clip(self, gradients):
        norm = float(global_norm(gradients))
        threshold = self.threshold()
        self.history.append(norm)
        if not math.isfinite(norm):
            self.non_finite_steps += 1
            return [None if g is None else tf.zeros_like(g) for g in gradients], True
        if threshold is None or not norm > threshold:
            return list(gradients), False
        return clip_by_global_norm(gradients, threshold)[0], True
