"""list: the stops, or the records of another kind, that meet some conditions."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping

from tourbook.common.printable import encode_json
from tourbook.common.suggestions import suggest_option
from tourbook.creation.fields import REGION
from tourbook.creation.records import make_choices
from tourbook.creation.values import Choices
from tourbook.model.entries import ENTRY_CLASSES, Entry
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.overview.rows import COLUMN_TITLES, Row, RowMaker
from tourbook.overview.selection import STATE_WORDS, Conditions, select_entries, select_stops
from tourbook.schedule.agenda import Agenda
from tourbook.sources.paths import KIND_BY_FOLDER

from .base import Command, Run, UsageError
from .options import parse_date
from .printed_tables import align_rows
from .project import find_named, look_up

_STOPS = ("stops", "visits")
KINDS = (*_STOPS, "tours", "routes", *KIND_BY_FOLDER)
MEMBER_KINDS = ("tour", "route", "exhibition", "venue", "caravan", "organisation", "campaign")
"""What a stop can be part of, as options."""
_FINISHED = frozenset({"over", "cancelled"})


def run_list(run: Run) -> int:
    agenda, kind = look_up(run), _read_kind(run.args.kind)
    conditions = _read_conditions(run.args, make_choices(agenda))
    records: Iterable[Stop | Trip | Entry] = (
        _select_stops(agenda, kind, conditions)
        if kind in _STOPS
        else select_entries(agenda, _iterate_records(agenda, kind), conditions)
    )
    maker = RowMaker(agenda, run.args.lang)
    rows = [maker.make(record) for record in records]
    if run.args.json:
        print(encode_json(rows))
    elif rows:
        print("\n".join(align_rows(_make_table(rows, run.args.lang))))
    else:
        run.print_status("没有符合条件的", "nothing meets these conditions")
    return 0


def _read_kind(text: str) -> str:
    """The plural of a kind. Raises UsageError."""
    kind = text if text in KINDS else f"{text}s"
    if kind not in KINDS:
        help = suggest_option(text, KINDS)
        raise UsageError(f"没有 “{text}” 这一种。{help.zh}", f"there is no “{text}”. {help.en}")
    return kind


def _read_conditions(args: argparse.Namespace, choices: Choices) -> Conditions:
    """Raises UsageError."""
    members = [
        ("tour" if kind == "route" else kind, find_named(getattr(args, kind), kind, choices))
        for kind in MEMBER_KINDS
        if getattr(args, kind)
    ]
    region = find_named(args.region, REGION, choices)
    if region:
        members.append(("place", region))
    states = frozenset(map(_read_state, filter(None, args.state.replace("，", ",").split(","))))
    is_limited = states or args.first or args.last or args.all or args.words
    if not is_limited:
        states = frozenset(STATE_WORDS) - _FINISHED
    return Conditions(tuple(members), args.first, args.last, states, region, args.words)


def _read_state(text: str) -> str:
    """Raises UsageError."""
    word = text.strip()
    for state, words in STATE_WORDS.items():
        if word in (state, *words):
            return state
    listed = [f"{words.zh}（{state}）" for state, words in STATE_WORDS.items()]
    raise UsageError(
        f"没有 “{word}” 这种状态；可以写：{'、'.join(listed)}",
        f"there is no state “{word}”; choose from: {', '.join(STATE_WORDS)}",
    )


def _select_stops(agenda: Agenda, kind: str, conditions: Conditions) -> list[Stop]:
    """Of a tour the stops, of a route the visits."""
    stops = select_stops(agenda, conditions)
    return [stop for stop in stops if isinstance(stop, Stay) is (kind == "stops")]


def _iterate_records(agenda: Agenda, kind: str) -> Iterable[Entry | Trip]:
    trips = agenda.model.trips.values()
    if kind in KIND_BY_FOLDER:
        return agenda.model.entries[ENTRY_CLASSES[KIND_BY_FOLDER[kind]]].values()
    return [trip for trip in trips if f"{trip.kind}s" == kind]


def _make_table(rows: list[Row], lang: str) -> list[list[str]]:
    """With titles above the columns."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    titles: Mapping[str, str] = {c: COLUMN_TITLES[c].in_language(lang) for c in columns}
    return [
        list(titles.values()),
        *([str(row.get(column, "")) for column in columns] for row in rows),
    ]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        nargs="?",
        default="stops",
        metavar="KIND",
        help=f"{', '.join(KINDS)} (default: stops) / 哪一种，不写是站点",
    )
    for name, text in (("from", "first day / 从这天起"), ("until", "last day / 到这天为止")):
        parser.add_argument(
            f"--{name}",
            dest={"from": "first", "until": "last"}[name],
            type=parse_date,
            metavar="YYYY-MM-DD",
            help=text,
        )
    for kind in MEMBER_KINDS:
        parser.add_argument(
            f"--{kind}",
            default="",
            metavar=kind.upper(),
            help="only what belongs to it, by id or name / 只看它的，编号或名称",
        )
    parser.add_argument("--region", default="", metavar="REGION", help="code or name / 地区")
    states = ", ".join(STATE_WORDS)
    parser.add_argument("--state", default="", metavar="STATE", help=f"{states} / 状态")
    parser.add_argument(
        "--words", default="", metavar="TEXT", help="part of an id or a name / 编号或名称里的字"
    )
    parser.add_argument(
        "--all", action="store_true", help="also what is over or cancelled / 包括已结束和取消的"
    )
    parser.add_argument("--json", action="store_true", help="as JSON / 输出 JSON")


COMMAND = Command(run_list, add_arguments)
