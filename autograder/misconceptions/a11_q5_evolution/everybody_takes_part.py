"""You return the fittest of the whole population; only sample_size members take part, so that others get a chance."""


def tournament(population, sample_size, rng):
    return max(population, key=lambda trial: trial.fitness)
