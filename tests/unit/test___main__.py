"""The first lines of every start: an old Python and a missing library are told, without a
traceback."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.projects import REPO

PLAIN_FILES = ("build.py", "tourbook/__init__.py", "tourbook/__main__.py")


@pytest.mark.parametrize("name", PLAIN_FILES)
def test_an_old_python_can_read_the_first_files(name: str) -> None:
    tree = ast.parse((REPO / name).read_text(encoding="utf-8"), feature_version=(3, 6))
    modules = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert {m.module for m in modules} <= {
        "tourbook",
        "tourbook.__main__",
        "tourbook.cli",
        "tourbook.glance",
    }


def start(script: Path, code: str, *flags: str) -> subprocess.CompletedProcess[bytes]:
    """Run build.py in a fresh Python after some code, in an encoding without Chinese."""
    run = f"import runpy, sys; sys.argv = [{str(script)!r}, 'check']; {code}"
    return subprocess.run(
        [
            sys.executable,
            *flags,
            "-c",
            f"{run}; sys.path.insert(0, {str(script.parent)!r}); "
            f"runpy.run_path({str(script)!r}, run_name='__main__')",
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )


def test_an_old_python_says_which_one_is_needed() -> None:
    done = start(REPO / "build.py", "sys.version_info = (3, 9, 2)")
    text = done.stderr.decode()
    assert done.returncode == 3
    assert "Python 3.11" in text and "3.9（" in text and "this is 3.9" in text
    assert "Traceback" not in text


def test_the_first_library_that_is_missing_is_told_with_what_to_do(tmp_path: Path) -> None:
    shutil.copytree(REPO / "tourbook", tmp_path / "tourbook", ignore=lambda *_: ["__pycache__"])
    shutil.copy(REPO / "build.py", tmp_path)
    done = start(tmp_path / "build.py", "pass", "-S")  # without site-packages
    assert (done.returncode, done.stdout) == (3, b"")
    assert "Traceback" not in done.stderr.decode()
    assert "msgspec" in done.stderr.decode()
    assert "tourbook-0.1.0-py3-none-any.whl" in done.stderr.decode(), "installed as a package"
    shutil.copy(REPO / "requirements.txt", tmp_path)
    text = start(tmp_path / "build.py", "pass", "-S").stderr.decode()
    assert f"-m venv {tmp_path}/.venv" in text and f"-r {tmp_path}/requirements.txt" in text
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").touch()
    text = start(tmp_path / "build.py", "pass", "-S").stderr.decode()
    assert f"{tmp_path}/.venv/bin/python {tmp_path}/build.py check" in text
    assert "requirements" not in text


def test_a_library_that_only_one_command_needs_is_told_too(tmp_path: Path) -> None:
    code = "sys.modules['tourbook.commands.check'] = None"
    done = start(REPO / "build.py", code)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr.decode()
    assert "tourbook.commands.check" in done.stderr.decode()
