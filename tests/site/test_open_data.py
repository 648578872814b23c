"""The open data of the sample site by independent readers: CSV and JSON alike, as the Data Package
describes them, with ids and addresses that lead somewhere."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.site.pages import LANGUAGES, Site, graph
from tests.site.schedule import Sample
from tests.support.geojson import read_points
from tests.support.projects import REPO

Rows = list[dict[str, Any]]
PREFIXES = {"zh": "", "en": "en/"}


def read_package(site: Site, lang: str) -> dict[str, Any]:
    raw = site.files[f"{PREFIXES[lang]}open-data/datapackage.json"].read_bytes()
    package: dict[str, Any] = json.loads(raw)
    return package


def read_json(site: Site, lang: str, name: str) -> Rows:
    rows: Rows = json.loads(site.files[f"{PREFIXES[lang]}open-data/{name}.json"].read_bytes())
    return rows


def read_csv(site: Site, lang: str, name: str) -> list[dict[str, str]]:
    raw = site.files[f"{PREFIXES[lang]}open-data/{name}.csv"].read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))


def list_tables(package: dict[str, Any]) -> list[dict[str, Any]]:
    return [resource for resource in package["resources"] if "schema" in resource]


def parse_cell(text: str, field: dict[str, Any]) -> Any:
    """A cell of CSV by Table Schema (datapackage.org)."""
    if not text:
        return None
    if field["type"] == "list":
        item = {"type": field["itemType"]}
        return [parse_cell(part, item) for part in text.split(field["delimiter"])]
    parsers: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "date": lambda day: dt.date.fromisoformat(day).isoformat(),
    }
    return parsers[field["type"]](text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_what_their_description_says(site: Site, lang: str) -> None:
    for table in list_tables(read_package(site, lang)):
        fields = {field["name"]: field for field in table["schema"]["fields"]}
        cells, rows = read_csv(site, lang, table["name"]), read_json(site, lang, table["name"])
        assert len(cells) == len(rows) > 0
        for line, row in zip(cells, rows, strict=True):
            assert list(line) == list(fields)
            assert row.keys() <= fields.keys()
            for name, field in fields.items():
                value = parse_cell(line[name], field)
                assert row.get(name, value if value in (False, 0) else None) == value, (row, name)
                constraints = field.get("constraints", {})
                assert value is not None or not constraints.get("required"), (row, name)
                assert value is None or value in constraints.get("enum", [value]), (row, name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_are_unique_and_lead_to_other_tables(site: Site, lang: str) -> None:
    tables = list_tables(read_package(site, lang))
    ids = {t["name"]: [row["id"] for row in read_json(site, lang, t["name"])] for t in tables}
    assert all(len(set(known)) == len(known) for known in ids.values())
    for table in tables:
        for key in table["schema"].get("foreignKeys", []):
            (name,), reference = key["fields"], key["reference"]
            for row in read_json(site, lang, table["name"]):
                assert row.get(name) in (None, *ids[reference["resource"]]), (row, name)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_addresses_lead_to_the_page_of_the_row(site: Site, lang: str) -> None:
    kinds = {"stays": "stop", "visits": "stop", "tours": "tour", "exhibitions": "exhibition",
             "caravans": "caravan", "venues": "venue", "regions": "place"}  # fmt: skip
    for name, kind in kinds.items():
        for row in read_json(site, lang, name):
            file, _ = site.find("", row["url"])
            assert file and (site.pages[file].kind, site.pages[file].lang) == (kind, lang), row
            assert row["name"] in site.pages[file].tree.body.text_content()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_stops_of_the_schedule_are_there(site: Site, lang: str) -> None:
    sample = Sample(REPO, lang, site.base)
    rows = {r["id"]: r for name in ("stays", "visits") for r in read_json(site, lang, name)}
    assert rows.keys() == {stop.id for stop in sample.stops}
    for stop in sample.stops:
        row, record = rows[stop.id], stop.record
        if stop.kind == "tour":
            days = [record.get("open"), record.get("close")]
            assert [row.get("start"), row.get("end")] == [day and str(day) for day in days], row
        else:
            zone = ZoneInfo(row["timezone"])
            starts = [event.start for event in stop.events]
            days = {
                start.astimezone(zone).date() if isinstance(start, dt.datetime) else start
                for start in starts
            }
            assert row.get("dates", []) == sorted(map(str, days)), row


@pytest.mark.parametrize("lang", LANGUAGES)
def test_places_are_those_with_a_position_in_wgs_84(site: Site, lang: str) -> None:
    points = read_points(site.files[f"{PREFIXES[lang]}open-data/places.geojson"].read_bytes())
    rows = {f"{name}/{row['id']}": row for name in ("venues", "visits")
            for row in read_json(site, lang, name)}  # fmt: skip
    placed = {
        key
        for key, row in rows.items()
        if "latitude" in row and not (key.startswith("visits/") and "venue" in row)
    }
    assert points.keys() == placed and 0 < len(points) < len(rows)
    for key, point in points.items():
        assert (point["lat"], point["lon"]) == (rows[key]["latitude"], rows[key]["longitude"])
        assert point["url"] == rows[key]["url"]
    written = "\n".join(path.read_text() for path in (REPO / "content/venues").glob("*.md"))
    assert "datum: gcj02" in written, "the sample has positions that are left out"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_explains_each_column_and_links_each_file(site: Site, lang: str) -> None:
    (page,) = site.kinds("data", lang)
    package = read_package(site, lang)
    for table in list_tables(package):
        (section,) = page.tree.xpath(f"//*[@id='{table['name']}']")
        names = [dt.text_content() for dt in section.iter("dt")]
        assert names == [field["name"] for field in table["schema"]["fields"]]
        meanings = [dd.text_content() for dd in section.iter("dd")]
        for field, meaning in zip(table["schema"]["fields"], meanings, strict=True):
            assert field["description"] in meaning
    folder = f"{PREFIXES[lang]}open-data/"
    linked = {site.find(page.file, href)[0] for _, href in page.addresses()}
    files = {name for name in site.files if name.startswith(folder)} - {page.file}
    assert files <= linked
    assert {folder + r["path"] for r in package["resources"]} | {
        folder + "datapackage.json"
    } == files


@pytest.mark.parametrize("lang", LANGUAGES)
def test_search_engines_are_told_of_one_data_set(site: Site, lang: str) -> None:
    (page,) = site.kinds("data", lang)
    (node,) = (node for node in graph(page) if node["@type"] == "Dataset")
    assert 50 <= len(node["description"]) <= 5000, "as Google asks"
    license = site.settings["license"]["url"]
    assert node["license"] == license == read_package(site, lang)["licenses"][0]["path"]
    assert page.tree.xpath(f"//a[contains(@rel, 'license')][@href='{license}']")
    found = {site.find("", file["contentUrl"])[0] for file in node["distribution"]}
    listed = {r["path"] for r in read_package(site, lang)["resources"]}
    assert found == {f"{PREFIXES[lang]}open-data/{path}" for path in listed}
