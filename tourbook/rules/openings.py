"""The days on which a stay is open, and the public holidays on which nobody has said whether it
is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common import l10n
from tourbook.common.dates import DAY
from tourbook.common.problems import Location, Message
from tourbook.model.entities import Entry, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.engine import NOT_TAKING_PLACE
from tourbook.schema import StopRecord as StopRecord
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.holidays import Holiday, find_country

from .base import Finding, describe_stop, format_count, is_finished, make_bilingual


def format_weekday(day: dt.date) -> Message:
    return Message(l10n.format_weekday("zh", day), l10n.format_weekday("en", day))


def find_closed_openings(index: Agenda) -> Iterator[Finding]:
    """It opens on a day on which it is closed."""
    for stop, opening in index.remaining_stay_openings:
        opens, closes = stop.spans[0]
        if opening.find_times(opens).sessions:
            continue
        first = opening.find_first_open_day(opens, closes)
        if first is None:
            continue  # a rule of its own
        where, day, better = (
            describe_stop(index, stop),
            format_weekday(opens),
            format_weekday(first),
        )
        yield Finding(
            stop.location.child("open"),
            Message(
                f"{where.zh} 在 {opens}（{day.zh}）开展，这一天闭馆",
                f"{where.en} opens on {opens}, a {day.en}, when it is closed",
            ),
            Message(
                f"改到 {first}（{better.zh}），或在 hours 里写这一天的时间",
                f"open on {first}, a {better.en}, or write that day's times under hours",
            ),
            (stop, stop.venue),
            index.engine.locate_written_hours(stop)[1],
        )


def find_stays_without_open_day(index: Agenda) -> Iterator[Finding]:
    """It is closed on every one of its days."""
    for stop, opening in index.remaining_stay_openings:
        opens, closes = stop.spans[0]
        if opening.find_first_open_day(opens, closes) is None:
            after = opening.find_first_open_day(closes + DAY, closes + 60 * DAY)
            where = describe_stop(index, stop)
            yield Finding(
                stop.location.child("open"),
                Message(
                    f"{where.zh} 从 {opens} 到 {closes} 没有一天开放",
                    f"{where.en} is closed on every day from {opens} to {closes}",
                ),
                Message(
                    f"之后最早 {after} 开放；改日期或 hours",
                    f"the next open day is {after}: change the dates or the hours",
                )
                if after
                else Message("改正 hours", "mend the hours"),
                (stop, stop.venue),
                index.engine.locate_written_hours(stop)[1],
            )


class HolidayBlock(NamedTuple):
    """Days in a row that belong to one holiday."""

    start: dt.date
    end: dt.date
    holiday: Holiday


def group_holidays(days: list[tuple[dt.date, Holiday]]) -> list[HolidayBlock]:
    out: list[HolidayBlock] = []
    for day, holiday in days:
        if out and out[-1].end + DAY == day and out[-1].holiday == holiday:
            out[-1] = HolidayBlock(out[-1].start, day, holiday)
        else:
            out.append(HolidayBlock(day, day, holiday))
    return out


def find_undecided_holidays(index: Agenda) -> Iterator[Finding]:
    """A public holiday or a make-up working day within a stay of which the hours say nothing; asked
    once for each holiday and each set of hours. Also a recurring visit that falls on a public
    holiday."""
    first = index.model.site.languages[0]
    asked: dict[Location, dict[dt.date, Holiday]] = defaultdict(dict)
    who: dict[Location, list[Stop]] = defaultdict(list)
    for stop, opening in index.remaining_stay_openings:
        opens, closes = stop.spans[0]
        days = opening.list_undecided_days(max(opens, index.today), closes)
        if days:
            at = index.engine.locate_written_hours(stop)[1]
            asked[at].update(days)
            who[at].append(stop)
    for at, found in asked.items():
        stop = who[at][0]
        for block in group_holidays(sorted(found.items())):
            key, name = _format_key(block), make_bilingual(block.holiday.name, first)
            if name.zh:
                name = Message(f"（{name.zh}）", f" ({name.en})")
            kind = Message("是调休上班日", "a working day that makes up for one")
            if block.holiday.is_day_off:
                kind = Message("是公共假日", "a public holiday")
            line = "holidays" if block.holiday.is_day_off else "make-up-days"
            times = index.engine.get_opening(stop).example_times
            venue: Entry | None = (
                stop.venue if stop.venue and at.file == stop.venue.location.file else None
            )
            yield Finding(
                at,
                Message(
                    f"{key}{name.zh}{kind.zh}，没有写开不开放",
                    f"{key}{name.en} is {kind.en}, and nothing says whether it is open",
                ),
                Message(
                    f"加一行 “{key}: {times}”（或 closed 闭馆、usual 照常）；每次都一样就写 "
                    f"“{line}: …”",
                    f"add “{key}: {times}” (or closed, or usual); where it is always the same, "
                    f"“{line}: …”",
                ),
                (venue or stop,),
                stop.location if venue else None,
            )
    yield from _find_visits_on_holidays(index)


def _format_key(block: HolidayBlock) -> str:
    return f"{block.start}/{block.end}" if block.end > block.start else f"{block.start}"


def _find_visits_on_holidays(index: Agenda) -> Iterator[Finding]:
    for stop, days in _iterate_recurring_visits(index, "skip", "keep"):
        calendar = index.model.holiday_calendars.find_calendar(stop.place.region)
        hits = [(d, h) for d in days if calendar and (h := calendar.get(d)) and h.is_day_off]
        if not hits:
            continue
        name = make_bilingual(hits[0][1].name, index.model.site.languages[0])
        listed = ", ".join(str(d) for d, _ in hits)
        where = describe_stop(index, stop)
        yield Finding(
            stop.location.child("repeat"),
            Message(
                f"{where.zh} 有到访落在公共假日：{listed}（{name.zh}）",
                f"{where.en} has visits on public holidays: {listed} ({name.en})",
            ),
            Message(
                "在 repeat 下加 “holidays: skip”（不来）或 “holidays: keep”（照来）",
                "add “holidays: skip” or “holidays: keep” to repeat",
            ),
            (stop,),
        )


def _iterate_recurring_visits(index: Agenda, *settled: str) -> Iterator[tuple[Stop, list[dt.date]]]:
    """The recurring visits whose `holidays` is none of these, with their days from today on that
    nobody chose one by one."""
    for stop in index.model.stops:
        r = stop.record
        if (
            isinstance(r, StopRecord)
            or r.repeat is None
            or r.repeat.holidays in settled
            or r.status in NOT_TAKING_PLACE
            or is_finished(index, stop)
        ):
            continue
        chosen = {*r.repeat.also, *stop.moved_dates}
        yield stop, [d for d, _ in stop.spans if d >= index.today and d not in chosen]


def find_unknown_holidays(index: Agenda) -> Iterator[Finding]:
    """A year whose public holidays have not been announced, while stays or visits in it depend on
    them: told once a year."""
    found: dict[tuple[str, int], list[Stop]] = defaultdict(list)
    divisions = index.model.regions

    def add(stop: Stop, years: list[int]) -> None:
        if not years:
            return
        country = find_country(stop.place.region, divisions.find_top_code(stop.place.region))
        for year in years:
            found[country, year].append(stop)

    for stop, opening in index.remaining_stay_openings:
        opens, closes = stop.spans[0]
        add(stop, opening.list_unknown_years(max(opens, index.today), closes))
    for stop, days in _iterate_recurring_visits(index, "keep"):
        calendar = index.model.holiday_calendars.find_calendar(stop.place.region)
        if calendar:
            add(stop, sorted({d.year for d in days} - calendar.known_years))
    for (country, year), stops in sorted(found.items()):
        where, n = describe_stop(index, stops[0]), len(stops)
        yield Finding(
            Location(SITE_FILE).at_key("holidays"),
            Message(
                f"{country} {year} 年的公共假日还不知道；{n} 站的开放时间因此未定，如 {where.zh}",
                f"the public holidays of {year} in {country} are not known; "
                f"{format_count(n, 'stop')} "
                f"{'depends' if n == 1 else 'depend'} on them, such as {where.en}",
            ),
            Message(
                f"公布以后更新 Tourbook，或在 content/site.yaml 的 holidays 下给 {country} "
                f"写上哪几天放假、哪几天是 workday",
                f"once they are announced, update Tourbook, or write them under holidays, "
                f"{country}, in content/site.yaml",
            ),
            related_location=stops[0].location,
        )
