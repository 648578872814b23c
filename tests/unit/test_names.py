"""No identifier is a bare adverb, pronoun or participle (see CONTRIBUTING, Names)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.projects import REPO

RIDDLES = frozenset(
    re.findall(
        r"\w+",
        """again also asked both called done every found given gone here kept known left look made more
        now one others same seen shown taken there told wanted when where written""",
    )
)
CONTRACTS = {
    "tourbook/schema/fields.py": {
        "also",
        "every",
        "more",
    },  # keys of schedule.yaml, keywords of JSON Schema
    "tourbook/rendering/months.py": {"shown"},  # attributes that templates use
    "tourbook/schema/site.py": {"look"},  # a key of site.yaml
    "tourbook/views/entries.py": {"where"},
    "tourbook/views/pages.py": {"now"},
    "tourbook/views/parts.py": {"now", "where"},
}
MODULES = sorted(
    path.relative_to(REPO).as_posix()
    for folder in ("tourbook", "scripts", "benchmarks")
    for path in (REPO / folder).rglob("*.py")
)


def iterate_names(tree: ast.AST) -> Iterator[str]:
    """The names that a module gives: to modules, functions, classes, arguments and variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def find_riddles(module: str) -> set[str]:
    names = set(iterate_names(ast.parse((REPO / module).read_text(encoding="utf-8"))))
    names |= set(Path(module).with_suffix("").parts)
    riddles = {name for name in names if name.strip("_") in RIDDLES}
    return riddles ^ (CONTRACTS.get(module, set()) & names)


def test_names_are_no_riddles() -> None:
    assert len(MODULES) > 400
    found = {module: riddles for module in MODULES if (riddles := find_riddles(module))}
    assert not found, "name the thing that it is"


def test_a_riddle_is_found() -> None:
    tree = ast.parse("def f(when):\n    for one in when:\n        both = one")
    assert set(iterate_names(tree)) & RIDDLES == {"when", "one", "both"}
