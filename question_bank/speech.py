r"""Speech: TeX formulae read aloud, for screen readers.

Every formula in a paper needs alt text. Short ones are spoken by rule here; an item gives its own
words under ``alt:`` for what the rules refuse (matrices, cases) or would say at length. The
commands below are also the TeX that items may use: what can be spoken can be typeset by Typst,
Word and MathML alike.
"""

from __future__ import annotations

import re
from functools import cache

LONGEST = 45  # words; beyond it a listener loses the thread and the item must say it better

_GREEK = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi pi rho sigma "
    "tau phi varphi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega Pi"
)
GREEK = _GREEK.split()
WORDS = {
    "times": "times", "cdot": "times", "odot": "element-wise times", "div": "divided by",
    "pm": "plus or minus", "le": "is at most", "leq": "is at most", "ge": "is at least",
    "geq": "is at least", "ne": "is not equal to", "neq": "is not equal to",
    "approx": "is approximately", "propto": "is proportional to", "sim": "is distributed as",
    "ll": "is much less than", "gg": "is much greater than", "in": "in", "to": "to",
    "rightarrow": "to", "Rightarrow": "implies", "leftarrow": "becomes", "infty": "infinity",
    "sum": "the sum", "prod": "the product", "partial": "partial", "nabla": "nabla",
    "ldots": "and so on", "cdots": "and so on", "dots": "and so on", "top": "transpose",
    "max": "the maximum", "min": "the minimum", "log": "log", "ln": "natural log", "exp": "exp",
    "tanh": "tanh", "sin": "sine", "cos": "cosine", "lim": "the limit", "mid": "given",
    "circ": "composed with", "mathbb{E}": "the expectation", "mathbb{R}": "the real numbers",
    "ell": "ell", "lfloor": "the floor of", "rfloor": "end floor", "prime": "prime",
    "forall": "for all", "%": "percent", "lVert": "the norm of", "rVert": "",
}  # fmt: skip
SPACES = {"quad", "qquad", ",", ";", ":", "!", " ", "left", "right", "bigl", "bigr", "big", "Big"}
ACCENTS = {"hat": "hat", "bar": "bar", "tilde": "tilde", "vec": "vector", "dot": "dot"}
FONTS = {"mathbf", "boldsymbol", "mathcal", "text", "operatorname", "textbf"}
STRUCTURE = {"frac", "dfrac", "tfrac", "sqrt", "begin", "end", "mathbb", "|", "\\", "{", "}", "_"}
ALLOWED = set(GREEK) | set(WORDS) | SPACES | set(ACCENTS) | FONTS | STRUCTURE
SYMBOLS = {
    "+": "plus", "-": "minus", "=": "equals", "<": "is less than", ">": "is greater than",
    "*": "times", "/": "over", "(": "open parenthesis", ")": "close parenthesis",
    "[": "open bracket", "]": "close bracket", ",": ",", ".": ".", ":": ":", "!": "factorial",
    "'": "prime", "|": "vertical bar", "~": "", "&": "", ";": ";",
}  # fmt: skip
POWERS = {"2": "squared", "3": "cubed", "top": "transpose", "T": "transpose"}
FUNCTIONS = {"log", "ln", "exp", "tanh", "sin", "cos", "max", "min", "sigma", "phi"} | set("fghLJ")
WORDY = re.compile(r"\\(?:text|operatorname)\{[^}]*\}")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


class Unspeakable(ValueError):
    """A formula that the rules cannot say well; the item must give its alt text."""


def unknown_commands(tex: str) -> list[str]:
    """Return the TeX commands that items may not use.

    Example:
        >>> unknown_commands(r"\\frac{1}{2} \\mathrm{x}")
        ['mathrm']
    """
    return [c for c in re.findall(r"\\([A-Za-z]+|.)", tex) if c not in ALLOWED]


