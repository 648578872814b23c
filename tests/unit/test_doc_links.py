"""Links and paths in the repository's Markdown exist, and so do the manuals that the program names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.manuals import make_anchor
from tests.support.projects import REPO
from tourbook.schema.export import TABLES

DOCUMENTS = [*sorted(REPO.glob("*.md")), *sorted((REPO / "docs").rglob("*.md"))]
"""Links in content/ are not among them: the program checks those (`broken-link`)."""
FENCED_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^()\s]+)\)|^\[[^\]]+\]: (\S+)|(?:href|src)=\"([^\"]+)\"", re.MULTILINE)
PATH = re.compile(r"`((?:tourbook|tests|docs|themes|schemas|scripts|benchmarks)/[^` <>]*)`")
MANUAL = re.compile(r"\bdocs/[\w./-]+\.(?:md|conf)\b")


@cache
def read_prose(path: Path) -> str:
    """The text without its fenced blocks, whose contents are examples."""
    return FENCED_BLOCK.sub("", path.read_text(encoding="utf-8"))


@cache
def list_anchors(path: Path) -> set[str]:
    """The fragments that GitHub offers: one for each heading, and explicit ids."""
    text = read_prose(path)
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return set(map(make_anchor, headings)) | set(re.findall(r'id="([^"]+)"', text))


def iterate_links(path: Path) -> Iterator[str]:
    for groups in LINK.findall(CODE.sub("", read_prose(path))):
        target = next(group for group in groups if group)
        if not target.startswith(("https://", "http://", "mailto:")):
            yield target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(REPO).as_posix())
def test_relative_links_and_their_anchors_exist(path: Path) -> None:
    for link in iterate_links(path):
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.is_file(), f"{link}: no such file"
        if anchor:
            assert anchor in list_anchors(target), f"{link}: no such heading"


MANUALS = ["README", "first-site", "content", "schedule", "problems", "calendars", "theme"]


@pytest.mark.parametrize("name", MANUALS)
def test_each_manual_points_to_its_translation(name: str) -> None:
    english, chinese = REPO / f"docs/{name}.md", REPO / f"docs/{name}.zh-CN.md"
    assert f"[中文]({chinese.name})" in read_prose(english).splitlines()
    assert f"[English]({english.name})" in read_prose(chinese).splitlines()


@pytest.mark.parametrize("name", MANUALS)
def test_both_languages_of_a_manual_have_the_same_sections(name: str) -> None:
    outlines = [
        re.findall(r"^(#{1,6}) ", read_prose(REPO / f"docs/{name}{suffix}"), re.MULTILINE)
        for suffix in (".md", ".zh-CN.md")
    ]
    assert outlines[0] == outlines[1]


@pytest.mark.parametrize("suffix", ["", ".zh-CN"])
def test_the_index_leads_to_every_page_and_to_every_table_of_keys(suffix: str) -> None:
    index = REPO / f"docs/README{suffix}.md"
    links = set(iterate_links(index))
    pages = {path.name for path in (REPO / "docs").glob("*.md") if path != index}
    pages = {name for name in pages if name.endswith(".zh-CN.md") == bool(suffix)}
    pages -= {"architecture.md", "performance.md"} if suffix else set()
    assert pages <= {link.partition("#")[0] for link in links}
    lang = "zh" if suffix else "en"
    assert {f"content{suffix}.md#{name}-{lang}" for name in TABLES} <= links


def test_the_manuals_that_the_program_names_exist() -> None:
    sources = [
        *(path for folder in ("tourbook", "benchmarks") for path in (REPO / folder).rglob("*.py")),
        *(REPO / "schemas").glob("*.json"),
        *(REPO / name for name in ("Makefile", "pyproject.toml", "requirements.txt")),
    ]
    named = {
        (manual, path)
        for path in sources
        for manual in MANUAL.findall(path.read_text(encoding="utf-8"))
    }
    assert {manual for manual, _ in named} >= {"docs/schedule.md", "docs/calendars.zh-CN.md"}
    assert [pair for pair in named if not (REPO / pair[0]).is_file()] == []


def test_the_paths_that_contributors_are_given_exist() -> None:
    paths = PATH.findall(read_prose(REPO / "CONTRIBUTING.md"))
    assert len(paths) > 20
    assert [path for path in paths if not list(REPO.glob(path))] == []
