"""The days on which a stay is open, and public holidays for which that is undecided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.checks.dates import is_too_long
from tourbook.checks.settings import find_region_country
from tourbook.common import l10n
from tourbook.common.dates import DAY
from tourbook.common.memoized import memoize_by_owner
from tourbook.common.problems import Location, Message, format_count
from tourbook.model.trips import Stay, Stop, Visit
from tourbook.schedule.agenda import Agenda
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.holidays import Holiday

from .base import Finding, describe_stop, make_bilingual


def format_weekday(day: dt.date) -> Message:
    return Message(l10n.format_weekday("zh", day), l10n.format_weekday("en", day))


def find_closed_openings(agenda: Agenda) -> Iterator[Finding]:
    """A stay that opens on a day on which it is closed."""
    for stop, first in _list_late_openings(agenda):
        if first is not None:  # else it is a case for find_stays_without_open_day
            yield _describe_closed_opening(agenda, stop, stop.spans[0][0], first)


@memoize_by_owner
def _list_late_openings(agenda: Agenda) -> list[tuple[Stay, dt.date | None]]:
    """(stay that is closed on its first day, its first open day) of the remaining stays."""
    return [
        (stop, opening.find_first_open_day(*stop.spans[0]))
        for stop, opening in agenda.remaining_stay_openings
        if not opening.find_sessions(stop.spans[0][0])
    ]


def _describe_closed_opening(agenda: Agenda, stop: Stay, opens: dt.date, first: dt.date) -> Finding:
    place = describe_stop(agenda, stop)
    weekday, better_weekday = format_weekday(opens), format_weekday(first)
    message = Message(
        f"{place.zh} 在 {opens}（{weekday.zh}）开展，这一天闭馆",
        f"{place.en} opens on {opens}, a {weekday.en}, when it is closed",
    )
    help = Message(
        f"改到 {first}（{better_weekday.zh}），或在 hours 里写这一天的时间",
        f"open on {first}, a {better_weekday.en}, or add that day's times to `hours`",
    )
    hours_location = agenda.engine.locate_written_hours(stop)
    return Finding(stop.location.child("open"), message, help, (stop, stop.venue), hours_location)


def find_stays_without_open_day(agenda: Agenda) -> Iterator[Finding]:
    """A stay that is closed on every one of its days."""
    for stop, first in _list_late_openings(agenda):
        if first is None:
            closes = stop.spans[0][1]
            opening = agenda.engine.get_opening(stop)
            next_open = opening.find_first_open_day(closes + DAY, closes + 60 * DAY)
            yield _describe_stay_without_open_day(agenda, stop, next_open)


def _describe_stay_without_open_day(
    agenda: Agenda, stop: Stay, next_open: dt.date | None
) -> Finding:
    place = describe_stop(agenda, stop)
    opens, closes = stop.spans[0]
    days = Message(f"从 {opens} 到 {closes} ", f"from {opens} to {closes}")
    if stop.has_no_end:
        days = Message(f"从 {opens} 起", f"from {opens} on")
    message = Message(
        f"{place.zh} {days.zh}没有一天开放", f"{place.en} is closed on every day {days.en}"
    )
    help = Message("改正 hours", "correct `hours`")
    if next_open:
        help = Message(
            f"之后最早 {next_open} 开放；改日期或 hours",
            f"the next open day is {next_open}: change the dates or `hours`",
        )
    hours_location = agenda.engine.locate_written_hours(stop)
    return Finding(stop.location.child("open"), message, help, (stop, stop.venue), hours_location)


# ---- public holidays -----------------------------------------------------------------


class HolidayBlock(NamedTuple):
    """Consecutive days of one holiday."""

    start: dt.date
    end: dt.date
    holiday: Holiday

    @property
    def key(self) -> str:
        """As in `hours`: "2026-10-01/2026-10-07"."""
        return f"{self.start}/{self.end}" if self.end > self.start else f"{self.start}"


def group_holidays(days: list[tuple[dt.date, Holiday]]) -> list[HolidayBlock]:
    out: list[HolidayBlock] = []
    for day, holiday in days:
        if out and out[-1].end + DAY == day and out[-1].holiday == holiday:
            out[-1] = HolidayBlock(out[-1].start, day, holiday)
        else:
            out.append(HolidayBlock(day, day, holiday))
    return out


def find_undecided_holidays(agenda: Agenda) -> Iterator[Finding]:
    """Public holidays and make-up working days that opening hours and recurring visits leave
    open."""
    yield from _find_stays_on_holidays(agenda)
    yield from _find_visits_on_holidays(agenda)


def _find_stays_on_holidays(agenda: Agenda) -> Iterator[Finding]:
    """One finding for each set of hours, which stays at a venue share, and each holiday."""
    days_by_hours: dict[Location, dict[dt.date, Holiday]] = defaultdict(dict)
    first_stays: dict[Location, Stay] = {}
    for stop, opening in agenda.remaining_stay_openings:
        if opening.calendar is None:
            continue
        opens, closes = stop.spans[0]
        days = opening.list_undecided_days(max(opens, agenda.today), closes)
        if days:
            location = agenda.engine.locate_written_hours(stop)
            days_by_hours[location].update(days)
            first_stays.setdefault(location, stop)
    for location, holidays_by_day in days_by_hours.items():
        for block in group_holidays(sorted(holidays_by_day.items())):
            yield _describe_undecided_holiday(agenda, location, first_stays[location], block)


def _describe_undecided_holiday(
    agenda: Agenda, hours_location: Location, stop: Stay, block: HolidayBlock
) -> Finding:
    key, name = block.key, make_bilingual(agenda, block.holiday.name)
    if name.zh:
        name = Message(f"（{name.zh}）", f" ({name.en})")
    line, kind = "make-up-days", Message("是调休上班日", "a make-up working day")
    if block.holiday.is_day_off:
        line, kind = "holidays", Message("是公共假日", "a public holiday")
    times = agenda.engine.get_opening(stop).example_times
    message = Message(
        f"{key}{name.zh}{kind.zh}，没有写开不开放",
        f"{key}{name.en} is {kind.en}, but `hours` does not say whether it is open",
    )
    help = Message(
        f"加一行 “{key}: {times}”（或 closed 闭馆、usual 照常）；每次都一样就写 “{line}: …”",
        f"add “{key}: {times}” (or closed, or usual); if it is always the same, “{line}: …”",
    )
    if stop.venue and hours_location.file == stop.venue.location.file:
        return Finding(hours_location, message, help, (stop.venue,), stop.location)
    return Finding(hours_location, message, help, (stop,))


def _find_visits_on_holidays(agenda: Agenda) -> Iterator[Finding]:
    for stop, days in _iterate_recurring_visits(agenda, "skip", "keep"):
        calendar = agenda.model.holiday_calendars.find_calendar(stop.place.region)
        if calendar is None:
            continue
        holidays = [(day, h) for day in days if (h := calendar.get(day)) and h.is_day_off]
        if holidays:
            yield _describe_visits_on_holidays(agenda, stop, holidays)


def _describe_visits_on_holidays(
    agenda: Agenda, stop: Stop, holidays: list[tuple[dt.date, Holiday]]
) -> Finding:
    place, name = describe_stop(agenda, stop), make_bilingual(agenda, holidays[0][1].name)
    listed = ", ".join(str(day) for day, _ in holidays)
    message = Message(
        f"{place.zh} 有到访落在公共假日：{listed}（{name.zh}）",
        f"{place.en} has visits on public holidays: {listed} ({name.en})",
    )
    help = Message(
        "在 repeat 下加 “holidays: skip”（不来）或 “holidays: keep”（照来）",
        "add “holidays: skip” or “holidays: keep” to repeat",
    )
    return Finding(stop.location.child("repeat"), message, help, (stop,))


def _iterate_recurring_visits(
    agenda: Agenda, *except_options: str
) -> Iterator[tuple[Stop, list[dt.date]]]:
    """Recurring visits, except those with one of these options for `holidays`, and their days.

    Only days from today on; days that were added or moved by hand are left out.
    """
    for stop in agenda.model.stops:
        repeat = stop.record.repeat if isinstance(stop, Visit) else None
        if (
            repeat is None
            or repeat.holidays in except_options
            or not stop.takes_place
            or agenda.is_finished(stop)
        ):
            continue
        chosen = {*repeat.also, *stop.moved_dates}
        yield stop, [day for day, _ in stop.spans if day >= agenda.today and day not in chosen]


# ---- years without holidays ----------------------------------------------------------


def find_unknown_holidays(agenda: Agenda) -> Iterator[Finding]:
    """Years whose public holidays are not announced yet while stays or visits depend on them: one
    finding for each country and year."""
    stops_by_year: dict[tuple[str, int], list[Stop]] = defaultdict(list)
    for stop, years in _iterate_unknown_years(agenda):
        if years:
            country = find_region_country(agenda.model, stop.place.region)
            for year in years:
                stops_by_year[country, year].append(stop)
    for (country, year), stops in sorted(stops_by_year.items()):
        yield _describe_unknown_holidays(agenda, country, year, stops)


def _iterate_unknown_years(agenda: Agenda) -> Iterator[tuple[Stop, list[int]]]:
    for stop, opening in agenda.remaining_stay_openings:
        if opening.calendar is None:
            continue
        opens, closes = stop.spans[0]
        if is_too_long(stop):  # a mistake in one year is not to be told for each of a hundred
            continue
        if stop.has_no_end:  # every later year would be asked about, every year anew
            closes = agenda.today.replace(month=12, day=31)
        years = opening.list_unknown_years(max(opens, agenda.today), closes)
        yield stop, [year for year in years if year <= closes.year]
    for visit, days in _iterate_recurring_visits(agenda, "keep"):
        calendar = agenda.model.holiday_calendars.find_calendar(visit.place.region)
        if calendar:
            unknown = {d.year for d in days if calendar.may_become_holiday(d)}
            yield visit, sorted(unknown)


def _describe_unknown_holidays(
    agenda: Agenda, country: str, year: int, stops: list[Stop]
) -> Finding:
    example, n = describe_stop(agenda, stops[0]), len(stops)
    depend = f"{format_count(n, 'stop')} {'depends' if n == 1 else 'depend'} on them"
    message = Message(
        f"{country} {year} 年的公共假日还不知道；{n} 站的开放时间因此未定，如 {example.zh}",
        f"the public holidays of {year} in {country} are not known yet; {depend}, for example "
        f"{example.en}",
    )
    help = Message(
        f"公布以后更新 Tourbook，或在 content/site.yaml 的 holidays 下给 {country} "
        f"写上哪几天放假、哪几天是 workday",
        f"once they are announced, update Tourbook, or list the days off and each workday under "
        f"holidays, {country}, in content/site.yaml",
    )
    location = Location(SITE_FILE).at_key("holidays")
    return Finding(location, message, help, related_location=stops[0].location)
