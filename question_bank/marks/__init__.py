"""After the test: marks in, item statistics out.

Theory of operation. ``read`` turns the filled sheet into one ``Script`` per student, or names every
bad cell. ``statistics`` computes facility, item-rest discrimination and alpha with intervals;
``history`` appends what was measured and pools it over sittings, per version of a question; later
draws balance the measured difficulty. Flags ask for a look at an item; there is no verdict below
``statistics.LEAST`` students.
"""
