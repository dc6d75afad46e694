"""You keep one member too many alive; as the child joins, the oldest has to leave at once."""


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history = []
    while len(history) < budget:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            population = history[-population_size - 1 :]
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
