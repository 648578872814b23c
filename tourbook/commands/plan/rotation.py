"""plan rotation: copies that change venues after each round, as YAML for the editor to adjust."""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

from tourbook.commands.base import Command, Run, UsageError
from tourbook.commands.options import parse_count, parse_date
from tourbook.commands.project import open_agenda
from tourbook.common.dates import DAY, add_months
from tourbook.common.problems import Message, format_count
from tourbook.common.suggestions import suggest_option
from tourbook.formats import yaml_source
from tourbook.model.entries import Exhibition, Venue
from tourbook.schedule import rotation
from tourbook.schedule.agenda import Agenda
from tourbook.schema.fields import ID_PATTERN
from tourbook.timetable.opening import Opening

LAST_YEAR = 2199
"""The last year that a schedule may contain."""


class RoundLength(NamedTuple):
    """A number of weeks or months."""

    number: int
    in_months: bool

    def add_to(self, start: dt.date, n: int) -> dt.date:
        """The day n rounds after `start`."""
        if self.in_months:
            return add_months(start, self.number * n)
        return start + dt.timedelta(weeks=self.number * n)


class RotatingCopy(NamedTuple):
    exhibition: Exhibition
    id: str

    def count_logistics_days(self, field: str) -> int:
        """Whole days for `set_up_days` or `strike_days`; 0 if that is not given."""
        logistics = self.exhibition.record.logistics
        return ceil(getattr(logistics, field) or 0) if logistics else 0


# ---- types of options ----------------------------------------------------------------


def parse_round_length(text: str) -> RoundLength:
    match = re.fullmatch(r"([1-9]\d?) (week|month)s?", text.strip())
    if not match:
        raise argparse.ArgumentTypeError(
            f'write "6 months" or "10 weeks" / 写成 6 months 或 10 weeks: {text!r}'
        )
    return RoundLength(int(match[1]), match[2] == "month")


def parse_short_id(text: str) -> str:
    """An id to which the ids of stops add something: "ID-1-VENUE"."""
    if not re.fullmatch(ID_PATTERN, text) or len(text) > 40:
        raise argparse.ArgumentTypeError(
            f"letters, digits and hyphens, 40 at most / 只用字母、数字、短横线，最多 40 个: "
            f"{text!r}"
        )
    return text


# ---- the command ---------------------------------------------------------------------


def run_rotation(run: Run) -> int:
    agenda, args = open_agenda(run), run.args
    copies, venues = _parse_places(args, agenda)
    rounds = args.rounds or max(len(copies), len(venues))
    change_days = args.change_days
    if change_days is None:
        change_days = _compute_change_days(agenda, copies, venues)
    periods = _compute_periods(args, rounds, change_days)
    placements = rotation.build_latin_square(len(copies), len(venues), rounds)
    placements.sort(key=lambda p: (p.round, p.venue))
    tour = {
        "id": args.id,
        "name": args.name or run.localize("轮换巡展", "Rotation"),
        "exhibition": copies[0].exhibition.id,
        "stops": [
            _make_stop(agenda, args.id, p.round, copies[p.copy], venues[p.venue], periods[p.round])
            for p in placements
        ],
    }
    comment = run.localize(
        f"# {rounds} 轮，每轮之间 {change_days} 天换展。存成 schedule/{args.id}.yaml，按需要调整，"
        f"再运行 check。",
        f"# {format_count(rounds, 'round')}, with {format_count(change_days, 'day')} between them. "
        f"Save as "
        f"schedule/{args.id}.yaml, adjust it, and run check.",
    )
    print(comment)
    sys.stdout.write(yaml_source.dump({"tours": [tour]}))
    return 0


def _parse_places(
    args: argparse.Namespace, agenda: Agenda
) -> tuple[list[RotatingCopy], list[Venue]]:
    """The copies and the venues of the command line. Raises UsageError for all that is wrong."""
    errors: list[Message] = []
    copies = list(_iterate_copies(args.copies, agenda, errors))
    venues = list(_iterate_venues(args.venues, agenda, errors))
    names = [(copy.exhibition.id, copy.id) for copy in copies] + [(v.id, "") for v in venues]
    if not errors and len(set(names)) < len(names):
        errors.append(Message("同一套或同一个场馆写了两次", "a copy or a venue is named twice"))
    if errors:
        raise UsageError(*errors[0], *errors[1:])
    return copies, venues


def _iterate_copies(names: str, agenda: Agenda, errors: list[Message]) -> Iterator[RotatingCopy]:
    """The copies of a list such as "light/a,light/b"; the copy may be left out if there is one."""
    copy_names = [f"{e.id}/{c.id}" for e, c in agenda.engine.iterate_copies()]
    for text in _split_list(names, errors):
        name, _, copy = text.partition("/")
        exhibition = agenda.model.entries.find(Exhibition, name)
        ids = [c.id for c in exhibition.record.copies] if exhibition else []
        if exhibition and not copy and len(ids) == 1:
            yield RotatingCopy(exhibition, ids[0])
        elif exhibition and copy in ids:
            yield RotatingCopy(exhibition, copy)
        else:
            help = suggest_option(text, copy_names, max_listed=30)
            errors.append(
                Message(f"没有 “{text}” 这一套。{help.zh}", f"there is no copy “{text}”. {help.en}")
            )


