"""A variant as text for a terminal: statement, answer, scheme, misconceptions."""

from __future__ import annotations

from typing import Any

from .speech import Unspeakable
from .variant import Variant, all_formulas


def as_text(variant: Variant) -> str:
    """Return a variant as Markdown text, as ``python -m question_bank show`` prints it."""
    q = variant.question
    lines = [
        f"{q.id}  v{q.version} {q.status}  {q.kind}  {q.topic} {q.outcome} {q.co} {','.join(q.po)}"
        f"  {q.bloom} difficulty {q.difficulty}  {q.minutes} min  {q.part}",
    ]
    if q.parametrised:
        values = ", ".join(f"{name}={_short(value)}" for name, value in variant.values.items())
        lines.append(f"seed {variant.seed}: {values}")
    lines += ["", variant.statement]
    if variant.figure_alt:
        lines += ["", f"[Figure: {variant.figure_alt}]"]
    lines += ["", "Answer", _indent(variant.answer), ""]
    lines.append("Marking scheme (a reject voids its step, not the answer)")
    for step in variant.scheme:
        lines.append(f"  {step.marks:g}  {step.step}: {step.earns}")
        if step.half:
            lines.append(f"     half: {step.half}")
        lines += [f"     accept: {text}" for text in step.accept]
        lines += [f"     reject: {text}" for text in step.reject]
    lines += ["", "Misconceptions"]
    for misconception in variant.misconceptions:
        lines.append(f"  {misconception.belief}\n     tell: {misconception.tell}")
    return "\n".join(lines)


def as_data(variant: Variant) -> dict[str, Any]:
    """Return a variant as plain data for ``--json``, alt texts of all formulae included."""
    return {
        "id": variant.question.id,
        "version": variant.question.version,
        "seed": variant.seed,
        "values": variant.values,
        "key": variant.key,
        "statement": variant.statement,
        "figure_alt": variant.figure_alt,
        "answer": variant.answer,
        "scheme": [step.model_dump() for step in variant.scheme],
        "misconceptions": [m.model_dump() for m in variant.misconceptions],
        "alt": {tex: _spoken(variant, tex) for _, tex in all_formulas(variant)},
        "attributes": variant.question.model_dump(
            include={
                "status", "kind", "module", "week", "topic", "outcome", "co", "po", "bloom",
                "difficulty", "minutes", "marks", "part", "related", "enemies", "tags", "errata",
            }
        ),
    }  # fmt: skip


def _spoken(variant: Variant, tex: str) -> str | None:
    """Return the alt text of a formula, or None where lint still asks for one."""
    try:
        return variant.spoken(tex)
    except Unspeakable:
        return None


def _indent(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return str(value)
