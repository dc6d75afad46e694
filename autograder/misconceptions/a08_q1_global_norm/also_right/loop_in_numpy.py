"""A loop over elements in NumPy, scaled by the largest so that no square overflows."""


def global_norm(gradients):
    arrays = [np.asarray(g) for g in gradients if g is not None]
    largest = max(float(np.max(np.abs(a), initial=0.0)) for a in arrays)
    if largest == 0.0:
        return arrays[0].dtype.type(0.0)
    total = 0.0
    for array in arrays:
        for element in array.ravel():
            total += (float(element) / largest) ** 2
    return arrays[0].dtype.type(largest * math.sqrt(total))
