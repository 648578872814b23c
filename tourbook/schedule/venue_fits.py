"""Which venues can take an exhibition, and from when until when: a hall that is large enough and
free, and a set that can be there."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tourbook.common.dates import DAY, OPEN_END, Span
from tourbook.common.intervals import Interval, find_gaps
from tourbook.model.entries import Exhibition, Venue
from tourbook.model.trips import Stay
from tourbook.schema.fields import CopyRecord, Hall, Logistics

from .agenda import Agenda
from .availability import Availability, list_copy_availability
from .halls import VenueHalls, list_shortfalls
from .stages import compute_hall_span, count_set_up_days, count_strike_days

HallStay = Interval[dt.date, Stay]
"""The days on which a stay takes up its hall."""


class HallPeriod(NamedTuple):
    """Days on which an exhibition could be open in a hall; None where nothing limits them."""

    hall: Hall | None
    """None at a venue that lists no halls."""
    first: dt.date | None
    last: dt.date | None


class Wish(NamedTuple):
    """What is looked for: an exhibition, or so much room, for so many days in a row."""

    exhibition: Exhibition | None
    needs: Logistics | None
    first: dt.date
    last: dt.date
    days: int


class VenueFit(NamedTuple):
    """A stay that would be possible: open on any days from `first` to `last`, which is OPEN_END if
    nothing follows."""

    venue: Venue
    hall: Hall | None
    copy: CopyRecord | None
    """None if no set was asked for, or if the exhibition lists none."""
    first: dt.date
    last: dt.date


def list_fits(agenda: Agenda, venue: Venue, wish: Wish, copy: str = "") -> list[VenueFit]:
    """What is possible at a venue, perhaps only with one set, the earliest first."""
    fits = [
        VenueFit(venue, period.hall, item, *span)
        for period in list_hall_periods(agenda, venue, wish.needs, wish.exhibition)
        for item, window in _iterate_copy_windows(agenda, venue, wish, copy)
        if (span := _intersect(agenda, venue, wish, [(period.first, period.last), window]))
    ]
    return sorted(fits, key=lambda fit: (fit.first, fit.copy.id if fit.copy else ""))


def list_hall_periods(
    agenda: Agenda, venue: Venue, needs: Logistics | None, exhibition: Exhibition | None
) -> Iterator[HallPeriod]:
    """When an exhibition could be open in each hall that is large enough, setting up and taking
    down included."""
    set_up = count_set_up_days(exhibition) * DAY
    strike = count_strike_days(exhibition) * DAY
    for number in list_fitting_halls(venue, needs):
        for before, after in find_gaps(list_taken_spans(agenda, venue, number)):
            if before and before.end >= OPEN_END:
                continue
            yield HallPeriod(
                venue.record.halls[number] if number is not None else None,
                before.end + DAY + set_up if before else None,
                after.start - DAY - strike if after else None,
            )


def list_fitting_halls(venue: Venue, needs: Logistics | None) -> Sequence[int | None]:
    """The numbers of the halls that are large enough; [None] for a venue that lists none."""
    halls = venue.record.halls
    fitting = [n for n, hall in enumerate(halls) if not (needs and list_shortfalls(needs, hall))]
    return fitting if halls else [None]


def limit_to_halls(
    agenda: Agenda, venue: Venue, needs: Logistics | None, item: Availability, days: int
) -> Availability:
    """When a copy could be open, only as far as a hall of a venue is free then."""
    exhibition = item.entry if isinstance(item.entry, Exhibition) else None
    periods = list(list_hall_periods(agenda, venue, needs, exhibition))
    free_spans = _merge([(p.first or dt.date.min, p.last or OPEN_END) for p in periods])
    windows = []
    for window in item.windows:
        for start, end in free_spans:
            opens = max(window.first_open_day or dt.date.min, start)
            closes = min(window.last_open_day or OPEN_END, end)
            clipped = window._replace(
                first_open_day=opens if opens > agenda.today else None,
                last_open_day=closes if closes < OPEN_END else None,
            )
            if clipped.count_open_days(agenda.today, OPEN_END) >= days:
                windows.append(clipped)
    return item._replace(windows=tuple(windows))


def _merge(spans: list[Span]) -> list[Span]:
    """The same days, as spans that do not meet."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + DAY:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


# ---- halls that are taken ------------------------------------------------------------------


def list_hall_stays(agenda: Agenda, venue: Venue) -> list[HallStay]:
    """The stays at a venue that take place, with the days on which each takes up its hall."""
    return [
        Interval(*compute_hall_span(stop), stop)
        for stop in agenda.list_stops("venue", venue.id)
        if isinstance(stop, Stay) and stop.spans and stop.takes_place
    ]


def list_taken_spans(agenda: Agenda, venue: Venue, number: int | None) -> list[HallStay]:
    """The days on which a hall is taken: by a stay that names it, or because as many stays as
    there are halls are at the venue. As in the rule `venue-full`."""
    stays, halls = list_hall_stays(agenda, venue), VenueHalls(venue)
    names = {stay.item: halls.find_name(stay.item) for stay in stays}
    hall_count = halls.count(set(names.values()) - {""})
    own = [s for s in stays if names[s.item] and halls.list_numbers(names[s.item]) == [number]]
    return [*own, *_iterate_full_spans(stays, hall_count)]


def _iterate_full_spans(stays: Iterable[HallStay], hall_count: int) -> Iterator[HallStay]:
    """The days on which at least so many stays are there."""
    stays = list(stays)
    changes: Counter[dt.date] = Counter()
    for stay in stays:
        changes[stay.start] += 1
        changes[stay.end + DAY] -= 1
    count = 0
    for day, next_day in pairwise(sorted(changes)):
        count += changes[day]
        if count >= hall_count:
            stay = next(stay for stay in stays if stay.start <= day <= stay.end)
            yield Interval(day, next_day - DAY, stay.item)


# ---- sets ----------------------------------------------------------------------------------

_OpenSpan = tuple[dt.date | None, dt.date | None]


def _iterate_copy_windows(
    agenda: Agenda, venue: Venue, wish: Wish, copy: str
) -> Iterator[tuple[CopyRecord | None, _OpenSpan]]:
    """When each set could be open at a venue; any time without any."""
    if wish.exhibition is None or not wish.exhibition.record.copies:
        yield None, (None, None)
        return
    place = agenda.engine.find_venue_coordinates(venue)
    for item in list_copy_availability(agenda, wish.days, place):
        if item.entry is wish.exhibition and item.copy and copy in ("", item.copy.id):
            for window in item.windows:
                yield item.copy, (window.first_open_day, window.last_open_day)


def _intersect(agenda: Agenda, venue: Venue, wish: Wish, spans: Iterable[_OpenSpan]) -> Span | None:
    """The days that all spans have, from an open day of the venue to another; None if these are
    fewer than are wanted."""
    first, last = wish.first, wish.last
    for start, end in spans:
        first, last = max(start or first, first), min(end or last, last)
    opening = agenda.engine.get_venue_opening(venue)
    if opening.has_weekday_rules and first <= last:
        first = opening.find_first_open_day(first, last) or last + DAY
        while first <= last < OPEN_END and not opening.find_sessions(last):
            last -= DAY
    return (first, last) if (last - first).days + 1 >= wish.days else None
