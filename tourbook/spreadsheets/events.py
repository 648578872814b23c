"""The events of a calendar as a table, which a mapping turns into visits or stops.

Whatever of an event has no counterpart here is told; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.common.dates import DAY
from tourbook.common.digests import compute_digest
from tourbook.common.problems import Message
from tourbook.common.zones import find_zone
from tourbook.formats.calendar_files import CalendarFile, Event
from tourbook.formats.workbooks import Cell, Sheet

from .differences import CellPlace, CellProblem, Difference
from .event_reports import TITLES, EventReporter
from .event_times import UTC_NAMES, EventClock
from .heads import normalize
from .mapped_rows import FindId, Table, turn_into_id

_STATUSES = {"": "", "confirmed": "", "tentative": "planned", "cancelled": "cancelled"}
_MAX_UID_LENGTH = 40
VISIT_MAPPING = """\
visits:
  id: <id>
  route: ROUTE
  status: <status>
  date: <date>
  time: <time>
  venue: <venue>
  place: {name: <place>, coordinates: {lat: <lat>, lon: <lon>, datum: <datum>}, timezone: <zone>}
  repeat: {rule: <rule>, first: <first>, until: <until>, skip: <skip>, also: <also>, moved: <moved>}
  link: <url>
  note: <note>
"""
STOP_MAPPING = """\
stops:
  id: <id>
  tour: TOUR
  status: <status>
  venue: <venue|?>
  open: <open>
  close: <close>
  link: <url>
  note: <note>
