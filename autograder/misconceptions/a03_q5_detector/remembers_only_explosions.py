"""You remember only what exploded; a trend needs the steps before it."""


class GradientExplosionDetector:
    def __init__(self, threshold=100.0, window=5, horizon=10.0, min_growth=1.1):
        self.threshold, self.window = threshold, window
        self.horizon, self.min_growth = horizon, min_growth
        self.history, self.norms, self.steps = [], [], 0

    def observe(self, norm):
        level = severity(norm, self.threshold)
        growth = growth_rate([*self.norms, norm], self.window)
        early_warning = (
            level < Severity.EXPLOSION
            and growth >= self.min_growth
            and steps_to_threshold(norm, growth, self.threshold) <= self.horizon
        )
        observation = Observation(self.steps, norm, level, growth, early_warning)
        self.steps += 1
        self.norms.append(norm)
        if observation.is_explosion:
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
        self.norms.clear()
        self.steps = 0
