"""The open data say what pages say of stops and places, and nothing that is personal."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.support.geojson import read_points
from tests.support.in_memory import list_paths, make_file, make_view, prepare_project
from tests.support.sources import (
    BILINGUAL_SITE,
    HALL,
    RICH,
    ROUTE,
    SITE,
    TOUR,
    stop_yaml,
    visit_yaml,
)
from tourbook.build.pipeline import PreparedBuild
from tourbook.site.open_data.records import REFERENCES, TABLES

FILES = {f"open-data/{name}.{ending}" for name in TABLES for ending in ("csv", "json")} | {
    "open-data/datapackage.json"
}
SECRETS = {
    "content/venues/hall.md": HALL.replace(
        "---\n\n", ""
    ).replace("hours:", "contact: {name: 李四, phone: 010-11111111, email: li@hall.example}\nhours:"),
    "content/caravans/van.md": (
        "---\nname: 大篷车\nplate: 甘A·12345\ncontact: {phone: 010-22222222}\n"
        "crew: [{name: 张三, role: 司机, person: zhao}]\nhome: 张家大院\n---\n"
    ),
    "content/organisations/zhao.md": "---\nname: 赵六\nclass: person\n---\n",
    "content/exhibitions/light.md": "---\nname: 光影\nlender: zhao\norganisers: [zhao]\n---\n",
    "schedule.yaml": TOUR
    + stop_yaml(
        "a", "open: 2026-12-02", "close: 2026-12-20", "crew: [zhao]", "partners: [zhao]",
        "expected: 987", "transport: 2026-11-25", "arrive: 2026-11-26", "leave: 2026-12-28",
        "booking: {phone: 010-33333333, note: 找王五, url: https://book.example/}",
        "volunteers: {count: 654, by: zhao, note: 找孙七}", "note: 找周八",
    )
    + ROUTE
    + visit_yaml("b", "venue: hall", "date: 2026-12-04", "crew: [zhao]", "expected: 321"),
}  # fmt: skip
PERSONAL = [
    "李四",
    "张三",
    "赵六",
    "王五",
    "孙七",
    "周八",
    "zhao",
    "010-",
    "li@",
    "12345",
    "张家大院",
    "987",
    "654",
    "321",
    "2026-11-25",
    "2026-11-26",
    "2026-12-28",
]


def read_rows(project: PreparedBuild, table: str, prefix: str = "") -> dict[str, dict[str, Any]]:
    rows = json.loads(make_file(project, f"{prefix}open-data/{table}.json"))
    return {row["id"]: row for row in rows}


def read_all(project: PreparedBuild) -> str:
    paths = [path for path in list_paths(project) if "open-data/" in path and "." in path]
    return "\n".join(make_file(project, path).decode() for path in paths)


def test_each_table_is_there_in_each_language_and_refers_to_rows_that_there_are() -> None:
    project = prepare_project(RICH)
    for prefix in ("", "en/"):
        assert {prefix + path for path in FILES} <= list_paths(project)
        tables = {name: read_rows(project, name, prefix) for name in TABLES}
        for rows in tables.values():
            for row in rows.values():
                for field, table in REFERENCES.items():
                    assert not row.get(field) or row[field] in tables[table], row
    assert tables["exhibitions"]["light"]["name"] == "Light"
    assert tables["exhibitions"]["light"]["series"] == "set"
    assert tables["exhibitions"]["light"]["loans"] == ["full", "posters"]


def test_a_recurring_visit_has_its_dates_and_its_rule() -> None:
    schedule = ROUTE + visit_yaml(
        "a", "venue: hall", "time: 09:00-11:30",
        "repeat: {first: 2026-12-04, count: 3, moved: [{from: 2026-12-11, to: 2026-12-12, "
        "time: 19:00-20:00}]}",
    )  # fmt: skip
    project = prepare_project({**SECRETS, "schedule.yaml": schedule})
    row = read_rows(project, "visits")["a"]
    assert row["dates"] == ["2026-12-04", "2026-12-12", "2026-12-18"]
    assert (row["times"], row["rule"]) == ("09:00-11:30", "FREQ=WEEKLY;BYDAY=FR")
    assert row["changed_times"] == ["2026-12-12 19:00-20:00"]
    text = make_file(project, "open-data/visits.csv").decode("utf-8-sig")
    (cells,) = csv.DictReader(io.StringIO(text))
    assert cells["dates"].split(";") == row["dates"] and cells["township"] == "false"


@pytest.mark.parametrize(
    ("close", "end", "is_open"),
    [("2026-12-20", "2026-12-20", None), ("open", None, True)],
)
def test_a_stay_without_an_end_says_so(close: str, end: str | None, is_open: bool | None) -> None:
    stop = stop_yaml("a", "open: 2026-12-02", f"close: {close}")
    row = read_rows(prepare_project({"schedule.yaml": TOUR + stop}), "stays")["a"]
    assert (row.get("end"), row.get("until_further_notice")) == (end, is_open)


def test_nothing_personal_is_in_them() -> None:
    text = read_all(prepare_project(SECRETS))
    assert "https://book.example/" in text
    assert not [word for word in PERSONAL if word in text]


@pytest.mark.parametrize("site", [SITE + "rules: {private-number: ignore}\n", SITE])
def test_not_even_a_number_that_pages_may_show(site: str) -> None:
    waiver = "waivers: {private-number: 本人同意}\n"
    files = {
        "content/site.yaml": site,
        "content/venues/hall.md": HALL.replace("人民路1号", "人民路1号，13800138000").replace(
            "hours:", waiver + "hours:"
        ),
        "content/exhibitions/light.md": f"---\nname: 光 13800138000\nsummary: 13800138000\n{waiver}"
        "copies:\n  - id: a\n---\n",
    }
    project = prepare_project(files)
    assert "13800138000" in str(make_view(project, "exhibitions/light/"))
    assert "13800138000" not in read_all(project)
    assert read_rows(project, "exhibitions")["light"]["name"] == "light"


def place(datum: str) -> str:
    return f"coordinates: {{lat: 35.2, lon: 105.2{datum}}}"


@pytest.mark.parametrize(
    ("datum", "site", "is_there"),
    [
        ("", SITE, True),
        (", datum: wgs84", SITE, True),
        (", datum: gcj02", SITE, False),
        (", datum: bd09", SITE, False),
        ("", SITE + "feeds_off: [geojson]\n", False),
    ],
)
def test_positions_are_in_wgs_84_or_not_there(datum: str, site: str, is_there: bool) -> None:
    school = f"place: {{name: 小学, region: '621121', {place(datum)}}}"
    project = prepare_project(
        {
            **SECRETS,
            "content/site.yaml": site,
            "content/venues/hall.md": HALL.replace("hours:", place(datum) + "\nhours:"),
            "schedule.yaml": ROUTE
            + visit_yaml("at-school", school, "date: 2026-12-04")
            + visit_yaml("at-hall", "venue: hall", "date: 2026-12-11"),
        }
    )
    assert ("open-data/places.geojson" in list_paths(project)) is is_there
    assert ("35.2" in read_all(project)) is is_there
    if is_there:
        points = read_points(make_file(project, "open-data/places.geojson"))
        assert points.keys() == {"venues/hall", "visits/at-school"}
        assert {(p["lon"], p["lat"]) for p in points.values()} == {(105.2, 35.2)}
        assert read_rows(project, "visits")["at-hall"]["latitude"] == 35.2
    view = make_view(project, "open-data/")
    assert bool(view.places) is is_there


def test_a_stop_without_a_page_has_the_address_of_its_row() -> None:
    site = SITE + "archive: {pages: 2}\n"
    stop = stop_yaml("a", "open: 2021-12-01", "close: 2021-12-20")
    project = prepare_project({"content/site.yaml": site, "schedule.yaml": TOUR + stop})
    assert read_rows(project, "stays")["a"]["url"] == "https://small.example/tours/tour/#stop-a"


def test_a_licence_is_stated_only_if_the_site_states_one() -> None:
    stated = "license: {name: {zh: 署名, en: CC BY 4.0}, url: https://cc.example/by/}\n"
    for site, title in ((BILINGUAL_SITE, None), (BILINGUAL_SITE + stated, "CC BY 4.0")):
        project = prepare_project({"content/site.yaml": site})
        package = json.loads(make_file(project, "en/open-data/datapackage.json"))
        assert package.get("licenses", [{}])[0].get("title") == title
        license = make_view(project, "en/open-data/").license
        assert (license and license.name) == title


def test_a_site_without_anything_has_none_and_one_that_wants_none() -> None:
    empty = dict.fromkeys(
        ["content/exhibitions/light.md", "content/venues/hall.md", "schedule.yaml"]
    )
    for files in (
        {**empty, "schedule.yaml": ""},
        {"content/site.yaml": SITE + "feeds_off: [data, geojson]\n"},
    ):
        project = prepare_project(files)
        assert not [path for path in list_paths(project) if "open-data" in path]
        home = make_view(project, "")
        assert not [link for link in home.site.pages if "open-data" in link.url]
