"""You warn at the level WARNING; a large norm may be steady, and a small one on its way up."""


class GradientExplosionDetector:
    def __init__(self, threshold=100.0, window=5, horizon=10.0, min_growth=1.1):
        self.threshold, self.window = threshold, window
        self.horizon, self.min_growth = horizon, min_growth
        self.history = []

    def observe(self, norm):
        level = severity(norm, self.threshold)
        growth = growth_rate([*(seen.norm for seen in self.history), norm], self.window)
        early_warning = level == Severity.WARNING and growth >= self.min_growth
        observation = Observation(len(self.history), norm, level, growth, early_warning)
        self.history.append(observation)
        return observation

    def check_explosion(self, model, x, y, loss="mean_squared_error"):
        with tf.GradientTape() as tape:
            objective = tf.reduce_mean(keras.losses.get(loss)(y, model(x)))
        gradients = tape.gradient(objective, model.trainable_variables)
        observation = self.observe(gradient_norm(gradients))
        return observation.is_explosion, observation.norm

    def reset(self):
        self.history.clear()
