"""The days on which a stay is open, and the public holidays on which nobody has said whether it
is."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tourbook.common.dates import DAY
from tourbook.common.problems import At, Say
from tourbook.model.entities import Entry, Stop
from tourbook.schedule.agenda import Index
from tourbook.schedule.engine import CALLED_OFF
from tourbook.schema import Stop as StopRecord
from tourbook.sources.paths import SITE
from tourbook.timetable.holidays import Holiday, country_of

from .base import Finding, both, counted, over, place

_WEEKDAYS = Say("一二三四五六日", "")
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday(day: dt.date) -> Say:
    return Say("周" + _WEEKDAYS.zh[day.weekday()], _DAY_NAMES[day.weekday()])


def opening_closed(index: Index) -> Iterator[Finding]:
    """It opens on a day on which it is closed."""
    for stop, opening in index.openings:
        opens, closes = stop.spans[0]
        if opening.on(opens).sessions:
            continue
        first = opening.first_open(opens, closes)
        if first is None:
            continue  # a rule of its own
        where, day, better = place(index, stop), weekday(opens), weekday(first)
        yield Finding(
            stop.at.down("open"),
            Say(
                f"{where.zh} 在 {opens}（{day.zh}）开展，这一天闭馆",
                f"{where.en} opens on {opens}, a {day.en}, when it is closed",
            ),
            Say(
                f"改到 {first}（{better.zh}），或在 hours 里写这一天的时间",
                f"open on {first}, a {better.en}, or write that day's times under hours",
            ),
            (stop, stop.venue),
            index.engine.hours(stop)[1],
        )


def no_open_day(index: Index) -> Iterator[Finding]:
    """It is closed on every one of its days."""
    for stop, opening in index.openings:
        opens, closes = stop.spans[0]
        if opening.first_open(opens, closes) is None:
            after = opening.first_open(closes + DAY, closes + 60 * DAY)
            where = place(index, stop)
            yield Finding(
                stop.at.down("open"),
                Say(
                    f"{where.zh} 从 {opens} 到 {closes} 没有一天开放",
                    f"{where.en} is closed on every day from {opens} to {closes}",
                ),
                Say(
                    f"之后最早 {after} 开放；改日期或 hours",
                    f"the next open day is {after}: change the dates or the hours",
                )
                if after
                else Say("改正 hours", "mend the hours"),
                (stop, stop.venue),
                index.engine.hours(stop)[1],
            )


class Block(NamedTuple):
    """Days in a row that belong to one holiday."""

    start: dt.date
    end: dt.date
    holiday: Holiday


def blocks(days: list[tuple[dt.date, Holiday]]) -> list[Block]:
    out: list[Block] = []
    for day, holiday in days:
        if out and out[-1].end + DAY == day and out[-1].holiday == holiday:
            out[-1] = Block(out[-1].start, day, holiday)
        else:
            out.append(Block(day, day, holiday))
    return out


def undecided(index: Index) -> Iterator[Finding]:
    """A public holiday or a make-up working day within a stay of which the hours say nothing; asked
    once for each holiday and each set of hours. Also a recurring visit that falls on a public
    holiday."""
    first = index.model.site.languages[0]
    asked: dict[At, dict[dt.date, Holiday]] = defaultdict(dict)
    who: dict[At, list[Stop]] = defaultdict(list)
    for stop, opening in index.openings:
        opens, closes = stop.spans[0]
        days = opening.undecided(max(opens, index.today), closes)
        if days:
            at = index.engine.hours(stop)[1]
            asked[at].update(days)
            who[at].append(stop)
    for at, found in asked.items():
        stop = who[at][0]
        for block in blocks(sorted(found.items())):
            key, name = _key(block), both(block.holiday.name, first)
            if name.zh:
                name = Say(f"（{name.zh}）", f" ({name.en})")
            kind = Say("是调休上班日", "a working day that makes up for one")
            if block.holiday.off:
                kind = Say("是公共假日", "a public holiday")
            line = "holidays" if block.holiday.off else "make-up-days"
            times = index.engine.opening(stop).example
            venue: Entry | None = (
                stop.venue if stop.venue and at.file == stop.venue.at.file else None
            )
            yield Finding(
                at,
                Say(
                    f"{key}{name.zh}{kind.zh}，没有写开不开放",
                    f"{key}{name.en} is {kind.en}, and nothing says whether it is open",
                ),
                Say(
                    f"加一行 “{key}: {times}”（或 closed 闭馆、usual 照常）；每次都一样就写 "
                    f"“{line}: …”",
                    f"add “{key}: {times}” (or closed, or usual); where it is always the same, "
                    f"“{line}: …”",
                ),
                (venue or stop,),
                stop.at if venue else None,
            )
    yield from _visits(index)


def _key(block: Block) -> str:
    return f"{block.start}/{block.end}" if block.end > block.start else f"{block.start}"


def _visits(index: Index) -> Iterator[Finding]:
    for stop, days in _recurring(index, "skip", "keep"):
        calendar = index.model.calendars.of(stop.where.region)
        hits = [(d, h) for d in days if calendar and (h := calendar.get(d)) and h.off]
        if not hits:
            continue
        name = both(hits[0][1].name, index.model.site.languages[0])
        listed = ", ".join(str(d) for d, _ in hits)
        where = place(index, stop)
        yield Finding(
            stop.at.down("repeat"),
            Say(
                f"{where.zh} 有到访落在公共假日：{listed}（{name.zh}）",
                f"{where.en} has visits on public holidays: {listed} ({name.en})",
            ),
            Say(
                "在 repeat 下加 “holidays: skip”（不来）或 “holidays: keep”（照来）",
                "add “holidays: skip” or “holidays: keep” to repeat",
            ),
            (stop,),
        )


def _recurring(index: Index, *settled: str) -> Iterator[tuple[Stop, list[dt.date]]]:
    """The recurring visits whose `holidays` is none of these, with their days from today on that
    nobody chose one by one."""
    for stop in index.model.stops:
        r = stop.record
        if (
            isinstance(r, StopRecord)
            or r.repeat is None
            or r.repeat.holidays in settled
            or r.status in CALLED_OFF
            or over(index, stop)
        ):
            continue
        chosen = {*r.repeat.also, *stop.moved}
        yield stop, [d for d, _ in stop.spans if d >= index.today and d not in chosen]


def unknown(index: Index) -> Iterator[Finding]:
    """A year whose public holidays have not been announced, while stays or visits in it depend on
    them: told once a year."""
    found: dict[tuple[str, int], list[Stop]] = defaultdict(list)
    divisions = index.model.divisions

    def add(stop: Stop, years: list[int]) -> None:
        if not years:
            return
        country = country_of(stop.where.region, divisions.top(stop.where.region))
        for year in years:
            found[country, year].append(stop)

    for stop, opening in index.openings:
        opens, closes = stop.spans[0]
        add(stop, opening.unknown_years(max(opens, index.today), closes))
    for stop, days in _recurring(index, "keep"):
        calendar = index.model.calendars.of(stop.where.region)
        if calendar:
            add(stop, sorted({d.year for d in days} - calendar.years))
    for (country, year), stops in sorted(found.items()):
        where, n = place(index, stops[0]), len(stops)
        yield Finding(
            At(SITE).key("holidays"),
            Say(
                f"{country} {year} 年的公共假日还不知道；{n} 站的开放时间因此未定，如 {where.zh}",
                f"the public holidays of {year} in {country} are not known; {counted(n, 'stop')} "
                f"{'depends' if n == 1 else 'depend'} on them, such as {where.en}",
            ),
            Say(
                f"公布以后更新 Tourbook，或在 content/site.yaml 的 holidays 下给 {country} "
                f"写上哪几天放假、哪几天是 workday",
                f"once they are announced, update Tourbook, or write them under holidays, "
                f"{country}, in content/site.yaml",
            ),
            other=stops[0].at,
        )
