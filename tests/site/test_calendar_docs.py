"""docs/calendars.md is true: the calendars that it lists are made, the properties that it explains
are those that are written."""

from __future__ import annotations

import re

import pytest

from tests.conftest import REPO
from tests.site.pages import Site

DOC = (REPO / "docs/calendars.md").read_text(encoding="utf-8")
ZH, EN = DOC.split("\n# Calendars\n")
HALVES = {"zh": ZH.replace("# 日历\n", "", 1), "en": EN}
WRITTEN = {
    "zh": ("日历上的属性", "事件上的属性"),
    "en": ("Properties of the calendar", "Properties of an event"),
}
LEFT_OUT = {"zh": ("不写的",), "en": ("What is left out",)}
NOT_HERE = {"CREATED", "VTIMEZONE"}
"""The sample of the tests is not kept in Git; a component is no property."""


def first_cells(half: str, titles: tuple[str, ...]) -> set[str]:
    """The properties that stand in the first column of the tables under some headings."""
    parts = [
        part
        for part in re.split(r"^#{2,3} ", half, flags=re.MULTILINE)
        if part.split("\n")[0] in titles
    ]
    assert len(parts) == len(titles)
    cells = [
        line.split("|")[1] for part in parts for line in part.split("\n") if line.startswith("|")
    ]
    return set(re.findall(r"`([A-Z][A-Z-]+)`", "\n".join(cells)))


@pytest.mark.parametrize("lang", HALVES)
def test_every_property_is_explained(site: Site, lang: str) -> None:
    written: set[str] = set()
    for raw in site.calendars.values():
        text = re.sub(
            rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n",
            b"",
            raw.replace(b"\r\n ", b""),
            flags=re.DOTALL,
        )
        written.update(name.decode() for name in re.findall(rb"^([A-Z-]+)[:;]", text, re.MULTILINE))
    explained = first_cells(HALVES[lang], WRITTEN[lang])
    assert written - {"BEGIN", "END"} == explained - NOT_HERE
    assert first_cells(HALVES[lang], LEFT_OUT[lang]) & written == {"UID"}, (
        "calendars have none, events do"
    )


@pytest.mark.parametrize("lang", HALVES)
def test_the_calendars_of_the_table_are_made(site: Site, lang: str) -> None:
    table = HALVES[lang].split("\n## ")[1]
    paths = [
        path
        for line in table.split("\n")
        if line.startswith("|")
        for path in re.findall(r"`([^`]*\.ics)`", line)
    ]
    assert len(paths) >= 12
    for path in paths:
        if path == "archive/2026-2.ics" or path.startswith(
            ("<文件夹>", "<folder>")
        ):  # a large site's, and the crew's
            continue
        pattern = re.sub(r"<[^>]+>", "@", path).replace(".", r"\.")
        pattern = re.sub("^@/", r"\\w+/@/", pattern)
        assert [
            n for n in site.calendars if re.fullmatch(pattern.replace("@", "[^/]+"), n)
        ] or path.startswith("stops/"), path


def test_both_languages_say_the_same() -> None:
    shapes = [
        [
            line[:3].rstrip("|*`").split(" ")[0]
            for line in half.split("\n")
            if line.startswith(("#", "|", "```", "- "))
        ]
        for half in HALVES.values()
    ]
    assert shapes[0] == shapes[1]
    links = [sorted(re.findall(r"\]\[([\w-]+)\]", half)) for half in HALVES.values()]
    assert links[0] == links[1]
    assert set(links[0]) <= set(re.findall(r"^\[([\w-]+)\]: https?://", DOC, re.MULTILINE))
