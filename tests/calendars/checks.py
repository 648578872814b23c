"""What has to hold of a feed after each step of the simulated year, whatever the step was."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from tests.calendars.readers import Seen, read
from tests.calendars.truth import KEPT, MARGIN, Expected, Known, Name, Truth, local_day
from tests.calendars.world import DAY, PREFIX, Event


class Feed:
    """A feed's events by UID: their bytes, and what a reader makes of them."""

    def __init__(self, raw: bytes) -> None:
        self.events: dict[str, bytes] = {}
        self.times: dict[str, tuple[Seen, ...]] = {}
        """UID -> each time at which it takes place."""
        head, *events = raw.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")
        assert read(head + b"END:VCALENDAR\r\n") == []
        zones = b"".join(re.findall(rb"BEGIN:VTIMEZONE\r\n.*END:VTIMEZONE\r\n", head, re.DOTALL))
        for event in events:
            times = _read_event(zones, event)
            uid = times[0].uid
            assert uid not in self.events, f"{uid} stands twice"
            unfolded = b"BEGIN:VEVENT\r\n" + event.replace(b"\r\n ", b"")
            assert _value(unfolded, "UID") == uid
            assert {seen.uid for seen in times} == {uid}
            self.events[uid], self.times[uid] = unfolded, times

    @property
    def seen(self) -> dict[str, Seen]:
        """UID -> what takes place; of a series each time, with the day in the UID."""
        return {
            Name.parse(uid).on(local_day(seen.start)) if self.recurs(uid) else uid: seen
            for uid, times in self.times.items()
            for seen in times
        }

    def recurs(self, uid: str) -> bool:
        return b"\r\nRRULE:" in self.events[uid]

    def last(self, uid: str) -> dt.date:
        """The day after which it is over."""
        return last_day(self.times[uid][-1])


def last_day(seen: Seen) -> dt.date:
    return local_day(seen.start) if "T" in seen.start else dt.date.fromisoformat(seen.end) - DAY


@cache
def _read_event(zones: bytes, event: bytes) -> tuple[Seen, ...]:
    """What a reader makes of an event under these time zones. Most events of a feed are those of the
    feed before, and the reader is slow."""
    assert event.endswith(b"END:VEVENT\r\n")
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + zones
    return tuple(read(head + b"BEGIN:VEVENT\r\n" + event + b"END:VCALENDAR\r\n"))


@lru_cache(maxsize=200)
def _by_uid(raw: bytes) -> dict[bytes, bytes]:
    found = re.findall(
        rb"BEGIN:VEVENT\r\nUID:(.*?\r\n(?: .*?\r\n)*)(.*?END:VEVENT\r\n)", raw, re.DOTALL
    )
    assert len(found) == raw.count(b"BEGIN:VEVENT")
    return {uid.replace(b"\r\n ", b"").strip(): event for uid, event in found}


@dataclass(frozen=True)
class Numbers:
    sequence: int
    modified: int
    stamp: int
    created: int

    @classmethod
    @cache
    def of(cls, event: bytes) -> Numbers:
        return cls(
            int(_value(event, "SEQUENCE")),
            *(_moment(event, name) for name in ("LAST-MODIFIED", "DTSTAMP", "CREATED")),
        )


def _value(event: bytes, name: str) -> str:
    found = re.search(rb"^" + name.encode() + rb"(?:;[^:\r\n]*)?:(.*)\r$", event, re.MULTILINE)
    assert found, f"no {name} in {event.decode()}"
    return found.group(1).decode()


def _moment(event: bytes, name: str) -> int:
    return int(
        dt.datetime.strptime(_value(event, name), "%Y%m%dT%H%M%SZ")
        .replace(tzinfo=dt.UTC)
        .timestamp()
    )


UNSURE = "event_unsure-zh"
"""What the description of an open day says that may still change."""
Slots = dict[str, tuple[str, str, str]]
"""UID that each would have alone -> start, end, whether it takes place."""