"""


class EventOptions(NamedTuple):
    is_for_tour: bool
    """Whether events become stops of a tour, not visits."""
    until: dt.date | None
    """The last day of what recurs without end."""
    site_zone: str
    find_id: FindId


def make_event_table(calendar: CalendarFile, options: EventOptions, to: Difference) -> Table:
    """A row for each event, on the line where it begins in the file."""
    replacements = defaultdict(list)
    masters = {event.uid for event in calendar.events if event.replaced is None and event.rules}
    for event in calendar.events:
        if event.replaced is not None and event.uid in masters:
            replacements[event.uid].append(event)
    replaced = {id(event) for events in replacements.values() for event in events}
    rows: list[list[Cell]] = [list(TITLES)]
    for event in calendar.events:
        if id(event) in replaced:
            continue
        reader = _EventReader(event, options, to)
        cells = reader.read(replacements.get(event.uid, []))
        rows += [[]] * (event.line - len(rows) - 1)
        rows.append([cells.get(title, "") for title in TITLES])
    _note_unread(calendar, to)
    return Table(Sheet("", rows), 0, {normalize(title): n for n, title in enumerate(TITLES)})


def _note_unread(calendar: CalendarFile, to: Difference) -> None:
    counts = Counter(name for event in calendar.events for name in event.unread)
    counts.update(calendar.unread)
    if counts:
        listed = ", ".join(f"{name} ({n})" for name, n in sorted(counts.items()))
        to.notes.append(
            CellProblem(
                CellPlace("", 0, 0),
                Message(f"没有读的：{listed}", f"what is not read: {listed}"),
            )
        )


class _EventReader:
    def __init__(self, event: Event, options: EventOptions, to: Difference) -> None:
        self.event, self.options, self.to = event, options, to
        self.site_zone, self.find_id = options.site_zone, options.find_id
        self.reporter = EventReporter(event, to)
        self.clock = EventClock(event, options.site_zone, self.reporter)

    def read(self, replacements: list[Event]) -> dict[str, Cell]:
        event = self.event
        for error in event.errors:
            self.reporter.report("id", f"读不懂 {error}", f"this cannot be read: {error}")
        if event.is_private:
            self.reporter.report(
                "id",
                f"“{event.summary}” 是私人的（CLASS），不能发布",
                f"“{event.summary}” is private (CLASS) and must not be published",
                Message(
                    "从文件里删去它，或改成 PUBLIC", "delete it from the file, or make it PUBLIC"
                ),
            )
        if event.start is None:
            self.reporter.report(
                "date", "没有开始时间（DTSTART）", "there is no beginning (DTSTART)"
            )
            return {}
        if not event.has_equal_ends:
            self.reporter.report(
                "time",
                "DTSTART 和 DTEND 一个有时间，一个没有",
                "of DTSTART and DTEND, one has a time and the other has none",
                Message("两个都写日期，或都写时间", "write days for both, or times for both"),
            )
            return {}
        return self._read_texts() | self._read_times() | self._read_recurrence(replacements)

    def _read_texts(self) -> dict[str, Cell]:
        event = self.event
        uid = event.uid.partition("@")[0] or f"{event.summary} {event.start}"
        is_long = len(uid) > _MAX_UID_LENGTH
        id = (
            turn_into_id(uid) if not is_long else f"event-{compute_digest(uid.encode()).hex()[:10]}"
        )
        if event.status not in _STATUSES:
            self.reporter.report(
                "status", f"不认识状态 “{event.status}”", f"unknown status “{event.status}”"
            )
        place = " ".join(event.place.split())
        venue = self.find_id("venue", place) or self.find_id(
            "venue", place.partition(",")[0].strip()
        )
        texts = [event.summary if event.summary != event.place else "", event.description]
        cells: dict[str, Cell] = {
            "id": id,
            "summary": event.summary,
            "venue": venue or (place if self.options.is_for_tour else ""),
            "note": "\n\n".join(filter(None, texts)),
            "url": event.url if event.url.startswith(("http://", "https://")) else "",
            "status": _STATUSES.get(event.status, ""),
        }
        if not venue:
            lat, lon = event.position or ("", "")
            cells |= {"place": place, "lat": lat, "lon": lon}
            cells["datum"] = "wgs84" if event.position else ""
            cells["zone"] = self.clock.zone if self.clock.zone != self.site_zone else ""
        return cells

    def _read_times(self) -> dict[str, Cell]:
        first_day, last_day, time = self.clock.get_days_and_time(self.event)
        cells: dict[str, Cell] = {"time": time, "open": first_day, "close": last_day}
        if self.options.is_for_tour:
            if time:
                self.reporter.note(
                    "time",
                    f"没有读时间 {time}：站点按天算",
                    f"the time {time} is not read: stops have days",
                )
            return cells
        is_night = last_day == first_day + DAY and time.partition("-")[2] < time
        if last_day == first_day or (time and is_night):
            return cells if self._recurs else cells | {"date": first_day}
        if time or self._recurs:
            self.reporter.report(
                "time",
                f"从 {first_day} 到 {last_day}，不止一天",
                f"it goes on from {first_day} until {last_day}",
                Message(
                    "分成每天一个活动；展览用 --tour 导入",
                    "make an event of each day; exhibitions are imported with --tour",
                ),
            )
            return cells
        self.reporter.note(
            "first",
            f"{first_day} 到 {last_day} 每天算一次",
            f"a visit on each day from {first_day} until {last_day}",
        )
        return cells | {"first": first_day, "rule": "FREQ=DAILY", "until": last_day}

    @property
    def _recurs(self) -> bool:
        return bool(self.event.rules or self.event.added)

    def _read_recurrence(self, replacements: list[Event]) -> dict[str, Cell]:
        event = self.event
        if not self._recurs:
            return {}
        assert event.start is not None
        if self.options.is_for_tour:
            self.reporter.report(
                "rule", "巡展的一站不能重复", "a stop of a tour does not recur", _ONE_STAY
            )
            return {}
        if len(event.rules) > 1:
            self.reporter.report("rule", "有几条 RRULE", "there are several RRULEs", _ONE_RULE)
        first_day, _, time = self.clock.get_days_and_time(event)
        self._check_utc(first_day)
        skipped = {self.clock.get_day(moment) for moment in event.skipped}
        moves = dict(self._iterate_moves(replacements, time))
        skipped |= {day for day, move in moves.items() if not move}
        return {
            "first": first_day,
            "rule": event.rules[0] if event.rules else "FREQ=DAILY;COUNT=1",
            "until": self._find_end(event.rules),
            "skip": ", ".join(map(str, sorted(skipped))),
            "also": ", ".join(map(str, self._list_added_days(first_day))),
            "moved": "; ".join(move for move in moves.values() if move),
        }

    def _find_end(self, rules: Iterable[str]) -> Cell:
        has_end = any("UNTIL=" in rule or "COUNT=" in rule for rule in rules)
        return "" if has_end or not rules else self.options.until or ""

    def _check_utc(self, first_day: dt.date) -> None:
        """A recurrence in UTC is one here if clocks and days are the same."""
        start = self.event.start
        if not isinstance(start, dt.datetime) or self.event.zone not in UTC_NAMES:
            return
        zone = find_zone(self.clock.zone)
        offsets = {
            start.replace(tzinfo=None).replace(month=month, day=1, tzinfo=zone).utcoffset()
            for month in range(1, 13)
        }
        if len(offsets) > 1 or (first_day != start.date() and "BY" in "".join(self.event.rules)):
            self.reporter.report(
                "rule",
                "按 UTC 重复，在这里的时间会变",
                "it recurs by UTC, which is not the same time here all year",
                Message("改成当地时区再导出", "export it in the local time zone"),
            )

    def _list_added_days(self, first_day: dt.date) -> list[dt.date]:
        event = self.event
        for moment in event.added:
            if isinstance(moment, dt.datetime) and isinstance(event.start, dt.datetime):
                local, start = self.clock.localize(moment), self.clock.localize(event.start)
                if (
                    isinstance(local, dt.datetime)
                    and isinstance(start, dt.datetime)
                    and local.time() != start.time()
                ):
                    self.reporter.report(
                        "also",
                        f"RDATE {local} 的时间不同",
                        f"RDATE {local} is at another time",
                        _OTHER_TIME,
                    )
        return sorted({self.clock.get_day(moment) for moment in event.added} - {first_day})

    def _iterate_moves(
        self, replacements: Iterable[Event], time: str
    ) -> Iterator[tuple[dt.date, str]]:
        """(original day, "2027-03-05 > 2027-03-06 09:00-11:00") of each date that another event
        replaces; "" for one that is cancelled."""
        for event in replacements:
            if event.replaced is None or event.start is None or not event.has_equal_ends:
                self.reporter.report(
                    "moved",
                    f"第 {event.line} 行的改期读不懂",
                    f"the replacement on line {event.line} cannot be read",
                )
                continue
            old_day = self.clock.get_day(event.replaced)
            if event.status == "cancelled":
                yield old_day, ""
                continue
            new_day, _, new_time = self.clock.get_days_and_time(event)
            if event.summary != self.event.summary or event.place != self.event.place:
                self.to.notes.append(
                    CellProblem(
                        CellPlace("", event.line - 1, TITLES.index("moved")),
                        Message(
                            f"{old_day} 这一次只读日期和时间，名称、地点同其他各次",
                            f"of {old_day}, only date and time are read; its name and place are "
                            f"those of the others",
                        ),
                    )
                )
            if (new_day, new_time) != (old_day, time):
                yield (
                    old_day,
                    f"{old_day} > {new_day}" + (f" {new_time}" if new_time != time else ""),
                )


_ONE_RULE = Message("分成几个活动，各一条", "make several events, each with one")
_ONE_STAY = Message("分成几个活动", "make several events")
_OTHER_TIME = Message("另作一个活动", "make an event of its own of it")
