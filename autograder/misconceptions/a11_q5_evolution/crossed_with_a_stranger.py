"""You cross with a random architecture; the second parent is the winner of a second tournament."""


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
                other = random_architecture(space, rng)
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