class Before(NamedTuple):
    """What was known of a record when the feed was looked at."""

    touched: int
    made: int
    top: int | None
    shown: object

    @classmethod
    def of(cls, known: Known) -> Before:
        return cls(known.touched, known.made, known.top, known.shown)


class Watch:
    """What was published so far in a feed of everything in one of the shapes, as far as it binds
    what is published next."""

    def __init__(self, shape: str) -> None:
        self.shape = shape
        self.every = "all.ics" if shape == "dates" else "all-opening.ics"
        self.feed: Feed | None = None
        self.slots: dict[str, Slots] = {}
        """UID -> what the event holds."""
        self.names: dict[tuple[str, str], str] = {}
        """Key of a record and start of a slot that was ever published -> its UID."""
        self.before: dict[str, Before] = {}
        self.numbers: dict[str, Numbers] = {}
        """Of every event that was ever published, when it last was."""
        self.held: dict[str, set[bytes]] = {}
        """Feed -> the UIDs that were ever in it."""

    def look(self, raw: bytes, truth: Truth, today: dt.date) -> list[str]:
        """What is wrong with the feed, and with its coming after the last one."""
        feed, expected = Feed(raw), dict(truth.expected(today, self.shape))
        slots: dict[str, Slots] = {}
        wrong = [
            *_find_slots(feed, expected, slots, self.names),
            *_check_slots(feed, expected, slots, truth, self.shape),
            *(
                f"{uid}: was over on {feed.last(uid)}"
                for uid in feed.events
                if feed.last(uid) < today - KEPT - MARGIN
            ),
        ]
        if not wrong:
            wrong = [
                *self._vanished(expected, slots, truth, today),
                *(
                    f"{uid}: {fault}"
                    for uid in feed.events
                    for fault in self._numbers(uid, feed, slots[uid], expected, truth)
                ),
            ]
        self.numbers |= {uid: Numbers.of(event) for uid, event in feed.events.items()}
        self.feed, self.slots = feed, slots
        self.names |= {
            (Name.parse(uid).key, start): slot
            for uid, of in slots.items()
            for slot, (start, *_) in of.items()
        }
        self.before = {key: Before.of(known) for key, known in truth.records.items()}
        return wrong

    def others(self, raw: dict[str, bytes]) -> list[str]:
        """What is wrong with all other feeds of this shape: in each an event is what it is in that
        of everything, and what was once in it stays."""
        every = _by_uid(raw[self.every])
        wrong = []
        for name, bytes_ in raw.items():
            if name.startswith(("all", "upcoming", "archive", "stops")) or (
                name.endswith("opening.ics") != (self.shape == "opening")
            ):
                continue
            now = _by_uid(bytes_)
            wrong += [
                f"{name}: {uid.decode()} is not as in {self.every}"
                for uid, event in now.items()
                if every.get(uid) != event
            ]
            self.held.setdefault(name, set()).update(now)
            wrong += [
                f"{name}: {uid.decode()} is gone"
                for uid in (self.held[name] & every.keys()) - now.keys()
            ]
        return wrong

    def _vanished(
        self, expected: dict[str, Expected], slots: dict[str, Slots], truth: Truth, today: dt.date
    ) -> Iterator[str]:
        """What is not over does not go, but with all that was to come of its record; no UID goes
        without a word for what of it does not take place at its time under another."""
        now = {slot for of in slots.values() for slot in of}
        times = {times[:2] for of in slots.values() for times in of.values()}
        spans = [
            (local_day(start), local_day(end))
            for of in slots.values()
            for start, end, _ in of.values()
            if "T" not in start
        ]
        for uid, of in self.slots.items():
            known = truth.records[Name.parse(uid).key]
            for slot, (start, end, status) in of.items():
                last = local_day(end) - DAY * ("T" not in end)
                is_left = slot in known.left[self.shape] or slot in known.lost[self.shape]
                is_due = expected[slot].must if slot in expected else not is_left
                if "T" in end and dt.datetime.fromisoformat(end).timestamp() <= truth.time:
                    continue
                if is_due and slot not in now and last >= today:
                    yield f"{slot}: vanished from {uid}, and is not over: {start}, {status}"
                is_told = (
                    uid in slots
                    or slot in now
                    or (start, end) in times
                    or any(first <= local_day(start) and last < end_ for first, end_ in spans)
                )
                if not is_told and last >= today:
                    yield f"{uid} is gone without a word of {slot}: {start}, {status}"

    def _numbers(
        self, uid: str, feed: Feed, slots: Slots, expected: dict[str, Expected], truth: Truth
    ) -> Iterator[str]:
        key = Name.parse(uid).key
        event, known = feed.events[uid], truth.records[key]
        now, last = Numbers.of(event), self.numbers.get(uid)
        if now.stamp != now.modified:
            yield "DTSTAMP is not LAST-MODIFIED"
        if now.created not in known.created:
            yield f"CREATED {now.created}, not {known.created}"
        if last and (now.sequence < last.sequence or now.modified < last.modified):
            yield f"fell from {last} to {now}"
        if now.modified > truth.time:
            yield f"LAST-MODIFIED {now.modified} is after the last commit, {truth.time}"
        if last and now.created != last.created and now.created not in known.created:
            yield f"CREATED changed from {last} to {now}"

        before, of_before = self.before.get(key), self.slots.get(uid)
        made = known.made - before.made if before else known.made
        if before and self.feed and of_before == slots:
            old = Numbers.of(self.feed.events[uid])
            if now.sequence != old.sequence and not self._may_be_again(
                now.sequence, known, slots, made
            ):
                yield f"SEQUENCE {now.sequence}, not {old.sequence}: it is as it was"
            if (before.shown, old.sequence) == (known.shown, now.sequence) and (
                now.modified != old.modified
            ):
                yield f"LAST-MODIFIED {now.modified}, not {old.modified}: it is as it was"
            if before.touched == known.touched and event != self.feed.events[uid]:
                yield (
                    f"nothing changed, but its bytes did:\n{self.feed.events[uid].decode()}\n"
                    f"{event.decode()}"
                )
        elif before and expected.keys() >= slots.keys():
            if made == 0 and self.feed and (known.certain or of_before is not None):
                yield f"is another with no change: {of_before} -> {slots}"
            if of_before is not None and last and now.modified <= last.modified:
                yield f"LAST-MODIFIED stays {now.modified}: {_difference(of_before, slots)}"
            if of_before is not None and last and now.sequence <= last.sequence:
                yield f"SEQUENCE stays {now.sequence}: {_difference(of_before, slots)}"
            is_new = all(expected[slot].lost is None for slot in slots)
            if is_new and made == 1 and known.first is None and len(known.states) > 1:
                known.first = now.sequence - len(known.states) + 1
            is_straight = known.first is not None and before.top is not None
            if is_new and is_straight and now.sequence <= before.top and made:
                yield f"SEQUENCE {now.sequence} is that of a state before: {before.top}"
        if expected.keys() >= slots.keys():  # else two lines of history said different things
            yield from self._exact(now, slots, expected, known)

    def _may_be_again(self, sequence: int, known: Known, slots: Slots, made: int) -> bool:
        """Whether it may have been something else in between, unseen."""
        if made >= len(known.states) and known.first is None:  # lines of history have joined
            return True
        return made > 1 and (known.top is None or sequence > known.top - made)

    def _exact(
        self, now: Numbers, slots: Slots, expected: dict[str, Expected], known: Known
    ) -> Iterator[str]:
        if known.first is None:
            return
        assert known.top is not None
        if now.sequence > known.top:
            yield f"SEQUENCE {now.sequence}, but there were only {known.top} changes"
            return
        for slot, (start, end, status) in slots.items():
            lost = expected[slot].lost
            if lost and lost.state is None:
                continue
            last = lost.state if lost else len(known.states)  # it may have been cancelled before
            for number in range(max(now.sequence - known.first, 0), last):
                e = known.states[number].events[self.shape].get(slot)
                if e is None or (e.start, e.end, _status(e)) != (start, end, status):
                    yield f"SEQUENCE {now.sequence}, but {slot} was {e} in {known.first + number}"
                    break
        number = now.sequence - known.first
        moment = known.states[number].moment if number >= 0 else None
        if moment is not None and not known.shown.allows(now.modified, moment):
            yield (
                f"LAST-MODIFIED {now.modified}, not the later one of {moment} (state "
                f"{now.sequence}) and {known.shown}"
            )


