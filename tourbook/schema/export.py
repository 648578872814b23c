"""Exports the types: JSON Schema (2020-12) for editors, field tables for the manuals."""

from __future__ import annotations

import json
import re
import typing
from typing import Any

import msgspec
from msgspec import inspect as mi

from tourbook import schema
from tourbook.common.patterns import compile_late

from . import fields, loans, maps, site_options
from .type_options import list_type_options, strip_description

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
"""Name of a schema -> type of the files that it is for."""
TABLES: dict[str, type[msgspec.Struct]] = {
    **{name: record_type for name, record_type in DOCUMENTS.items() if name != "regions"},
    "region": schema.RegionRecord,
    "tour": schema.TourRecord,
    "stop": schema.StopRecord,
    "route": schema.RouteRecord,
    "visit": schema.VisitRecord,
    "booking": fields.Booking,
    "contact": fields.Contact,
    "coordinates": fields.Coordinates,
    "copy": fields.CopyRecord,
    "exhibit": fields.Exhibit,
    "logistics": fields.Logistics,
    "map": maps.MapRecord,
    "loan": loans.LoanRecord,
    "hall": fields.Hall,
    "place": fields.VisitPlace,
    "repeat": fields.Recurrence,
    "moved": fields.MovedDateRecord,
    "volunteers": fields.Volunteers,
    "link": fields.Link,
    "fact": fields.FactRecord,
    "accreditation": fields.Accreditation,
    "crew": fields.CrewMember,
    "duty": fields.Duty,
    "look": site_options.LookOptions,
    "footer": site_options.Footer,
    "editor": site_options.EditorOptions,
    "planning": schema.PlanningOptions,
    "calendar": site_options.CalendarOptions,
    "history": site_options.HistoryOptions,
    "archive": site_options.ArchiveOptions,
}
"""Name of a field table -> its type."""
_TABLE_HEADS = {
    "zh": "| 栏名 | 必填 | 写法 | 含义 |",
    "en": "| key | required | value | meaning |",
}
_REQUIRED_WORDS = {"zh": "必填", "en": "yes"}
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
        "keys": "，栏名有：",
        "default": "（不写是 {}）",
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
        "keys": ", with the keys ",
        "default": " (default: {})",
    },
}
_SCALAR_WORDS = {
    mi.DateType: "date",
    mi.BoolType: "bool",
    mi.IntType: "int",
    mi.FloatType: "float",
    mi.DictType: "map",
}
"""Type -> key of _TYPE_WORDS; any other is "text"."""
_TABLE_MARKER = compile_late(r"(<!-- fields:(\w+):(zh|en) -->\n).*?(<!-- /fields -->)", re.DOTALL)


def generate_schemas() -> dict[str, bytes]:
    """File name -> JSON Schema of each kind of file that authors write."""
    return {f"{name}.json": _generate_schema(type_) for name, type_ in DOCUMENTS.items()}


def _generate_schema(document_type: Any) -> bytes:
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **msgspec.json.schema(document_type),
    }
    document = json.loads(json.dumps(document), object_hook=_allow_numbers_for_codes)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _allow_numbers_for_codes(node: dict[str, Any]) -> dict[str, Any]:
    """Editors take a code such as 621121 for a number; msgspec does not let a field say so."""
    is_code = node.pop("x-code", False)
    return node | {"type": ["string", "integer"]} if is_code else node


def fill_tables(text: str) -> str:
    """Fill the tables between the markers of a manual.

    Raises ValueError if the name or the language of a marker is unknown.
    """
    names = [marker[2] for marker in _TABLE_MARKER.finditer(text)]
    if len(names) != text.count("<!-- fields:"):
        raise ValueError("a marker `<!-- fields:NAME:zh -->` or `:en` is misspelt or not closed")
    linked = set(names)
    if unknown := linked - TABLES.keys():
        raise ValueError(f"no field table is called {', '.join(sorted(unknown))}")

    def fill(marker: re.Match[str]) -> str:
        start, name, lang, end = marker.groups()
        table = _format_table(TABLES[name], lang, linked)
        return f'{start}<a id="{name}-{lang}"></a>\n\n{table}{end}'

    return _TABLE_MARKER.sub(fill, text)


