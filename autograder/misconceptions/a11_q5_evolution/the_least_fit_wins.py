"""You return the least fit of the draws; higher fitness is better."""


def tournament(population, sample_size, rng):
    rng = np.random.default_rng(rng)
    drawn = [population[int(i)] for i in rng.integers(len(population), size=sample_size)]
    return min(drawn, key=lambda trial: trial.fitness)
