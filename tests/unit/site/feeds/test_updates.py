"""The feeds of places and exhibitions: what concerns them, and nothing else."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.support.in_memory import list_paths, make_file, make_view, prepare_project
from tests.support.museum import OTHER, STAY, Museum
from tests.support.sources import FAR_VENUE, TOUR, stop_yaml

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {
    "exhibition": "exhibitions/light/updates.atom",
    "county": "places/621121/updates.atom",
    "province": "places/620000/updates.atom",
    "far": "places/420202/updates.atom",
    "dark": "exhibitions/dark/updates.atom",
}
ONE_COPY = "---\nname: 光影\ncopies: [{id: a}]\n---\n"
DARK = "---\nname: 暗物质\ncopies: [{id: a}]\n---\n"


def write_article(target: str) -> str:
    return f"---\ntitle: 新闻\ndate: 2026-09-01\n---\n见[这里]({target})。\n"


def list_titles(raw: bytes) -> list[str]:
    return [e.findtext(ATOM + "title") or "" for e in ET.fromstring(raw).iter(ATOM + "entry")]


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    """Two venues, of which the far one shows another exhibition."""
    far = stop_yaml("c", "open: 2026-12-10", "close: 2026-12-12", "exhibition: dark", venue="far")
    files = {**FAR_VENUE, "content/exhibitions/light.md": ONE_COPY,
             "content/exhibitions/dark.md": DARK}  # fmt: skip
    return Museum(tmp_path / "museum", TOUR + STAY + OTHER + far, files)


def count_entries(museum: Museum) -> dict[str, int]:
    tree = museum.build()
    return {name: len(list_titles(tree[path])) for name, path in FEEDS.items()}


def test_a_change_is_told_where_it_concerns_somebody(museum: Museum) -> None:
    assert not any(count_entries(museum).values()), "what was there at the beginning is no change"
    schedule = (museum.root / "schedule.yaml").read_text()
    museum.edit(schedule.replace("2026-12-06", "2026-12-07"))
    near = {"exhibition": 1, "county": 1, "province": 1}
    assert count_entries(museum) == near | {"far": 0, "dark": 0}
    museum.edit(schedule.replace("2026-12-12", "2026-12-13"))
    assert count_entries(museum) == {name: n + 1 for name, n in near.items()} | {
        "far": 1, "dark": 1
    }  # fmt: skip


def test_a_stop_that_moves_is_told_of_in_the_place_that_it_left(museum: Museum) -> None:
    museum.edit((museum.root / "schedule.yaml").read_text().replace("venue: far", "venue: hall"))
    assert count_entries(museum) == {
        "exhibition": 0, "county": 1, "province": 1, "far": 1, "dark": 1
    }  # fmt: skip


def test_an_entry_is_the_same_in_every_feed_and_a_feed_stays_itself(museum: Museum) -> None:
    schedule = (museum.root / "schedule.yaml").read_text()
    museum.edit(schedule.replace("2026-12-06", "2026-12-07"))
    tree = museum.build()
    entries = {
        ET.tostring(next(ET.fromstring(tree[path]).iter(ATOM + "entry")))
        for path in (FEEDS["exhibition"], FEEDS["county"], "changes.atom")
    }
    assert len(entries) == 1
    feed_ids = {ET.fromstring(tree[path]).findtext(ATOM + "id") for path in FEEDS.values()}
    assert len(feed_ids) == len(FEEDS)
    museum.edit(
        {
            "content/exhibitions/light.md": None,
            "content/exhibitions/glow.md": ONE_COPY.replace("name:", "aliases: [light]\nname:"),
            "schedule.yaml": schedule.replace("exhibition: light", "exhibition: glow"),
        }
    )
    renamed = ET.fromstring(museum.build()["exhibitions/glow/updates.atom"])
    assert renamed.findtext(ATOM + "id") in feed_ids


NEWS_FEEDS = ("exhibitions/light/", "places/621121/", "places/620000/")


@pytest.mark.parametrize(
    ("target", "feeds"),
    [
        ("../exhibitions/light.md", NEWS_FEEDS[:1]),
        ("../exhibitions/light.md#top", NEWS_FEEDS[:1]),
        ("/tours/tour/", NEWS_FEEDS[:1]),
        ("../venues/hall.md", NEWS_FEEDS[1:]),
        ("/stops/first/", NEWS_FEEDS),
        ("/places/620000", NEWS_FEEDS[2:]),
        ("https://elsewhere.example/places/620000/", ()),
        ("/", ()),
    ],
)
def test_news_concern_what_they_link_to(target: str, feeds: tuple[str, ...]) -> None:
    project = prepare_project({"content/news/n.md": write_article(target)})
    found = [path for path in NEWS_FEEDS if list_titles(make_file(project, f"{path}updates.atom"))]
    assert found == list(feeds)


def test_there_is_a_feed_only_where_there_can_be_entries() -> None:
    nothing = prepare_project()
    assert not [path for path in list_paths(nothing) if "updates" in path], "no news, no history"
    assert make_view(nothing, "places/621121/").updates == ""
    project = prepare_project({
        "content/news/n.md": write_article("../venues/hall.md"),
        "content/exhibitions/dark.md": DARK,
        **FAR_VENUE,
    })  # fmt: skip
    assert {path for path in list_paths(project) if "updates" in path} == {
        f"{path}updates.atom" for path in (*NEWS_FEEDS, "places/621100/")
    }
    assert make_view(project, "places/621121/").updates == "places/621121/updates.atom"
    assert make_view(project, "places/420202/").updates == ""
    assert make_view(project, "exhibitions/dark/").updates == ""
