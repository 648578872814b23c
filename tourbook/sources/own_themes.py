"""The themes that come with the program, which a project need not have in its own themes/.

In a repository or a copy of the program they lie beside the package, in an installed one within it.
"""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from .paths import is_hidden

_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "themes", _PACKAGE.parent / "themes")
OWN_THEMES = os.path.realpath(next((f for f in _FOLDERS if f.is_dir()), _FOLDERS[0]))


def list_own_theme_files(project_files: Container[str]) -> dict[str, str]:
    """File, as if it lay in the project -> its path; without those that the project has.

    A theme of the project with a theme.yaml is whole. Without one, it only replaces single files of
    the theme of that name.
    """
    files: dict[str, str] = {}
    folders = [
        f"themes/{name}"
        for name in (os.listdir(OWN_THEMES) if os.path.isdir(OWN_THEMES) else ())
        if f"themes/{name}/theme.yaml" not in project_files
    ]
    while folders:
        folder = folders.pop()
        for entry in os.scandir(OWN_THEMES + folder.removeprefix("themes")):
            file = f"{folder}/{entry.name}"
            if is_hidden(entry.name) or file in project_files:
                continue
            if entry.is_dir():
                folders.append(file)
            else:
                files[file] = entry.path
    return dict(sorted(files.items()))


def leads_to_own_themes(link: str) -> bool:
    """True for a link named themes to all of them, or for one to a theme, with its name."""
    target, folder = os.path.realpath(link), os.path.dirname(link)
    if os.path.basename(link) == "themes":
        return target == OWN_THEMES
    return os.path.basename(folder) == "themes" and target == os.path.join(
        OWN_THEMES, os.path.basename(link)
    )