def _status(one: Seen | Event) -> str:
    """What is said of whether it takes place."""
    if one.status == "CANCELLED":
        return one.status
    is_postponed = one.summary.startswith(PREFIX["postponed"])
    status = f"{one.status}, postponed" if is_postponed else one.status
    is_sure = one.is_sure if isinstance(one, Event) else UNSURE not in one.description
    return status if is_sure else f"{status}, unsure"


def _difference(one: Slots, other: Slots) -> str:
    return f"without {dict(one.items() - other.items())}, with {dict(other.items() - one.items())}"


def _find_slots(
    feed: Feed,
    expected: dict[str, Expected],
    slots: dict[str, Slots],
    names: dict[tuple[str, str], str],
) -> Iterator[str]:
    """Fill `slots`: the slots of each event. An event that recurs has them by its days; a weekly
    pattern of open days does not say which session it is. `names` are those of before."""
    by_start = dict(names)
    for has_it in (False, True):
        by_start |= {
            (e.key, e.event.start): uid
            for uid, e in reversed(expected.items())
            if (e.lost is None) == has_it
        }
    found: dict[str, str] = {}
    for uid, times in feed.times.items():
        name, of = Name.parse(uid), slots.setdefault(uid, {})
        for seen in times:
            slot = name.on(local_day(seen.start)) if feed.recurs(uid) else uid
            if name.is_open and not name.day:  # a pattern may have a single day
                unknown = f"{slot} in {uid}" if feed.recurs(uid) else uid
                slot = by_start.get((name.key, seen.start), unknown)
            if slot in found:
                yield f"{slot}: in {uid} and in {found[slot]}"
            found[slot] = uid
            of[slot] = seen.start, seen.end, _status(seen)
        is_off = (
            times[0].status == "CANCELLED"
        )  # it holds only what was to come when it was dropped
        if feed.recurs(uid) and name.day and next(iter(of)) != uid and not is_off:
            yield f"{uid}: does not begin with that day"


