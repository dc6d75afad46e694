"""The weave: prose, answers and judgement become notebooks, autograder zips and a release folder.

Theory of operation. Three sources, each thing written once:

    assignments/aNN_topic/source.py   the text (py:percent); a cell names a solution, holds none
    solutions/                        functions with ``# BEGIN SOLUTION`` ... ``# END SOLUTION``
    autograder/checks/aNN/*.py        Otter's exception-style tests, public and hidden

    source.py ── source.read ──► cells ──► master.compose ──► a master notebook in Otter's format
                 solution.find ─► text ─┘                          │
                 check.read ──► points, public part                ▼
                                                     otter assign (assign.run)
                                                                   │
                    ┌──────────────────────────────┬───────────────┴────────────┐
                    ▼                              ▼                            ▼
       assignments/aNN/aNN.ipynb       build/autograder/aNN.zip         build/release/

Otter Assign takes test cells from the notebook, without helpers or names. So the master holds one
placeholder a question, and the check files take its place afterwards: the public part in the
student notebook's metadata, the whole file, with ``autograder.kit`` inlined, in the zip. Cell ids
come from hashes and zip entries carry no time, so two builds are equal byte for byte.
"""
