"""Texts, as people type them, as values of a new record."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect as mi

from tourbook.common.dates import parse_sessions
from tourbook.common.patterns import compile_late
from tourbook.common.problems import ExplainedError, Location, Message, Problems
from tourbook.common.suggestions import find_nearest, suggest_option
from tourbook.formats import yaml_source
from tourbook.model.references import KIND_NAMES
from tourbook.model.region_names import find_region_codes, find_similar_codes, list_regions
from tourbook.model.regions import RegionTree
from tourbook.schema import Text
from tourbook.sources.validation import validate
from tourbook.spreadsheets.cells import read_cell
from tourbook.spreadsheets.differences import arrange_items, simplify_text
from tourbook.timetable.hours import suggest_lines
from tourbook.timetable.hours_checks import check_hours
from tourbook.timetable.time_diagnoses import diagnose_times

from .fields import REGION, NewField

MAX_LISTED = 12
_SEPARATOR = compile_late(r"\s*[,，;；、\n]\s*")
_PAIR_SEPARATOR = compile_late(r"\s*[;；\n]\s*")


class ValueProblemError(ExplainedError):
    """A text cannot be the value of a field; says why, and what to write instead."""


class Choices(NamedTuple):
    """What a new record can refer to."""

    languages: list[str]
    regions: RegionTree
    names: Mapping[str, Mapping[str, Text]]
    """Kind of record -> id -> name."""


def read_value(
    field: NewField, text: str, choices: Choices, record_type: type[msgspec.Struct]
) -> Any:
    """The value that a text means in a field. Raises ValueProblemError."""
    value = _read(field, unicodedata.normalize("NFC", text.strip()), choices)
    _check(field, value, record_type)
    return value


def _read(field: NewField, text: str, choices: Choices) -> Any:
    column = field.column
    if field.key == "hours" and text[:1] != "{" and (lines := suggest_lines(text)):
        return dict(line.partition(": ")[::2] for line in lines)
    if column is None or (column.kind == "kinds" and text.startswith("[")):
        return _read_structure(field, text)
    if column.kind == "texts":
        return _split_languages(text, choices.languages)
    if field.target and column.kind == "list":
        items = filter(None, _SEPARATOR.split(text))
        return [find_id(item, field.target, choices) for item in items]
    if field.target:
        return find_id(text, field.target, choices)
    if column.kind == "text":  # codes, times and the like, which are not in full-width letters
        text = unicodedata.normalize("NFKC", text)
    value = read_cell(column, text)
    return arrange_items((), value or ()) if column.kind == "kinds" else value


def _split_languages(text: str, languages: list[str]) -> Any:
    """“通渭馆 / Tongwei Hall” is a name in two languages."""
    parts = [part.strip() for part in text.split(" / ")]
    if not all(parts) or len(parts) > len(languages):
        parts = [text]
    return simplify_text(dict(zip(languages, parts, strict=False)), languages[0])


# ---- ids and codes -------------------------------------------------------------------------


def find_id(text: str, kind: str, choices: Choices) -> str:
    """The id of what a text names: by its id, its name, or a part of either that nothing else has.
    Raises ValueProblemError."""
    if kind == REGION:
        return _find_region(text, choices.regions)
    names = choices.names.get(kind, {})
    ids = [text] if text in names else find_similar_ids(text, names)
    if len(ids) == 1:
        return ids[0]
    if ids:
        listed = list_choices(ids[:MAX_LISTED], names)
        raise ValueProblemError(
            f"“{text}” 可以是好几个，写编号：{listed.zh}",
            f"“{text}” may be several, write the id: {listed.en}",
        )
    help = suggest_option(text, names)
    if names and len(names) <= MAX_LISTED:
        help = list_choices(names, names)
    word = KIND_NAMES.get(kind, KIND_NAMES["trip"])
    if not help:
        command = f"tourbook list {kind}s"
        help = Message(f"{command} 列出全部", f"{command} lists all")
    zh, en = (f"；{help.zh}", f"; {help.en}") if help else ("", "")
    raise ValueProblemError(
        f"没有叫 “{text}” 的{word.zh}{zh}", f"there is no {word.en} “{text}”{en}"
    )


def find_similar_ids(text: str, names: Mapping[str, Text]) -> list[str]:
    """The ids of those that are called so, or else of those with the text in their name or id."""
    word = _normalize(text)
    words = {id: [_normalize(own) for own in (id, *list_names(name))] for id, name in names.items()}
    ids = [id for id, own_words in words.items() if word in own_words]
    return ids or [
        id for id, own_words in words.items() if any(word in other for other in own_words)
    ]


def suggest_id(text: str, names: Mapping[str, Text]) -> Message:
    """Help for a text that is no id: the nearest one, or those that are called so."""
    ids = [] if find_nearest(text, names) else find_similar_ids(text, names)[:MAX_LISTED]
    if not (text and ids):
        return suggest_option(text, names)
    listed = list_choices(ids, names)
    return Message(f"这里写编号：{listed.zh}", f"write the id: {listed.en}")


def list_choices(ids: Iterable[str], names: Mapping[str, Text]) -> Message:
    """Ids with their names: "hall（县科技馆）"."""
    parts = [(id, next(iter(list_names(names[id])), "")) for id in ids]
    return Message(
        "、".join(f"{id}（{name}）" if name else id for id, name in parts),
        ", ".join(f"{id} ({name})" if name else id for id, name in parts),
    )


def list_names(name: Text) -> list[str]:
    """A name in each of its languages."""
    return [name] if isinstance(name, str) else list(name.values())


def _find_region(text: str, tree: RegionTree) -> str:
    codes = find_region_codes(tree, text)
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise ValueProblemError(
            f"叫 “{text}” 的不止一个，写代码或写全：{list_regions(tree, codes)}",
            f"several regions are called “{text}”, write the code: "
            f"{list_regions(tree, codes, 'en')}",
        )
    similar = find_similar_codes(tree, text)
    zh, en = list_regions(tree, similar), list_regions(tree, similar, "en")
    raise ValueProblemError(
        f"没有 “{text}” 这个地区" + (f"；是不是：{zh}" if zh else "，写全名或六位区划代码"),
        f"there is no region “{text}”"
        + (f"; did you mean {en}?" if en else "; write its name or its code"),
    )


def _normalize(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


# ---- lists of mappings, and the like -------------------------------------------------------


def _read_structure(field: NewField, text: str) -> Any:
    """A value with parts: as YAML, {…} or […]; a list by the main key of its items, with commas; a
    mapping as `key: value; key: value`. Raises ValueProblemError."""
    if text[:1] in ("[", "{"):
        problems = Problems()
        value = yaml_source.load(f"value: {text}\n", "", problems)
        if not isinstance(value, dict) or problems.error_count:
            raise ValueProblemError(f"“{text}” 不是 YAML", f"“{text}” is no YAML")
        return value["value"]
    option = field.options[0]
    if isinstance(option, mi.ListType):
        main_key = _find_main_key(option.item_type)
        return [{main_key: item} for item in _SEPARATOR.split(text) if item]
    pairs = [item.replace("：", ":", 1) for item in _PAIR_SEPARATOR.split(text) if item]
    if not all(":" in pair for pair in pairs):
        raise ValueProblemError(
            f"“{text}” 要写成 “名: 值; 名: 值”", f"write “{text}” as “key: value; key: value”"
        )
    parts = (pair.partition(": " if ": " in pair else ":") for pair in pairs)
    return {key.strip(): value.strip() for key, _, value in parts}


def _find_main_key(item_type: mi.Type) -> str:
    """The key without which an item of a list of mappings says nothing."""
    assert isinstance(item_type, mi.StructType)
    return next((f for f in item_type.fields if f.required), item_type.fields[0]).encode_name


# ---- checks --------------------------------------------------------------------------------


def _check(field: NewField, value: Any, record_type: type[msgspec.Struct]) -> None:
    """Raises ValueProblemError for a value that the field cannot have."""
    tree: Any = _write(value)
    for key in reversed(field.path):
        tree = {key: tree}
    problems, at = Problems(), Location("", field.path)
    validate(tree, record_type, Location(""), problems)
    if field.key == "hours" and isinstance(value, dict):
        check_hours(value, at, problems)
    if field.key == "time" and not parse_sessions(value, allows_open_end=True):
        problems.add_error("time", at, *diagnose_times(value, allows_open_end=True))
    for problem in problems:
        place = problem.location
        if place.path[: len(field.path)] == field.path and not place.is_key:
            parts = [problem.message, *filter(None, [problem.help])]
            raise ValueProblemError("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))


def _write(value: Any) -> Any:
    """A value with all that is in it as text, as a file says it."""
    if isinstance(value, dict):
        return {key: _write(item) for key, item in value.items()}
    if isinstance(value, list):
        return list(map(_write, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
