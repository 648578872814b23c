"""A year in figures: stops, visits, open days, people, kilometres, counties; by province, caravan
and exhibition.

A stay counts in the year in which it opens, and so do its visitors; its open days count in the year
in which they lie. A visit counts on each of its dates. Kilometres are those of the road between one
stop and the next, computed from positions, and count in the year of the arrival. Cancelled and
postponed stops count nowhere.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tourbook.common.dates import Span
from tourbook.common.memoized import memoize_by_owner
from tourbook.model.regions import RegionTree
from tourbook.model.trips import Stay, Stop, Visit

from .agenda import Agenda
from .engine import Engine


@dataclass(slots=True)
class Figures:
    stops: int = 0
    """Stays."""
    visits: int = 0
    """Dates of visits."""
    township: int = 0
    """Visits in townships."""
    open_days: int = 0
    """Open days of stays with known hours, and dates of visits."""
    expected: int = 0
    visitors: int = 0
    km: float = 0.0

    @property
    def township_share(self) -> float | None:
        """The visits in townships as a percentage of all visits."""
        return 100 * self.township / self.visits if self.visits else None

    def add(self, other: Figures) -> None:
        self.stops += other.stops
        self.visits += other.visits
        self.township += other.township
        self.open_days += other.open_days
        self.expected += other.expected
        self.visitors += other.visitors
        self.km += other.km


@dataclass(slots=True)
class YearReport:
    year: int
    total: Figures = field(default_factory=Figures)
    stops: dict[Stop, Figures] = field(default_factory=dict)
    """Of each stop and visit that takes place in the year."""
    provinces: dict[str, Figures] = field(default_factory=dict)
    """Code of the region at the top -> its figures; "" for an unknown region."""
    caravans: dict[str, Figures] = field(default_factory=dict)
    exhibitions: dict[str, Figures] = field(default_factory=dict)
    months: list[Figures] = field(default_factory=lambda: [Figures() for _ in range(12)])
    """January first. A stay counts in the month in which it opens; open days and kilometres are
    left out."""
    covered_counties: list[str] = field(default_factory=list)
    """Codes of the counties that had a stop or a visit, in order."""
    uncovered_counties: list[str] = field(default_factory=list)
    unmeasured_legs: int = 0
    """Ways to a stop, or from one, whose position is unknown."""


def list_report_years(agenda: Agenda) -> list[int]:
    """The years in which a stop takes place, in order."""
    return [
        year
        for year, stops in agenda.stops_by_year.items()
        if any(stop.takes_place for stop in stops)
    ]


@memoize_by_owner
def compute_year_report(agenda: Agenda, year: int) -> YearReport:
    """The figures of a year, computed once: the page and the tables of each language need them."""
    report = YearReport(year)
    stops = [stop for stop in agenda.stops_by_year.get(year, []) if stop.takes_place]
    for stop in stops:
        figures = report.stops[stop] = _compute_figures(agenda.engine, stop, year)
        for total in _iterate_totals(report, agenda, stop):
            total.add(figures)
        _count_months(report, stop, figures)
    for stop, km in _measure_legs(report, agenda.engine).items():
        for total in _iterate_totals(report, agenda, stop):
            total.km += km
        if stop in report.stops:
            report.stops[stop].km = km
    visited = _collect_present_codes(agenda.model.regions, stops)
    for county in _list_counties(agenda):
        counties = report.covered_counties if county in visited else report.uncovered_counties
        counties.append(county)
    return report


def _iterate_totals(report: YearReport, agenda: Agenda, stop: Stop) -> Iterator[Figures]:
    """All the figures in which a stop counts."""
    yield report.total
    province = agenda.find_main_code(stop.place.region)
    yield report.provinces.setdefault(province, Figures())
    if stop.caravan and isinstance(stop, Visit):
        yield report.caravans.setdefault(stop.caravan.id, Figures())
    if stop.exhibition:
        yield report.exhibitions.setdefault(stop.exhibition.id, Figures())


def _compute_figures(engine: Engine, stop: Stop, year: int) -> Figures:
    """What a stop adds to the figures of a year."""
    if isinstance(stop, Stay):
        return _compute_stay_figures(engine, stop, year)
    r = stop.record
    dates = sum(day.year == year for day, _ in stop.spans)
    earlier_dates = sum(day.year < year for day, _ in stop.spans)
    return Figures(
        visits=dates,
        township=dates if stop.place.is_in_township else 0,
        open_days=dates,
        expected=(r.expected or 0) * dates,
        visitors=_share(r.visitors or 0, earlier_dates + dates, len(stop.spans))
        - _share(r.visitors or 0, earlier_dates, len(stop.spans)),
    )


def _share(visitors: int, dates: int, all_dates: int) -> int:
    """The visitors of the first dates of a visit: one number for all dates is divided among the
    years so that these add up to it."""
    return visitors * dates // all_dates


def _compute_stay_figures(engine: Engine, stay: Stay, year: int) -> Figures:
    opens, closes = stay.spans[0]
    figures, opening = Figures(), engine.get_opening(stay)
    if opening.has_weekday_rules:
        first, last = _get_year_span(year)
        figures.open_days = opening.count_open_days(max(opens, first), min(closes, last))
    if opens.year == year:
        figures.stops = 1
        figures.expected = stay.record.expected or 0
        figures.visitors = stay.record.visitors or 0
    return figures


def _get_year_span(year: int) -> Span:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _count_months(report: YearReport, stop: Stop, figures: Figures) -> None:
    days = [start for start, _ in stop.spans if start.year == report.year]
    for day in days:
        month = report.months[day.month - 1]
        month.stops += figures.stops
        month.visits += 1 if figures.visits else 0
    if days:
        month = report.months[days[0].month - 1]
        month.expected += figures.expected
        month.visitors += figures.visitors


def _measure_legs(report: YearReport, engine: Engine) -> dict[Stop, float]:
    """Stop -> the km of all ways to it; those of unknown length are counted in the report."""
    distances: dict[Stop, float] = defaultdict(float)
    for stop, km in _iterate_legs(engine, report.year):
        if km is None:
            report.unmeasured_legs += 1
        else:
            distances[stop] += km
    return distances


def _iterate_legs(engine: Engine, year: int) -> Iterator[tuple[Stop, float | None]]:
    """(stop at the end, km or None) of each way of a copy or a caravan that ends in the year."""
    for stays in engine.stays_by_copy.values():
        for a, b in itertools.pairwise(stays):
            if b.spans[0][0].year == year:
                yield b, engine.compute_stop_distance_km(a, b)
    for visits in engine.visits_by_caravan.values():
        for c, d in itertools.pairwise(visits):
            if d.day.year == year:
                yield d.stop, engine.compute_stop_distance_km(c.stop, d.stop)


# ---- counties ------------------------------------------------------------------------


def _list_counties(agenda: Agenda) -> list[str]:
    """The counties that a report is about, in order: those of `coverage`, or else of every city
    that ever had a stop."""
    regions = agenda.model.regions
    areas = set(agenda.engine.planning.coverage)
    if not areas:
        for code in _collect_present_codes(regions, agenda.model.stops):
            region = regions.get(code)
            if region and regions.list_counties(code) == [code]:
                areas.add(region.parent or code)
    return sorted({county for area in areas for county in regions.list_counties(area)})


def _collect_present_codes(regions: RegionTree, stops: Iterable[Stop]) -> set[str]:
    """The codes of the regions of stops, retired ones replaced."""
    return {code for stop in stops for code in regions.list_present_codes(stop.place.region)}
