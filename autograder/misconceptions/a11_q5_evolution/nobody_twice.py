"""You draw without replacement; each draw is from the whole population, the same member can come twice."""


def tournament(population, sample_size, rng):
    rng = np.random.default_rng(rng)
    drawn = [population[int(i)] for i in rng.permutation(len(population))[:sample_size]]
    return max(drawn, key=lambda trial: trial.fitness)
