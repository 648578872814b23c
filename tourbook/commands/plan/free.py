"""plan free: when each set and each vehicle could go somewhere else, and which shows fit a hall."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from tourbook.commands.base import Command, Look, Run, look
from tourbook.commands.options import amount, count, day
from tourbook.formats import yaml_source
from tourbook.model.entities import pick
from tourbook.rules.halls import lacks
from tourbook.schedule import availability
from tourbook.site.feeds.tables import Tab, Table, to_csv

MEASURES = ("area", "height", "power", "floor_load")


def run(run: Run) -> int:
    seen = look(run)
    if isinstance(seen, int):
        return seen
    a, index = run.args, seen.site
    for kind, wanted in (("venue", a.venue), ("exhibition", a.exhibition)):
        if wanted is not None and not index.model.find(kind, wanted):
            name = "场馆" if kind == "venue" else "展览"
            print(
                run.say(f"没有编号为 “{wanted}” 的{name}", f"there is no {kind} “{wanted}”"),
                file=sys.stderr,
            )
            return 2
    if a.first and a.last and a.last < a.first:
        print(run.say("--until 早于 --from", "--until is before --from"), file=sys.stderr)
        return 2
    copies, vehicles = (
        list(_copies(seen, a)),
        [] if a.exhibition or a.venue or _measures(a) else list(_vehicles(seen, a)),
    )
    if a.form == "text":
        print("\n".join(_text(run, seen, [*copies, *vehicles])))
    else:
        sys.stdout.write(_data(seen, copies, vehicles, a.form))
    return 0


def _measures(a: argparse.Namespace) -> dict[str, float]:
    return {name: getattr(a, name) for name in MEASURES if getattr(a, name) is not None}


def _copies(seen: Look, a: argparse.Namespace) -> Iterator[availability.Free]:
    index = seen.site
    venue = index.model.find("venue", a.venue) if a.venue else None
    days = a.days or availability.STAY_DAYS
    found = availability.copies(index, days, index.engine.venue_place(venue) if venue else None)
    if a.exhibition:
        entry = index.model.find("exhibition", a.exhibition)
        found = (f for f in found if f.thing is entry)
    if _measures(a):
        found = availability.fitting(
            found, [SimpleNamespace(**{**dict.fromkeys(MEASURES), **_measures(a)})], lacks
        )
    elif venue and venue.record.halls:
        found = availability.fitting(found, venue.record.halls, lacks)
    return _within(found, a, index.today, days)


def _vehicles(seen: Look, a: argparse.Namespace) -> Iterator[availability.Free]:
    days = a.days or availability.VISIT_DAYS
    return _within(availability.vehicles(seen.site, days), a, seen.site.today, days)


def _within(
    found: Iterator[availability.Free], a: argparse.Namespace, today: dt.date, days: int
) -> Iterator[availability.Free]:
    if not a.first and not a.last:
        return found
    return availability.during(found, a.first or today, a.last or dt.date.max, days)


def _name(seen: Look, lang: str, one: availability.Free) -> str:
    first = seen.site.model.site.languages[0]
    name = pick(one.thing.name, lang, first)
    return f"{name} [{one.thing.id}" + (
        f"/{one.copy.id}] {pick(one.copy.name, lang, first)}".rstrip() if one.copy else "]"
    )


def _text(run: Run, seen: Look, found: list[availability.Free]) -> Iterator[str]:
    for one in found:
        yield _name(seen, run.args.lang, one)
        for w in one.windows:
            start = str(w.start) if w.start else run.say("现在起", "now")
            end = str(w.end) if w.end else run.say("以后一直", "no end")
            line = f"  {start} – {end}"
            if one.copy and w.opens and w.closes:
                line += run.say(
                    f"（可开放 {w.opens} 至 {w.closes}）",
                    f" (could be open {w.opens} to {w.closes})",
                )
            elif one.copy and w.opens:
                line += run.say(f"（最早 {w.opens} 开展）", f" (could open on {w.opens})")
            elif one.copy and w.closes:
                line += run.say(f"（可开放到 {w.closes}）", f" (could be open until {w.closes})")
            yield line
        if not one.windows:
            yield run.say("  没有空档", "  never")
    if not found:
        yield run.say("没有符合条件的", "nothing that fits is free")


def _data(
    seen: Look, copies: list[availability.Free], vehicles: list[availability.Free], form: str
) -> str:
    keys = ("free_from", "free_until", "opens_from", "closes_until")
    rows: list[dict[str, Any]] = []
    for one in [*copies, *vehicles]:
        for w in one.windows:
            days = dict(
                zip(
                    keys,
                    (w.start, w.end, w.opens, w.closes)
                    if one.copy
                    else (w.start, w.end, None, None),
                    strict=True,
                )
            )
            rows.append(
                {
                    "exhibition" if one.copy else "caravan": one.thing.id,
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


def _arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--from",
        dest="first",
        type=day,
        metavar="YYYY-MM-DD",
        help="free at some time from that day on / 从这天起",
    )
    p.add_argument(
        "--until",
        dest="last",
        type=day,
        metavar="YYYY-MM-DD",
        help="... up to that day / 到这天为止",
    )
    p.add_argument(
        "--days",
        type=count,
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
            f"--{name}", type=amount, metavar=unit, help="what fits a hall like that / 展厅条件"
        )
    p.add_argument(
        "--as",
        dest="form",
        choices=("text", "csv", "yaml"),
        default="text",
        help="how it is printed / 输出格式",
    )


PLAN = Command(
    "free stretches of copies and vehicles; which shows fit a hall / 查空档", run, _arguments
)
