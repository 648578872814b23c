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

from tourbook.commands.base import Command, Project, Run, open_project
from tourbook.commands.options import parse_count, parse_date
from tourbook.common.dates import DAY, add_months
from tourbook.common.problems import suggest_option
from tourbook.formats import yaml_source
from tourbook.model.entries import Exhibition, Venue
from tourbook.schedule import rotation
from tourbook.schema.fields import ID_PATTERN
from tourbook.timetable.opening import Opening

LAST_YEAR = 2199
"""The last one that a schedule may hold."""


class RoundLength(NamedTuple):
    """So many weeks or months."""

    number: int
    in_months: bool

    def add_to(self, start: dt.date, n: int) -> dt.date:
        return (
            add_months(start, self.number * n)
            if self.in_months
            else start + dt.timedelta(weeks=self.number * n)
        )


@dataclass(frozen=True)
class RotatingCopy:
    exhibition: Exhibition = field(compare=False)
    exhibition_id: str
    copy_id: str

    def count_logistics_days(self, field: str) -> int:
        logistics = self.exhibition.record.logistics
        return ceil(getattr(logistics, field) or 0) if logistics else 0


def parse_round_length(text: str) -> RoundLength:
    found = re.fullmatch(r"([1-9]\d?) (week|month)s?", text.strip())
    if not found:
        raise argparse.ArgumentTypeError(
            f'write "6 months" or "10 weeks" / 写成 6 months 或 10 weeks: {text!r}'
        )
    return RoundLength(int(found[1]), found[2] == "month")


def parse_short_id(text: str) -> str:
    """An id with room for what the stops add to it."""
    if not re.fullmatch(ID_PATTERN, text) or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"letters, digits and hyphens, 40 at most / 只用字母、数字、短横线，最多 40 个: "
            f"{text!r}"
        )
    return text


def run(run: Run) -> int:
    seen = open_project(run)
    if isinstance(seen, int):
        return seen
    a = run.args
    wrong: list[str] = []
    sets, venues = list(_parse_copies(run, seen, wrong)), list(_parse_venues(run, seen, wrong))
    if not wrong and len(set(sets)) + len({v.id for v in venues}) < len(sets) + len(venues):
        wrong.append(run.localize("同一套或同一个场馆写了两次", "a copy or a venue is named twice"))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 2
    rounds = a.rounds or max(len(sets), len(venues))
    change = (
        a.change_days if a.change_days is not None else _compute_change_days(seen, sets, venues)
    )
    try:
        periods = rotation.compute_round_periods(a.start, a.every.add_to, rounds, change)
    except (ValueError, OverflowError):
        periods = []
    if not periods or periods[-1].close.year > LAST_YEAR:
        print(
            run.localize(f"计划超过 {LAST_YEAR} 年", f"the plan goes beyond the year {LAST_YEAR}"),
            file=sys.stderr,
        )
        return 2
    if any(p.close < p.open for p in periods):
        print(
            run.localize(
                f"一轮太短：换展要 {change} 天",
                f"a round is too short: the change takes {change} days",
            ),
            file=sys.stderr,
        )
        return 2
    stops = [
        _make_stop(seen, a.id, sets[t.copy], venues[t.venue], t.round, periods[t.round])
        for t in sorted(
            rotation.build_latin_square(len(sets), len(venues), rounds),
            key=lambda t: (t.round, t.venue),
        )
    ]
    if None in stops:
        print(
            run.localize(
                "有一轮在某个场馆没有一天开放：换日期",
                "in some round a venue has no open day: choose other dates",
            ),
            file=sys.stderr,
        )
        return 2
    tour = {
        "id": a.id,
        "name": a.name or run.localize("轮换巡展", "Rotation"),
        "exhibition": sets[0].exhibition.id,
        "stops": stops,
    }
    print(
        run.localize(
            f"# {rounds} 轮，每轮之间 {change} 天换展。存成 schedule/{a.id}.yaml，按需要调整，"
            f"再运行 check。",
            f"# {rounds} rounds, with {change} days between them. Save as schedule/{a.id}.yaml, "
            f"adjust it, and run check.",
        )
    )
    sys.stdout.write(yaml_source.dump({"tours": [tour]}))
    return 0


