"""The command line, run in this process."""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest

from tests.support.projects import TODAY, Project
from tourbook import cli

RunCommand = Callable[..., tuple[int, str, str]]
"""The fixture `run`: (*arguments, lang=…) -> (exit code, stdout, stderr)."""


def run_command(
    project: Project, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], lang: str
) -> tuple[int, str, str]:
    """main() with the project's root, on the day of the tests, in one process."""
    options = ["--root", str(project.root), "--lang", lang, "--today", str(TODAY), "--jobs", "1"]
    try:
        code = cli.main([*arguments, *options])
    except SystemExit as e:
        code = int(e.code or 0)
    finally:
        gc.enable()
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err
