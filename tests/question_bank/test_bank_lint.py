"""Every check of lint fires on the fault it is for, at its line, and on nothing else."""

import pytest

from question_bank.lint import lint
from question_bank.lint.formulae import _symbols
from question_bank.lint.similarity import terms

GOOD = "m2-vanishing-sigmoid-bound"
RELATED = "related: a01_q1_bound"  # a line of GOOD
XOR = "m1-xor-single-perceptron"
NAN = "m2-explosion-nan-check"
RESIDUAL = "m2-residual-identity-path"
OTHERS = (
    "m1-linear-layers-collapse", "m2-adam-first-step", "m2-batchnorm-inference",
    "m2-clip-norm-or-value", "m2-early-stopping-curve", "m2-init-he-deviation",
    "m2-momentum-alternating", "m2-monitor-norm-table",
)  # fmt: skip


def faults(bench):
    bank = bench.load()
    assert not bank.faults, [str(fault) for fault in bank.faults]
    return lint(bank, seeds=8)


def test_the_bank_is_clean(bank):
    assert [str(fault) for fault in lint(bank)] == []


@pytest.mark.slow
def test_the_bank_is_clean_over_300_seeds(bank):
    assert [str(fault) for fault in lint(bank, seeds=300)] == []


@pytest.mark.parametrize(
    ("id", "edit", "field", "says", "line_holds"),
    [
        # references
        (GOOD, ("enemies: []", "enemies: [m2-none]"), "enemies[0]", "no question m2-none", "m2-no"),
        (GOOD, ("enemies: []", f"enemies: [{GOOD}]"), "enemies[0]", "itself", None),
        (GOOD, ("errata: [12]", "errata: [99]"), "errata[0]", "no entry 99", "99"),
        (GOOD, (RELATED, "related: a99_q1_x"), "related", "no topic 'a99'", "a99"),
        (GOOD, (RELATED, "related: a08_q9_x"), "related",
         "no assignment question a08_q9_x; there are: a08_q1_global_norm", "a08_q9"),
        (GOOD, (RELATED, "related: p15_q1_x"), "related", "p15 has none, remove", "p15"),
        (GOOD, ("      slope = 0.25", "      import os\n      slope = 0.25"), "generator",
         "imports", "import os"),
        (GOOD, ("slope = 0.25", "slope = np.random.rand()"), "generator", "rng that is passed",
         "np.random"),
        (GOOD, ("slope = 0.25", "slope = 0.25; open('x')"), "generator", "uses open", "open("),
        # language
        (XOR, ("belief: Any second", "belief: TODO second"), "misconceptions[1].belief", "TODO",
         "TODO"),
        (XOR, ("Explain why more", "Discuss why more"), "statement", "says 'discuss'", None),
        (XOR, ("more training cannot help", "more training cannot help without a layer"),
         "statement", "two negatives", None),
        (XOR, ("  A single perceptron is trained", "  " + "word " * 90 + "\n  A perceptron is"),
         "statement", "keep it within 90", None),
        (XOR, ("them.\nscheme", "them. " + "word " * 60 + "\nscheme"), "answer",
         "at most 90", None),
        (GOOD, ("The derivative of the sigmoid is at most", "It is 0.0123, at most"), "answer",
         "0.0123 is typed", "0.0123"),
        (GOOD, ('["$1/4$"', '["$2.5 \\\\times 10^{-7}$"'), "scheme[0].accept[0]", "is typed", None),
        # formulae
        (RESIDUAL, ("and\n  $y$ are", "and\n  $y are"), "statement", "$ has no partner", None),
        (NAN, ("  ```\n\n  State", "\n  State"), "statement", "fence is not closed", None),
        (RESIDUAL, (r"\left(I", r"\mathrm{x}\left(I"), "answer", "use \\text", "mathrm"),
        (RESIDUAL, ("alt:\n", "alt:\n  'z': the letter z\n"), "alt", "no formula 'z'", None),
        (RESIDUAL, ("identity matrix. When", r"$\begin{pmatrix}1\end{pmatrix}$. When"), "answer",
         "add it to `alt`", None),
        (RESIDUAL, ("and $L$ is the loss", "all over $q$"), "statement", "nothing says what $L$",
         None),
        # seeding
        (GOOD, ("State the largest value", "In <<m>>, state the largest value"), "statement",
         "'m' is undefined", "<<m>>"),
        (GOOD, ('"bound": slope**n', '"bound": math.inf'), "generator", "is not finite", None),
        (GOOD, ('"bound": slope**n', '"bound": slope**(9 * n)'), "key.value", "sensible size",
         "key:"),
        (GOOD, ("= <<bound | sig(3)>>$.\nscheme", "$.\nscheme"), "answer",
         "does not contain the key", None),
        (GOOD, ('"linear": slope * n', '"linear": slope**n * 1.01'), "misconceptions[0].gives",
         "would be marked right", "gives"),
        (GOOD, ("gives: linear", "gives: other"), "misconceptions[0].gives", "no number 'other'",
         "gives"),
        (GOOD, ('<<n | plural("layer")>> together', "1 layers together"), "statement", None, None),
        (GOOD, ('<<n | plural("layer")>> together', "<<n>> layer together"), "statement",
         "plural number, singular noun", None),
        (GOOD, ('the <<n | plural("layer")>> together', "a <<n + 4 - n + 4>>-layer network"),
         "statement", "reads 'a 8'", None),
        (GOOD, ("one factor a layer and gets $", "one factor $x + << -n>>$ and gets $"),
         "scheme[1].earns", "two signs in a row", None),
        (GOOD, ("[4, 12]", "[4, 5]"), "parameters", "only 2 different statements", None),
        (GOOD, ("      slope = 0.25", "      if n < 12: reject('x')\n      slope = 0.25"), None,
         None, None),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(bench, id, edit, field, says, line_holds):
    file = bench.copy(id, edit)
    found = faults(bench)
    if field is None:  # one draw in nine is kept: too few, and too few statements
        assert any("of its draws" in fault.problem for fault in found)
        return
    matching = [f for f in found if f.field == field and (says or "") in f.problem]
    if says is None:  # text that the file itself holds is meant: "1 layers" is what it says
        assert not matching
        return
    assert matching, [str(fault) for fault in found]
    if line_holds:
        assert line_holds in file.read_text().splitlines()[matching[0].line - 1]


def test_enemies_must_name_each_other(bench):
    bench.copy(GOOD, ("enemies: []", f"enemies: [{XOR}]"))
    bench.copy(XOR)
    (fault,) = faults(bench)
    assert f"{XOR} does not name {GOOD}; add it there too" in fault.problem


def fill(bench):
    """Copy some questions on other topics, so that word weights are those of a bank."""
    for id in (GOOD, NAN, RESIDUAL, XOR, *OTHERS):
        bench.copy(id)


def test_a_rewording_must_be_an_enemy(bench, bank):
    fill(bench)
    copy = "m1-xor-again"
    reworded = [
        (f"id: {XOR}", f"id: {copy}"),
        (bank[XOR].statement.strip().replace("\n", "\n  ").replace("  \n", "\n"),
         "Explain why a perceptron is unable to learn XOR however long it is trained, and name a\n"
         "  network that can."),
    ]  # fmt: skip
    bench.copy(XOR, *reworded, name=copy)
    assert any("is much like" in f.problem for f in faults(bench))
    bench.copy(XOR, ("enemies: []", f"enemies: [{copy}]"))
    bench.copy(XOR, *reworded, ("enemies: []", f"enemies: [{XOR}]"), name=copy)
    assert faults(bench) == []


def test_the_same_statement_is_a_duplicate_even_between_enemies(bench):
    fill(bench)
    bench.copy(XOR, ("enemies: []", "enemies: [m1-xor-again]"))
    bench.copy(
        XOR, (f"id: {XOR}", "id: m1-xor-again"), ("enemies: []", f"enemies: [{XOR}]"),
        name="m1-xor-again",
    )  # fmt: skip
    assert any("asks the same as" in fault.problem for fault in faults(bench))


def test_a_statement_that_tells_an_answer_must_be_an_enemy(bench, bank):
    fill(bench)
    answer = " ".join(bank[XOR].answer.split())
    earns = " ".join(step.earns for step in bank[XOR].scheme)
    teller = ("A single perceptron is trained", f"{answer} {earns} A network is trained")
    bench.copy(XOR, (f"id: {XOR}", "id: m1-teller"), teller, name="m1-teller")
    found = [f for f in faults(bench) if f"tells the answer of {XOR}" in f.problem]
    assert found
    assert found[0].path.endswith("m1-teller.yaml")


@pytest.mark.parametrize("name", ["true", "False", "none", "NONE"])
def test_no_value_may_have_the_name_of_a_constant(bench, name):
    """Jinja2 would print the constant, True, and say nothing."""
    bench.copy(GOOD, ("one_in", name))
    bench.copy(XOR, ("statement:", f"parameters:\n  '{name}': {{integer: [1, 9]}}\nstatement:"))
    found = [(f.field, f.problem) for f in faults(bench)]
    problem = f"{name!r} is a constant in the texts; give the value another name"
    assert found == [(f"parameters.{name}", problem), ("generator", problem)]


def test_a_written_question_may_be_related(bench):
    bench.copy(GOOD, (RELATED, "related: a01_q6_numbers"))
    assert faults(bench) == []


def test_only_reports_on_the_ids_asked_for(bench):
    bench.copy(GOOD, ("errata: [12]", "errata: [99]"))
    bench.copy(XOR, ("errata: []", "errata: [98]"))
    found = lint(bench.load(), seeds=2, only=[XOR])
    assert [fault.path for fault in found] == [f"items/m1/{XOR}.yaml"]


@pytest.mark.parametrize(
    "statement",
    [
        "The learning rate $\\eta$ is small. State $2\\eta$.",
        "Let $x$ be an input. State $x^2$.",
        "State $f(z) = \\max(0, z)$.",
        "The moments $m$ and $v$ start at zero. Compute $m / v$.",
        "Compute $y = 3x$, where $x$ is the input.",
        "State $L_{\\text{reg}}$, where $L$ denotes the loss.",
        "The code has `n = 3`. Compute $2^n$.",
    ],
)
def test_ways_to_introduce_a_symbol(bank, statement):
    question = bank[XOR].model_copy(update={"statement": statement})
    assert list(_symbols(question)) == []


def test_terms_fold_numbers_and_endings():
    assert terms("10 layers") == terms("12 layer")
