"""Values of records as cells, and cells, in whatever form people and programs write them, as
values."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from tourbook.common.dates import parse_sessions
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Remedy
from tourbook.formats.workbooks import Cell
from tourbook.sources.number_readings import read_ages, read_interval, read_number
from tourbook.sources.value_words import find_value, name_value, read_boolean
from tourbook.timetable.date_readings import list_dates
from tourbook.timetable.hours import suggest_lines
from tourbook.timetable.osm_hours import looks_like_osm_hours, read_osm_hours
from tourbook.timetable.time_diagnoses import diagnose_times, write_times
from tourbook.timetable.weekday_words import translate_days

from .columns import Column

_SEPARATOR = compile_late(r"\s*[,，;；、\n]\s*")
_PLAIN_NUMBER = compile_late(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", re.ASCII)
_ISO_DATE = compile_late(r"\d{4}-\d\d-\d\d")
BOOLEAN_WORDS = {"zh": ("是", "否"), "en": ("yes", "no")}


def make_cell(column: Column, value: Any, lang: str) -> Cell:
    """A value of a record, as JSON would hold it, as a cell; None and "" are empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return BOOLEAN_WORDS[lang][not value]
    if column.kind == "kinds":
        return ", ".join(name_value(kind).in_language(lang) for kind in value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and column.kind in ("date", "text") and _ISO_DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    if column.kind == "choice":
        return name_value(str(value)).in_language(lang)
    cell: Cell = value
    return cell


def read_cell(column: Column, cell: Cell) -> Any:
    """The value that a cell means, as JSON would hold it; None for an empty one. What cannot be
    read is a text, in which the check will find what is wrong; or a Diagnosis."""
    if isinstance(cell, bool):
        return cell if column.kind == "boolean" else str(cell).lower()
    text = write_plainly(cell)
    if not text:
        return None
    read = _READERS.get(column.kind)
    return read(text, column) if read else text


def write_plainly(cell: Cell) -> str:
    """A cell as text: a day as 2027-01-06, a time as 09:00, a whole number without a point."""
    if isinstance(cell, str):
        if cell.isprintable():
            return cell.strip()
        lines = cell.strip().splitlines()
        return lines[0] if len(lines) == 1 else "\n".join(line.rstrip() for line in lines)
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return cell.isoformat()
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _read_text(text: str, column: Column) -> str:
    """A text, in the notation of the records if there is one and the meaning is certain."""
    notation = _NOTATIONS.get(column.path[-1])
    return notation(text) or text if notation else text


def _read_times(text: str) -> str | None:
    if parse_sessions(text, allows_open_end=True):
        return None if text.isascii() else write_times(text)
    help = diagnose_times(text, allows_open_end=True).help
    return help.new if isinstance(help, Remedy) else None


_NOTATIONS: dict[str, Callable[[str], str | None]] = {
    "time": _read_times,
    "every": read_interval,
    "ages": read_ages,
}
"""Key of a text that has a notation -> how others are read; None if they cannot be."""


def _read_date(text: str) -> str:
    """A date as 2027-01-06 if it can mean one day only; other texts as they are."""
    if _ISO_DATE.fullmatch(text):
        return text
    days = {day.isoformat() for day in list_dates(text)}
    return days.pop() if len(days) == 1 else text


def _read_list(text: str, column: Column) -> list[str]:
    if column.path[-1] == "days":
        text = translate_days(text) or text
    return [item for item in _SEPARATOR.split(text) if item]


def _read_boolean(text: str) -> Any:
    word = read_boolean(text)
    return word == "true" if word else text


def _read_hours(text: str) -> Any:
    """Opening hours as OpenStreetMap writes them, or in words; a Diagnosis for what only
    OpenStreetMap can say."""
    if looks_like_osm_hours(text):
        return read_osm_hours(text)
    lines = [line.partition(": ")[::2] for line in suggest_lines(text)]
    return dict(lines) or read_osm_hours(text)


def _read_move(text: str) -> Any:
    """A date that is moved: 2027-03-05 > 2027-03-06 09:00-11:00."""
    old_day, _, new = text.partition(">")
    new_day, _, time = new.strip().partition(" ")
    move = {"from": _read_date(old_day.strip()), "to": _read_date(new_day), "time": time.strip()}
    return {key: value for key, value in move.items() if value}


def _read_number(text: str, *, is_whole: bool) -> Any:
    if _PLAIN_NUMBER.fullmatch(text):
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    number = read_number(text, is_whole) if any(c.isdigit() for c in text) else None
    if number is None:
        return unicodedata.normalize("NFKC", text)
    return float(number) if "." in number else int(number)


_READERS: dict[str, Callable[[str, Column], Any]] = {
    "date": lambda text, _: _read_date(text),
    "whole": lambda text, _: _read_number(text, is_whole=True),
    "number": lambda text, _: _read_number(text, is_whole=False),
    "boolean": lambda text, _: _read_boolean(text),
    "choice": lambda text, column: find_value(text, column.choices) or text,
    "text": _read_text,
    "list": _read_list,
    "kinds": lambda text, column: [
        find_value(item, column.choices) or item for item in _SEPARATOR.split(text) if item
    ],
    "dates": lambda text, _: [_read_date(item) for item in _SEPARATOR.split(text) if item],
    "hours": lambda text, _: _read_hours(text),
    "moved": lambda text, _: [_read_move(item) for item in text.split(";")],
}
"""Kind of a column -> what a text in it means."""
