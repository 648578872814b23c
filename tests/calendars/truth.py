"""What subscribers are to see, worked out commit by commit from what the edits did: the other half
of the oracle.

On a straight line of history everything is exact. Where lines join, what the published side did not
do itself is only bounded: numbers may not fall and rise where they must.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.calendars.world import PREFIX, Event, Fact, World

KEPT = dt.timedelta(days=90)
MARGIN = dt.timedelta(days=1)
"""Whether the ninetieth day still counts is left open."""


@dataclass(frozen=True)
class Number:
    """A number of which it is known what it may be, or else between what it lies."""

    options: frozenset[int] | None
    least: int = 0
    most: int = 2**40

    @classmethod
    def of(cls, *options: int) -> Number:
        return cls(frozenset(options), min(options))

    def more(self, n: int = 1) -> Number:
        return Number(
            frozenset(o + n for o in self.options) if self.options else None, self.least + n
        )

    def also(self, *options: int) -> Number:
        """It may be one of these as well."""
        if not options:
            return self
        return (
            Number(self.options | set(options))
            if self.options
            else Number(None, self.least, max(self.most, *options))
        )

    def __contains__(self, value: int) -> bool:
        return value in self.options if self.options else self.least <= value <= self.most

    def __str__(self) -> str:
        return (
            " or ".join(map(str, sorted(self.options))) if self.options else f"{self.least} or more"
        )


@dataclass(frozen=True)
class Lost:
    """An event whose date, or whose record, is not there any more."""

    event: Event
    days: tuple[dt.date, dt.date]
    """The day on which it went; on two lines of history there are two."""
    sure: bool = True
    """False where no published version ever had it."""


@dataclass
class Known:
    """What is known of a record."""

    fact: Fact
    created: set[int]
    sequence: Number
    modified: Number
    events: dict[str, Event]
    lost: dict[str, Lost] = field(default_factory=dict)
    gone: tuple[dt.date, dt.date] | None = None
    around: tuple[Any, ...] = ()
    touched: int = 0
    """How many commits did something to it, or perhaps did."""
    certain: bool = True
    """Whether the times of an event that stays after its record or date went are known."""


class Expected(NamedTuple):
    key: str
    event: Event
    """Of a record that is gone the summary is the prefix only."""
    whole: bool
    must: bool
    known: Known


@dataclass
class Truth:
    records: dict[str, Known] = field(default_factory=dict)

    def copy(self) -> Truth:
        return copy.deepcopy(self)

    # ---- a commit with one parent ----------------------------------------------------

    def commit(self, world: World, at: int, day: dt.date) -> None:
        for key in dict.fromkeys([*self.records, *world.calls]):
            known, fact = self.records.get(key), world.fact(key)
            if known is None:
                if fact is not None:
                    self.records[key] = Known(
                        fact, {at}, Number.of(0), Number.of(at), dict(fact.events or {})
                    )
            elif fact is None:
                self._absent(known, world, key, at, day)
            else:
                self._present(known, fact, at, day)

    def _absent(self, known: Known, world: World, key: str, at: int, day: dt.date) -> None:
        record = world.graves.get(key) or world.calls[key]
        around = world.around(record)
        if known.gone is None:
            same = known.fact.words[0] == PREFIX["cancelled"]  # it had not taken place before
            known.sequence = (
                known.sequence.also(*known.sequence.more().options or ())
                if same
                else known.sequence.more()
            )
            known.modified = known.modified.also(at) if same else Number.of(at)
            known.gone, known.touched = (day, day), known.touched + 1
        elif around != known.around:  # it may still show the name of its venue
            known.modified, known.touched = known.modified.also(at), known.touched + 1
        known.around = around

    def _present(self, known: Known, fact: Fact, at: int, day: dt.date) -> None:
        before, events = known.events, present(known, fact)
        if known.gone is not None or fact.time != known.fact.time:
            known.sequence, known.modified, known.touched = (
                known.sequence.more(),
                Number.of(at),
                known.touched + 1,
            )
        elif fact.shown != known.fact.shown:
            known.modified, known.touched = Number.of(at), known.touched + 1
        elif fact.perhaps != known.fact.perhaps:
            known.modified, known.touched = known.modified.also(at), known.touched + 1
        known.lost |= {
            uid: Lost(e, (day, day))
            for uid, e in before.items()
            if uid not in events and e.last >= day
        }
        known.lost = {uid: lost for uid, lost in known.lost.items() if uid not in events}
        known.fact, known.events, known.gone, known.around = fact, events, None, ()

    def doubt(self, key: str, since: int, at: int) -> None:
        """Two commits changed a record, or did something and undid it; from the first of them no
        site could be built."""
        known = self.records[key]
        known.sequence, known.modified = (
            Number(None, known.sequence.least),
            Number(None, min(known.modified.least, since), at),
        )
        known.touched += 1

    def perhaps(self, keys: set[str], at: int) -> None:
        """A commit that may count as a change of what these show, or not."""
        for key in keys:
            known = self.records[key]
            known.modified, known.touched = known.modified.also(at), known.touched + 1

    # ---- what is published -----------------------------------------------------------

    def expected(self, today: dt.date) -> Iterator[tuple[str, Expected]]:
        """UID -> what is to be, for every event that must or may be there."""
        for key, known in self.records.items():
            taken = set()
            for uid, event in known.events.items():
                if known.gone:
                    yield from self._cancelled(key, uid, Lost(event, known.gone), known, today)
                elif event.last >= today - KEPT - MARGIN:
                    taken.add((event.start, event.end))
                    yield (
                        uid,
                        Expected(key, event, True, event.last >= today - KEPT + MARGIN, known),
                    )
            for uid, lost in known.lost.items():
                if (lost.event.start, lost.event.end) not in taken:
                    yield from self._cancelled(key, uid, lost, known, today)

    @staticmethod
    def _cancelled(
        key: str, uid: str, lost: Lost, known: Known, today: dt.date
    ) -> Iterator[tuple[str, Expected]]:
        last, margin = lost.event.last, MARGIN if known.certain else KEPT
        if last >= lost.days[0] and last >= today - KEPT - margin:
            must = lost.sure and last >= lost.days[1] and last >= today - KEPT + margin
            if known.gone and last < known.gone[1]:  # what is over may go when its record goes
                must = False
            yield (
                uid,
                Expected(
                    key,
                    lost.event._replace(status="CANCELLED", summary=PREFIX["cancelled"]),
                    False,
                    must,
                    known,
                ),
            )

    def seen(self, key: str, sequence: int, modified: int) -> None:
        """What was published of a record: from then on it is known."""
        known = self.records[key]
        known.sequence, known.modified = Number.of(sequence), Number.of(modified)


def present(known: Known, fact: Fact) -> dict[str, Event]:
    """The events of a record; of one without dates those that it had, with another status."""
    if fact.events is not None:
        return dict(fact.events)
    return {
        uid: e._replace(status="TENTATIVE", summary="".join(fact.words))
        for uid, e in known.events.items()
    }


def joined(base: Truth, ours: Truth, theirs: Truth, world: World, at: int, day: dt.date) -> Truth:
    """After a merge whose result is `world`. `ours` is what was published."""
    out = Truth()
    for key in dict.fromkeys([*ours.records, *theirs.records]):
        b, a, c = (t.records.get(key) for t in (base, ours, theirs))
        fact = world.fact(key)
        ours_touched = a is not None and (b is None or a.touched != b.touched)
        theirs_touched = c is not None and (b is None or c.touched != b.touched)
        around = () if fact else world.around(world.graves.get(key) or world.calls[key])
        if a is not None and not theirs_touched and (a.fact == fact if fact else a.gone):
            known = copy.deepcopy(a)
            if around != a.around:
                known.modified, known.touched = known.modified.also(at), known.touched + 1
        else:
            known = _both(a, c or copy.deepcopy(a), b, fact, ours_touched, at, day)  # type: ignore[arg-type]
        known.around = around
        out.records[key] = known
    return out


def _both(
    a: Known | None,
    c: Known,
    b: Known | None,
    fact: Fact | None,
    ours_touched: bool,
    at: int,
    day: dt.date,
) -> Known:
    """A record that the merged side has done something to, perhaps besides the published side."""
    known = copy.deepcopy(a if a is not None and (ours_touched or fact is None) else c)
    if a is not None:
        known.sequence = Number(
            None, a.sequence.least + (fact is None) - (a.gone is not None and fact is None)
        )
        known.modified = Number(None, a.modified.least, at)
        if fact is not None and (a.gone or fact.time != a.fact.time):
            known.sequence = Number(None, a.sequence.least + 1)
        if fact is not None and (a.gone or fact[:2] != a.fact[:2]):
            known.modified = Number(None, a.modified.least + 1, at)
        known.created = (
            a.created if b is not None else a.created | c.created
        )  # two drafts of it were published
    else:
        known.sequence, known.modified, known.created = (
            Number(None),
            Number(None, 0, at),
            c.created | {at},
        )
    published = {*(a.events if a else ()), *(b.events if b else ())}
    lost: dict[str, Lost] = {}
    for side in (c, *([a] if a else [])):
        for uid, one in side.lost.items():
            kept = a is not None and a.lost.get(uid) == one
            lost[uid] = (
                one
                if kept
                else Lost(one.event, (one.days[0], day), uid in published and not ours_touched)
            )
    if fact is None:
        gone = [side.gone[0] for side in (a, c) if side is not None and side.gone]
        known.gone = a.gone if a is not None and a.gone else (min(gone, default=day), day)
    else:
        events = present(known, fact)
        for side in (c, *([a] if a else [])):
            lost |= {
                uid: Lost(e, (day, day), side is a and a.gone is None)
                for uid, e in side.events.items()
                if uid not in events
                and uid not in lost
                and not (side.gone and e.last < side.gone[0])
            }
        known.fact, known.events, known.gone = fact, events, None
        lost = {uid: one for uid, one in lost.items() if uid not in events}
    known.lost = lost
    known.certain = not ours_touched and all(side.certain for side in (a, c) if side)
    known.touched = max(a.touched if a else 0, c.touched) + 1
    return known
