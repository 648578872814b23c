"""The format written down from its types: JSON Schema (2020-12) for editors, field tables for the
docs."""

from __future__ import annotations

import json
import re
import typing
from typing import Any

import msgspec
from msgspec import inspect as mi

from tourbook import schema

from . import fields as f
from . import site

DOCUMENTS: dict[str, Any] = {
    "site": schema.SiteRecord,
    "regions": schema.RegionRecords,
    "schedule": schema.ScheduleRecord,
    "exhibition": schema.ExhibitionRecord,
    "venue": schema.VenueRecord,
    "caravan": schema.CaravanRecord,
    "organisation": schema.OrganisationRecord,
    "campaign": schema.CampaignRecord,
    "news": schema.ArticleRecord,
    "page": schema.PageRecord,
}
TABLES: dict[str, type[msgspec.Struct]] = {
    **{name: kind for name, kind in DOCUMENTS.items() if name != "regions"},
    "region": schema.RegionRecord,
    "tour": schema.TourRecord,
    "stop": schema.StopRecord,
    "route": schema.RouteRecord,
    "visit": schema.VisitRecord,
    "booking": f.Booking,
    "contact": f.Contact,
    "coordinates": f.Coordinates,
    "copy": f.CopyRecord,
    "exhibit": f.Exhibit,
    "logistics": f.Logistics,
    "hall": f.Hall,
    "place": f.VisitPlace,
    "repeat": f.Recurrence,
    "moved": f.MovedDateRecord,
    "volunteers": f.Volunteers,
    "link": f.Link,
    "fact": f.FactRecord,
    "accreditation": f.Accreditation,
    "crew": f.CrewMember,
    "duty": f.Duty,
    "planning": schema.PlanningOptions,
    "calendar": site.CalendarOptions,
    "history": site.HistoryOptions,
}
_TABLE_MARKER = re.compile(r"(<!-- fields:(\w+):(zh|en) -->\n).*?(<!-- /fields -->)", re.DOTALL)


def generate_schemas() -> dict[str, bytes]:
    """File name -> JSON Schema of each kind of file that authors write."""
    out = {}
    for name, kind in DOCUMENTS.items():
        found = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(
            kind
        )
        found = json.loads(
            json.dumps(found),
            object_hook=lambda d: (
                d | {"type": ["string", "integer"]} if d.pop("x-code", False) else d
            ),
        )
        out[f"{name}.json"] = (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
    return out


def fill_tables(text: str) -> str:
    """Fill the tables between the markers of a manual; raises ValueError if a name or a language of
    a marker is unknown."""
    names = [found.group(2) for found in _TABLE_MARKER.finditer(text)]
    if len(names) != text.count("<!-- fields:"):
        raise ValueError("a marker `<!-- fields:NAME:zh -->` or `:en` is misspelt or not closed")
    linked = set(names)
    if unknown := linked - TABLES.keys():
        raise ValueError(f"no field table is called {', '.join(sorted(unknown))}")

    def fill(found: re.Match[str]) -> str:
        name, lang = found.group(2), found.group(3)
        table = _format_table(TABLES[name], lang, linked)
        return f'{found.group(1)}<a id="{name}-{lang}"></a>\n\n{table}{found.group(4)}'

    return _TABLE_MARKER.sub(fill, text)


def _format_table(kind: type[msgspec.Struct], lang: str, linked: set[str]) -> str:
    """The fields of a kind, its own first, then those that all records have."""
    head = (
        ("| 栏名 | 必填 | 写法 | 含义 |", "必填")
        if lang == "zh"
        else ("| key | required | value | meaning |", "yes")
    )
    rows = [head[0], "|---|---|---|---|"]
    hints = typing.get_type_hints(kind, include_extras=True)
    info = mi.type_info(kind)
    assert isinstance(info, mi.StructType)
    both = list(zip(info.fields, msgspec.structs.fields(kind), strict=True))
    own = kind.__annotations__
    for field, raw in sorted(both, key=lambda b: b[1].name not in own):
        meta = next((m for m in getattr(hints[raw.name], "__metadata__", ()) if m.extra), None)
        said = meta.extra[lang] if meta and meta.extra else ""
        rows.append(
            f"| `{field.encode_name}` | {head[1] if field.required else ''} | "
            f"{_describe_type(field.type, lang, linked)} | {said} |"
        )
    return "\n".join(rows) + "\n"


_TYPE_WORDS = {
    "zh": {
        "text": "文字",
        "texts": "文字，可分语言",
        "date": "日期",
        "bool": "true / false",
        "int": "整数",
        "float": "数字",
        "list": "列表：",
        "map": "栏名: 内容",
        "one": "其一：",
    },
    "en": {
        "text": "text",
        "texts": "text, or one for each language",
        "date": "date",
        "bool": "true / false",
        "int": "whole number",
        "float": "number",
        "list": "list of ",
        "map": "key: value",
        "one": "one of ",
    },
}


def _describe_type(t: mi.Type, lang: str, linked: set[str]) -> str:
    words = _TYPE_WORDS[lang]
    while isinstance(t, mi.Metadata):
        t = t.type
    if isinstance(t, mi.UnionType):
        options = [o for o in t.types if not isinstance(o, mi.NoneType)]
        if any(isinstance(o, mi.DictType) for o in options):
            return words["texts"]
        struct = next((o for o in options if isinstance(o, mi.StructType)), None)
        if struct and len(options) > 1:
            return f"{words['text']} / {_describe_type(struct, lang, linked)}"
        return _describe_type(
            next(
                (o for o in options if not (isinstance(o, mi.LiteralType) and o.values == ("",))),
                options[0],
            ),
            lang,
            linked,
        )
    if isinstance(t, mi.LiteralType):
        return words["one"] + ", ".join(f"`{v}`" for v in t.values)
    if isinstance(t, mi.ListType):
        return words["list"] + _describe_type(t.item_type, lang, linked)
    if isinstance(t, mi.StructType):
        name = next((n for n, k in TABLES.items() if k is t.cls), t.cls.__name__.lower())
        return f"[{name}](#{name}-{lang})" if name in linked else name
    simple = {
        mi.DateType: "date",
        mi.BoolType: "bool",
        mi.IntType: "int",
        mi.FloatType: "float",
        mi.DictType: "map",
    }
    return words[simple.get(type(t), "text")]
