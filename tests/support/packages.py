"""The packages of the program, made as those who publish them do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

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


def build_package(kind: str, source: Path, folder: Path) -> str:
    """The name of the file, which is the last line that is printed."""
    command = [sys.executable, "-c", BUILD_PACKAGE, f"build_{kind}", str(folder)]
    return run_command(command, source).stdout.split()[-1]
