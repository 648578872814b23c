"""plan free: when each copy and each caravan is free, and which exhibitions fit a hall."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from tourbook.commands.base import Command, Run, UsageError
from tourbook.commands.options import (
    add_hall_arguments,
    add_period_arguments,
    parse_count,
    read_hall_measures,
)
from tourbook.commands.project import find_named, open_agenda
from tourbook.common.l10n import localize_text
from tourbook.common.printable import make_printable
from tourbook.common.problems import Message
from tourbook.creation.records import make_choices
from tourbook.formats import yaml_source
from tourbook.model.entries import Exhibition, Venue
from tourbook.schedule import availability
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import Availability, Window
from tourbook.schedule.venue_fits import limit_to_halls
from tourbook.schema.fields import Hall, Logistics
from tourbook.site.feeds.tables import Tab, Table, to_csv

"""Fields of a hall that are options, and their units."""
DAY_COLUMNS = ("free_from", "free_until", "opens_from", "closes_until")
COLUMNS = ("exhibition", "copy", "caravan", *DAY_COLUMNS)


def run_free(run: Run) -> int:
    agenda, args = open_agenda(run), run.args
    _check_arguments(args, agenda)
    availabilities = list(_find_copies(agenda, args))
    if not (args.exhibition or args.venue or read_hall_measures(args)):
        availabilities += _find_caravans(agenda, args)
    if args.form == "text":
        print("\n".join(map(make_printable, _iterate_text_lines(run, agenda, availabilities))))
    else:
        rows = list(_iterate_rows(availabilities))
        sys.stdout.write(_format_yaml(rows) if args.form == "yaml" else _format_csv(rows))
    return 0


def _check_arguments(args: argparse.Namespace, agenda: Agenda) -> None:
    """Names become ids. Raises UsageError."""
    choices = make_choices(agenda)
    args.venue = find_named(args.venue or "", "venue", choices)
    args.exhibition = find_named(args.exhibition or "", "exhibition", choices)
    if args.first and args.last and args.last < args.first:
        raise UsageError("--until 早于 --from", "--until is before --from")


# ---- what is free --------------------------------------------------------------------


def _find_copies(agenda: Agenda, args: argparse.Namespace) -> Iterable[Availability]:
    entries = agenda.model.entries
    venue = entries.find(Venue, args.venue) if args.venue else None
    destination = agenda.engine.find_venue_coordinates(venue) if venue else None
    days = args.days or availability.MIN_STAY_DAYS
    copies: Iterable[Availability] = availability.list_copy_availability(agenda, days, destination)
    if args.exhibition:
        exhibition = entries.find(Exhibition, args.exhibition)
        copies = (copy for copy in copies if copy.entry is exhibition)
    measures = read_hall_measures(args)
    halls = [Hall(name="", **measures)] if measures else venue.record.halls if venue else []
    if halls:
        copies = availability.filter_by_hall(copies, halls)
    if venue:
        copies = (
            limit_to_halls(agenda, venue, None if measures else _get_needs(copy), copy, days)
            for copy in copies
        )
    return _filter_by_period(copies, args, agenda.today, days)


def _get_needs(copy: Availability) -> Logistics | None:
    return copy.entry.record.logistics if isinstance(copy.entry, Exhibition) else None


def _find_caravans(agenda: Agenda, args: argparse.Namespace) -> Iterable[Availability]:
    days = args.days or availability.MIN_CARAVAN_DAYS
    caravans = availability.list_caravan_availability(agenda, days)
    return _filter_by_period(caravans, args, agenda.today, days)


def _filter_by_period(
    availabilities: Iterable[Availability], args: argparse.Namespace, today: dt.date, days: int
) -> Iterable[Availability]:
    if not args.first and not args.last:
        return availabilities
    first, last = args.first or today, args.last or dt.date.max
    return availability.filter_by_dates(availabilities, first, last, days)


# ---- output --------------------------------------------------------------------------


def _iterate_text_lines(
    run: Run, agenda: Agenda, availabilities: list[Availability]
) -> Iterator[str]:
    for item in availabilities:
        yield _format_name(agenda, run.args.lang, item)
        for window in item.windows:
            start = str(window.start) if window.start else run.localize("现在起", "now")
            end = str(window.end) if window.end else run.localize("以后一直", "no end")
            line = f"  {start} – {end}"
            if item.copy:
                line += _describe_open_days(window).in_language(run.args.lang)
            yield line
        if not item.windows:
            yield run.localize("  没有空档", "  never")
    if not availabilities:
        yield run.localize("没有符合条件的", "nothing that fits is free")


def _format_name(agenda: Agenda, lang: str, item: Availability) -> str:
    """For a copy "Light and Shadow [light/a] First Set", for a caravan "The Blue Caravan [van]"."""
    first = agenda.model.site.languages[0]
    name = localize_text(item.entry.name, lang, first)
    if item.copy is None:
        return f"{name} [{item.entry.id}]"
    copy_name = localize_text(item.copy.name, lang, first)
    return f"{name} [{item.entry.id}/{item.copy.id}] {copy_name}".rstrip()


def _describe_open_days(window: Window) -> Message:
    """The days on which a stay in the window could be open, as far as its ends are known."""
    first, last = window.first_open_day, window.last_open_day
    if first and last:
        return Message(f"（可开放 {first} 至 {last}）", f" (could be open {first} to {last})")
    if first:
        return Message(f"（最早 {first} 开展）", f" (could open on {first})")
    if last:
        return Message(f"（可开放到 {last}）", f" (could be open until {last})")
    return Message("", "")


def _iterate_rows(availabilities: list[Availability]) -> Iterator[dict[str, Any]]:
    """A row for each window: column -> value, without the columns that do not apply."""
    for item in availabilities:
        for window in item.windows:
            row: dict[str, Any] = {"caravan": item.entry.id}
            if item.copy:
                row = {"exhibition": item.entry.id, "copy": item.copy.id}
            days = [window.start, window.end]
            if item.copy:
                days += [window.first_open_day, window.last_open_day]
            row.update(zip(DAY_COLUMNS, days, strict=False))
            yield {column: value for column, value in row.items() if value is not None}


def _format_yaml(rows: list[dict[str, Any]]) -> str:
    return yaml_source.dump(rows) if rows else "[]\n"


def _format_csv(rows: list[dict[str, Any]]) -> str:
    cells = tuple(
        tuple(str(row[column]) if column in row else None for column in COLUMNS) for row in rows
    )
    raw = to_csv(Table((Tab("free", COLUMNS, cells),)))
    return raw.decode("utf-8-sig").replace("\r\n", "\n")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    add_period_arguments(parser)
    parser.add_argument(
        "--days",
        type=parse_count,
        metavar="N",
        help="minimum number of days (default: 14 open days; caravans 7) / 至少几天",
    )
    parser.add_argument("--exhibition", metavar="ID", help="only this exhibition / 只看这个展览")
    parser.add_argument(
        "--venue",
        metavar="ID",
        help="only what fits a hall of this venue, transport included / 放得进这个场馆，算上路程",
    )
    add_hall_arguments(parser, "only what fits a hall with this / 展厅条件")
    parser.add_argument(
        "--as",
        dest="form",
        choices=("text", "csv", "yaml"),
        default="text",
        help="output format (default: text) / 输出格式",
    )


COMMAND = Command(
    run_free,
    _add_arguments,
)
