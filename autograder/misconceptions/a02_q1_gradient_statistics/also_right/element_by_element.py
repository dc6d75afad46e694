"""Python floats, element by element."""


def gradient_statistics(gradients):
    described, missing = [], 0
    for gradient in gradients:
        if gradient is None:
            described.append(None)
            missing += 1
            continue
        elements = np.asarray(gradient).ravel().tolist()
        n = len(elements)
        mean = sum(elements) / n
        described.append(
            {
                "norm": math.hypot(*elements),
                "mean": mean,
                "std": math.sqrt(sum((element - mean) ** 2 for element in elements) / n),
                "zeros": elements.count(0.0) / n,
                "max_abs": max(abs(element) for element in elements),
            }
        )
    return {"missing": missing, "tensors": described}
