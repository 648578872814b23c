"""A person or a team cannot be at two stops at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from tourbook.common.dates import DAY, minutes
from tourbook.common.intervals import Span, crowded
from tourbook.common.problems import Say
from tourbook.model.entities import Stop
from tourbook.schedule.agenda import Index
from tourbook.schedule.engine import CALLED_OFF
from tourbook.schema import Stop as StopRecord
from tourbook.schema import duties

from .base import Finding, named, place
from .clashes import same_place, times_en, times_zh

_WHOLE_DAY = (0, 24 * 60 - 1)
"""Its first and last minute. Spans here are from (day, minute) to (day, minute)."""


def booked(index: Index) -> Iterator[Finding]:
    """Somebody of the crew of two stops that overlap in time, in different places; told once for
    each later stop."""
    for who, spans in _duties(index).items():
        person = index.model.entries["organisation"][who]
        found: dict[str, list[tuple[Span, Span]]] = defaultdict(list)
        for others, late in crowded(spans, 1):
            found[late.item.id] += [
                (a, late)
                for a in others
                if a.item is not late.item and not same_place(a.item, late.item)
            ]
        for hits in filter(None, found.values()):
            first, late = hits[0]
            a, b, day = first.item, late.item, max(first.start, late.start)[0]
            one, two, name = place(index, a), place(index, b), named(index, person)
            after = _free(spans, hits)
            mend = Say(
                f"换人，或改日期：{after} 起有空",
                f"somebody else, or another day: free from {after} on",
            )
            if any(_always(stop, who) for stop in (a, b)):
                mend = Say(
                    f"只来几天的，写 {{who: {who}, dates: [...]}}；换人，或改日期：{after} 起有空",
                    f"write {{who: {who}, dates: [...]}} for somebody who is there on some days "
                    f"only; else {mend.en}",
                )
            yield Finding(
                b.at.down("crew") if b.record.crew else b.at,
                Say(
                    f"{name.zh} 在 {day} 要同时在两处：{one.zh} 和 {two.zh}{times_zh(len(hits))}",
                    f"on {day} {name.en} is wanted in two places: {one.en} and "
                    f"{two.en}{times_en(len(hits))}",
                ),
                mend,
                (*(x.item for x, _ in hits), b, person),
                a.at.down("crew") if a.record.crew else a.at,
            )


def _free(spans: list[Span], hits: list[tuple[Span, Span]]) -> dt.date:
    """The first day after a clash on which nobody wants the person anywhere else than at the later
    stop."""
    late = hits[0][1].item
    after: dt.date = max(first.end for first, _ in hits)[0] + DAY
    for span in sorted((s for s in spans if s.item is not late), key=lambda s: s.start):
        if span.start[0] <= after <= span.end[0]:
            after = span.end[0] + DAY
    return after


def _always(stop: Stop, who: str) -> bool:
    """True for a stay of several days at which somebody is said to be all the time."""
    return stop.start != stop.end and any(d.who == who and not d.dates for d in duties(stop.record))


def _duties(index: Index) -> dict[str, list[Span]]:
    """Person or team -> when they are wanted where; a vehicle's crew is wanted at each of its
    visits."""
    out: dict[str, list[Span]] = defaultdict(list)
    for stop in index.model.stops:
        if not stop.spans or stop.record.status in CALLED_OFF:
            continue
        crew: dict[str, list[list[dt.date]]] = defaultdict(list)
        for duty in duties(stop.record):
            crew[duty.who].append(duty.dates)
        if stop.caravan and not isinstance(stop.record, StopRecord):
            for member in stop.caravan.record.crew:
                crew[member.person].append([])
        known: dict[str, list[list[dt.date]]] = defaultdict(list)
        for who, given in crew.items():
            if found := index.model.find("organisation", who):
                known[found.id] += (
                    given  # by its present id, so that one who is named twice counts once
                )
        for who, given in known.items():
            out[who] += _when(
                stop, sorted({d for dates in given for d in dates}) if all(given) else []
            )
    return out


def _when(stop: Stop, dates: list[dt.date]) -> Iterator[Span]:
    if isinstance(stop.record, StopRecord):
        for start, end in ((d, d) for d in dates) if dates else stop.spans:
            yield Span((start, _WHOLE_DAY[0]), (end, _WHOLE_DAY[1]), stop)
        return
    for day, _ in stop.spans:
        if dates and day not in dates:
            continue
        for session in stop.times(day):
            yield Span((day, minutes(session.start)), (day, minutes(session.end) - 1), stop)
