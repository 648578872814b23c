"""The page of the open data: what can be downloaded, and what its fields mean."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tourbook import views as v
from tourbook.common.languages import get_language_tag
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.open_data.fields import DataField, choose_meaning_language, list_fields
from tourbook.site.open_data.records import TABLES
from tourbook.site.open_data.rows import OpenTables
from tourbook.site.outputs import HtmlPage


def make(edition: Edition) -> Iterator[HtmlPage]:
    tables = OpenTables(edition)
    if tables.list_names() and "data" in edition.addresses.settings.feeds:
        path, view = edition.addresses.data_path, partial(make_view, tables=tables)
        yield HtmlPage(path, "data", "data", edition.lang, (), view, list_inputs=list_inputs)


def list_inputs(ctx: Context) -> Iterator[bytes]:
    """What the tables are made from."""
    yield ctx.record_input


def make_view(ctx: Context, tables: OpenTables) -> v.DataView:
    t, path, license = ctx.language.t, ctx.addresses.data_path, ctx.model.site.license
    meaning_language = choose_meaning_language(ctx.lang)
    meaning_tag = get_language_tag(meaning_language)
    return v.DataView(
        **ctx.frame.make_page_fields("data", path, t("data"), description=t("about_data")),
        tables=tuple(
            v.DataTable(
                key=name,
                count=tables.count_rows(name),
                downloads=tuple(
                    v.Link(name=ending.upper(), url=f"{path}{name}.{ending}")
                    for ending in ("csv", "json")
                ),
                fields=tuple(make_field(f, meaning_language) for f in list_fields(TABLES[name])),
            )
            for name in tables.list_names()
        ),
        places=f"{path}places.geojson" if tables.has_positions else "",
        package=f"{path}datapackage.json",
        license=v.Link(name=ctx.language.localize(license.name), url=license.url)
        if license
        else None,
        meaning_tag="" if ctx.language.tag.startswith(meaning_language) else meaning_tag,
    )


def make_field(field: DataField, lang: str) -> v.DataField:
    return v.DataField(
        name=field.name,
        type=field.type,
        item_type=field.item_type if field.type == "list" else "",
        choices=field.choices,
        is_required=field.is_required,
        table=field.reference,
        meaning=field.descriptions[lang],
    )
