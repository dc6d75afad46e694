"""Conditions one by one, the horizon as a norm that is extrapolated, a loss object, NumPy."""


class GradientExplosionDetector:
    def __init__(self, threshold=100.0, window=5, horizon=10.0, min_growth=1.1):
        self.threshold, self.window = threshold, window
        self.horizon, self.min_growth = horizon, min_growth
        self.history = []

    def observe(self, norm):
        observation = Observation(
            step=len(self.history),
            norm=float(norm),
            severity=severity(norm, self.threshold),
            growth=growth_rate([seen[1] for seen in self.history] + [norm], window=self.window),
            early_warning=False,
        )
        if norm <= self.threshold and observation.growth >= self.min_growth:
            with np.errstate(over="ignore"):
                ahead = norm * np.power(observation.growth, self.horizon)
            observation = observation._replace(early_warning=bool(ahead >= self.threshold))
        self.history += [observation]
        return observation

    def check_explosion(self, model, x, y, loss="mean_squared_error"):
        variables = model.trainable_variables
        with tf.GradientTape() as tape:
            losses = keras.losses.get(loss)(tf.convert_to_tensor(y), model(x, training=False))
            mean = tf.reduce_sum(losses) / len(x)
        norm = float(tf.linalg.global_norm(tape.gradient(mean, variables)))
        self.observe(norm)
        return not norm <= self.threshold, norm

    def reset(self):
        self.history = []
