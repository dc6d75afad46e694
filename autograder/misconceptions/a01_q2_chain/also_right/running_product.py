"""All z first, then a running product; plain Python and lists."""


def chain_gradient(x, weights, biases, f, df):
    h, z = float(x), []
    for l in range(len(weights)):
        z.append(weights[l] * h + biases[l])
        h = f(z[-1])
    factors = [df(z[l]) * weights[l] for l in range(len(weights))]
    gradient = 1.0
    for factor in reversed(factors):
        gradient = gradient * factor
    return gradient, factors
