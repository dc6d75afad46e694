"""The six lecture notebooks: the story of Week 5, told with calls into the reference system.

Theory of operation
-------------------
A lecture is one py:percent file, ``N_name.py``: prose, and calls. It defines no function and no
class: what it shows is computed by the topics (``solutions.vanishing``, ``solutions.monitor``, ...)
and by their demonstrations, so that lecture, assignment and reference cannot disagree. Numbers that
the audience reads are computed in the cell that shows them.

``python -m solutions.lectures build`` makes notebooks of them in build/lectures/: a cell that finds
the package is added, ids come from the content, outputs are empty, so two builds are equal byte by
byte. ``python -m solutions.lectures run [N]`` executes them and reports the time of each.

Every section opens with a line for the instructor: its minutes, and a question to the class. A
prediction stands before each experiment; let the class commit to it before you run the cell.

``exhibits.py``  show: a figure, a table, a claim or a sentence, in the notebook
``figures.py``   figures and tables that no topic's demonstration has
``build.py``     from py:percent to notebooks, and their execution
"""

import os

# Before TensorFlow is imported. No log and no search for a GPU in front of the class; oneDNN's other
# order of summation would make digits differ between machines, and says so in two lines of its own.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
