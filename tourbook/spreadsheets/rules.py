"""The recurrence that one cell of a row says, as the columns of `repeat`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tourbook.common.dates import DAY
from tourbook.common.problems import Diagnosis, Message
from tourbook.common.zones import find_zone_or_utc
from tourbook.formats.workbooks import Cell
from tourbook.sources.number_readings import read_interval
from tourbook.timetable.recurrence import iterate_dates, matches_rule, parse_rule
from tourbook.timetable.rule_readings import RuleReading, read_rule

from .cells import read_cell, write_plainly
from .columns import Column
from .differences import CellProblem, Difference, Row
from .records import RULE_COLUMN

_COLUMNS = {
    "every": Column(("repeat", "every"), "text", "every"),
    "days": Column(("repeat", "days"), "list", "days"),
    "until": Column(("repeat", "until"), "date", "until"),
    "count": Column(("repeat", "count"), "whole", "count"),
}


def expand_rule(row: Row, site_zone: str, to: Difference) -> Row:
    """A row with the columns of `repeat` in place of its rule."""
    if RULE_COLUMN not in row.cells:
        return row
    keys = {column.key: column for column in row.cells}
    text = write_plainly(row.cells[RULE_COLUMN])
    first_column = keys.get("repeat.first")
    first = _read_day(first_column, row.cells) if first_column else None
    values: dict[str, Cell] = {}
    if text and not (first_column and write_plainly(row.cells[first_column])):
        to.report(
            row.place(first_column or RULE_COLUMN),
            f"重复 “{text}” 没有第一次的日期（repeat.first）",
            f"the recurrence “{text}” has no first date (repeat.first)",
        )
    elif text and first:
        reading = _read(text, first)
        if isinstance(reading, Diagnosis):
            to.report(row.place(RULE_COLUMN), *reading.message, reading.help)
        else:
            values = _list_values(reading, row, keys, site_zone)
    cells = {c: cell for c, cell in row.cells.items() if c != RULE_COLUMN}
    numbers = dict(row.numbers)
    for name, value in values.items():
        column = keys.get(f"repeat.{name}", _COLUMNS[name])
        if write_plainly(cells.get(column, "")) == "":
            cells[column], numbers[column] = value, row.numbers[RULE_COLUMN]
    return row._replace(cells=cells, numbers=numbers)


def begin_on_a_day_of_the_rule(row: Row, to: Difference) -> Row:
    """A row whose recurrence begins on one of its days: the table may say the day from which on it
    holds. What is done is told."""
    columns = {c.key: c for c, cell in row.cells.items() if cell != "" and c.path[0] == "repeat"}
    values = {key: read_cell(c, row.cells[c]) for key, c in columns.items()}
    column, first = columns.get("repeat.first"), _parse_day(values.get("repeat.first"))
    interval, days = values.get("repeat.every"), values.get("repeat.days")
    if not (column and first and interval and days):
        return row
    try:
        rule = parse_rule(interval, days, first)
        day = first if matches_rule(rule, first) else next(iterate_dates(rule, first, None, 1))
    except (ValueError, StopIteration):
        return row
    if day == first:
        return row
    listed = ", ".join(days)
    to.notes.append(
        CellProblem(
            row.place(column),
            Message(
                f"{first} 不是 {listed}：第一次算 {day}",
                f"{first} is no {listed}: the first date is {day}",
            ),
        )
    )
    return row._replace(cells={**row.cells, column: day.isoformat()})


def _read(text: str, first: dt.date) -> RuleReading | Diagnosis:
    """A rule, or an interval in words."""
    interval = None if "=" in text else read_interval(text)
    return RuleReading(interval, (), None, None) if interval else read_rule(text, first)


def _list_values(
    reading: RuleReading, row: Row, keys: Mapping[str, Column], site_zone: str
) -> dict[str, Cell]:
    values: dict[str, Cell] = {"every": reading.interval, "days": ", ".join(reading.days)}
    if reading.limit is not None:
        values["count"] = reading.limit
    if reading.until is not None:
        values["until"] = _find_last_day(reading.until, row, keys, site_zone).isoformat()
    return {name: value for name, value in values.items() if value != ""}


def _find_last_day(
    until: dt.date | dt.datetime, row: Row, keys: Mapping[str, Column], site_zone: str
) -> dt.date:
    """The last day of a rule; a moment excludes what begins later on that day."""
    if not isinstance(until, dt.datetime):
        return until
    cells = {key: write_plainly(row.cells[column]) for key, column in keys.items()}
    zone = find_zone_or_utc(cells.get("place.timezone") or site_zone)
    local = until.astimezone(zone)
    is_before_start = f"{local:%H:%M}" < cells.get("time", "")[:5]
    return local.date() - DAY if is_before_start else local.date()


def _read_day(column: Column, cells: Mapping[Column, Cell]) -> dt.date | None:
    return _parse_day(read_cell(column, cells[column]))


def _parse_day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
