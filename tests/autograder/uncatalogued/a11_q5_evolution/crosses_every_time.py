"""Takes crossover_rate for a switch: any rate above zero crosses every child, and at zero every second one."""


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
            if crossover_rate > 0 or rng.random() < 0.5:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
