"""What the key of each numeric item should be, by the reference system or by brute force.

``REFERENCE`` maps the id of an item to a function of what its statement and figure show. Where
``solutions`` has the equation, the function calls it; elsewhere it counts, simulates or sums what
the item's generator writes in closed form.
"""

from tests.question_bank.reference import foundations, networks, training

TABLES = (foundations.REFERENCE, training.REFERENCE, networks.REFERENCE)
REFERENCE = {id: expected for table in TABLES for id, expected in table.items()}
