"""plan rotation: sets that change places after each round, written as YAML for the editor to
adjust."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any, NamedTuple

from tourbook.commands.base import Command, Look, Run, look
from tourbook.commands.options import count, day
from tourbook.common.dates import DAY
from tourbook.common.problems import did_you_mean
from tourbook.formats import yaml_source
from tourbook.model.entities import Entry
from tourbook.schedule import rotation
from tourbook.schema.fields import ID_PATTERN
from tourbook.timetable.opening import Opening

LAST_YEAR = 2199
"""The last one that a schedule may hold."""


class Every(NamedTuple):
    """So many weeks or months."""

    number: int
    months: bool

    def after(self, start: dt.date, n: int) -> dt.date:
        return (
            rotation.months_on(start, self.number * n)
            if self.months
            else start + dt.timedelta(weeks=self.number * n)
        )


@dataclass(frozen=True)
class Set:
    exhibition: Entry = field(compare=False)
    id: str
    copy: str

    def days(self, field: str) -> int:
        logistics = self.exhibition.record.logistics
        return ceil(getattr(logistics, field) or 0) if logistics else 0


def every(text: str) -> Every:
    found = re.fullmatch(r"([1-9]\d?) (week|month)s?", text.strip())
    if not found:
        raise argparse.ArgumentTypeError(
            f'write "6 months" or "10 weeks" / 写成 6 months 或 10 weeks: {text!r}'
        )
    return Every(int(found[1]), found[2] == "month")


def plain_id(text: str) -> str:
    """An id with room for what the stops add to it."""
    if not re.fullmatch(ID_PATTERN, text) or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"letters, digits and hyphens, 40 at most / 只用字母、数字、短横线，最多 40 个: "
            f"{text!r}"
        )
    return text


def run(run: Run) -> int:
    seen = look(run)
    if isinstance(seen, int):
        return seen
    a = run.args
    wrong: list[str] = []
    sets, venues = list(_sets(run, seen, wrong)), list(_venues(run, seen, wrong))
    if not wrong and len(set(sets)) + len({v.id for v in venues}) < len(sets) + len(venues):
        wrong.append(run.say("同一套或同一个场馆写了两次", "a copy or a venue is named twice"))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 2
    rounds = a.rounds or max(len(sets), len(venues))
    change = a.change_days if a.change_days is not None else _change_days(seen, sets, venues)
    try:
        periods = rotation.periods(a.start, a.every.after, rounds, change)
    except (ValueError, OverflowError):
        periods = []
    if not periods or periods[-1].close.year > LAST_YEAR:
        print(
            run.say(f"计划超过 {LAST_YEAR} 年", f"the plan goes beyond the year {LAST_YEAR}"),
            file=sys.stderr,
        )
        return 2
    if any(p.close < p.open for p in periods):
        print(
            run.say(
                f"一轮太短：换展要 {change} 天",
                f"a round is too short: the change takes {change} days",
            ),
            file=sys.stderr,
        )
        return 2
    stops = [
        _stop(seen, a.id, sets[t.set], venues[t.venue], t.round, periods[t.round])
        for t in sorted(
            rotation.square(len(sets), len(venues), rounds), key=lambda t: (t.round, t.venue)
        )
    ]
    if None in stops:
        print(
            run.say(
                "有一轮在某个场馆没有一天开放：换日期",
                "in some round a venue has no open day: choose other dates",
            ),
            file=sys.stderr,
        )
        return 2
    tour = {
        "id": a.id,
        "name": a.name or run.say("轮换巡展", "Rotation"),
        "exhibition": sets[0].exhibition.id,
        "stops": stops,
    }
    print(
        run.say(
            f"# {rounds} 轮，每轮之间 {change} 天换展。存成 schedule/{a.id}.yaml，按需要调整，"
            f"再运行 check。",
            f"# {rounds} rounds, with {change} days between them. Save as schedule/{a.id}.yaml, "
            f"adjust it, and run check.",
        )
    )
    sys.stdout.write(yaml_source.dump({"tours": [tour]}))
    return 0


def _sets(run: Run, seen: Look, wrong: list[str]) -> Iterator[Set]:
    model, known = seen.site.model, [f"{e.id}/{c.id}" for e, c in seen.site.engine.all_copies()]
    for written in _listed(run.args.copies, wrong, run):
        name, _, copy = written.partition("/")
        entry = model.find("exhibition", name)
        ids = [c.id for c in entry.record.copies] if entry else []
        if entry and not copy and len(ids) == 1:
            yield Set(entry, entry.id, ids[0])
        elif entry and copy in ids:
            yield Set(entry, entry.id, copy)
        else:
            hint = did_you_mean(written, known, show_all=30)
            wrong.append(
                run.say(
                    f"没有 “{written}” 这一套。{hint.zh}",
                    f"there is no copy “{written}”. {hint.en}",
                )
            )


def _venues(run: Run, seen: Look, wrong: list[str]) -> Iterator[Entry]:
    for written in _listed(run.args.venues, wrong, run):
        entry = seen.site.model.find("venue", written)
        if entry:
            yield entry
        else:
            hint = did_you_mean(written, seen.site.model.entries["venue"])
            wrong.append(
                run.say(
                    f"没有场馆 “{written}”。{hint.zh}", f"there is no venue “{written}”. {hint.en}"
                )
            )


def _listed(written: str, wrong: list[str], run: Run) -> list[str]:
    found = [part.strip() for part in written.replace("，", ",").split(",") if part.strip()]
    if not found:
        wrong.append(run.say("--copies 和 --venues 要写编号", "--copies and --venues take ids"))
    return found


def _change_days(seen: Look, sets: list[Set], venues: list[Entry]) -> int:
    """Days between two rounds: the longest striking and setting up, and the longest of the
    roads."""
    engine = seen.site.engine
    places = [p for v in venues if (p := engine.venue_place(v))]
    road = max((engine.road_days(engine.road(a, b)) for a in places for b in places), default=1)
    return (
        max(s.days("strike_days") for s in sets)
        + max(1, road)
        + max(s.days("set_up_days") for s in sets)
    )


def _stop(
    seen: Look, tour: str, one: Set, venue: Entry, number: int, period: rotation.Period
) -> dict[str, Any] | None:
    """A stop that opens and closes on open days of its venue; None where the venue has none in the
    period."""
    opening: Opening = seen.site.engine.venue_opening(venue)
    opens, closes = period
    if opening.known:
        first = opening.first_open(opens, closes)
        if first is None:
            return None
        opens = first
        while not opening.on(closes).sessions:
            closes -= DAY
    return {
        "id": f"{tour}-{number + 1}-{venue.id}",
        "status": "planned",
        "venue": venue.id,
        "exhibition": one.exhibition.id,
        "copy": one.copy,
        "round": number + 1,
        "open": opens,
        "close": closes,
    }


def _arguments(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--copies",
        required=True,
        metavar="EXHIBITION/COPY,...",
        help="the sets that rotate / 参加轮换的各套",
    )
    p.add_argument(
        "--venues",
        required=True,
        metavar="ID,...",
        help="the venues, in the order of the way / 场馆，按路线顺序",
    )
    p.add_argument(
        "--start",
        required=True,
        type=day,
        metavar="YYYY-MM-DD",
        help="first day of the first round / 第一轮从哪天起",
    )
    p.add_argument(
        "--every",
        type=every,
        default=every("6 months"),
        metavar="'6 months'",
        help="a round with its change: N weeks or N months (default: 6 months) / 一轮多长，含换展",
    )
    p.add_argument(
        "--rounds",
        type=count,
        metavar="N",
        help="how many (default: until every venue has had every set) / 几轮",
    )
    p.add_argument(
        "--change-days",
        type=count,
        metavar="N",
        help="days between two rounds (default: what striking, the longest road and setting up "
        "take) / 两轮之间几天换展",
    )
    p.add_argument(
        "--id",
        type=plain_id,
        default="rotation",
        metavar="ID",
        help="id of the tour (default: rotation) / 巡展编号",
    )
    p.add_argument("--name", metavar="TEXT", help="name of the tour / 巡展名称")


PLAN = Command("sets that change places after each round, as YAML / 排轮换计划", run, _arguments)
