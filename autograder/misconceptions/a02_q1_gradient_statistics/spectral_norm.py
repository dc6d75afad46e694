"""You take the largest singular value of a matrix; the norm here is over all its elements."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = np.asarray(gradient, dtype="float64")
        numbers = {
            "norm": float(np.linalg.norm(g.reshape(len(g), -1), 2)),
            "mean": float(np.mean(g)),
            "std": float(np.std(g)),
            "zeros": float(np.mean(g == 0)),
            "max_abs": float(np.max(np.abs(g))),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
