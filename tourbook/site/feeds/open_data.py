"""The files of the open data: each table as CSV and JSON, places as GeoJSON, and their
description."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from tourbook.common.canonical import encode_canonical, encode_json
from tourbook.common.problems import Location
from tourbook.model.trips import Stop, Trip
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.open_data.fields import choose_meaning_language, list_fields
from tourbook.site.open_data.geojson import list_features
from tourbook.site.open_data.package import LIST_DELIMITER, describe_package
from tourbook.site.open_data.records import TABLES
from tourbook.site.open_data.rows import OpenTables
from tourbook.site.outputs import ViewFile
from tourbook.sources.paths import SITE_FILE
from tourbook.views import View

from .tables import CellValue, Tab, Table, to_csv

ListInputs = Callable[[Context], Iterable[bytes]]


class OpenTable(View, frozen=True, kw_only=True):
    name: str
    rows: tuple[Any, ...]
    """Of the type that TABLES has for the name."""


class OpenDocument(View, frozen=True, kw_only=True):
    content: Any
    """What JSON can say."""


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """What follows from all tables."""
    yield ctx.record_input


def make(edition: Edition) -> Iterator[ViewFile]:
    tables = OpenTables(edition)

    def plan(
        file: str, kind: str, make_view: Any, write: Any, list_inputs: ListInputs = list_inputs
    ) -> ViewFile:
        path, sources = edition.addresses.data_path + file, (Location(SITE_FILE),)
        return ViewFile(
            path, kind, edition.lang, sources, make_view, write, list_inputs=list_inputs
        )

    for name in tables.list_names():
        make_table = partial(make_table_view, tables=tables, name=name)
        inputs = partial(list_table_inputs, tables=tables, name=name)
        yield plan(f"{name}.csv", "data", make_table, write_csv, inputs)
        yield plan(f"{name}.json", "data", make_table, write_rows, inputs)
    if tables.list_names():
        make_package = partial(make_package_view, tables=tables)
        yield plan("datapackage.json", "data", make_package, write_document)
    if tables.has_positions:
        make_places = partial(make_places_view, tables=tables)
        yield plan("places.geojson", "geojson", make_places, write_document)


def list_table_inputs(ctx: Context, tables: OpenTables, name: str) -> Iterator[bytes]:
    """Each table has its own records; how stops stand on the day is in none."""
    yield ctx.entry_input
    yield encode_canonical([name, tables.may_hold_numbers])
    records = tables.list_records(name)
    yield from ctx.faces.of_undated_rows(r for r in records if isinstance(r, Stop))
    yield from (ctx.faces.of_trip(r) for r in records if isinstance(r, Trip))


def make_table_view(_: Context, tables: OpenTables, name: str) -> OpenTable:
    return OpenTable(name=name, rows=tables.list_rows(name))


def write_csv(view: OpenTable) -> bytes:
    names = [field.name for field in list_fields(TABLES[view.name])]
    attributes = TABLES[view.name].__struct_fields__
    rows = [
        tuple(_format_cell(getattr(row, attribute)) for attribute in attributes)
        for row in view.rows
    ]
    return to_csv(Table((Tab(view.name, tuple(names), tuple(rows)),)))


def _format_cell(value: Any) -> CellValue:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return LIST_DELIMITER.join(map(str, value))
    cell: CellValue = value
    return cell


def write_rows(view: OpenTable) -> bytes:
    """A row on each line, so that two versions are easy to compare."""
    return b"[\n" + b",\n".join(map(encode_json, view.rows)) + b"\n]\n"


def make_places_view(_: Context, tables: OpenTables) -> OpenDocument:
    return OpenDocument(content={"type": "FeatureCollection", "features": list_features(tables)})


def make_package_view(ctx: Context, tables: OpenTables) -> OpenDocument:
    site, t, license = ctx.frame.site, ctx.language.t, ctx.model.site.license
    about: dict[str, Any] = {
        "name": f"{ctx.addresses.settings.id_domain}-{ctx.lang}".lower(),
        "title": f"{t('data')} · {ctx.site_name}",
        "description": " ".join([*[t("sample_short")] * site.sample, t("about_data")]),
        "homepage": ctx.addresses.make_absolute(ctx.addresses.data_path),
    }
    if license:
        about["licenses"] = [{"title": ctx.language.localize(license.name), "path": license.url}]
    if site.organiser:
        about["contributors"] = [{"title": site.organiser.name, "roles": ["publisher"]}]
    content = describe_package(
        tables.list_names(),
        choose_meaning_language(ctx.lang),
        has_places=tables.has_positions,
        about=about,
    )
    return OpenDocument(content=content)


def write_document(view: OpenDocument) -> bytes:
    return msgspec.json.format(encode_json(view.content), indent=1) + b"\n"
