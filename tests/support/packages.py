"""The packages of the program, made as those who publish them do."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pip

from tests.support.projects import REPO

BUILD_PACKAGE = (
    "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"
)


def run_command(
    command: list[str] | str, cwd: Path, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command,
        cwd=cwd,
        env=variables,
        shell=isinstance(command, str),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done


def make_environment(folder: Path) -> None:
    """A virtual environment with pip, which is that of this one: to install another takes longer than
    most of what tests do in it."""
    run_command([sys.executable, "-m", "venv", "--without-pip", str(folder)], REPO)
    (_locate_libraries(folder) / "pip").symlink_to(Path(pip.__file__).parent)
    script = folder / "bin/pip"
    script.write_text(f'#!/bin/sh\nexec {folder}/bin/python -m pip "$@"\n')
    script.chmod(0o755)


def lend_dependencies(environment: Path) -> None:
    """Instead of a download."""
    (_locate_libraries(environment) / "own.pth").write_text(sysconfig.get_path("purelib"))


def _locate_libraries(environment: Path) -> Path:
    return next((environment / "lib").glob("python*/site-packages"))


def build_package(kind: str, source: Path, folder: Path) -> str:
    """The name of the file, which is the last line that is printed."""
    command = [sys.executable, "-c", BUILD_PACKAGE, f"build_{kind}", str(folder)]
    return run_command(command, source).stdout.split()[-1]
