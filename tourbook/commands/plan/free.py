"""plan free: when each set and each vehicle could go somewhere else, and which shows fit a hall."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from tourbook.commands.base import Command, Project, Run, open_project
from tourbook.commands.options import parse_count, parse_date, parse_measure
from tourbook.common.l10n import localize_text
from tourbook.formats import yaml_source
from tourbook.model.entries import Exhibition, Venue
from tourbook.rules.halls import list_shortfalls
from tourbook.schedule import availability
from tourbook.site.feeds.tables import Tab, Table, to_csv

HALL_MEASURES = ("area", "height", "power", "floor_load")


def run(run: Run) -> int:
    seen = open_project(run)
    if isinstance(seen, int):
        return seen
    a, index = run.args, seen.agenda
    for kind, wanted in ((Venue, a.venue), (Exhibition, a.exhibition)):
        if wanted is not None and not index.model.entries.find(kind, wanted):
            name = "场馆" if kind is Venue else "展览"
            print(
                run.localize(
                    f"没有编号为 “{wanted}” 的{name}", f"there is no {kind.kind} “{wanted}”"
                ),
                file=sys.stderr,
            )
            return 2
    if a.first and a.last and a.last < a.first:
        print(run.localize("--until 早于 --from", "--until is before --from"), file=sys.stderr)
        return 2
    copies, vehicles = (
        list(_find_copies(seen, a)),
        [] if a.exhibition or a.venue or _read_hall_measures(a) else list(_find_caravans(seen, a)),
    )
    if a.form == "text":
        print("\n".join(_format_text(run, seen, [*copies, *vehicles])))
    else:
        sys.stdout.write(_format_data(seen, copies, vehicles, a.form))
    return 0


def _read_hall_measures(a: argparse.Namespace) -> dict[str, float]:
    return {name: getattr(a, name) for name in HALL_MEASURES if getattr(a, name) is not None}


def _find_copies(project: Project, a: argparse.Namespace) -> Iterator[availability.Availability]:
    index = project.agenda
    venue = index.model.entries.find(Venue, a.venue) if a.venue else None
    days = a.days or availability.MIN_STAY_DAYS
    found = availability.iterate_copy_availability(
        index, days, index.engine.find_venue_coordinates(venue) if venue else None
    )
    if a.exhibition:
        entry = index.model.entries.find(Exhibition, a.exhibition)
        found = (f for f in found if f.entry is entry)
    if _read_hall_measures(a):
        found = availability.filter_by_hall(
            found,
            [SimpleNamespace(**{**dict.fromkeys(HALL_MEASURES), **_read_hall_measures(a)})],
            list_shortfalls,
        )
    elif venue and venue.record.halls:
        found = availability.filter_by_hall(found, venue.record.halls, list_shortfalls)
    return _filter_by_period(found, a, index.today, days)


def _find_caravans(project: Project, a: argparse.Namespace) -> Iterator[availability.Availability]:
    days = a.days or availability.MIN_CARAVAN_DAYS
    return _filter_by_period(
        availability.iterate_caravan_availability(project.agenda, days),
        a,
        project.agenda.today,
        days,
    )


def _filter_by_period(
    availabilities: Iterator[availability.Availability],
    a: argparse.Namespace,
    today: dt.date,
    days: int,
) -> Iterator[availability.Availability]:
    if not a.first and not a.last:
        return availabilities
    return availability.filter_by_dates(
        availabilities, a.first or today, a.last or dt.date.max, days
    )


def _format_name(project: Project, lang: str, availability: availability.Availability) -> str:
    first = project.agenda.model.site.languages[0]
    name = localize_text(availability.entry.name, lang, first)
    return f"{name} [{availability.entry.id}" + (
        f"/{availability.copy.id}] {localize_text(availability.copy.name, lang, first)}".rstrip()
        if availability.copy
        else "]"
    )


def _format_text(
    run: Run, project: Project, availabilities: list[availability.Availability]
) -> Iterator[str]:
    for one in availabilities:
        yield _format_name(project, run.args.lang, one)
        for w in one.windows:
            start = str(w.start) if w.start else run.localize("现在起", "now")
            end = str(w.end) if w.end else run.localize("以后一直", "no end")
            line = f"  {start} – {end}"
            if one.copy and w.first_open_day and w.last_open_day:
                line += run.localize(
                    f"（可开放 {w.first_open_day} 至 {w.last_open_day}）",
                    f" (could be open {w.first_open_day} to {w.last_open_day})",
                )
            elif one.copy and w.first_open_day:
                line += run.localize(
                    f"（最早 {w.first_open_day} 开展）", f" (could open on {w.first_open_day})"
                )
            elif one.copy and w.last_open_day:
                line += run.localize(
                    f"（可开放到 {w.last_open_day}）", f" (could be open until {w.last_open_day})"
                )
            yield line
        if not one.windows:
            yield run.localize("  没有空档", "  never")
    if not availabilities:
        yield run.localize("没有符合条件的", "nothing that fits is free")


def _format_data(
    project: Project,
    copies: list[availability.Availability],
    caravans: list[availability.Availability],
    form: str,
) -> str:
    keys = ("free_from", "free_until", "opens_from", "closes_until")
    rows: list[dict[str, Any]] = []
    for one in [*copies, *caravans]:
        for w in one.windows:
            days = dict(
                zip(
                    keys,
                    (w.start, w.end, w.first_open_day, w.last_open_day)
                    if one.copy
                    else (w.start, w.end, None, None),
                    strict=True,
                )
            )
            rows.append(
                {
                    "exhibition" if one.copy else "caravan": one.entry.id,
                    "copy": one.copy.id if one.copy else None,
                    **days,
                }
            )
    if form == "yaml":
        return (
            yaml_source.dump([{k: x for k, x in row.items() if x is not None} for row in rows])
            if rows
            else "[]\n"
        )
    header = ("exhibition", "copy", "caravan", *keys)
    cells = [
        tuple(str(x) if (x := row.get(k)) is not None else None for k in header) for row in rows
    ]
    return (
        to_csv(Table((Tab("free", header, tuple(cells)),)))
        .decode("utf-8-sig")
        .replace("\r\n", "\n")
    )


def _add_arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--from",
        dest="first",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="free at some time from that day on / 从这天起",
    )
    p.add_argument(
        "--until",
        dest="last",
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="... up to that day / 到这天为止",
    )
    p.add_argument(
        "--days",
        type=parse_count,
        metavar="N",
        help="for so many days at the least (default: 14 open days; vehicles 7) / 至少几天",
    )
    p.add_argument("--exhibition", metavar="ID", help="only this exhibition / 只看这个展览")
    p.add_argument(
        "--venue",
        metavar="ID",
        help="what fits one of its halls, with the way there / 放得进这个场馆，算上路程",
    )
    for name, unit in (("area", "M2"), ("height", "M"), ("power", "KW"), ("floor-load", "KG/M2")):
        p.add_argument(
            f"--{name}",
            type=parse_measure,
            metavar=unit,
            help="what fits a hall like that / 展厅条件",
        )
    p.add_argument(
        "--as",
        dest="form",
        choices=("text", "csv", "yaml"),
        default="text",
        help="how it is printed / 输出格式",
    )


COMMAND = Command(
    "free stretches of copies and vehicles; which shows fit a hall / 查空档", run, _add_arguments
)
