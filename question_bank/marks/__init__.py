"""After the test: marks in, item statistics out.

Theory of operation. ``read`` turns the filled sheet into one ``Script`` per student, or names every
bad cell. ``statistics`` computes facility, item-rest discrimination and alpha with intervals.
``sitting`` is what one sheet measured; ``history`` appends it and pools all sittings, per version
of a question, so that sections add up and a sheet that is read again counts once. Later draws
balance ``difficulty``, measured whatever the ability of the class. Flags ask for a look at an item;
there is no verdict below ``statistics.LEAST`` students.
"""
