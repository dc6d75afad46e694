"""A copy, then one assignment for each treatment."""


def treat(design, prescription):
    new = dict(design)
    for treatment in prescription:
        aspect, value = treatment["aspect"], treatment["value"]
        new[aspect] = value
    return new
