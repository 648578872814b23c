"""When the events of a stop are, when they were announced to be, and which of these are given
up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.history.records import REMOVED
from tourbook.model.trips import DatedVersion, Stay, Stop
from tourbook.schedule.agenda import Agenda
from tourbook.timetable.opening import Opening

from .retention import RETENTION


class Slot(NamedTuple):
    """When an event is, and what its UID ends with; without times it lasts whole days."""

    uid_suffix: str
    start: dt.date
    end: dt.date
    times: Session | None = None
    is_certain: bool = True


AnnouncedSlots = tuple[list[Slot], int]
"""What was announced before, and the moment at which something else took its place."""


class Slots:
    def __init__(self, index: Agenda, zone: dt.tzinfo, holidays_announced_at: int) -> None:
        """`announced`: the moment at which the last public holidays became known (seconds since
        1970)."""
        self.agenda, self.engine, self.zone, self.holidays_announced_at = (
            index,
            index.engine,
            zone,
            holidays_announced_at,
        )
        self.announcement_year = dt.datetime.fromtimestamp(holidays_announced_at, zone).year
        """Until then no later year's holidays were known."""

    def find_date_slots(self, stop: Stop) -> tuple[list[Slot], list[AnnouncedSlots]]:
        """The times of a stop as they are, and as they were."""
        now = _list_date_slots(stop)
        return now, list(self._iterate_announced_slots(stop, _list_date_slots))

    def find_open_day_slots(self, stop: Stay) -> tuple[list[Slot], list[AnnouncedSlots]]:
        """The same of the days on which a stay is open."""
        engine, written = self.engine, self.engine.get_written_hours(stop)

        def then(when: Stay | DatedVersion, until: int | None = None) -> list[Slot]:
            return _list_open_day_slots(
                when,
                engine.get_opening_with_hours(
                    when.hours if isinstance(when, DatedVersion) else written, stop, until
                ),
            )

        return then(stop), list(
            self._iterate_announced_slots(
                stop, then, lambda when: then(when, self.announcement_year)
            )
        )

    def has_uncertain_days(self, stop: Stop) -> bool:
        """Whether some of its days are in a year whose holidays became known only lately."""
        return any(end.year > self.announcement_year for _, end in stop.spans)

    def _iterate_announced_slots(
        self,
        stop: Stop,
        slots: Callable[[DatedVersion], list[Slot]],
        unannounced: Callable[[Stay | DatedVersion], list[Slot]] | None = None,
    ) -> Iterator[AnnouncedSlots]:
        """Every version that was announced; one that saw holidays become known is two."""
        if stop.history is None:
            return
        last, known = stop.history.versions[-1].timestamp, self.holidays_announced_at
        ends = [*(when.recorded_at for when in stop.earlier_versions), last][1:]
        for when, end in zip(stop.earlier_versions, ends, strict=True):
            if when.status != REMOVED:
                if unannounced and when.recorded_at < known < end:
                    yield unannounced(when), known
                yield slots(when), end
        if not unannounced or not isinstance(stop, Stay) or stop.removed_on:
            return
        if last < known and self.has_uncertain_days(stop):
            yield unannounced(stop), known

    def find_withdrawn_slots(
        self, current: list[Slot], announced: list[AnnouncedSlots]
    ) -> dict[str, Slot]:
        """What earlier versions had, and was not over when it was given up; unless an event is at
        that time now."""
        tails, places = {s.uid_suffix for s in current}, {s[1:4] for s in current}
        out: dict[str, Slot] = {}
        for slots, end in announced:
            for slot in slots:
                if self.is_finished(slot, end) or slot.uid_suffix in tails or slot[1:4] in places:
                    out.pop(slot.uid_suffix, None)
                else:
                    out[slot.uid_suffix] = slot
        return {
            tail: slot for tail, slot in out.items() if slot.end >= self.agenda.today - RETENTION
        }

    def is_finished(self, slot: Slot, timestamp: int) -> bool:
        """Whether it had taken place by a moment."""
        day, time = slot.end, slot.times.end if slot.times else "24:00"
        if time == "24:00":
            day, time = day + DAY, "00:00"
        return (
            dt.datetime.combine(day, dt.time.fromisoformat(time), self.zone).timestamp()
            <= timestamp
        )


def _list_date_slots(when: Stop | DatedVersion) -> list[Slot]:
    out = []
    for start, end in when.spans:
        moved = when.moved_dates.get(start)
        day = moved.original_day if moved else start  # what a date was is its name for ever
        for number, session in enumerate(when.list_sessions(start) or (None,)):
            out.append(
                Slot(
                    (f"-{day:%Y%m%d}" if when.recurs else "")
                    + (f"-{number + 1}" if number else ""),
                    start,
                    end,
                    session,
                )
            )
    return out


def _list_open_day_slots(when: Stop | DatedVersion, opening: Opening) -> list[Slot]:
    out = []
    for start, end in when.spans if opening.has_weekday_rules else ():
        for day in (start + n * DAY for n in range((end - start).days + 1)):
            answer = opening.find_times(day)
            for number, session in enumerate(answer.sessions):
                out.append(
                    Slot(
                        f"-open-{day:%Y%m%d}" + (f"-{number + 1}" if number else ""),
                        day,
                        day,
                        session,
                        answer.is_certain,
                    )
                )
    return out
