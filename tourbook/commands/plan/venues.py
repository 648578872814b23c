"""plan venues: which venues can take an exhibition, or something of a size, in a period; and why
others cannot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.commands.base import Command, Run, UsageError
from tourbook.commands.options import (
    add_hall_arguments,
    add_period_arguments,
    parse_count,
    read_hall_measures,
)
from tourbook.commands.printed_tables import align_rows
from tourbook.commands.project import find_named, open_agenda
from tourbook.common.dates import OPEN_END
from tourbook.common.l10n import localize_text
from tourbook.common.printable import encode_json
from tourbook.common.problems import Message
from tourbook.common.suggestions import suggest_option
from tourbook.creation.fields import REGION
from tourbook.creation.records import make_choices
from tourbook.creation.values import Choices
from tourbook.model.entries import Exhibition, Venue
from tourbook.rules.base import format_span
from tourbook.rules.halls import format_shortfalls
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.availability import MIN_STAY_DAYS
from tourbook.schedule.halls import list_shortfalls
from tourbook.schedule.venue_fits import (
    VenueFit,
    Wish,
    list_fits,
    list_fitting_halls,
    list_taken_spans,
)
from tourbook.schema.fields import Logistics

_MAX_LISTED_STAYS = 2


def run_venues(run: Run) -> int:
    agenda = open_agenda(run)
    args, choices = run.args, make_choices(agenda)
    wish = _read_wish(args, agenda, choices)
    region = find_named(args.region, REGION, choices)
    fits: list[VenueFit] = []
    obstacles: list[tuple[Venue, Message]] = []
    for venue in agenda.model.entries.list_by_id(Venue):
        ancestry = agenda.model.regions.list_ancestry(venue.record.region)
        if region and region not in {r.code for r in ancestry}:
            continue
        at_venue = list_fits(agenda, venue, wish, args.copy)
        fits += at_venue
        if not at_venue:
            obstacles.append((venue, _explain_obstacle(agenda, venue, wish)))
    if args.json:
        print(encode_json(_make_json(agenda, fits, obstacles, args.lang)))
        return 0
    print("\n".join(_iterate_lines(run, agenda, fits, obstacles)))
    return 0


def _read_wish(args: argparse.Namespace, agenda: Agenda, choices: Choices) -> Wish:
    """Raises UsageError."""
    exhibition_id = find_named(args.exhibition, "exhibition", choices)
    exhibition = agenda.model.entries.find(Exhibition, exhibition_id)
    measures = read_hall_measures(args)
    if exhibition is None and not measures:
        raise UsageError(
            "写明是哪个展览，或要多大的展厅（--area 300）",
            "say which exhibition, or how large a hall has to be (--area 300)",
        )
    needs = exhibition.record.logistics if exhibition else None
    if measures:
        needs = msgspec.structs.replace(needs or Logistics(), **measures)
    ids = [copy.id for copy in exhibition.record.copies] if exhibition else []
    if args.copy and args.copy not in ids:
        help = suggest_option(args.copy, ids)
        raise UsageError(
            f"没有 “{args.copy}” 这一套。{help.zh}", f"there is no set “{args.copy}”. {help.en}"
        )
    first, last = args.first or agenda.today, args.last or OPEN_END
    if last < first:
        raise UsageError("--until 早于 --from", "--until is before --from")
    days = args.days or min(MIN_STAY_DAYS, (last - first).days + 1)
    return Wish(exhibition, needs, first, last, days)


# ---- why others cannot -----------------------------------------------------------------------


def _explain_obstacle(agenda: Agenda, venue: Venue, wish: Wish) -> Message:
    fitting = list_fitting_halls(venue, wish.needs)
    if not fitting and wish.needs:
        best = min((list_shortfalls(wish.needs, hall) for hall in venue.record.halls), key=len)
        lacking = format_shortfalls(best)
        return Message(f"放不下：需要{lacking.zh}", f"too small: it needs {lacking.en}")
    stays = {
        span.item.id: span
        for number in fitting
        for span in list_taken_spans(agenda, venue, number)
        if span.start <= wish.last and span.end >= wish.first
    }
    without_copies = wish._replace(exhibition=None)
    if stays and not list_fits(agenda, venue, without_copies):
        first_stays = sorted(stays.values(), key=lambda stay: stay.start)[:_MAX_LISTED_STAYS]
        named = [(stay.item.id, format_span(stay.start, stay.end)) for stay in first_stays]
        return Message(
            "展厅占着：" + "，".join(f"{id}（{span.zh}）" for id, span in named),
            "the hall is taken: " + ", ".join(f"{id} ({span.en})" for id, span in named),
        )
    if list_fits(agenda, venue, without_copies):
        return Message("没有空的一套能到", "no set is free to be there")
    return Message("开放的日子不够", "it is not open for as many days")


# ---- output ----------------------------------------------------------------------------------


def _iterate_lines(
    run: Run, agenda: Agenda, fits: list[VenueFit], obstacles: list[tuple[Venue, Message]]
) -> Iterator[str]:
    lang, first = run.args.lang, agenda.model.site.languages[0]
    no_end = run.localize("以后一直", "no end")
    yield from align_rows(
        [
            fit.venue.id,
            localize_text(fit.venue.name, lang, first),
            localize_text(fit.hall.name, lang, first) if fit.hall else "",
            run.localize(f"{fit.copy.id} 套", f"set {fit.copy.id}") if fit.copy else "",
            f"{fit.first} – {fit.last if fit.last < OPEN_END else no_end}",
        ]
        for fit in fits
    )
    if not fits:
        yield run.localize("没有合适的", "none can take it")
    if obstacles:
        yield ""
        yield run.localize("不行的：", "These cannot:")
        yield from align_rows(
            [venue.id, localize_text(venue.name, lang, first), reason.in_language(lang)]
            for venue, reason in obstacles
        )


def _make_json(
    agenda: Agenda, fits: list[VenueFit], obstacles: list[tuple[Venue, Message]], lang: str
) -> dict[str, Any]:
    first = agenda.model.site.languages[0]
    return {
        "fits": [
            {
                "venue": fit.venue.id,
                "hall": localize_text(fit.hall.name, lang, first) if fit.hall else None,
                "copy": fit.copy.id if fit.copy else None,
                "opens_from": str(fit.first),
                "closes_until": str(fit.last) if fit.last < OPEN_END else None,
            }
            for fit in fits
        ],
        "obstacles": [
            {"venue": venue.id, "reason": reason.in_language(lang)} for venue, reason in obstacles
        ],
    }


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "exhibition",
        nargs="?",
        default="",
        metavar="EXHIBITION",
        help="id or name / 展览编号或名称",
    )
    parser.add_argument("--copy", default="", metavar="ID", help="only this set / 只看这一套")
    add_period_arguments(parser)
    parser.add_argument(
        "--days",
        type=parse_count,
        metavar="N",
        help="for at least so many days (default: 14, or the whole period) / 至少几天",
    )
    parser.add_argument(
        "--region", default="", metavar="REGION", help="only in this region / 只看这个地区"
    )
    add_hall_arguments(parser, "a hall has to have so much / 展厅条件")
    parser.add_argument("--json", action="store_true", help="as JSON / 输出 JSON")


COMMAND = Command(run_venues, _add_arguments)
