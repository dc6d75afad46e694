"""You count the zeros; a share of the elements can be compared between tensors of any size."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = np.asarray(gradient, dtype="float64")
        numbers = {
            "norm": float(np.sqrt(np.sum(g**2))),
            "mean": float(np.mean(g)),
            "std": float(np.std(g)),
            "zeros": float(np.sum(g == 0)),
            "max_abs": float(np.max(np.abs(g))),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
