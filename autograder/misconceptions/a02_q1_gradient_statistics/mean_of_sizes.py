"""You average absolute values; mean keeps the signs, and norm and max_abs tell the size."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = np.asarray(gradient, dtype="float64")
        numbers = {
            "norm": float(np.sqrt(np.sum(g**2))),
            "mean": float(np.mean(np.abs(g))),
            "std": float(np.std(g)),
            "zeros": float(np.mean(g == 0)),
            "max_abs": float(np.max(np.abs(g))),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
