"""A file is read whole, or every mistake in it has a place; nothing raises."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import list_problems
from tests.support.projects import REPO
from tests.support.sources import LIGHT
from tourbook import schema
from tourbook.build.cache import _read_file as read_any
from tourbook.common.problems import Problem, Problems
from tourbook.formats.yaml_places import compose, locate
from tourbook.sources import reading

SCHEDULE: Any = yaml.load((REPO / "schedule.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
SAMPLE_SITE: Any = yaml.load(
    (REPO / "content/site.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader
)
FILES = sorted(
    [
        *(REPO / "content").rglob("*.md"),
        *(REPO / "content").glob("*.yaml"),
        *(REPO / "schedule").glob("*.yaml"),
        REPO / "schedule.yaml",
    ]
)
NAMES = [p.relative_to(REPO).as_posix() for p in FILES]


def read_file(file: str, raw: bytes) -> tuple[Any, list[Problem]]:
    return read_any(file, raw)


def read_schedule(text: str) -> tuple[Any, list[Problem]]:
    problems = Problems()
    return reading.read_schedule("schedule.yaml", text.encode(), problems), problems.items


def read_venue(front: str, file: str = "content/venues/x.md") -> tuple[Any, list[Problem]]:
    problems = Problems()
    return reading.read_content(file, f"---\n{front}---\n".encode(), problems), problems.items


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_the_sample_site_is_read_without_a_problem(name: str) -> None:
    payload, found = read_file(name, (REPO / name).read_bytes())
    assert payload
    assert found == []


def test_types_come_from_the_schema_not_from_yaml() -> None:
    found, problems = read_venue(
        'name: NO\nregion: 010203\nfree: "false"\naddress: 10:30\ncoordinates: '
        '{lat: "1e1", lon: 100}\nclass: museum\n'
    )
    assert problems == []
    r = found.record
    assert (r.name, r.region, r.free, r.address, r.coordinates.lat, r.class_) == (
        "NO",
        "010203",
        False,
        "10:30",
        10.0,
        "museum",
    )


def test_dates_are_iso_dates_only() -> None:
    for written in ("1735689600", "2026-5-1", "2026-05-01T00:00", "20260501", "today"):
        _, problems = read_schedule(
            f"tours:\n  - {{id: t, name: x, stops: [{{id: a, venue: v, open: {written}}}]}}\n"
        )
        assert [p.code for p in problems] == ["date"], written
    found, _ = read_schedule(
        "tours:\n  - {id: t, name: x, stops: [{id: a, venue: v, open: 2026-05-01}]}\n"
    )
    assert found.tours[0].stops[0].open == dt.date(2026, 5, 1)


def test_a_body_knows_its_line() -> None:
    problems = Problems()
    found = reading.read_content(
        "content/venues/x.md", "---\nname: x\nregion: a\n---\n\n\n文\n\n".encode(), problems
    )
    assert found is not None
    assert (found.body, found.body_line) == ("文", 7)


def test_an_empty_schedule_is_an_empty_schedule() -> None:
    for text in ("", "# nothing\n", "tours:\nroutes:\n"):
        assert read_schedule(text) == (schema.ScheduleRecord(), [])


def test_a_translation_holds_the_texts_of_its_kind_and_nothing_else() -> None:
    found, problems = read_venue("name: Hall\naddress: 1 Road\n", "content/venues/x.en.md")
    assert problems == []
    assert (found.record.name, found.record.address) == ("Hall", "1 Road")
    _, problems = read_venue("name: Hall\nregion: 010203\n", "content/venues/x.en.md")
    assert [p.code for p in problems] == ["unknown-key"]
    assert {
        "name",
        "summary",
        "picture_alt",
        "picture_credit",
        "address",
        "directions",
        "accessibility",
    } == set(reading.list_text_fields(schema.VenueRecord))


def test_the_rest_of_a_damaged_file_is_still_read() -> None:
    found, problems = read_schedule(
        "tours:\n  - id: t\n    name: x\n    stops:\n      - {id: a, venue: v, open: no}\n      "
        "- {id: b, venue: v}\n  - {id: u}\n"
    )
    assert [p.code for p in problems] == ["date"]
    assert [s.id for t in found.tours for s in t.stops if not s.draft] == ["b"]
    assert [t.id for t in found.tours] == ["t", "u"]
    venue, problems = read_venue("region: 621121\n")
    assert [p.code for p in problems] == ["missing-key"]
    assert venue.record.region == "621121"


def test_every_mistake_of_a_file_is_found_in_one_run() -> None:
    _, problems = read_venue(
        "nmae: x\nclass: musuem\nfree: yes\nhours: late\ncoordinates: {lat: north}\nhalls: "
        "one\naliases: [[a]]\n"
    )
    assert sorted(p.code for p in problems) == sorted(
        [
            "unknown-key",
            "missing-key",
            "unknown-value",
            "wrong-type",
            "wrong-type",
            "wrong-type",
            "missing-key",
            "wrong-type",
            "wrong-type",
        ]
    )


DAMAGE = st.sampled_from(
    [
        None,
        "",
        "x",
        "3月1日",
        "-1",
        "99999999999",
        "1.5",
        "nan",
        "true",
        "：",
        "a b",
        "__",
        [],
        {},
        ["x"],
        [["x"]],
        {"x": "y"},
        {"zh": "甲", "en": "a"},
        {"zh": ["x"]},
        "2026-02-30",
        "2026-02-28",
        "09:00-10:00",
        "x" * 100,
        "1 week",
        "https://x.example/",
    ]
)


def list_nodes(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    return [path] + [p for key, value in items for p in list_nodes(value, (*path, key))]


PLACES = {"schedule.yaml": list_nodes(SCHEDULE), "content/site.yaml": list_nodes(SAMPLE_SITE)}


@settings(max_examples=80)
@given(
    st.sampled_from(["schedule.yaml", "content/site.yaml"]),
    st.lists(st.tuples(st.integers(0, 10**6), DAMAGE, st.booleans()), min_size=1, max_size=3),
)
def test_a_damaged_tree_is_good_or_has_problems_with_places(
    file: str, damages: list[tuple[int, Any, bool]]
) -> None:
    """Values of any kind in any place, and unknown keys: never an exception."""
    tree = copy.deepcopy(SCHEDULE if file == "schedule.yaml" else SAMPLE_SITE)
    for number, value, as_key in damages:
        path = PLACES[file][number % len(PLACES[file])]
        node = tree
        try:
            for key in path[:-1]:
                node = node[key]
            if as_key and isinstance(node, dict) and path and isinstance(path[-1], str):
                node[path[-1] + "x"] = copy.deepcopy(value)
            elif path:
                node[path[-1]] = copy.deepcopy(value)
            else:
                tree = copy.deepcopy(value)
        except (LookupError, TypeError):
            continue
    text = yaml.dump(tree, allow_unicode=True, sort_keys=False, Dumper=yaml.CSafeDumper)
    payload, problems = read_file(file, text.encode())
    lines = text.split("\n")
    for p in problems:
        line, column = (
            (p.location.line, p.location.column)
            if p.location.line
            else locate(compose(text), p.location.path, p.location.is_key)
        )
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert p.message.zh
        assert p.message.en
        assert p.code != "invalid", "explained by msgspec alone"
    assert payload is not None or problems


@settings(max_examples=150)
@given(st.sampled_from(NAMES), st.data())
def test_any_cut_or_changed_file_is_good_or_has_problems(name: str, data: st.DataObject) -> None:
    raw = (REPO / name).read_bytes()
    a = data.draw(st.integers(0, len(raw)))
    b = data.draw(st.integers(a, min(len(raw), a + 40)))
    damaged = (
        raw[:a]
        + data.draw(
            st.binary(max_size=6)
            | st.sampled_from([b":", b"\t", b"- ", b"'", b"\n", b"{", "：".encode(), b"\xff"])
        )
        + raw[b:]
    )
    payload, problems = read_file(name, damaged)
    assert payload is not None or problems


@given(
    st.binary() | st.text().map(str.encode),
    st.sampled_from(
        [
            "schedule.yaml",
            "content/site.yaml",
            "content/regions.yaml",
            "content/news/x.md",
            "content/news/x.en.md",
        ]
    ),
)
def test_any_bytes_are_good_or_have_problems(raw: bytes, file: str) -> None:
    payload, problems = read_file(file, raw)
    assert payload is not None or problems


@pytest.mark.parametrize(
    ("text", "message", "help"),
    [
        ("expected: 45人", "a whole number", "write only the number: 45"),
        ("expected: 1,200", "a whole number", "write only the number: 1200"),
        ("expected: ４５", "a whole number", "write only the number: 45"),
        ("expected: 3万", "a whole number", "write only the number: 30000"),
        ("expected: 100-200", "a whole number", "write a number, such as 300"),
        ("expected: -3", "out of range", "the minimum is 0"),
        (
            "booking: 请打电话",
            "keys and values",
            "put “required: …” on the next line, indented by two spaces",
        ),
        ("booking: phone:1", "keys and values", "put a space after the colon"),
        (
            "hours: 09:00-17:00",
            "keys and values",
            "put “daily: 09:00-17:00” on the next line, indented by two spaces",
        ),
        ("partners: x", "expected a list", "write [x]"),
        (
            "note: [x]",
            "expected a text",
            "write one text without [ ] and “- ”, or one for each language: {zh: …, en: …}",
        ),
        ("status: canceled", "not one of", "did you mean “cancelled”?"),
        ("draft: 是", "true or false", "write true"),
    ],
)
def test_the_help_says_what_to_type(text: str, message: str, help: str) -> None:
    _, problems = read_schedule(
        f"tours:\n  - id: t\n    name: x\n    stops:\n      - id: a\n        venue: v\n        "
        f"{text}\n"
    )
    assert len(problems) == 1
    assert message in problems[0].message.en
    assert problems[0].help.en == help


def test_a_very_long_text_is_not_repeated_in_full() -> None:
    _, problems = read_schedule("tours: " + "字" * 500 + "\n")
    assert len(problems[0].message.zh) < 80


@pytest.mark.parametrize("days", ["800000", "20270301", "365.5"])
def test_days_to_set_up_are_days(days: str) -> None:
    """Found by an attacker."""
    problems = list_problems(
        {
            "content/exhibitions/light.md": LIGHT.replace("set_up_days: 3", f"set_up_days: {days}"),
            "schedule.yaml": "",
        }
    )
    assert [p.code for p in problems] == ["out-of-range"]