@cache
def speak(tex: str) -> str:
    r"""Say a formula in words.

    Args:
        tex: a formula without its dollar signs.

    Raises:
        Unspeakable: for a matrix, cases, an unknown command, unpaired braces, or a long formula.

    Example:
        >>> speak(r"\sigma(z) \le 0.25")
        'sigma of open parenthesis z close parenthesis is at most 0.25'
        >>> speak(r"w_{t+1} = w_t - \eta g_t")
        'w sub t plus 1 end sub equals w sub t minus eta g sub t'
    """
    if r"\begin" in tex:
        raise Unspeakable("a matrix or cases")
    if unknown := unknown_commands(tex):
        raise Unspeakable(f"unknown command \\{unknown[0]}")
    kept = WORDY.sub(lambda m: m[0].replace(" ", "~"), tex)
    said, rest = _sequence([t for t in TOKEN.findall(kept) if not t.isspace()], nested=False)
    if rest:
        raise Unspeakable("unpaired braces")
    words = re.sub(r" ([,.;:])", r"\1", " ".join(said.split()))
    if len(words.split()) > LONGEST:
        raise Unspeakable(f"{len(words.split())} words long")
    return words


def _sequence(tokens: list[str], nested: bool) -> tuple[str, list[str]]:
    """Say tokens up to the closing brace, or all of them; return the rest."""
    said: list[str] = []
    norm_open = False
    while tokens:
        token, tokens = tokens[0], tokens[1:]
        if token == "}":
            if not nested:
                raise Unspeakable("unpaired braces")
            return " ".join(said), tokens
        if token == r"\|":
            norm_open = not norm_open
            said.append("the norm of" if norm_open else "end norm")
        elif token in ("^", "_"):
            argument, tokens = _argument(tokens)
            said.append(_script(token, argument))
        else:
            words, tokens = _atom(token, tokens)
            said.append(words)
    if nested:
        raise Unspeakable("unpaired braces")
    return " ".join(said), tokens


def _argument(tokens: list[str]) -> tuple[str, list[str]]:
    """Say one braced group or one atom."""
    if not tokens:
        raise Unspeakable("an argument is missing")
    if tokens[0] == "{":
        return _sequence(tokens[1:], nested=True)
    return _atom(tokens[0], tokens[1:])


def _atom(token: str, tokens: list[str]) -> tuple[str, list[str]]:
    name = token[1:]
    if token == "{":
        return _sequence(tokens, nested=True)
    if token[0] != "\\":
        words = SYMBOLS.get(token, token)
        return (f"{words} of" if token in FUNCTIONS and tokens[:1] == ["("] else words), tokens
    if name in ("frac", "dfrac", "tfrac"):
        top, tokens = _argument(tokens)
        bottom, tokens = _argument(tokens)
        if len(top.split()) == len(bottom.split()) == 1:
            return f"{top} over {bottom}", tokens
        return f"the fraction {top} over {bottom} end fraction", tokens
    if name == "sqrt":
        inside, tokens = _argument(tokens)
        end = "" if len(inside.split()) == 1 else " end root"
        return f"the square root of {inside}{end}", tokens
    if name in FONTS:
        return _literal(tokens) if name in ("text", "operatorname") else _argument(tokens)
    if name in ACCENTS:
        inside, tokens = _argument(tokens)
        return f"{inside} {ACCENTS[name]}", tokens
    if name == "mathbb":
        inside, tokens = _argument(tokens)
        return WORDS.get(f"mathbb{{{inside}}}", inside), tokens
    if name in SPACES:
        return "", tokens
    words = WORDS.get(name, name)
    if name in FUNCTIONS and tokens[:1] == ["("]:
        words += " of"
    return words, tokens


def _literal(tokens: list[str]) -> tuple[str, list[str]]:
    r"""Say the letters of ``\text{...}`` as they stand (``~`` keeps their spaces)."""
    if "}" not in tokens or tokens[0] != "{":
        raise Unspeakable("unpaired braces")
    end = tokens.index("}")
    return "".join(tokens[1:end]).replace("\\_", "_").replace("~", " "), tokens[end + 1 :]


def _script(mark: str, argument: str) -> str:
    if mark == "^":
        if argument in POWERS.values() or argument in POWERS:
            return POWERS.get(argument, argument)
        if argument == "prime":
            return "prime"
        inner = re.fullmatch(r"open parenthesis (.+) close parenthesis", argument)
        if inner:
            return f"superscript {inner[1]}"
        end = "" if len(argument.split()) <= 2 else " end power"
        return f"to the power {argument}{end}"
    end = "" if len(argument.split()) == 1 else " end sub"
    return f"sub {argument}{end}"
