"""The manuals in docs/, one file for each language."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.projects import REPO

LANGUAGES = ("zh", "en")
_FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SUFFIXES = {"zh": ".zh-CN.md", "en": ".md"}


def locate_manual(name: str, lang: str) -> Path:
    """Where a manual ("content", "schedule", "calendars") is kept in a language."""
    return REPO / "docs" / f"{name}{SUFFIXES[lang]}"


def make_anchor(heading: str) -> str:
    """The fragment that GitHub offers for a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def read_theme(lang: str) -> dict[str, str]:
    """The files of the theme in docs/theme*.md."""
    return dict(_FILE.findall(read_manual("theme", lang)))


def read_manual(name: str, lang: str) -> str:
    return locate_manual(name, lang).read_text(encoding="utf-8")
