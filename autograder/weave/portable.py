"""The forms of a check file that run anywhere: all of it, or its public part, kit inlined."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass

from autograder.house import ROOT
from autograder.weave.check import DATA, Check

KIT = ROOT / "autograder" / "kit.py"
ALWAYS = {"OK_FORMAT", "name"}  # what Otter reads


def whole(check: Check) -> str:
    """Return the whole file with what it uses of the kit."""
    return _assemble(check, public=False)


def public(check: Check) -> str:
    """Return what students may see: the public cases and what these use."""
    return _assemble(check, public=True)


@dataclass(frozen=True)
class _Piece:
    """A top-level statement: its text with the comments above it, what it binds and uses."""

    node: ast.stmt
    text: str
    binds: frozenset[str]
    uses: frozenset[str]


def _pieces(text: str) -> list[_Piece]:
    lines, pieces, end = text.splitlines(), [], 0
    for node in ast.parse(text).body:
        own = "\n".join(lines[end : node.end_lineno]).strip("\n")
        end = node.end_lineno
        uses = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            binds = {node.name}
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            binds = {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            named = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
            binds = {n.id for n in named if isinstance(n.ctx, ast.Store)}
        pieces.append(_Piece(node, own, frozenset(binds), frozenset(uses)))
    return pieces


@functools.lru_cache(maxsize=1)
def _kit() -> list[_Piece]:
    pieces = _pieces(KIT.read_text(encoding="utf-8"))
    return [piece for piece in pieces if not isinstance(piece.node, ast.Expr)]


def _is_kit_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "autograder.kit"


def _assemble(check: Check, public: bool) -> str:
    """Return the parts of a check file that are wanted, with the parts of the kit they use."""
    hidden = {case.function for case in check.cases if case.hidden} if public else set()
    own = [piece for piece in _pieces(check.text) if not _is_kit_import(piece.node)]
    own = [piece for piece in own if not piece.binds & hidden]
    if public:
        own = [piece for piece in own if not piece.binds & set(DATA)]
    cases = {case.function for case in check.cases} - hidden
    available = [*_kit(), *own]
    wanted = _reachable(available, cases | ALWAYS)
    if not public:
        wanted |= {name for piece in own for name in piece.binds}
        wanted |= _reachable(available, wanted)
    imports, bodies, head = [], [], ""
    for piece in available:
        if isinstance(piece.node, ast.Expr) and piece.node is own[0].node:
            head = piece.text if not public else f'"""{check.token}: the checks that you see."""'
        elif piece.binds & wanted:
            is_import = isinstance(piece.node, (ast.Import, ast.ImportFrom))
            target = imports if is_import else bodies
            if piece.text not in target:
                target.append(piece.text)
    joined = "\n".join(sorted(imports, key=lambda line: (not line.startswith("import"), line)))
    return "\n\n\n".join(part for part in (f"{head}\n\n{joined}".strip(), *bodies) if part) + "\n"


def _reachable(pieces: list[_Piece], names: set[str]) -> set[str]:
    wanted, size = set(names), -1
    while len(wanted) != size:
        size = len(wanted)
        for piece in pieces:
            if piece.binds & wanted:
                wanted |= piece.uses
    return wanted
