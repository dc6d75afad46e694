r"""Templates: ``<< value | filter >>`` in the texts of an item.

The marks are ``<<`` and ``>>`` because TeX needs the braces: ``$0.25^{<<n>>}$``. Behind them is
Jinja2 with every unknown name an error, and a float printed only through a filter that says how,
so that 0.30000000000000004 cannot reach a paper. ``<% for %>`` and ``<% if %>`` on lines of
their own build tables.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jinja2

# Jinja2 reads a sign next to its marks as whitespace control.
SWALLOWS = re.compile(r"<[<%][-+]|[-+][>%]>")


class TemplateError(ValueError):
    """A text that cannot be filled in. ``line`` counts from 1 within the text."""

    def __init__(self, problem: str, line: int = 1):
        super().__init__(problem)
        self.line = line


def sig(x: float, digits: int = 3) -> str:
    r"""Write significant digits for TeX; scientific below 0.001 and from 100,000 on.

    Example:
        >>> sig(0.25), sig(9.5367e-7), sig(123456.0, 2)
        ('0.250', '9.54 \\times 10^{-7}', '1.2 \\times 10^{5}')
    """
    if x != 0 and not 1e-3 <= abs(float(f"{x:.{digits - 1}e}")) < 1e5:
        return sci(x, digits)
    exponent = math.floor(math.log10(abs(float(f"{x:.{digits - 1}e}")))) if x else 0
    return f"{x:.{max(digits - 1 - exponent, 0)}f}"


def sci(x: float, digits: int = 3) -> str:
    r"""Write scientific notation for TeX.

    Example:
        >>> sci(0.25)
        '2.50 \\times 10^{-1}'
    """
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    return rf"{mantissa} \times 10^{{{int(exponent)}}}"


def short(x: float) -> str:
    r"""Write a given number with no trailing zeros (at most six digits).

    Example:
        >>> short(0.1), short(0.1 + 0.2), short(1e-5), short(2.5e-5)
        ('0.1', '0.3', '10^{-5}', '2.5 \\times 10^{-5}')
    """
    if x != 0 and not 1e-3 <= abs(x) < 1e6:
        mantissa, exponent = f"{x:.5e}".split("e")
        power = rf"10^{{{int(exponent)}}}"
        mantissa = f"{float(mantissa):g}"
        return power if mantissa == "1" else rf"{mantissa} \times {power}"
    return f"{x:.6g}"


def fix(x: float, decimals: int = 2) -> str:
    """Write a fixed number of decimals.

    Example:
        >>> fix(2, 1), fix(-0.001, 2)
        ('2.0', '0.00')
    """
    text = f"{x:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text


def exp10(x: float, digits: int = 3) -> str:
    """Write a number as code and logs do.

    Example:
        >>> exp10(9.5367e-7)
        '9.54e-07'
    """
    return f"{x:.{digits - 1}e}"


def signed(x: float, digits: int = 3) -> str:
    """Continue a sum: the sign, then the number.

    Example:
        >>> "2x " + signed(-3), "2x " + signed(0.5, 2)
        ('2x - 3', '2x + 0.50')
    """
    number = str(abs(x)) if isinstance(x, int) else sig(abs(x), digits)
    return f"{'-' if x < 0 else '+'} {number}"


def row(values: Sequence[float], digits: int = 3) -> str:
    """Write numbers as the entries of a TeX vector.

    Example:
        >>> row([0.1, 2]), row([0.25, 3.0], 2)
        ('0.100, 2', '0.25, 3.0')
    """
    return ", ".join(str(x) if isinstance(x, int) else sig(x, digits) for x in values)


def code(value: Any, digits: int = 3) -> str:
    """Write a value as a Python literal with rounded floats, for fenced code.

    Example:
        >>> code([0.3000000004, 2])
        '[0.3, 2]'
    """
    if isinstance(value, list):
        return "[" + ", ".join(code(v, digits) for v in value) + "]"
    return f"{value:.{digits}g}" if isinstance(value, float) else repr(value)


def plural(n: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun.

    Example:
        >>> plural(1, "layer"), plural(3, "layer"), plural(2, "matrix", "matrices")
        ('1 layer', '3 layers', '2 matrices')
    """
    return f"{n} {agree(n, one, many or one + 's')}"


def agree(n: int, one: str, many: str) -> str:
    """Choose the form that agrees with a number.

    Example:
        >>> agree(1, "is", "are"), agree(2, "is", "are")
        ('is', 'are')
    """
    return one if n == 1 else many


def article(n: int) -> str:
    """Put the right article before a number.

    Example:
        >>> article(8), article(11), article(12), article(80)
        ('an 8', 'an 11', 'a 12', 'an 80')
    """
    return f"an {n}" if re.match(r"8|1[18](\d{3})*$", str(n)) else f"a {n}"


FILTERS: dict[str, Callable] = {
    "sig": sig, "sci": sci, "short": short, "fix": fix, "exp10": exp10, "signed": signed,
    "row": row, "code": code, "plural": plural, "agree": agree, "article": article,
}  # fmt: skip


def _finalize(value: Any) -> Any:
    if isinstance(value, float | list | dict):
        kind = type(value).__name__
        raise TemplateError(f"a {kind} printed as it is; add a filter, e.g. << x | sig(3) >>")
    return value


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
    )
    environment.filters = FILTERS | {"zip": zip, "length": len}
    environment.globals = {"zip": zip, "range": range, "len": len}
    return environment


@cache
def _compiled(text: str) -> jinja2.Template:
    if trap := SWALLOWS.search(text):
        line = text.count("\n", 0, trap.start()) + 1
        raise TemplateError(f"{trap[0]} would swallow spaces; put a space inside, << -x >>", line)
    try:
        return _environment().from_string(text)
    except jinja2.TemplateSyntaxError as error:
        problem = f"{error.message}; filters are: {' '.join(FILTERS)}"
        raise TemplateError(problem, error.lineno) from None


def fill(text: str, values: dict[str, Any]) -> str:
    """Fill a text with values.

    Raises:
        TemplateError: unknown name or filter, a float with no filter, a wrong type; with the line.

    Example:
        >>> fill("$0.25^{<<n>>} = <<p | sig(2)>>$", {"n": 3, "p": 0.25**3})
        '$0.25^{3} = 0.016$'
    """
    if "<<" not in text and "<%" not in text:
        return text
    template = _compiled(text)
    try:
        return template.render(values)
    except jinja2.UndefinedError as error:
        problem = f"{error.message}; return it from the generator (there are: {' '.join(values)})"
        raise TemplateError(problem, _template_line(error)) from None
    except TemplateError as error:
        raise TemplateError(str(error), _template_line(error)) from None
    except Exception as error:
        raise TemplateError(f"{error}; mend the << >>", _template_line(error)) from None


def _template_line(error: Exception) -> int:
    """Return the line of the template at which an error happened (Jinja2 rewrites tracebacks)."""
    line, traceback = 1, error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
