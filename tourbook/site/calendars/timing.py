"""When the events of a stop are, when they were announced to be, and which of these are given
up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tourbook.common.dates import DAY, Session
from tourbook.history.records import REMOVED
from tourbook.model.entities import Stop, When
from tourbook.schedule.agenda import TOLD, Index
from tourbook.timetable.opening import Opening


class Slot(NamedTuple):
    """When an event is, and what its UID ends with; without times it lasts whole days."""

    tail: str
    start: dt.date
    end: dt.date
    times: Session | None = None
    sure: bool = True


Former = tuple[list[Slot], int]
"""What was announced before, and the moment at which something else took its place."""


class Slots:
    def __init__(self, index: Index, zone: dt.tzinfo, announced: int) -> None:
        """`announced`: the moment at which the last public holidays became known (seconds since
        1970)."""
        self.index, self.engine, self.zone, self.announced = index, index.engine, zone, announced
        self.year = dt.datetime.fromtimestamp(announced, zone).year
        """Until then no later year's holidays were known."""

    def stays(self, stop: Stop) -> tuple[list[Slot], list[Former]]:
        """The times of a stop as they are, and as they were."""
        now = _spans(stop, bool(getattr(stop.record, "repeat", None)))
        return now, list(self._former(stop, lambda when: _spans(when, when.recurs)))

    def open_days(self, stop: Stop) -> tuple[list[Slot], list[Former]]:
        """The same of the days on which a stay is open."""
        engine, written = self.engine, self.engine.written_hours(stop)

        def then(when: Stop | When, until: int | None = None) -> list[Slot]:
            return _days(
                when,
                engine.hours_as(when.hours if isinstance(when, When) else written, stop, until),
            )

        return then(stop), list(self._former(stop, then, lambda when: then(when, self.year)))

    def uncertain(self, stop: Stop) -> bool:
        """Whether some of its days are in a year whose holidays became known only lately."""
        return any(end.year > self.year for _, end in stop.spans)

    def _former(
        self,
        stop: Stop,
        slots: Callable[[When], list[Slot]],
        unannounced: Callable[[Stop | When], list[Slot]] | None = None,
    ) -> Iterator[Former]:
        """Every version that was announced; one that saw holidays become known is two."""
        if stop.life is None:
            return
        last, known = stop.life.versions[-1].at, self.announced
        ends = [*(when.at for when in stop.past), last][1:]
        for when, end in zip(stop.past, ends, strict=True):
            if when.status != REMOVED:
                if unannounced and when.at < known < end:
                    yield unannounced(when), known
                yield slots(when), end
        if unannounced and last < known and not stop.removed and self.uncertain(stop):
            yield unannounced(stop), known

    def lost(self, now: list[Slot], before: list[Former]) -> dict[str, Slot]:
        """What earlier versions had, and was not over when it was given up; unless an event is at
        that time now."""
        tails, places = {s.tail for s in now}, {s[1:4] for s in now}
        out: dict[str, Slot] = {}
        for slots, end in before:
            for slot in slots:
                if self.over(slot, end) or slot.tail in tails or slot[1:4] in places:
                    out.pop(slot.tail, None)
                else:
                    out[slot.tail] = slot
        return {tail: slot for tail, slot in out.items() if slot.end >= self.index.today - TOLD}

    def over(self, slot: Slot, at: int) -> bool:
        """Whether it had taken place by a moment."""
        day, time = slot.end, slot.times.end if slot.times else "24:00"
        if time == "24:00":
            day, time = day + DAY, "00:00"
        return dt.datetime.combine(day, dt.time.fromisoformat(time), self.zone).timestamp() <= at


def _spans(when: Stop | When, recurs: bool) -> list[Slot]:
    out = []
    for start, end in when.spans:
        moved = when.moved.get(start)
        day = moved.origin if moved else start  # what a date was is its name for ever
        for number, session in enumerate(when.times(start) or (None,)):
            out.append(
                Slot(
                    (f"-{day:%Y%m%d}" if recurs else "") + (f"-{number + 1}" if number else ""),
                    start,
                    end,
                    session,
                )
            )
    return out


def _days(when: Stop | When, opening: Opening) -> list[Slot]:
    out = []
    for start, end in when.spans if opening.known else ():
        for day in (start + n * DAY for n in range((end - start).days + 1)):
            answer = opening.on(day)
            for number, session in enumerate(answer.sessions):
                out.append(
                    Slot(
                        f"-open-{day:%Y%m%d}" + (f"-{number + 1}" if number else ""),
                        day,
                        day,
                        session,
                        answer.sure,
                    )
                )
    return out
