"""The forms of the browser editor: a widget of Decap CMS for each field of a type of record, so
that a field that is added has its widget.

`editor.js` brings the widgets whose names begin with `tourbook-`: for values that can be written in
two ways (a text, or one for each language), which those of Decap would damage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.problems import Message
from tourbook.creation.fields import NewField, make_field
from tourbook.editing.key_order import list_key_order
from tourbook.schema import CONTENT_TYPES, DescribedRecord, RouteRecord, TourRecord
from tourbook.schema.fields import CLOSING_DAY_PATTERN, Duty
from tourbook.schema.type_options import list_type_options
from tourbook.sources.value_words import name_value

Widget = dict[str, Any]
LONG_TEXTS = ("summary", "note", "directions", "accessibility", "description", "text")
"""Fields of more than a line."""
_ITEM_SUMMARIES = {
    "stops": "{{fields.open}} – {{fields.close}} · {{fields.venue}} · {{fields.id}}",
    "visits": "{{fields.date}} {{fields.repeat.first}} · {{fields.venue}} · {{fields.id}}",
    "tours": "{{name}} · {{fields.id}}",
    "routes": "{{name}} · {{fields.id}}",
    "copies": "{{name}} {{fields.id}}",
    "loans": "{{fields.kind}} {{fields.weeks}}",
    "moved": "{{fields.from}} → {{fields.to}}",
}
_ITEM_NAMES = {"stops": Message("站", "stop"), "visits": Message("到访", "visit")}
_RARE_KEYS = ("slug", "aliases", "draft", "updated", "waivers")
"""Fields at the end of a form."""
_LABELS = {"free": Message("免费", "free admission")}
"""Those that the description does not begin with."""
_BODY_LABEL = Message("正文（Markdown）", "text (Markdown)")


class FormStyle(NamedTuple):
    """In which language a form speaks, which languages its texts have, and whether its fields are
    in the order of the file: Decap writes them as they are shown."""

    words: str
    texts: Sequence[str]
    is_as_written: bool = False

    def choose(self, message: Message) -> str:
        return message.zh if self.words.startswith("zh") else message.en


def make_entry_form(folder: str, style: FormStyle) -> list[Widget]:
    """The form of the files in a folder of content/."""
    return [*_make_form(CONTENT_TYPES[folder], style), _make_body(style)]


def make_translation_form(folder: str, style: FormStyle) -> list[Widget]:
    """That of their translations, which have texts alone."""
    return [
        {
            "name": field.path[-1],
            "label": style.choose(field.label),
            "widget": "text" if field.path[-1] in LONG_TEXTS else "string",
            "required": False,
        }
        for field in _list_fields(CONTENT_TYPES[folder], style)
        if field.is_text
    ] + [_make_body(style)]


def make_schedule_form(list_keys: Iterable[str], style: FormStyle) -> list[Widget]:
    """The form of a schedule file with tours, with routes, or with both."""
    types: dict[str, tuple[Message, type[msgspec.Struct]]] = {
        "tours": (Message("巡展", "tours"), TourRecord),
        "routes": (Message("大篷车线路", "caravan routes"), RouteRecord),
    }
    return [
        {
            "name": key,
            "label": style.choose(types[key][0]),
            "widget": "list",
            "required": False,
            "collapsed": True,
            "summary": _ITEM_SUMMARIES[key],
            "fields": _make_form(types[key][1], style),
        }
        for key in list_keys
    ]


def _make_body(style: FormStyle) -> Widget:
    return {
        "name": "body",
        "label": style.choose(_BODY_LABEL),
        "widget": "text",
        "required": False,
    }


def _make_form(record_type: type[msgspec.Struct], style: FormStyle) -> list[Widget]:
    return [_make_widget(field, style) for field in _list_fields(record_type, style)]


def _list_fields(record_type: type[msgspec.Struct], style: FormStyle) -> list[NewField]:
    """The fields in the order in which people write them, mostly with those at the end that are
    rare."""
    info = mi.type_info(record_type)
    assert isinstance(info, mi.StructType)
    fields = {field.encode_name: make_field(field) for field in info.fields}
    keys = list_key_order(record_type)
    if style.is_as_written:
        return [fields[key] for key in keys]
    rare_keys = ("id", *_RARE_KEYS) if issubclass(record_type, DescribedRecord) else _RARE_KEYS
    return [fields[key] for key in sorted(keys, key=rare_keys.count)]


# ---- widgets ---------------------------------------------------------------------------------


def _make_widget(field: NewField, style: FormStyle) -> Widget:
    label = style.choose(_LABELS.get(field.path[-1], field.label))
    description = style.choose(field.description)
    widget: Widget = {"name": field.path[-1], "label": label, "required": field.is_required}
    if description != label:
        widget["hint"] = description
    return widget | _choose_widget(field, style)


def _choose_widget(field: NewField, style: FormStyle) -> Widget:
    name, option = field.path[-1], field.options[0]
    if field.is_text:
        return {
            "widget": "tourbook-texts",
            "languages": list(style.texts),
            "is_long": name in LONG_TEXTS,
        }
    if isinstance(option, mi.StructType):
        fields = _make_form(option.cls, style)
        optional = [f | {"required": False} for f in fields]  # without the mapping, nothing is due
        return {"widget": "object", "collapsed": True, "fields": optional}
    if isinstance(option, mi.ListType):
        return _choose_list_widget(field, option, style)
    if isinstance(option, mi.DictType):
        return {"widget": "tourbook-lines", "form": "pairs"}
    return _choose_scalar_widget(field, style)


def _choose_list_widget(field: NewField, option: mi.ListType, style: FormStyle) -> Widget:
    name, items = field.path[-1], list_type_options(option.item_type)
    struct = next((item for item in items if isinstance(item, mi.StructType)), None)
    if struct and struct.cls is Duty:
        return {"widget": "tourbook-lines", "form": "duties"}
    if struct:
        item_name = _ITEM_NAMES.get(name, field.label)
        return {
            "widget": "list",
            "label_singular": style.choose(item_name),
            "collapsed": True,
            "summary": _ITEM_SUMMARIES.get(name, "{{name}}"),
            "fields": _make_form(struct.cls, style),
        }
    if any(isinstance(item, mi.DictType) for item in items):
        item = {"name": "text", "label": style.choose(field.label), "widget": "tourbook-texts"}
        return {"widget": "list", "field": item | {"languages": list(style.texts)}}
    if field.target:
        return {"widget": "tourbook-references", "target": field.target}
    return {"widget": "tourbook-lines", "form": "list"}


def _choose_scalar_widget(field: NewField, style: FormStyle) -> Widget:
    name, option = field.path[-1], field.options[0]
    if isinstance(option, mi.LiteralType):
        return {
            "widget": "select",
            "options": list(_iterate_choices(map(str, option.values), style)),
        }
    if isinstance(option, mi.BoolType):
        return {"widget": "tourbook-flag"}
    if isinstance(option, mi.DateType):
        return {"widget": "tourbook-day"}
    if isinstance(option, mi.IntType | mi.FloatType):
        is_whole = isinstance(option, mi.IntType)
        return {"widget": "number", "value_type": "int" if is_whole else "float", "step": "any"}
    if name == "picture":
        return {"widget": "image", "choose_url": False}
    if field.target:
        return {"widget": "tourbook-references", "target": field.target, "is_single": True}
    pattern = option.pattern if isinstance(option, mi.StrType) else None
    if pattern == CLOSING_DAY_PATTERN:
        return {"widget": "tourbook-day", "has_open_end": True}
    return {"widget": "string"}


def _iterate_choices(values: Iterable[str], style: FormStyle) -> Iterator[Widget]:
    for value in values:
        word = style.choose(name_value(value))
        yield {"value": value, "label": word if word == value else f"{word}（{value}）"}