def _iterate_venues(names: str, agenda: Agenda, errors: list[Message]) -> Iterator[Venue]:
    entries = agenda.model.entries
    for text in _split_list(names, errors):
        venue = entries.find(Venue, text)
        if venue:
            yield venue
        else:
            help = suggest_option(text, entries[Venue])
            errors.append(
                Message(f"没有场馆 “{text}”。{help.zh}", f"there is no venue “{text}”. {help.en}")
            )


def _split_list(text: str, errors: list[Message]) -> list[str]:
    parts = [part.strip() for part in text.replace("，", ",").split(",")]
    names = [part for part in parts if part]
    if not names:
        errors.append(Message("--copies 和 --venues 要写编号", "--copies and --venues take ids"))
    return names


def _compute_change_days(agenda: Agenda, copies: list[RotatingCopy], venues: list[Venue]) -> int:
    """Days between two rounds: the longest take-down, the longest road and the longest set-up."""
    engine = agenda.engine
    positions = [p for venue in venues if (p := engine.find_venue_coordinates(venue))]
    roads = [
        engine.compute_road_days(engine.compute_road_distance_km(a, b))
        for a in positions
        for b in positions
    ]
    take_down = max(copy.count_logistics_days("strike_days") for copy in copies)
    set_up = max(copy.count_logistics_days("set_up_days") for copy in copies)
    return take_down + max([1, *roads]) + set_up


def _compute_periods(
    args: argparse.Namespace, rounds: int, change_days: int
) -> list[rotation.RoundPeriod]:
    """When each round is open. Raises UsageError."""
    try:
        periods = rotation.compute_round_periods(args.start, args.every.add_to, rounds, change_days)
    except (ValueError, OverflowError):  # beyond the year 9999
        periods = []
    if not periods or periods[-1].close.year > LAST_YEAR:
        raise UsageError(f"计划超过 {LAST_YEAR} 年", f"the plan goes beyond the year {LAST_YEAR}")
    if any(period.close < period.open for period in periods):
        raise UsageError(
            f"一轮太短：换展要 {change_days} 天",
            f"a round is too short: the change-over takes {format_count(change_days, 'day')}",
        )
    return periods


def _make_stop(
    agenda: Agenda,
    tour: str,
    round_index: int,
    copy: RotatingCopy,
    venue: Venue,
    period: rotation.RoundPeriod,
) -> dict[str, Any]:
    """A stop that opens and closes on open days of its venue. Raises UsageError if there are
    none."""
    opening: Opening = agenda.engine.get_venue_opening(venue)
    opens, closes = period
    if opening.has_weekday_rules:
        first = opening.find_first_open_day(opens, closes)
        if first is None:
            raise UsageError(
                "有一轮在某个场馆没有一天开放：换日期",
                "in one of the rounds a venue has no open day: choose other dates",
            )
        opens = first
        while not opening.find_sessions(closes):
            closes -= DAY
    return {
        "id": f"{tour}-{round_index + 1}-{venue.id}",
        "status": "planned",
        "venue": venue.id,
        "exhibition": copy.exhibition.id,
        "copy": copy.id,
        "round": round_index + 1,
        "open": opens,
        "close": closes,
    }


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--copies",
        required=True,
        metavar="EXHIBITION/COPY,...",
        help="the copies that rotate / 参加轮换的各套",
    )
    parser.add_argument(
        "--venues",
        required=True,
        metavar="ID,...",
        help="the venues, in the order of the route / 场馆，按路线顺序",
    )
    parser.add_argument(
        "--start",
        required=True,
        type=parse_date,
        metavar="YYYY-MM-DD",
        help="first day of the first round / 第一轮从哪天起",
    )
    parser.add_argument(
        "--every",
        type=parse_round_length,
        default=parse_round_length("6 months"),
        metavar="'6 months'",
        help="length of a round, change-over included: N weeks or N months (default: 6 months) / "
        "一轮多长，含换展",
    )
    parser.add_argument(
        "--rounds",
        type=parse_count,
        metavar="N",
        help="number of rounds (default: until every venue has had every copy) / 几轮",
    )
    parser.add_argument(
        "--change-days",
        type=parse_count,
        metavar="N",
        help="days between two rounds (default: take-down, the longest road and set-up) / "
        "两轮之间几天换展",
    )
    parser.add_argument(
        "--id",
        type=parse_short_id,
        default="rotation",
        metavar="ID",
        help="id of the tour (default: rotation) / 巡展编号",
    )
    parser.add_argument("--name", metavar="TEXT", help="name of the tour / 巡展名称")


COMMAND = Command(run_rotation, _add_arguments)
