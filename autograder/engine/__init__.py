"""Judge, template, student: see ``judge.py`` for the theory of operation."""
