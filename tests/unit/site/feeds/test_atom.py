"""The Atom feed of the news is well-formed and holds whole addresses."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tests.support.in_memory import list_problems, make_file, prepare_project
from tests.support.sources import SITE

ATOM = "{http://www.w3.org/2005/Atom}"


NEWS: dict[str, str | bytes | None] = {
    f"content/news/n{i}.md": f"---\ntitle: 新闻{i} & <b>\ndate: 2026-01-{i:02}\nsummary: "
    f"简介\n---\n正文[馆](../venues/hall.md)\n"
    for i in range(1, 4)
}


def test_atom_holds_the_news_the_latest_first_with_whole_addresses() -> None:
    root = ET.fromstring(make_file(prepare_project(NEWS), "news.atom"))
    titles = [e.findtext(ATOM + "title") for e in root.iter(ATOM + "entry")]
    assert titles == ["新闻3 & <b>", "新闻2 & <b>", "新闻1 & <b>"]
    ids = [e.findtext(ATOM + "id") for e in root.iter(ATOM + "entry")]
    assert len(set(ids)) == 3
    assert root.findtext(ATOM + "updated") == "2026-01-03T00:00:00+08:00", "the site's midnight"
    content = next(root.iter(ATOM + "content"))
    assert 'href="https://small.example/venues/hall/"' in (content.text or "")


def test_atom_without_news_is_good_too() -> None:
    root = ET.fromstring(make_file(prepare_project(), "news.atom"))
    assert root.findtext(ATOM + "title") == "小站"
    assert not list(root.iter(ATOM + "entry"))


def list_ids(files: dict[str, str | bytes | None]) -> list[str | None]:
    root = ET.fromstring(make_file(prepare_project(files), "news.atom"))
    return [e.findtext(ATOM + "id") for e in root.iter(ATOM + "entry")]


def test_renamed_news_keep_their_ids() -> None:
    text = "---\ntitle: 新闻\ndate: 2026-01-01\n{}---\n"
    (before,) = list_ids({"content/news/old.md": text.format("")})
    for aliases in ("[old]", "[old, newer]", "[/old/address/, old]", "[/news/old/]"):
        renamed = text.format(f"aliases: {aliases}\n")
        assert list_ids({"content/news/new.md": renamed}) == [before]
    (slug,) = list_ids({"content/news/old.md": text.format("slug: new\naliases: [newer]\n")})
    assert slug == before, "its address has changed, its id has not"
    (other,) = list_ids({"content/news/new.md": text.format("")})
    assert other != before


def test_days_begin_at_midnight_of_the_site_in_summer_and_winter() -> None:
    news: dict[str, str | bytes | None] = {
        f"content/news/n{day}.md": f"---\ntitle: News\ndate: {day}\n---\n"
        for day in ("2026-01-05", "2026-07-05")
    }
    site = f"{SITE}timezone: Europe/London\n"
    root = ET.fromstring(
        make_file(prepare_project({"content/site.yaml": site, **news}), "news.atom")
    )
    assert [e.findtext(ATOM + "published") for e in root.iter(ATOM + "entry")] == [
        "2026-07-05T00:00:00+01:00",
        "2026-01-05T00:00:00+00:00",
    ]


@pytest.mark.parametrize("text", ["\x0b", "\x08", "\x1b[31m", "\x00"])
def test_a_control_character_which_xml_forbids_is_refused_in_a_body_and_in_an_escape(
    text: str,
) -> None:
    escaped = "".join(f"\\x{ord(c):02x}" for c in text)
    for title, body in ((f'"甲{escaped}"', "正文"), ("甲", f"正{text}文")):
        problems = list_problems(
            {"content/news/a.md": f"---\ntitle: {title}\ndate: 2026-01-01\n---\n{body}\n"}
        )
        assert [p.location.line for p in problems] == [2 if body == "正文" else 5]
        assert problems[0].code in ("control-character", "yaml-refused")
