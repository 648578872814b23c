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


def list_own_theme_files(project_files: Container[str]) -> dict[str, Path]:
    """File, as if it lay in the project -> where it is; without those that the project has.

    A theme of the project with a theme.yaml is whole. Without one, it only replaces single files of
    the theme of that name.
    """
    files: dict[str, Path] = {}
    for folder, folders, names in os.walk(OWN_THEMES):
        relative = Path(folder).relative_to(OWN_THEMES)
        if relative.parts and f"themes/{relative.parts[0]}/theme.yaml" in project_files:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not is_hidden(name)]
        for name in names:
            file = f"themes/{relative.as_posix()}/{name}"
            if relative.parts and not is_hidden(name) and file not in project_files:
                files[file] = Path(folder, name)
    return files


def leads_to_own_themes(link: str) -> bool:
    """True for a link named themes to all of them, or for one to a theme, with its name."""
    target, folder = os.path.realpath(link), os.path.dirname(link)
    if os.path.basename(link) == "themes":
        return target == OWN_THEMES
    return os.path.basename(folder) == "themes" and target == os.path.join(
        OWN_THEMES, os.path.basename(link)
    )
