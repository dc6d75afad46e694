"""You skip the evaluation of an architecture seen before; the budget counts evaluations, and the fitness is called each time."""


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history, known = [], {}
    while len(history) < budget:
        if len(history) < population_size:
            child = random_architecture(space, rng)
        else:
            population = history[-population_size:]
            parent = tournament(population, sample_size, rng).architecture
            if rng.random() < crossover_rate:
                other = tournament(population, sample_size, rng).architecture
                parent = crossover(parent, other, rng)
            child = mutate(parent, space, rng)
        if child not in known:
            known[child] = assess(child, fitness)
        history.append(known[child])
    return history
