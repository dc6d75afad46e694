"""The files of a run: grades.csv with a column per question, mistakes.csv, an HTML report."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import jinja2

from autograder.engine.run import Run
from autograder.engine.work import keep
from autograder.reports.table import reason
from autograder.results import STATUSES, Result

FIXED = ("student", "assignment", "status", "score", "possible", "file", "isolation", "message")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(run: Run) -> list[Path]:
    """Write the files of a run; return their paths, the report last."""
    grades, report = run.options.out / "grades.csv", run.options.out / "report.html"
    keep(grades, grades_csv(run))
    mistakes = run.options.out / "mistakes.csv"
    keep(mistakes, mistakes_csv(run))
    keep(report, report_html(run))
    return [grades, mistakes, run.options.out / "notebooks", report]


def grades_csv(run: Run) -> str:
    """Return one row per submission; a question's column is empty where it was not asked."""
    present = {job.assignment for job in run.jobs}
    asked = [a for a in run.assignments.values() if a.id in present]
    tokens = [question.token for a in asked for question in a.questions]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*FIXED, *tokens])
    for result in run.results():
        ours = result.status == "internal_error"
        score = "" if ours else f"{result.score:g}"
        scores = {q.token: "" if ours else f"{q.score:g}" for q in result.questions}
        if not result.questions and not ours and result.assignment:
            questions = run.assignments[result.assignment].questions
            scores = {question.token: "0" for question in questions}
        row = (result.student, result.assignment, result.status, score, f"{result.possible:g}")
        row += (result.file, result.isolation, reason(result))
        cells = [*map(_safe, row), *(scores.get(token, "") for token in tokens)]
        writer.writerow(cells)
    return buffer.getvalue()


def _safe(text: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(FORMULA) else flat


_PAGE = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Grading report</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
       color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; } td, th { border-bottom: 1px solid #bbb;
       padding: .3rem .6rem; text-align: left; vertical-align: top; } .n { text-align: right; }
pre { white-space: pre-wrap; background: #f4f4f4; padding: .5rem; margin: .3rem 0; }
summary { cursor: pointer; } .q { margin: .4rem 0 .4rem 1rem; }
</style></head><body>
<h1>Grading report</h1>
<p>{{ count }} submissions, isolation: {{ isolation }}, seed {{ seed }}.</p>
<h2>Statuses</h2>
<table><thead><tr><th>status</th><th class="n">how many</th><th>meaning</th></tr></thead><tbody>
{% for status, number in statuses %}
<tr><td>{{ status }}</td><td class="n">{{ number }}</td><td>{{ meaning[status] }}</td></tr>
{% endfor %}</tbody></table>
<h2>Questions</h2>
<table><thead><tr><th>question</th><th class="n">answers</th><th class="n">mean</th>
<th class="n">full marks</th></tr></thead><tbody>
{% for row in questions %}
<tr><td>{{ row.token }}</td><td class="n">{{ row.answers }}</td>
<td class="n">{{ "%.2f" | format(row.mean) }} of {{ "%g" | format(row.possible) }}</td>
<td class="n">{{ row.full }}</td></tr>
{% endfor %}</tbody></table>
{% if mistakes %}
<h2>Mistakes that were named</h2>
<table><thead><tr><th>question</th><th>mistake, as the students are told</th>
<th class="n">students</th></tr></thead><tbody>
{% for row in mistakes %}
<tr><td>{{ row.token }}</td><td>{{ row.sentence }}</td><td class="n">{{ row.students }}</td></tr>
{% endfor %}</tbody></table>
{% endif %}
<h2>Submissions</h2>
<table><thead><tr><th>student</th><th>assignment</th><th>status</th><th class="n">score</th>
<th>details</th></tr></thead><tbody>
{% for r in results %}
<tr><td>{{ r.student }}</td><td>{{ r.assignment or "unknown" }}</td><td>{{ r.status }}</td>
<td class="n">{% if r.status == "internal_error" %}not graded{% else %}{{ "%g" | format(r.score) }}
of {{ "%g" | format(r.possible) }}{% endif %}</td>
<td>{{ r.message }}
{% for p in r.problems %}<div>cell {{ p.cell + 1 }}: {{ p.status }}: {{ p.message }}</div>
{% endfor %}
{% if r.questions %}<details><summary>{{ r.questions | selectattr("status", "equalto", "ok")
| list | length }} of {{ r.questions | length }} questions right</summary>
{% for q in r.questions %}
<div class="q"><strong>{{ q.token }}</strong> {{ q.status }},
{{ "%g" | format(q.score) }} of {{ "%g" | format(q.possible) }}
{% for c in q.cases if not c.passed %}<pre>{{ c.sentence }}{% if c.hidden %} (hidden){% endif %}

{{ c.message }}</pre>{% endfor %}
{{ q.advice() }}
</div>{% endfor %}</details>{% endif %}</td></tr>
{% endfor %}</tbody></table></body></html>
"""
)


def report_html(run: Run) -> str:
    """Return a self-contained page; everything from students is escaped."""
    statuses = Counter(result.status for result in run.results())
    return _PAGE.render(
        count=len(run.jobs),
        isolation=run.options.isolation,
        seed=run.seed,
        statuses=sorted(statuses.items()),
        meaning=STATUSES,
        questions=_questions(run.results()),
        mistakes=_mistakes(run.results()),
        results=run.results(),
    )


def _mistakes(results: Iterable[Result]) -> list[dict]:
    """Return the diagnosed mistakes, the most frequent first; what fits two counts for each."""
    found = Counter(
        (question.token, one.name, one.sentence)
        for result in results
        for question in result.questions
        for one in question.diagnosis or ()
    )
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"token": token, "name": name, "sentence": sentence, "students": count}
        for (token, name, sentence), count in ranked
    ]


def mistakes_csv(run: Run) -> str:
    """Return one row per diagnosed mistake: who made which one, and what to reread."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["student", "question", "misconception", "sentence", "section"])
    for result in run.results():
        for question in result.questions:
            for one in question.diagnosis or ():
                row = (result.student, question.token, one.name, one.sentence, one.section)
                writer.writerow(map(_safe, row))
    return buffer.getvalue()


def _questions(results: Iterable[Result]) -> list[dict]:
    rows: dict[str, dict] = {}
    for result in results:
        for q in result.questions:
            fresh = {"token": q.token, "possible": q.possible, "answers": 0, "sum": 0.0, "full": 0}
            row = rows.setdefault(q.token, fresh)
            row["answers"] += 1
            row["sum"] += q.score
            row["full"] += q.score >= q.possible
    for row in rows.values():
        row["mean"] = row["sum"] / row["answers"]
    return [rows[token] for token in sorted(rows)]
