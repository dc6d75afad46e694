"""rng.choice for the tournament; the first population in a loop of its own."""


def tournament(population, sample_size, rng):
    indices = np.random.default_rng(rng).choice(len(population), sample_size)
    return population[max(indices, key=lambda index: population[index].fitness)]


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    trials = []
    for _ in range(min(population_size, budget)):
        trials.append(assess(random_architecture(space, rng), fitness))
    living = list(trials)
    while len(trials) < budget:
        child = tournament(living, sample_size, rng).architecture
        if crossover_rate > 0 and rng.random() <= crossover_rate:
            child = crossover(child, tournament(living, sample_size, rng).architecture, rng)
        trial = assess(mutate(child, space, rng), fitness)
        trials.append(trial)
        living.append(trial)
        living.pop(0)
    return trials
