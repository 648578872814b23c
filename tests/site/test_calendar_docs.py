"""docs/calendars.md and docs/calendars.zh-CN.md are true: the calendars that they list exist, and they
explain exactly the properties that are written."""

from __future__ import annotations

import re

import pytest

from tests.site.pages import Site
from tests.support.manuals import LANGUAGES, read_manual

MANUALS = {lang: read_manual("calendars", lang) for lang in LANGUAGES}
WRITTEN = {
    "zh": ("日历上的属性", "事件上的属性"),
    "en": ("Properties of the calendar", "Properties of an event"),
}
LEFT_OUT = {"zh": ("不写的",), "en": ("What is left out",)}
NOT_HERE = {"CREATED", "VTIMEZONE"}
"""The sample of the tests is not kept in Git; a component is no property."""


def first_cells(manual: str, titles: tuple[str, ...]) -> set[str]:
    """The properties that stand in the first column of the tables under some headings."""
    parts = [
        part
        for part in re.split(r"^#{2,3} ", manual, flags=re.MULTILINE)
        if part.split("\n")[0] in titles
    ]
    assert len(parts) == len(titles)
    cells = [
        line.split("|")[1] for part in parts for line in part.split("\n") if line.startswith("|")
    ]
    return set(re.findall(r"`([A-Z][A-Z-]+)`", "\n".join(cells)))


@pytest.mark.parametrize("lang", LANGUAGES)
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
    explained = first_cells(MANUALS[lang], WRITTEN[lang])
    assert written - {"BEGIN", "END"} == explained - NOT_HERE
    assert first_cells(MANUALS[lang], LEFT_OUT[lang]) & written == {"UID"}, (
        "calendars have none, events do"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_calendars_of_the_table_are_made(site: Site, lang: str) -> None:
    table = MANUALS[lang].split("\n## ")[1]
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
            for line in manual.split("\n")
            if line.startswith(("#", "|", "```", "- "))
        ]
        for manual in MANUALS.values()
    ]
    assert shapes[0] == shapes[1]
    links = [sorted(re.findall(r"\]\[([\w-]+)\]", manual)) for manual in MANUALS.values()]
    assert links[0] == links[1]
    for manual in MANUALS.values():
        defined = re.findall(r"^\[([\w-]+)\]: https?://", manual, re.MULTILINE)
        assert set(defined) == set(links[0])
