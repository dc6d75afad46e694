"""You take the maximum with its sign; a gradient of -1000 is as long as one of 1000."""


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
            "zeros": float(np.mean(g == 0)),
            "max_abs": float(np.max(g)),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
