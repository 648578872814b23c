"""Which file of a project is what, by its path alone.

content/site.yaml, content/regions.yaml
content/<folder>/<id>.md            content/<folder>/<id>.<language>.md
content/<folder>/<id>/index.md      content/<folder>/<id>/index.<language>.md   and its pictures
schedule.yaml, schedule/**/*.yaml
themes/<theme>/...
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems, suggest_option

SITE_FILE = "content/site.yaml"
REGIONS_FILE = "content/regions.yaml"
SCHEDULE_FILE = "schedule.yaml"
REQUIREMENTS_FILE = "requirements.txt"
YAML_SUFFIXES = (".yaml", ".yml")


KIND_BY_FOLDER = {
    "exhibitions": "exhibition",
    "venues": "venue",
    "caravans": "caravan",
    "organisations": "organisation",
    "campaigns": "campaign",
    "news": "article",
    "pages": "page",
}
"""Folder under content/ -> kind of the entries in it."""
FOLDER_BY_KIND = {kind: folder for folder, kind in KIND_BY_FOLDER.items()}


class ContentPath(NamedTuple):
    """A Markdown file of a kind: the name that is its default id, its language ("" for the main
    file)."""

    folder: str
    stem: str
    language: str
    is_bundle: bool


def parse_content_path(path: str) -> ContentPath | None:
    """The path as that of a Markdown file under content/<folder>/, or None."""
    parts = path.split("/")
    if len(parts) not in (3, 4) or not path.endswith(".md"):
        return None
    name, _, language = parts[-1].removesuffix(".md").partition(".")
    if len(parts) == 4:
        return ContentPath(parts[1], parts[2], language, True) if name == "index" else None
    return ContentPath(parts[1], name, language, False)


def is_hidden(name: str) -> bool:
    """A file or folder that is passed over: one of an editor, or of the system."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp"))


def parse_strings_path(path: str) -> tuple[str, str] | None:
    """(theme, language) of a file of a theme's strings; (theme, "") of its theme.yaml, which says
    whose strings it has besides."""
    parts = path.split("/")
    if len(parts) == 3 and parts[0] == "themes" and parts[2] == "theme.yaml":
        return parts[1], ""
    if (
        len(parts) != 4
        or parts[0] != "themes"
        or parts[2] != "strings"
        or not parts[3].endswith(".yaml")
    ):
        return None
    return parts[1], parts[3].removesuffix(".yaml")


def is_schedule(path: str) -> bool:
    return path == SCHEDULE_FILE or (path.startswith("schedule/") and path.endswith(YAML_SUFFIXES))


def get_folder(path: str) -> str:
    return path.rpartition("/")[0]


def check_file_placement(paths: Iterable[str], folders: Iterable[str], problems: Problems) -> None:
    """A problem for each Markdown or YAML file under content/ in a place where nothing reads it."""
    folders = list(folders)
    for path in paths:
        if (
            not path.startswith("content/")
            or not path.endswith((".md", *YAML_SUFFIXES))
            or path in (SITE_FILE, REGIONS_FILE)
        ):
            continue
        found, parts = parse_content_path(path), path.split("/")
        at = Location(path, line=1, column=1)
        if found and found.folder in folders:
            continue
        if len(parts) > 2 and parts[1] not in folders:
            problems.add_error(
                "unknown-folder",
                at,
                Message(
                    f"不认识文件夹 content/{parts[1]}", f"there is no kind of content “{parts[1]}”"
                ),
                suggest_option(parts[1], folders),
            )
        elif path.endswith(".md") and len(parts) > 3:
            problems.add_warning(
                "not-read",
                at,
                Message(
                    "这个文件不会被读取：文件夹里的主文件要叫 index.md",
                    "nothing reads this file: the main file of a folder is index.md",
                ),
                Message("改名为 index.md，或移到上一层", "rename it to index.md or move it up")
                if len(parts) == 4
                else Message(f"移到 content/{parts[1]}/", f"move it to content/{parts[1]}/"),
            )
        else:
            listed = "、".join(folders), ", ".join(folders)
            mend = Message(
                f"移到 content/ 下的一个文件夹：{listed[0]}",
                f"move it into one of the folders of content/: {listed[1]}",
            )
            if not path.endswith(".md"):
                mend = Message(
                    "日程放进 schedule/；其他内容写成 .md 文件",
                    "a schedule goes to schedule/, everything else into .md files",
                )
            problems.add_error(
                "unknown-file",
                at,
                Message("这个文件放错了地方，不会被读取", "nothing reads this file where it is"),
                mend,
            )


def is_included(path: str, patterns: tuple[str, ...] | None) -> bool:
    """Whether a file is read, as far as schedules go: those that schedule.yaml includes. None:
    nobody knows, and all are."""
    if patterns is None or path == SCHEDULE_FILE or not is_schedule(path):
        return True
    return any(path == pattern or fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
