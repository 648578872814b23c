"""What is wrong with a date in a record, and what to write in its keys instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

from tourbook.common.dates import DAY, PLAUSIBLE_YEARS
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Diagnosis, Message, PathKey
from tourbook.formats.yaml_source import Tree
from tourbook.schema.fields import UNTIL_FURTHER_NOTICE
from tourbook.timetable.date_diagnoses import diagnose_date, diagnose_year
from tourbook.timetable.date_readings import (
    DatePart,
    find_range,
    format_part,
    list_dates,
    list_parts,
    list_separate_dates,
)

_KEYS_OF_SPANS = (("open", "close"), ("start", "end"), ("first", "until"), ("from", "to"))
"""The keys of the first and the last day of something."""
_MAX_LISTED_DAYS = 5
_MAX_NEIGHBOURS = 20
_IMPLAUSIBLE_DATE = compile_late(rb"(?:0\d|1[0-8]|2[2-9]|[3-9]\d)\d\d-\d\d-\d\d")
_ISO_YEAR = compile_late(r"(20\d\d)-\d\d-\d\d")


class Surroundings(NamedTuple):
    """Where a value stands."""

    key: PathKey
    """Its key, or its index in a list."""
    record_keys: tuple[str, ...]
    """The keys that the record around it can have."""
    find_year: Callable[[], int]
    """Looks for the year of the dates around it; 0 if there are none."""


def holds_implausible_date(record: Any) -> bool:
    """True if a record holds a date before 1900 or after 2199, which is a typing mistake."""
    # the encoded record, not the file: there, an escape such as "\x39999-12-31" hides a date
    return bool(_IMPLAUSIBLE_DATE.search(msgspec.msgpack.encode(record))) and any(
        day.year not in PLAUSIBLE_YEARS for day in _iterate_dates(record)
    )


def _iterate_dates(value: Any) -> Iterator[dt.date]:
    """The dates in a record, its lists and its mappings."""
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, msgspec.Struct):
        yield from _iterate_dates([getattr(value, name) for name in value.__struct_fields__])
    elif isinstance(value, dict):
        yield from _iterate_dates(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _iterate_dates(item)


def find_year(tree: Tree, path: tuple[PathKey, ...]) -> int:
    """The year of a date near the path: in the innermost mapping on it that has one, or in an item
    of a list on it; else 0."""
    year, node = 0, tree
    for key in path:
        if isinstance(node, dict):
            year = _read_year(node) or year
            node = node.get(str(key))
        elif isinstance(node, list) and isinstance(key, int):
            neighbours = node[max(key - _MAX_NEIGHBOURS, 0) : key + _MAX_NEIGHBOURS]
            year = next(filter(None, map(_read_year, neighbours)), year)
            node = node[key]
    return year


def _read_year(value: Tree) -> int:
    """The year of a date, or of the first one in a mapping; else 0."""
    if isinstance(value, dict):
        return next(filter(None, map(_read_year, filter(_is_text, value.values()))), 0)
    match = _ISO_YEAR.match(value) if isinstance(value, str) else None
    return int(match[1]) if match else 0


def _is_text(value: Tree) -> bool:
    return isinstance(value, str)


def find_in_date(text: str, around: Surroundings) -> Diagnosis | None:
    """What is wrong with a text that should be a date; None if nothing is."""
    try:
        day = msgspec.convert(text, dt.date, strict=False)
    except msgspec.ValidationError:
        return _diagnose(text, around)
    return None if day.year in PLAUSIBLE_YEARS else diagnose_year(day)


def find_in_closing_day(text: str, around: Surroundings) -> Diagnosis | None:
    """As `find_in_date`, for a day that may be until further notice."""
    diagnosis = None if text == UNTIL_FURTHER_NOTICE else find_in_date(text, around)
    if diagnosis is None or any(character.isdigit() for character in text) or list_parts(text):
        return diagnosis
    help = Message(
        "未定或长期展出，写 close: open；否则写 年-月-日",
        "write close: open if it is not settled or stays until further notice, else year-month-day",
    )
    return diagnosis._replace(help=help)


def _diagnose(text: str, around: Surroundings) -> Diagnosis:
    if not list_parts(text):
        year = around.find_year()
        ends = find_range(text, year)
        if ends is not None:
            message = Message(f"“{text}” 是一段日期", f"“{text}” is a range of dates")
            return Diagnosis(message, _suggest_range(min(ends), max(ends), around))
        days = list_separate_dates(text)
        if days:
            message = Message(f"“{text}” 是几个日期", f"“{text}” are several dates")
            return Diagnosis(message, _suggest_list(days, around))
    elif not list_dates(text):
        return diagnose_date(text, around.find_year())
    return diagnose_date(text)


def _suggest_range(start: DatePart, end: DatePart, around: Surroundings) -> Message:
    key = around.key
    first, last = (
        format_part(part) if part.year else f"YYYY-{format_part(part)}" for part in (start, end)
    )
    for first_key, last_key in _KEYS_OF_SPANS:
        if key in (first_key, last_key) and {first_key, last_key}.issubset(around.record_keys):
            return Message(
                f"分成两行：{first_key}: {first} 和 {last_key}: {last}",
                f"write two lines: {first_key}: {first} and {last_key}: {last}",
            )
    if "repeat" in around.record_keys:
        repeat = f"repeat: {{first: {first}, every: 1 day, until: {last}}}"
        return Message(
            f"一次到访只写一天；每天都来，就改写 {repeat}",
            f"date takes one day; for a visit on each of them, write {repeat} instead",
        )
    if isinstance(key, int) and all((*start, *end)):
        start_day, end_day = dt.date(*start), dt.date(*end)
        days = [
            start_day + n * DAY for n in range((end_day - start_day).days + 1)[:_MAX_LISTED_DAYS]
        ]
        listed = ", ".join(map(str, days)) + (", …" if days[-1] < end_day else "")
        return Message(f"每一天写一项：[{listed}]", f"write each day as an item: [{listed}]")
    return Message(f"这里只写一天，例如 {first}", f"write only one day here, such as {first}")


def _suggest_list(days: list[dt.date], around: Surroundings) -> Message:
    listed = ", ".join(map(str, days[1:]))
    if "repeat" in around.record_keys:
        repeat = f"repeat: {{first: {days[0]}, count: 1, also: [{listed}]}}"
        return Message(
            f"一次到访只写一天；这几天都来，就改写 {repeat}",
            f"date takes one day; for a visit on each of them, write {repeat} instead",
        )
    if isinstance(around.key, int):
        return Message(
            f"每一天写一项：[{days[0]}, {listed}]",
            f"write each day as an item: [{days[0]}, {listed}]",
        )
    return Message(f"这里只写一天，例如 {days[0]}", f"write only one day here, such as {days[0]}")
