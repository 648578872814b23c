"""A build with nothing to do is over at once: it loads little of the program."""

from __future__ import annotations

import subprocess
import sys

from tests.support.projects import REPO, Project
from tests.support.sources import SITE

HEAVY = (
    "difflib",
    "json",
    "pickle",
    "yaml",
    "jinja2",
    "tourbook.model",
    "tourbook.schema",
    "tourbook.site",
)
CODE = f"""\
import sys
from tourbook.cli import main
main(sys.argv[1:])
print([name for name in {HEAVY} if name in sys.modules])
"""


def test_a_build_with_nothing_to_do_imports_nothing_that_it_does_not_need(project: Project) -> None:
    options = ["--root", str(project.root), "--output", str(project.output), "--quiet"]
    command = [sys.executable, "-c", CODE, *options, "--today", "2026-11-24"]
    project.write({"content/site.yaml": f"{SITE}soon: 9\n"})
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(2)
    ]
    assert "'tourbook.model'" in runs[0]
    assert runs[1] == "[]\n"


def test_a_build_loads_nothing_that_only_edits_need() -> None:
    code = "import sys, tourbook.commands.build, tourbook.build.rebuild; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    packages = ("tourbook.creation", "tourbook.editing", "tourbook.spreadsheets", "yaml_edit")
    libraries = ("babel", "icalendar", "minify", "PIL", "python_calamine", "xlsxwriter")
    loaded = [name for name in done.stdout.split() if name.startswith((*packages, *libraries))]
    assert not loaded


def test_a_check_that_renders_nothing_does_without_jinja() -> None:
    code = "import sys, tourbook.commands.check, tourbook.build.pipeline; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    assert {"jinja2", "pickle", "tempfile"}.isdisjoint(done.stdout.split())
