"""A person or a team cannot be at two stops at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tourbook.common.dates import DAY, parse_minutes
from tourbook.common.intervals import Interval, find_exceeding_capacity
from tourbook.common.problems import Message
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import NOT_TAKING_PLACE
from tourbook.schema import StopRecord as StopRecord
from tourbook.schema import list_duties

from .base import Finding, describe_entry, describe_stop
from .clashes import format_repeats_en, format_repeats_zh, is_same_place

_WHOLE_DAY = (0, 24 * 60 - 1)
"""Its first and last minute. Spans here are from (day, minute) to (day, minute)."""


def find_crew_clashes(index: Agenda) -> Iterator[Finding]:
    """Somebody of the crew of two stops that overlap in time, in different places; told once for
    each later stop."""
    for who, spans in _collect_duty_intervals(index).items():
        person = index.model.entries["organisation"][who]
        found: dict[str, list[tuple[Interval, Interval]]] = defaultdict(list)
        for others, late in find_exceeding_capacity(spans, 1):
            found[late.item.id] += [
                (a, late)
                for a in others
                if a.item is not late.item and not is_same_place(a.item, late.item)
            ]
        for hits in filter(None, found.values()):
            first, late = hits[0]
            a, b, day = first.item, late.item, max(first.start, late.start)[0]
            one, two, name = (
                describe_stop(index, a),
                describe_stop(index, b),
                describe_entry(index, person),
            )
            after = _find_free_day(spans, hits)
            mend = Message(
                f"换人，或改日期：{after} 起有空",
                f"somebody else, or another day: free from {after} on",
            )
            if any(_is_always_on_duty(stop, who) for stop in (a, b)):
                mend = Message(
                    f"只来几天的，写 {{who: {who}, dates: [...]}}；换人，或改日期：{after} 起有空",
                    f"write {{who: {who}, dates: [...]}} for somebody who is there on some days "
                    f"only; else {mend.en}",
                )
            yield Finding(
                b.location.child("crew") if b.record.crew else b.location,
                Message(
                    f"{name.zh} 在 {day} 要同时在两处：{one.zh} 和 "
                    f"{two.zh}{format_repeats_zh(len(hits))}",
                    f"on {day} {name.en} is wanted in two places: {one.en} and "
                    f"{two.en}{format_repeats_en(len(hits))}",
                ),
                mend,
                (*(x.item for x, _ in hits), b, person),
                a.location.child("crew") if a.record.crew else a.location,
            )


def _find_free_day(spans: list[Interval], hits: list[tuple[Interval, Interval]]) -> dt.date:
    """The first day after a clash on which nobody wants the person anywhere else than at the later
    stop."""
    late = hits[0][1].item
    after: dt.date = max(first.end for first, _ in hits)[0] + DAY
    for span in sorted((s for s in spans if s.item is not late), key=lambda s: s.start):
        if span.start[0] <= after <= span.end[0]:
            after = span.end[0] + DAY
    return after


def _is_always_on_duty(stop: Stop, who: str) -> bool:
    """True for a stay of several days at which somebody is said to be all the time."""
    return stop.start != stop.end and any(
        d.who == who and not d.dates for d in list_duties(stop.record)
    )


def _collect_duty_intervals(index: Agenda) -> dict[str, list[Interval]]:
    """Person or team -> when they are wanted where; a vehicle's crew is wanted at each of its
    visits."""
    out: dict[str, list[Interval]] = defaultdict(list)
    for stop in index.model.stops:
        if not stop.spans or stop.record.status in NOT_TAKING_PLACE:
            continue
        crew: dict[str, list[list[dt.date]]] = defaultdict(list)
        for duty in list_duties(stop.record):
            crew[duty.who].append(duty.dates)
        if stop.caravan and not isinstance(stop.record, StopRecord):
            for member in stop.caravan.record.crew:
                crew[member.person].append([])
        known: dict[str, list[list[dt.date]]] = defaultdict(list)
        for who, given in crew.items():
            if found := index.model.find_entry("organisation", who):
                known[found.id] += (
                    given  # by its present id, so that one who is named twice counts once
                )
        for who, given in known.items():
            out[who] += _iterate_duty_intervals(
                stop, sorted({d for dates in given for d in dates}) if all(given) else []
            )
    return out


def _iterate_duty_intervals(stop: Stop, dates: list[dt.date]) -> Iterator[Interval]:
    if isinstance(stop.record, StopRecord):
        for start, end in ((d, d) for d in dates) if dates else stop.spans:
            yield Interval((start, _WHOLE_DAY[0]), (end, _WHOLE_DAY[1]), stop)
        return
    for day, _ in stop.spans:
        if dates and day not in dates:
            continue
        for session in stop.list_sessions(day):
            yield Interval(
                (day, parse_minutes(session.start)), (day, parse_minutes(session.end) - 1), stop
            )
