"""What a file of a project is, by its path alone.

content/site.yaml, content/regions.yaml
content/<folder>/<id>.md            content/<folder>/<id>.<language>.md
content/<folder>/<id>/index.md      content/<folder>/<id>/index.<language>.md   and its pictures
schedule.yaml, schedule/**/*.yaml
themes/<theme>/...
"""

from __future__ import annotations

import fnmatch
import posixpath
from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import find_nearest, format_suggestion
from tourbook.common.urls import normalize_path

SITE_FILE = "content/site.yaml"
SITE_FILE_START = Location(SITE_FILE, line=1, column=1)
"""The place of what concerns the site as a whole."""
REGIONS_FILE = "content/regions.yaml"
SCHEDULE_FILE = "schedule.yaml"
REQUIREMENTS_FILE = "requirements.txt"
SOURCE_FILES = (SCHEDULE_FILE, REQUIREMENTS_FILE)
SOURCE_FOLDERS = ("content", "schedule", "themes")
"""All that is read of a project: these files, and what lies in these folders."""
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
_FOLDERS_IN_CHINESE = {
    "展览": "exhibitions",
    "场馆": "venues",
    "大篷车": "caravans",
    "机构": "organisations",
    "活动": "campaigns",
    "新闻": "news",
    "页面": "pages",
}
FOLDER_BY_KIND = {kind: folder for folder, kind in KIND_BY_FOLDER.items()}


class ContentPath(NamedTuple):
    """The path of a Markdown file under content/<folder>/."""

    folder: str
    stem: str
    """The default id of the entry."""
    language: str
    """"" for the main file, else the language of a translation."""
    is_bundle: bool
    """True for an index.md in a folder of its own, beside its pictures."""


@cache
def parse_content_path(path: str) -> ContentPath | None:
    """The parts of "content/venues/hall.en.md" or "content/venues/hall/index.md"; else None."""
    parts = normalize_path(path).split("/")
    if len(parts) not in (3, 4) or not path.endswith(".md"):
        return None
    name, _, language = parts[-1].removesuffix(".md").partition(".")
    if len(parts) == 4:
        return ContentPath(parts[1], parts[2], language, True) if name == "index" else None
    return ContentPath(parts[1], name, language, False)


def is_hidden(name: str) -> bool:
    """True for a file or folder of an editor or of the system, which is ignored."""
    return (
        name.startswith((".", "~$", "~WRL"))
        or name.endswith(("~", ".swp", ".swo", ".tmp", ".crdownload"))
        or name.lower() in ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx")
    )


def parse_strings_path(path: str) -> tuple[str, str] | None:
    """(theme, language) of "themes/<theme>/strings/<language>.yaml".

    (theme, "") of "themes/<theme>/theme.yaml", which names a theme that it takes strings from.
    None for any other path.
    """
    match path.split("/"):
        case ["themes", theme, "theme.yaml"]:
            return theme, ""
        case ["themes", theme, "strings", name] if name.endswith(".yaml"):
            return theme, name.removesuffix(".yaml")
    return None


def is_schedule(path: str) -> bool:
    return path == SCHEDULE_FILE or (path.startswith("schedule/") and path.endswith(YAML_SUFFIXES))


def get_folder(path: str) -> str:
    return path.rpartition("/")[0]


def find_file_beside(target: str, file: str, known_files: Container[str]) -> tuple[str, str] | None:
    """(the file that a target in another file leads to, "#" and its fragment); None without one.

    Authors write names as they are, `poster#2.png`, or as in an address, `poster%232.png`.
    """
    if "://" in target:
        return None
    address, mark, fragment = target.partition("#")
    meanings = {
        target: "",
        unquote(target): "",
        unquote(address.partition("?")[0]): mark + fragment,
    }
    folder = get_folder(file)
    for path, rest in meanings.items():
        name = posixpath.normpath(posixpath.join(folder, normalize_path(path)))
        if path and name in known_files:
            return name, rest
    return None


