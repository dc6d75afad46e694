"""You spend the budget on children only; the random architectures at the start are evaluations too."""


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history = []
    while len(history) < budget + population_size:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            population = history[-population_size:]
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        history.append(assess(child, fitness))
    return history
