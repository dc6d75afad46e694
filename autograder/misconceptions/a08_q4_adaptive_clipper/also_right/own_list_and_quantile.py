"""np.quantile on a plain list that is cut by hand, gradients scaled one by one."""


class AdaptiveGradientClipper:
    def __init__(self, percentile=95, history_length=100, warm_up=10):
        self.percentile = percentile
        self.warm_up = warm_up
        self.history = deque(maxlen=history_length)
        self.non_finite_steps = 0

    def threshold(self):
        known = list(self.history)
        return (
            float(np.quantile(known, self.percentile / 100)) if len(known) >= self.warm_up else None
        )

    def adaptive_clip(self, gradients):
        arrays = [None if g is None else np.asarray(g) for g in gradients]
        norm = math.sqrt(
            sum(float(np.sum(a.astype("float64") ** 2)) for a in arrays if a is not None)
        )
        if math.isnan(norm) or math.isinf(norm):
            self.non_finite_steps += 1
            return [None if a is None else np.zeros_like(a) for a in arrays], True
        limit = self.threshold()
        self.history.append(norm)
        if limit is not None and limit > 0 and norm > limit:
            return [None if a is None else a * (limit / norm) for a in arrays], True
        return arrays, False