def _format_table(record_type: type[msgspec.Struct], lang: str, linked: set[str]) -> str:
    """The fields of a type: its own first, then those that all records have."""
    rows = [_TABLE_HEADS[lang], "|---|---|---|---|"]
    descriptions = _list_descriptions(record_type, lang)
    info = mi.type_info(record_type)
    assert isinstance(info, mi.StructType)
    for field in sorted(info.fields, key=lambda f: f.name not in record_type.__annotations__):
        required = _REQUIRED_WORDS[lang] if field.required else ""
        value = _describe_type(field.type, lang, linked)
        meaning = descriptions[field.name] + _describe_default(field, lang)
        rows.append(f"| `{field.encode_name}` | {required} | {value} | {meaning} |")
    return "\n".join(rows) + "\n"


def _describe_default(field: mi.Field, lang: str) -> str:
    """What stands for a field that is left out, if that is a value."""
    default = field.default
    if default is msgspec.NODEFAULT and field.default_factory not in (msgspec.NODEFAULT, dict):
        default = field.default_factory()
    if default is msgspec.NODEFAULT or not default or default is True:
        return ""
    text = f"[{', '.join(map(str, default))}]" if isinstance(default, list) else str(default)
    return _TYPE_WORDS[lang]["default"].format(f"`{text}`")


def _list_descriptions(record_type: type[msgspec.Struct], lang: str) -> dict[str, str]:
    """Name of a field -> its description (see `fields.describe`)."""
    descriptions = {}
    for name, hint in typing.get_type_hints(record_type, include_extras=True).items():
        metadata = getattr(hint, "__metadata__", ())
        descriptions[name] = next((meta.extra[lang] for meta in metadata if meta.extra), "")
    return descriptions


def _describe_type(field_type: mi.Type, lang: str, linked: set[str]) -> str:
    """A type in words: "list of text", "one of `week`, `contest`", a link to a table."""
    words = _TYPE_WORDS[lang]
    field_type = strip_description(field_type)
    if isinstance(field_type, mi.UnionType):
        return _describe_union(field_type, lang, linked)
    if isinstance(field_type, mi.LiteralType):
        return words["one"] + ", ".join(f"`{value}`" for value in field_type.values)
    if isinstance(field_type, mi.ListType):
        return words["list"] + _describe_type(field_type.item_type, lang, linked)
    if isinstance(field_type, mi.StructType):
        return _describe_struct(field_type, lang, linked)
    if isinstance(field_type, mi.DictType) and isinstance(field_type.key_type, mi.LiteralType):
        keys = ", ".join(f"`{key}`" for key in field_type.key_type.values)
        return words["map"] + words["keys"] + keys
    return words[_SCALAR_WORDS.get(type(field_type), "text")]


def _describe_union(union_type: mi.UnionType, lang: str, linked: set[str]) -> str:
    words = _TYPE_WORDS[lang]
    options = list_type_options(union_type)
    if any(isinstance(o, mi.DictType) for o in options):
        return words["texts"]
    struct = next((o for o in options if isinstance(o, mi.StructType)), None)
    if struct and len(options) > 1:
        return f"{words['text']} / {_describe_struct(struct, lang, linked)}"
    return _describe_type(options[0], lang, linked)


def _describe_struct(struct_type: mi.StructType, lang: str, linked: set[str]) -> str:
    names = (name for name, record_type in TABLES.items() if record_type is struct_type.cls)
    name = next(names, struct_type.cls.__name__.lower())
    return f"[{name}](#{name}-{lang})" if name in linked else name
