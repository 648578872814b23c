"""What subscribers are to see, worked out commit by commit from what the edits did: the other half
of the oracle.

It knows slots, not events: something takes place from one moment to another, and is known by the
UID that it would have alone. How slots make up events is left to the product.

On a straight line of history everything is exact. Where lines join, what the published side did not
do itself is only bounded: numbers may not fall and rise where they must.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.calendars.world import DOMAIN, PREFIX, SHAPES, ZONE, Event, Events, Fact, World

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
        return cls(frozenset(options), min(options), max(options))

    def also(self, *options: int) -> Number:
        """It may be one of these as well."""
        if self.options:
            return Number.of(*self.options, *options)
        return Number(None, self.least, max(self.most, *options))

    def allows(self, value: int, moment: int) -> bool:
        """Whether a value is the later one of this and a moment."""
        if self.options:
            return value in {max(option, moment) for option in self.options}
        return max(self.least, moment) <= value <= max(self.most, moment)

    def __str__(self) -> str:
        if self.options:
            return " or ".join(map(str, sorted(self.options)))
        return f"from {self.least} to {self.most}"


@dataclass(frozen=True)
class State:
    """What was announced of a record from a commit on."""

    moment: int | None
    """None where it is not known which one it is."""
    events: dict[str, Events]
    """By shape."""
    is_gone: bool = False


@dataclass(frozen=True)
class Lost:
    """A slot that was given up."""

    event: Event
    state: int | None
    """The number of the first state that did not have it; None where it is not known."""
    sure: bool = True
    """False where it may never have been published, or may have gone with a move."""


@dataclass
class Known:
    """What is known of a record."""

    fact: Fact
    created: set[int]
    shown: Number
    """When last something changed that its events show besides times and status."""
    states: list[State]
    lost: dict[str, dict[str, Lost]] = field(default_factory=lambda: {s: {} for s in SHAPES})
    left: dict[str, set[str]] = field(default_factory=lambda: {s: set() for s in SHAPES})
    """Slots that went without being given up: a move took them along."""
    around: tuple[Any, ...] = ()
    made: int = 1
    """How many states there were, or perhaps were."""
    first: int | None = 0
    """The SEQUENCE that the first of the states stands for; None where it is not known."""
    touched: int = 0
    """How many commits did something to it, or perhaps did."""
    certain: bool = True
    """Whether the times of an event that stays after its record or date went are known."""

    @property
    def is_gone(self) -> bool:
        return self.states[-1].is_gone

    @property
    def is_dated(self) -> bool:
        """False if its times are those of an earlier state."""
        return not self.is_gone and self.fact.events is not None

    @property
    def top(self) -> int | None:
        """The SEQUENCE of what changed last."""
        return None if self.first is None else self.first + len(self.states) - 1

    def forget_numbers(self) -> None:
        """Several states may have been made, or none."""
        self.states = [State(None, self.states[-1].events, self.states[-1].is_gone)]
        self.first, self.made, self.touched = None, self.made + 1, self.touched + 1
        for shape, lost in self.lost.items():
            self.lost[shape] = {uid: Lost(one.event, None, one.sure) for uid, one in lost.items()}


class Expected(NamedTuple):
    key: str
    event: Event
    """Of a record that is gone, and of what was given up, the summary is the prefix only."""
    whole: bool
    must: bool
    known: Known
    lost: Lost | None = None


@dataclass
class Truth:
    records: dict[str, Known] = field(default_factory=dict)
    time: int = 0
    """Of the last commit."""

    def copy(self) -> Truth:
        return copy.deepcopy(self)

    # ---- a commit with one parent ----------------------------------------------------

    def commit(self, world: World, at: int) -> None:
        self.time = at
        for key in dict.fromkeys([*self.records, *world.calls]):
            known, fact = self.records.get(key), world.fact(key)
            if known is None:
                if fact is not None:
                    events = fact.events or {shape: {} for shape in SHAPES}
                    self.records[key] = Known(fact, {at}, Number.of(at), [State(at, events)])
            elif fact is None:
                self._absent(known, world, key, at)
            else:
                self._present(known, fact, at)

    @staticmethod
    def _absent(known: Known, world: World, key: str, at: int) -> None:
        around = world.around(world.graves.get(key) or world.calls[key])
        if not known.is_gone:
            was_off = known.fact.words[0] == PREFIX["cancelled"]
            events = cancelled(known.states[-1].events, 0 if was_off else at)
            known.states.append(State(at, events, is_gone=True))
            known.shown = Number.of(at)
            known.made, known.touched = known.made + 1, known.touched + 1
        elif around != known.around:  # it may still show the name of its venue
            known.shown, known.touched = known.shown.also(at), known.touched + 1
        known.around = around

    @staticmethod
    def _present(known: Known, fact: Fact, at: int) -> None:
        if known.is_gone:
            known.shown = Number.of(at)  # they do not say any more that it was removed
        elif fact.shown != known.fact.shown:
            known.shown, known.touched = Number.of(at), known.touched + 1
        elif fact.perhaps != known.fact.perhaps:
            known.shown, known.touched = known.shown.also(at), known.touched + 1
        events = present(known, fact)
        if not known.is_gone and fact.time == known.fact.time:  # perhaps another title
            known.states[-1] = State(known.states[-1].moment, events)
        else:
            lose(known, events, at)
            known.states.append(State(at, events))
            known.made, known.touched = known.made + 1, known.touched + 1
        known.fact, known.around = fact, ()

    def doubt(self, key: str, since: int, at: int) -> None:
        """Two commits changed a record, or did something and undid it; from the first of them no
        site could be built."""
        known = self.records[key]
        known.shown = Number(None, min(known.shown.least, since), at)
        known.forget_numbers()

    def perhaps(self, keys: set[str], at: int) -> None:
        """A commit that may count as a change of what these show, or not."""
        for key in keys:
            known = self.records[key]
            known.shown, known.touched = known.shown.also(at), known.touched + 1

    # ---- what is published -----------------------------------------------------------

    def expected(self, today: dt.date, shape: str) -> Iterator[tuple[str, Expected]]:
        """UID -> what is to be, for every slot that must or may be there."""
        oldest = today - KEPT + MARGIN
        for key, known in self.records.items():
            events = known.states[-1].events[shape]
            for uid, event in events.items():
                if known.is_gone:
                    event = event._replace(summary=PREFIX["cancelled"])
                must = event.last >= oldest and (known.certain or known.is_dated)
                yield uid, Expected(key, event, not known.is_gone, must, known)
            for uid, lost in known.lost[shape].items():
                if not is_there(uid, lost.event, events):
                    event = lost.event._replace(status="CANCELLED", summary=PREFIX["cancelled"])
                    was_over = known.is_gone and event.over <= (known.states[-1].moment or 0)
                    must = event.last >= oldest and known.certain and lost.sure and not was_over
                    yield uid, Expected(key, event, False, must, known, lost)


def present(known: Known, fact: Fact) -> dict[str, Events]:
    """The events of a record; of one without dates those that it had, with another status; of one
    that was called off before, too."""
    stays_off = (
        known.fact.words[0] == fact.words[0] == PREFIX["cancelled"]
        and known.fact.dates == fact.dates
    )
    if fact.events is not None and not stays_off:
        return fact.events
    return {
        shape: {
            uid: e._replace(
                status="CANCELLED" if stays_off else "TENTATIVE", summary="".join(fact.words)
            )
            for uid, e in events.items()
        }
        for shape, events in known.states[-1].events.items()
    }


def cancelled(events: Mapping[str, Events], at: int) -> dict[str, Events]:
    """What is left of a record that was removed: what was not over."""
    return {
        shape: {uid: e._replace(status="CANCELLED") for uid, e in of.items() if e.over > at}
        for shape, of in events.items()
    }


def lose(known: Known, events: Mapping[str, Events], at: int) -> None:
    """What was to come and is not there any more was given up; unless all of it is gone, and
    something else is to come: then it was moved."""
    state = len(known.states) - known.is_gone
    if known.is_gone:  # it was given up when it was removed
        at = known.states[-1].moment or at
    for shape in SHAPES:
        now, lost = events[shape], known.lost[shape]
        coming = {
            uid: e
            for uid, e in known.states[-1].events[shape].items()
            if known.is_gone or e.over > at
        }
        gone = {uid: e for uid, e in coming.items() if not is_there(uid, e, now)}
        has_moved = any(e.over > at for e in now.values())
        if has_moved and len(gone) == len(coming):
            known.left[shape] |= gone.keys()
        else:
            lost |= {uid: Lost(e, state) for uid, e in gone.items()}
        times = {(e.start, e.end) for e in now.values()}
        known.lost[shape] = {
            uid: one
            for uid, one in lost.items()
            if uid not in now and (one.event.start, one.event.end) not in times
        }
        known.left[shape] |= {uid for uid in coming if uid not in gone and uid not in now}


def is_there(uid: str, event: Event, now: Events) -> bool:
    """Whether subscribers find it, or something else at its time."""
    return (
        uid in now
        or any((e.start, e.end) == (event.start, event.end) for e in now.values())
        or any("T" not in e.start and _days(e)[0] <= _days(event)[0] and _days(event)[1] <= e.last
               for e in now.values())
        # a series has the UID of the span
        or (uid.endswith(f"-open@{DOMAIN}") and any(e.is_usual for e in now.values()))
    )  # fmt: skip


def _days(event: Event) -> tuple[dt.date, dt.date]:
    if "T" in event.start:
        return event.last, event.last
    return dt.date.fromisoformat(event.start), event.last


def joined(base: Truth, ours: Truth, theirs: Truth, world: World, at: int) -> Truth:
    """After a merge whose result is `world`. `ours` is what was published."""
    out = Truth(time=at)
    for key in dict.fromkeys([*ours.records, *theirs.records]):
        b, a, c = (t.records.get(key) for t in (base, ours, theirs))
        fact = world.fact(key)
        ours_touched = a is not None and (b is None or a.touched != b.touched)
        theirs_touched = c is not None and (b is None or c.touched != b.touched)
        around = () if fact else world.around(world.graves.get(key) or world.calls[key])
        if a is not None and not theirs_touched and (a.fact == fact if fact else a.is_gone):
            known = copy.deepcopy(a)
            if around != a.around:
                known.shown, known.touched = known.shown.also(at), known.touched + 1
        else:
            known = _both(a, c or copy.deepcopy(a), b, fact, ours_touched, at)  # type: ignore[arg-type]
        known.around = around
        out.records[key] = known
    return out


def _both(
    a: Known | None, c: Known, b: Known | None, fact: Fact | None, ours_touched: bool, at: int
) -> Known:
    """A record that the merged side has done something to, perhaps besides the published side."""
    known = copy.deepcopy(a if a is not None and (ours_touched or fact is None) else c)
    sides = [side for side in (c, a) if side]
    known.touched, known.made = (max(getattr(s, n) for s in sides) for n in ("touched", "made"))
    known.created = (
        c.created | {at} if a is None else a.created if b is not None else a.created | c.created
    )  # two drafts of it may have been published
    known.shown = Number(None, a.shown.least if a else 0, at)
    events = present(known, fact) if fact else cancelled(known.states[-1].events, 0)
    for shape in SHAPES:
        every = {uid: e for side in sides for uid, e in side.states[-1].events[shape].items()}
        every |= {uid: one.event for side in sides for uid, one in side.lost[shape].items()}
        before = a.lost[shape] if a else {}
        known.lost[shape] = {
            uid: Lost(e, None, uid in before and before[uid].sure and not ours_touched)
            for uid, e in every.items()
            if uid not in events[shape]
        }
        known.left[shape] = set(every).union(*(side.left[shape] for side in sides))
    known.states.append(State(None, events, fact is None))
    known.forget_numbers()
    # of what the other side removed, what was over by then is not there
    known.certain = bool(fact) and not ours_touched and all(side.certain for side in sides)
    if fact:
        known.fact = fact
    return known


def local_day(moment: str) -> dt.date:
    """The day on which something begins, of a moment in UTC or a day."""
    if "T" not in moment:
        return dt.date.fromisoformat(moment)
    return dt.datetime.fromisoformat(moment).astimezone(ZONE).date()


class Name(NamedTuple):
    """The parts of a UID."""

    key: str
    is_open: bool
    day: str
    number: str
    domain: str

    @classmethod
    def parse(cls, uid: str) -> Name:
        found = re.fullmatch(r"(.+?)(-open)?(?:-(\d{8}))?(?:-(\d))?@(.*)", uid)
        assert found, uid
        key, is_open, day, number, domain = found.groups("")
        return cls(key, bool(is_open), day, number, domain)

    def on(self, day: dt.date) -> str:
        """The UID of a slot of a series."""
        name = f"{self.key}{'-open' if self.is_open else ''}-{day:%Y%m%d}"
        return f"{name}{'-' + self.number if self.number else ''}@{self.domain}"
