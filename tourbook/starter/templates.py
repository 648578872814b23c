"""The templates of new projects, which are files of this package.

Each folder in `files/` holds what some projects need, at its place in the project; a template's
name ends with `.jinja`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

SUFFIX = ".jinja"


def iterate_templates(folder: str) -> Iterator[tuple[str, str]]:
    """(path in the project, text) of the templates of a folder."""
    return _iterate(resources.files(__package__) / "files" / folder, "")


def _iterate(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _iterate(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(SUFFIX):
            yield prefix + entry.name.removesuffix(SUFFIX), entry.read_text(encoding="utf-8")
