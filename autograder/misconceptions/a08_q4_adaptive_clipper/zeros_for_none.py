"""You put a zero in place of None when a step is lost; None stays None there, too."""


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
        if not math.isfinite(norm):
            self.non_finite_steps += 1
            return [tf.zeros(()) if g is None else tf.zeros_like(g) for g in gradients], True
        threshold = self.threshold()
        self.history.append(norm)
        if threshold is None or norm <= threshold:
            return list(gradients), False
        return clip_by_global_norm(gradients, threshold)[0], True
