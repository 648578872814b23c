"""Patterns match as those of `re`, and none is compiled before it is used."""

from __future__ import annotations

import ast
import re

from tests.support.projects import REPO
from tourbook.common.patterns import compile_late


def test_a_late_pattern_does_what_a_compiled_one_does() -> None:
    pattern = compile_late(r"(\d+)-(?P<end>\d+)", re.ASCII)
    match = pattern.fullmatch("1-2")
    assert match and match["end"] == "2" and match.re == re.compile(pattern.pattern, re.ASCII)
    assert pattern.fullmatch("١-2") is None
    assert pattern.sub("x", "1-2, 3-4") == "x, x" and pattern.groups == 2
    assert compile_late(rb"\s").split(b"a b") == [b"a", b"b"]


def test_no_module_compiles_a_pattern_when_it_is_imported() -> None:
    """That would cost a tenth of a second in each run. Within functions, `re.compile` is right."""
    sources = {path: path.read_text(encoding="utf-8") for path in (REPO / "tourbook").rglob("*.py")}
    for path, source in sources.items():
        if "re.compile" not in source:
            continue
        tree = ast.parse(source)
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]
        within = {id(node) for function in functions for node in ast.walk(function)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
                assert id(node) in within, f"{path}:{node.lineno}: write compile_late(…)"
