"""You describe None as a gradient of zeros; it says that there is no gradient at all."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            gradient = [0.0]
        g = np.asarray(gradient, dtype="float64")
        numbers = {
            "norm": float(np.sqrt(np.sum(g**2))),
            "mean": float(np.mean(g)),
            "std": float(np.std(g)),
            "zeros": float(np.mean(g == 0)),
            "max_abs": float(np.max(np.abs(g))),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": sum(gradient is None for gradient in gradients)}