def _check_slots(
    feed: Feed, expected: dict[str, Expected], slots: dict[str, Slots], truth: Truth, shape: str
) -> Iterator[str]:
    """Of a record of which two lines of history said different things, something may still be shown
    that the other said."""
    seen = {
        slot: (uid, one)
        for uid, of in slots.items()
        for slot, one in zip(of, feed.times[uid], strict=False)
    }
    for slot, want in expected.items():
        if want.must and slot not in seen:
            yield f"{slot}: missing, {want.event}"
    for slot, (uid, got) in seen.items():
        if slot not in expected:
            known = truth.records.get(Name.parse(uid).key)
            # what was moved may have had a UID that nothing has now
            is_told = known and (not known.certain or slot in known.left[shape])
            if not is_told or got.status != "CANCELLED":
                yield f"{slot}: in {uid}, not expected, {got}"
            continue
        want, name = expected[slot], Name.parse(uid)
        if not want.known.certain and (want.lost or not want.known.is_dated):
            continue
        if (got.start, got.end) != (want.event.start, want.event.end):
            yield f"{slot}: {got.start}/{got.end}, not {want.event.start}/{want.event.end}"
        if _status(got) != _status(want.event):
            yield f"{slot}: {_status(got)}, not {_status(want.event)}"
        if (
            got.summary != want.event.summary
            if want.whole
            else not got.summary.startswith(want.event.summary)
        ):
            yield f"{slot}: {got.summary!r}, not {want.event.summary!r}"
        if name.is_open and want.whole and want.event.is_usual and name.day:
            yield f"{slot}: is a usual day, and not in a series of these"
