"""A build with nothing to do is over at once: it loads little of the program."""

from __future__ import annotations

import subprocess
import sys

from tests.support.projects import Project
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
