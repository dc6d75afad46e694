"""A deque of those alive, a first population by list, children after it."""

from collections import deque


def tournament(population, sample_size, rng):
    rng = np.random.default_rng(rng)
    members, best = list(population), None
    for _ in range(sample_size):
        trial = members[rng.integers(len(members))]
        if best is None or trial.fitness > best.fitness:
            best = trial
    return best


def evolutionary_search(
    space, fitness, budget, rng, population_size=8, sample_size=3, crossover_rate=0.0
):
    rng = np.random.default_rng(rng)
    history = random_search(space, fitness, min(budget, population_size), rng)
    alive = deque(history, maxlen=population_size)
    for _ in range(budget - len(history)):
        crossing = rng.uniform() < crossover_rate
        parents = [tournament(alive, sample_size, rng)[0] for _ in range(2 if crossing else 1)]
        plan = crossover(*parents, rng) if crossing else parents[0]
        alive.append(assess(mutate(plan, space, rng), fitness))
        history.append(alive[-1])
    return history
