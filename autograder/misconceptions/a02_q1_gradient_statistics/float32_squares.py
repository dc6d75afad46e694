"""You square in float32: the square of 3e25 is over its largest number and becomes Inf."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = np.asarray(gradient)
        numbers = {
            "norm": float(np.sqrt(np.sum(g**2))),
            "mean": float(np.mean(g)),
            "std": float(np.std(g)),
            "zeros": float(np.mean(g == 0)),
            "max_abs": float(np.max(np.abs(g))),
        }
        tensors.append(numbers)
    return {"tensors": tensors, "missing": tensors.count(None)}
