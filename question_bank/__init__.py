"""A bank of 2-mark questions for Unit Test 1, one text file a question.

Theory of operation. ``items/<module>/<id>.yaml`` -> ``load`` (YAML to ``schema.Question``, faults
with file, line and field, the rest of the bank still loads) -> ``variant.realise(question, seed)``
(one computation gives the values of text and key, ``template`` fills them in) -> what reads
variants: ``show``, ``lint``, and whatever draws and prints papers. ``course.yaml`` holds outcomes,
schemes and documents; ``ERRATA.md`` what the course material gets wrong. Nothing here imports
TensorFlow, and listing the bank does not import NumPy.
"""
