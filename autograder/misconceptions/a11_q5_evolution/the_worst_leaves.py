"""You let the worst member leave; here it is the oldest, however fit, so that a lucky one does not stay for ever."""


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history, population = [], []
    while len(history) < budget:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        trial = assess(child, fitness)
        history.append(trial)
        population.append(trial)
        if len(population) > population_size:
            population.remove(min(population, key=lambda member: member.fitness))
    return history
