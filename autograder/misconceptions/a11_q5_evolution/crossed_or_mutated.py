"""You either cross or mutate; the child of two parents is mutated too, or nothing new ever enters."""


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history = []
    while len(history) < budget:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            population = history[-population_size:]
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                child = crossover(parent, other, rng)
            else:
                child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