def check_file_placement(paths: Iterable[str], folders: Iterable[str], problems: Problems) -> None:
    """Report each Markdown or YAML file under content/ that is in a place where it is not read.

    `folders` are the names of the folders of content/.
    """
    folders, unknown_folders = list(folders), set[str]()
    for path in paths:
        if not path.startswith("content/") or path in (SITE_FILE, REGIONS_FILE):
            continue
        if not path.endswith((".md", *YAML_SUFFIXES)):
            continue
        content_path = parse_content_path(path)
        if content_path is None or content_path.folder not in folders:
            folder = path.split("/")[1]
            if path.count("/") == 1 or folder in folders or folder not in unknown_folders:
                _report_misplaced_file(path, folders, problems)
            unknown_folders.add(folder)


def find_meant_path(path: str, folders: Iterable[str]) -> str:
    """The path of a file of an unknown folder, such as content/venue/, in the folder that is most
    likely meant; "" if there is none, and for any other file."""
    content_path = parse_content_path(path)
    folders = list(folders)
    if content_path is None or not path.startswith("content/") or content_path.folder in folders:
        return ""
    meant_folder = _find_meant_folder(content_path.folder, folders)
    return f"content/{meant_folder}{path.removeprefix('content/' + content_path.folder)}" * bool(
        meant_folder
    )


def _find_meant_folder(name: str, folders: list[str]) -> str:
    kind = _FOLDERS_IN_CHINESE.get(name)
    return kind or find_nearest(name.lower(), folders) or ""


def _report_misplaced_file(path: str, folders: list[str], problems: Problems) -> None:
    location = Location(path, line=1, column=1)
    parts = path.split("/")
    if len(parts) > 2 and parts[1] not in folders:
        message = Message(f"不认识文件夹 content/{parts[1]}", f"unknown folder content/{parts[1]}")
        meant_folder = _find_meant_folder(parts[1], folders)
        help = format_suggestion(meant_folder or None, folders, 12)
        if parts[1] == "schedule":
            help = Message(
                "把 schedule/ 移出 content/，和它并列", "move schedule/ out of content/, beside it"
            )
        problems.add_error("unknown-folder", location, message, help)
    elif len(parts) > 3 and path.endswith(".md"):
        message = Message(
            "这个文件不会被读取：文件夹里的主文件要叫 index.md",
            "this file is not read: the main file of a folder must be index.md",
        )
        help = Message(f"移到 content/{parts[1]}/", f"move it to content/{parts[1]}/")
        if len(parts) == 4:
            help = Message("改名为 index.md，或移到上一层", "rename it to index.md or move it up")
        problems.add_warning("not-read", location, message, help)
    else:
        message = Message(
            "这个文件放错了地方，不会被读取", "this file is in a place where it is not read"
        )
        help = Message(
            "日程放进 schedule/；其他内容写成 .md 文件",
            "move a schedule to schedule/; write anything else as .md files",
        )
        if parts[-1] == SCHEDULE_FILE:
            help = Message(
                f"把 {SCHEDULE_FILE} 移出 content/，和它并列",
                f"move {SCHEDULE_FILE} out of content/, beside it",
            )
        if path.endswith(".md"):
            help = Message(
                f"移到 content/ 下的一个文件夹：{'、'.join(folders)}",
                f"move it into one of the folders of content/: {', '.join(folders)}",
            )
        problems.add_error("unknown-file", location, message, help)


def is_included(path: str, patterns: tuple[str, ...] | None) -> bool:
    """True unless it is a schedule file that `include` of schedule.yaml does not name.

    `patterns` None: schedule.yaml cannot be read, and all files count as included.
    """
    if patterns is None or path == SCHEDULE_FILE or not is_schedule(path):
        return True
    return any(path == pattern or fnmatch.fnmatchcase(path, pattern) for pattern in patterns)
