"""When an event of a calendar is, by the clock of the place that it is read for."""

from __future__ import annotations

import datetime as dt

from tourbook.common.dates import DAY
from tourbook.common.problems import Message
from tourbook.common.zones import find_zone, have_same_clock
from tourbook.formats.calendar_files import Event, Moment

from .event_reports import EventReporter

UTC_NAMES = ("UTC", "Etc/UTC", "GMT")


class EventClock:
    def __init__(self, event: Event, site_zone: str, reporter: EventReporter) -> None:
        self._event, self._site_zone, self._reporter = event, site_zone, reporter
        self.zone = self._find_zone()

    def _find_zone(self) -> str:
        """The zone in which the event is read. Floating times are those of the site, and so are
        those in UTC, if they are the same all year."""
        zone = self._event.zone
        if not zone or self._event.is_for_days or have_same_clock(zone, self._site_zone):
            if not zone and not self._event.is_for_days:
                self._reporter.note(
                    "zone",
                    f"没有时区：按 {self._site_zone} 读",
                    f"no zone: read as {self._site_zone}",
                )
            return self._site_zone
        if zone in UTC_NAMES:
            self._reporter.note(
                "zone",
                f"UTC 换成 {self._site_zone} 的时间",
                f"UTC is turned into the time of {self._site_zone}",
            )
            return self._site_zone
        if find_zone(zone) is None:
            self._reporter.report(
                "zone",
                f"不认识时区 “{zone}”",
                f"the time zone “{zone}” is unknown",
                Message("换成 Asia/Shanghai 这样的名称", "use a name such as Asia/Shanghai"),
            )
            return self._site_zone
        return zone

    def localize(self, moment: Moment) -> Moment:
        """A moment by the clock of the zone in which the event is read."""
        if isinstance(moment, dt.datetime) and moment.tzinfo is not None:
            return moment.astimezone(find_zone(self.zone)).replace(tzinfo=None)
        return moment

    def get_day(self, moment: Moment) -> dt.date:
        local = self.localize(moment)
        return local.date() if isinstance(local, dt.datetime) else local

    def get_days_and_time(self, event: Event) -> tuple[dt.date, dt.date, str]:
        """(first day, last day, times) of an event."""
        assert event.start is not None
        start = self.localize(event.start)
        end = self.localize(event.end) if event.end is not None else None
        if not isinstance(start, dt.datetime):
            last_day = end - DAY if end is not None and end > start else start
            return start, last_day, ""
        if not isinstance(end, dt.datetime) or end <= start:
            return start.date(), start.date(), f"{start:%H:%M}"
        is_at_midnight = end.time() == dt.time() and end.date() == start.date() + DAY
        last_day = start.date() if is_at_midnight else end.date()
        return (
            start.date(),
            last_day,
            f"{start:%H:%M}-{'24:00' if is_at_midnight else f'{end:%H:%M}'}",
        )
