"""The reference system of Week 5: one package a topic, one concept a file, each function once.

The functions that students write carry Otter's solution markers; their assignments are made from
them by deletion. ``python -m solutions a08`` shows a topic at work; ``solutions/topics.py`` lists
all of them.
"""