def _parse_copies(run: Run, project: Project, errors: list[str]) -> Iterator[RotatingCopy]:
    model, known = (
        project.agenda.model,
        [f"{e.id}/{c.id}" for e, c in project.agenda.engine.iterate_copies()],
    )
    for written in _split_list(run.args.copies, errors, run):
        name, _, copy = written.partition("/")
        entry = model.entries.find(Exhibition, name)
        ids = [c.id for c in entry.record.copies] if entry else []
        if entry and not copy and len(ids) == 1:
            yield RotatingCopy(entry, entry.id, ids[0])
        elif entry and copy in ids:
            yield RotatingCopy(entry, entry.id, copy)
        else:
            hint = suggest_option(written, known, max_listed=30)
            errors.append(
                run.localize(
                    f"没有 “{written}” 这一套。{hint.zh}",
                    f"there is no copy “{written}”. {hint.en}",
                )
            )


def _parse_venues(run: Run, project: Project, errors: list[str]) -> Iterator[Venue]:
    for written in _split_list(run.args.venues, errors, run):
        entry = project.agenda.model.entries.find(Venue, written)
        if entry:
            yield entry
        else:
            hint = suggest_option(written, project.agenda.model.entries[Venue])
            errors.append(
                run.localize(
                    f"没有场馆 “{written}”。{hint.zh}", f"there is no venue “{written}”. {hint.en}"
                )
            )


def _split_list(written: str, errors: list[str], run: Run) -> list[str]:
    found = [part.strip() for part in written.replace("，", ",").split(",") if part.strip()]
    if not found:
        errors.append(
            run.localize("--copies 和 --venues 要写编号", "--copies and --venues take ids")
        )
    return found


def _compute_change_days(project: Project, copies: list[RotatingCopy], venues: list[Venue]) -> int:
    """Days between two rounds: the longest striking and setting up, and the longest of the
    roads."""
    engine = project.agenda.engine
    places = [p for v in venues if (p := engine.find_venue_coordinates(v))]
    road = max(
        (
            engine.compute_road_days(engine.compute_road_distance_km(a, b))
            for a in places
            for b in places
        ),
        default=1,
    )
    return (
        max(s.count_logistics_days("strike_days") for s in copies)
        + max(1, road)
        + max(s.count_logistics_days("set_up_days") for s in copies)
    )


def _make_stop(
    project: Project,
    tour: str,
    copy: RotatingCopy,
    venue: Venue,
    number: int,
    period: rotation.RoundPeriod,
) -> dict[str, Any] | None:
    """A stop that opens and closes on open days of its venue; None where the venue has none in the
    period."""
    opening: Opening = project.agenda.engine.get_venue_opening(venue)
    opens, closes = period
    if opening.has_weekday_rules:
        first = opening.find_first_open_day(opens, closes)
        if first is None:
            return None
        opens = first
        while not opening.find_times(closes).sessions:
            closes -= DAY
    return {
        "id": f"{tour}-{number + 1}-{venue.id}",
        "status": "planned",
        "venue": venue.id,
        "exhibition": copy.exhibition.id,
        "copy": copy.copy_id,
        "round": number + 1,
        "open": opens,
        "close": closes,
    }


def _add_arguments(p: argparse.ArgumentParser) -> None:
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
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="first day of the first round / 第一轮从哪天起",
    )
    p.add_argument(
        "--every",
        type=parse_round_length,
        default=parse_round_length("6 months"),
        metavar="'6 months'",
        help="a round with its change: N weeks or N months (default: 6 months) / 一轮多长，含换展",
    )
    p.add_argument(
        "--rounds",
        type=parse_count,
        metavar="N",
        help="how many (default: until every venue has had every set) / 几轮",
    )
    p.add_argument(
        "--change-days",
        type=parse_count,
        metavar="N",
        help="days between two rounds (default: what striking, the longest road and setting up "
        "take) / 两轮之间几天换展",
    )
    p.add_argument(
        "--id",
        type=parse_short_id,
        default="rotation",
        metavar="ID",
        help="id of the tour (default: rotation) / 巡展编号",
    )
    p.add_argument("--name", metavar="TEXT", help="name of the tour / 巡展名称")


COMMAND = Command(
    "sets that change places after each round, as YAML / 排轮换计划", run, _add_arguments
)
