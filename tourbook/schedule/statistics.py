"""A year in figures: stops, visits, open days, people, kilometres, counties; by province, vehicle
and exhibition.

A stay counts in the year in which it opens, and so do its visitors; its open days count in the year
in which they lie. A visit counts on each of its dates. Kilometres are those of the road between one
stop and the next, worked out from positions, and count in the year of the arrival. What is called
off counts nowhere.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from tourbook.model.trips import Stay, Stop, Visit

from .agenda import Agenda
from .engine import Engine


@dataclass(slots=True)
class Figures:
    stops: int = 0
    visits: int = 0
    township: int = 0
    """Visits in townships."""
    open_days: int = 0
    """Days on which a stay is open, of stays with known hours; every date of a visit is one."""
    expected: int = 0
    visitors: int = 0
    km: float = 0.0

    @property
    def township_share(self) -> float | None:
        """The visits in townships, in per cent of all visits."""
        return 100 * self.township / self.visits if self.visits else None


@dataclass(slots=True)
class YearReport:
    year: int
    total: Figures = field(default_factory=Figures)
    provinces: dict[str, Figures] = field(default_factory=dict)
    """Code of the region at the top -> its figures; "" where no region is known."""
    caravans: dict[str, Figures] = field(default_factory=dict)
    exhibitions: dict[str, Figures] = field(default_factory=dict)
    months: list[Figures] = field(default_factory=lambda: [Figures() for _ in range(12)])
    """January first; stays by their opening, open days left out."""
    covered_counties: list[str] = field(default_factory=list)
    """Codes of the counties that had a stop or a visit, in order."""
    uncovered_counties: list[str] = field(default_factory=list)
    unmeasured_legs: int = 0
    """Ways between two stops of which one has no known position."""


def list_report_years(index: Agenda) -> list[int]:
    """The years in which something opens or is visited, in order."""
    return [y for y in index.stops_by_year if any(s.takes_place for s in index.stops_by_year[y])]


def compute_year_report(index: Agenda, year: int) -> YearReport:
    out = YearReport(year)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    for stop in index.stops_by_year.get(year, []):
        if not stop.takes_place:
            continue
        found = _compute_figures(index.engine, stop, first, last)
        for figures in _iterate_figures(out, index, stop):
            _add_figures(figures, found)
        _count_months(out, stop, year, found)
    for stop, km in _iterate_legs(index, year):
        if km is None:
            out.unmeasured_legs += 1
            continue
        for figures in _iterate_figures(out, index, stop):
            figures.km += km
    _compute_coverage(out, index)
    return out


def _iterate_figures(out: YearReport, index: Agenda, stop: Stop) -> Iterator[Figures]:
    """All the figures in which a stop counts."""
    yield out.total
    yield out.provinces.setdefault(index.model.regions.find_top_code(stop.place.region), Figures())
    if stop.caravan and isinstance(stop, Visit):
        yield out.caravans.setdefault(stop.caravan.id, Figures())
    if stop.exhibition:
        yield out.exhibitions.setdefault(stop.exhibition.id, Figures())


def _compute_figures(engine: Engine, stop: Stop, first: dt.date, last: dt.date) -> Figures:
    r = stop.record
    if isinstance(stop, Stay):
        opens, closes = stop.spans[0]
        opening = engine.get_opening(stop)
        days = (
            opening.count_open_days(max(opens, first), min(closes, last))
            if opening.has_weekday_rules
            else 0
        )
        if opens < first:
            return Figures(open_days=days)
        return Figures(stops=1, open_days=days, expected=r.expected or 0, visitors=r.visitors or 0)
    dates = sum(first <= day <= last for day, _ in stop.spans)
    gone = sum(day < first for day, _ in stop.spans)
    people = r.visitors or 0  # one number for all dates, shared out so that the years add up to it
    visitors = people * (gone + dates) // len(stop.spans) - people * gone // len(stop.spans)
    return Figures(
        visits=dates,
        township=dates * stop.place.is_in_township,
        open_days=dates,
        expected=(r.expected or 0) * dates,
        visitors=visitors,
    )


def _add_figures(figures: Figures, more: Figures) -> None:
    for name in ("stops", "visits", "township", "open_days", "expected", "visitors"):
        setattr(figures, name, getattr(figures, name) + getattr(more, name))


def _count_months(out: YearReport, stop: Stop, year: int, found: Figures) -> None:
    dates = [a for a, _ in stop.spans if a.year == year]
    for day in dates:
        month = out.months[day.month - 1]
        month.stops += found.stops
        month.visits += bool(found.visits)
    if dates:
        month = out.months[dates[0].month - 1]
        month.expected += found.expected
        month.visitors += found.visitors


def _iterate_legs(index: Agenda, year: int) -> Iterator[tuple[Stop, float | None]]:
    """(where it arrives, km or None) of each way of a set or a vehicle that ends in the year."""
    engine = index.engine
    for way in engine.stays_by_copy.values():
        for a, b in itertools.pairwise(way):
            if b.spans[0][0].year == year:
                yield b, engine.compute_stop_distance_km(a, b)
    for calls in engine.visits_by_caravan.values():
        for c, d in itertools.pairwise(calls):
            if d.day.year == year:
                yield d.stop, engine.compute_stop_distance_km(c.stop, d.stop)


def _compute_coverage(out: YearReport, index: Agenda) -> None:
    """The counties that the report is about: those of `coverage`, else of every city that ever had
    a stop."""
    divisions, coverage = index.model.regions, index.engine.planning.coverage
    had = {
        c
        for s in index.stops_by_year.get(out.year, [])
        if s.takes_place
        for c in divisions.list_present_codes(s.place.region)
    }
    every_one = {
        c
        for s in index.model.stops
        if s.place.region
        for c in divisions.list_present_codes(s.place.region)
    }
    above = coverage or sorted(
        {
            r.parent or c
            for c in every_one
            if (r := divisions.get(c)) and divisions.list_counties(c) == [c]
        }
    )
    every = dict.fromkeys(code for one in above for code in divisions.list_counties(one))
    out.covered_counties = sorted(c for c in every if c in had)
    out.uncovered_counties = sorted(c for c in every if c not in had)
