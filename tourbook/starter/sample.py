"""The sample site, and other files that come with the program.

They lie beside the package in the repository, and within it where it is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
NGINX_SETTINGS = ("hosting/nginx.conf", "docs/hosting/nginx.conf")
"""The path in the installed package, and that in the repository."""


def find_own_file(path_in_package: str, path_in_repository: str) -> Path:
    installed = _PACKAGE / path_in_package
    return installed if installed.exists() else _PACKAGE.parent / path_in_repository


def read_sample_files() -> dict[str, bytes]:
    """Path in a project -> bytes: the content and the schedule of the sample site."""
    installed = _PACKAGE / "sample"
    folder = installed if installed.is_dir() else _PACKAGE.parent
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in _iterate_paths(folder)
    }


def _iterate_paths(folder: Path) -> Iterator[Path]:
    yield folder / "schedule.yaml"
    for name in ("content", "schedule"):
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())
