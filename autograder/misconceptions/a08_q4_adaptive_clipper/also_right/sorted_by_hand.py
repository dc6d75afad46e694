"""The percentile by hand from the sorted norms, TensorFlow's own norm and clipping, one exit."""


class AdaptiveGradientClipper:
    def __init__(self, percentile=95, history_length=100, warm_up=10):
        self.percentile = percentile
        self.warm_up = warm_up
        self.history = deque(maxlen=history_length)
        self.non_finite_steps = 0

    def threshold(self):
        norms = sorted(self.history)
        if len(norms) < self.warm_up:
            return None
        place = self.percentile / 100 * (len(norms) - 1)
        below = math.floor(place)
        above = min(below + 1, len(norms) - 1)
        return norms[below] + (place - below) * (norms[above] - norms[below])

    def adaptive_clip(self, gradients):
        clipped, was_clipped = list(gradients), False
        norm = float(tf.linalg.global_norm(gradients))
        if not np.isfinite(norm):
            self.non_finite_steps += 1
            clipped = [None if g is None else g * 0 for g in map(self.finite, gradients)]
            was_clipped = True
        else:
            threshold = self.threshold()
            if threshold and norm > threshold:
                clipped, _ = tf.clip_by_global_norm(gradients, threshold)
                was_clipped = True
            self.history.append(norm)
        return clipped, was_clipped

    def finite(self, gradient):
        """Return a gradient with 1 for what is not finite, so that zero times it is zero."""
        if gradient is None:
            return None
        return tf.where(tf.math.is_finite(gradient), gradient, tf.ones_like(gradient))
