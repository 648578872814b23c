"""The plan: every output once, at an address that every file system can hold."""

from __future__ import annotations

import unicodedata

import pytest

from tests.support.in_memory import (
    list_output_files,
    list_problems,
    make_file,
    make_view,
    prepare_project,
)
from tests.support.sources import BILINGUAL_SITE, HALL, RICH, SITE, TOUR, stop_yaml
from tourbook.common.problems import Problem
from tourbook.site.outputs import Asset


def venue_md(slug: str, more: str = "") -> str:
    return HALL.replace("name:", f"slug: {slug}\n{more}name:", 1)


def test_no_two_outputs_share_a_file_not_even_by_case() -> None:
    project = prepare_project(RICH)
    files = list_output_files(project)
    assert len(files) == len(project.outputs)
    assert len({unicodedata.normalize("NFC", f).casefold() for f in files}) == len(files)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("big", "big"),
        ("big", "BIG"),
        ("big", "Big"),
        ("caf\u00e9", "cafe\u0301"),
        ("strasse", "STRASSE"),
        ("ﬁne", "FINE"),
    ],
)
def test_two_slugs_that_some_file_system_takes_for_one_collide(one: str, two: str) -> None:
    problems = list_problems(
        {"content/venues/a.md": venue_md(one), "content/venues/b.md": venue_md(two)}
    )
    codes = {p.code for p in problems}
    if "wrong-form" not in codes:  # a combining accent is no letter of an id
        assert [(p.code, p.location.file, p.location.line) for p in problems] == [
            ("same-address", "content/venues/b.md", 2)
        ]
        assert "content/venues/a.md" in problems[0].message.zh


@pytest.mark.parametrize(
    "files",
    [
        {"content/pages/venues.md": "---\ntitle: x\n---\n"},
        {"content/pages/subscribe.md": "---\ntitle: x\n---\n"},
        {"content/venues/b.md": HALL.replace("name:", "aliases: [hall]\nname:")},
        {"content/venues/b.md": HALL.replace("name:", "aliases: [/exhibitions/light/]\nname:")},
        {"content/site.yaml": BILINGUAL_SITE, "content/pages/en.md": "---\ntitle: x\n---\n"},
        {"content/site.yaml": SITE + "folders: {venues: exhibitions}\n"},
    ],
)
def test_everything_that_wants_an_address_of_something_else_is_one_problem(
    files: dict[str, str | bytes | None],
) -> None:
    assert [p.code for p in list_problems(files) if p.level == "error"] == ["same-address"]


@pytest.mark.parametrize(
    "alias",
    ["/../x/", "/a/../../x", "/a//b/", "/a:b/", "/a\\b/", "/" + "x" * 300 + "/", "/a?b/", "/./"],
)
def test_an_alias_cannot_leave_the_site(alias: str) -> None:
    problems = list_problems(
        {"content/venues/b.md": HALL.replace("name:", f"aliases: ['{alias}']\nname:")}
    )
    assert {p.code for p in problems} == {"bad-address"}


@pytest.mark.parametrize("alias", ["index.html", "/all.ics/x/", "/venues/hall/index.html/"])
def test_a_file_cannot_stand_where_a_folder_is_wanted(alias: str) -> None:
    """FAILS: _collisions() in plan.py compares files with files only; publishing then stops
    half-way with FileExistsError."""
    problems = list_problems(
        {"content/venues/b.md": HALL.replace("name:", f"aliases: ['{alias}']\nname:")}
    )
    assert {p.code for p in problems} & {"same-address", "bad-address"}


def test_the_name_of_a_static_file_follows_its_bytes() -> None:
    def name(css: str) -> str:
        project = prepare_project({"themes/default/static/style.css": css})
        return next(o.path for o in project.outputs if isinstance(o, Asset))

    assert name("a{}") == name("a{}") != name("b{}")
    assert name("a{}").startswith("assets/style.")


def test_the_plan_does_not_depend_on_the_order_of_files() -> None:
    turned = dict(reversed(list(RICH.items())))
    assert [o.path for o in prepare_project(RICH).outputs] == [
        o.path for o in prepare_project(turned).outputs
    ]


@pytest.mark.parametrize(
    ("id", "help"),
    [
        ("con", "the name of a device"),
        ("Aux", "such as Aux-1"),
        ("馆" * 90, "at most 240 octets"),
        ("perth-and-kinross-" + "x" * 150, ""),
    ],
    ids=["device", "device-in-capitals", "octets", "long"],
)
def test_an_id_that_no_folder_can_have_is_one_problem_that_says_why(id: str, help: str) -> None:
    text = TOUR + stop_yaml(id, "open: 2026-12-02")
    found = [p for p in list_problems({"schedule.yaml": text}) if p.level == "error"]
    assert [p.code for p in found] == ["bad-address"] * bool(help)
    assert all(help in p.help.en for p in found)


def list_long_addresses(files: dict[str, str | bytes | None]) -> list[Problem]:
    return [p for p in list_problems(files) if p.code == "long-address"]


def test_a_calendar_has_an_address_that_google_takes() -> None:
    """https://small.example/PATH/venues/SLUG/calendar.ics: 43 characters besides both."""

    def list_found(path_length: int) -> list[Problem]:
        site = SITE.replace("example/\n", f"example/{'p' * path_length}/\n", 1)
        hall = venue_md("a" * 190)
        return list_long_addresses({"content/site.yaml": site, "content/venues/hall.md": hall})

    assert not list_found(256 - 43 - 190)
    (problem,) = list_found(257 - 43 - 190)
    assert (problem.location.file, problem.location.line) == ("content/venues/hall.md", 2)
    assert "257" in problem.message.en
    assert list_long_addresses({"content/venues/hall.md": venue_md("馆" * 24)})


def test_a_long_address_that_is_a_former_one_is_no_fault() -> None:
    aliases = "aliases: [" + "馆" * 40 + "]\n"
    assert not list_long_addresses({"content/venues/hall.md": venue_md("hall", aliases)})


def test_a_site_at_a_chinese_address_is_a_uri_in_every_file() -> None:
    site = "name: 小站\nbase_url: https://科普.example/巡展/\nupdated: 2026-11-01\n"
    project = prepare_project({**RICH, "content/site.yaml": site})
    base = "https://xn--tkv944b.example/%E5%B7%A1%E5%B1%95/"
    assert make_view(project, "").site.base_url == base
    for path in ("sitemap.xml", "robots.txt", "news.atom", "all.ics", "stops/one/calendar.ics"):
        text = make_file(project, path).decode().replace("\r\n ", "")
        assert base in text, path
        assert "https://科普" not in text, path
    assert "UID:" in text
    assert "@科普.example" in text, "ids of events stay: they are no addresses"
    assert make_file(project, "_headers").decode().startswith("/%E5%B7%A1%E5%B1%95/*\n")
