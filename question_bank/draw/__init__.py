"""Drawing tests from the bank: automated test assembly.

Theory of operation. ``blueprint`` + bank + ledger -> ``model.build``: binary x[q, c, s] = question
q fills cell c of set s, and rows for cells, disjoint sets, enemies, rules and balance ->
``solve.optimum``: HiGHS minimises, one after the other, earlier uses, minus the weight of the
class's weak spots, and random integer weights that come from the seed by SHA-256. These single out
one optimum (two with the same sum of 20-bit weights are a one-in-thousands event), and only a
proved optimum is accepted: so the same seed, bank and ledger give the same paper on any machine. No
optimum: ``relax`` solves the same rows with slack, paid by the unit, and proves that no unit less
of the change would do; ``explain`` tells it. ``check`` refuses before that what contradicts the
bank. ``ledger`` keeps what was drawn, under a lock that is held from reading to writing.
``run.draw`` puts it together and hands a frozen ``form`` to what prints and exports.

Source: van der Linden, Linear Models for Optimal Test Design (2005): the 0-1 formulation of tests,
parallel forms and enemy sets.
"""
