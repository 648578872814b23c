"""What has to hold of a feed after each step of the simulated year, whatever the step was."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from tests.calendars.readers import Seen, read
from tests.calendars.truth import Expected, Truth
from tests.calendars.world import DAY, ZONE


class Feed:
    """A feed's events by UID: their bytes, and what a reader makes of them."""

    def __init__(self, raw: bytes) -> None:
        self.events: dict[str, bytes] = {}
        self.seen: dict[str, Seen] = {}
        head, *events = raw.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")
        assert read(head + b"END:VCALENDAR\r\n") == []
        zones = b"".join(re.findall(rb"BEGIN:VTIMEZONE\r\n.*END:VTIMEZONE\r\n", head, re.DOTALL))
        for event in events:
            seen = _read_event(zones, event)
            assert seen.uid not in self.events, f"{seen.uid} stands twice"
            unfolded = b"BEGIN:VEVENT\r\n" + event.replace(b"\r\n ", b"")
            assert _value(unfolded, "UID") == seen.uid
            self.events[seen.uid], self.seen[seen.uid] = unfolded, seen

    def last(self, uid: str) -> dt.date:
        """The day after which it is over."""
        start, end = self.seen[uid].start, self.seen[uid].end
        return (
            dt.datetime.fromisoformat(start).astimezone(ZONE).date()
            if "T" in start
            else dt.date.fromisoformat(end) - DAY
        )


@cache
def _read_event(zones: bytes, event: bytes) -> Seen:
    """What a reader makes of an event under these time zones. Most events of a feed are those of the
    feed before, and the reader is slow."""
    assert event.endswith(b"END:VEVENT\r\n")
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n" + zones
    (seen,) = read(head + b"BEGIN:VEVENT\r\n" + event + b"END:VCALENDAR\r\n")
    return seen


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


class Watch:
    """What was published so far, as far as it binds what is published next."""

    def __init__(self) -> None:
        self.feed: Feed | None = None
        self.touched: dict[str, int] = {}
        self.expected: dict[str, Expected] = {}
        self.numbers: dict[str, Numbers] = {}
        """Of every event that was ever published, when it last was."""
        self.held: dict[str, set[bytes]] = {}
        """Feed -> the UIDs that were ever in it."""

    def look(self, raw: bytes, truth: Truth, today: dt.date) -> list[str]:
        """What is wrong with the feed, and with its coming after the last one."""
        feed, expected = Feed(raw), dict(truth.expected(today))
        doubtful = tuple(key for key, known in truth.records.items() if not known.certain)
        wrong = [
            *_events(feed, expected, doubtful),
            *self._numbers(feed, expected),
            *self._since(feed, expected, today),
        ]
        for uid, event in feed.events.items():
            self.numbers[uid] = numbers = Numbers.of(event)
            if uid in expected:
                truth.seen(expected[uid].key, numbers.sequence, numbers.modified)
        self.feed, self.expected = feed, expected
        self.touched = {key: known.touched for key, known in truth.records.items()}
        return wrong

    def others(self, raw: dict[str, bytes]) -> list[str]:
        """What is wrong with all other feeds: in each an event is what it is in all.ics, and what
        was once in it stays."""
        every = _by_uid(raw["all.ics"])
        wrong = []
        for name, bytes_ in raw.items():
            if name.startswith(("all", "upcoming", "archive", "stops")) or name.endswith(
                "opening.ics"
            ):
                continue
            now = _by_uid(bytes_)
            wrong += [
                f"{name}: {uid.decode()} is not as in all.ics"
                for uid, event in now.items()
                if every.get(uid) != event
            ]
            self.held.setdefault(name, set()).update(now)
            wrong += [
                f"{name}: {uid.decode()} is gone"
                for uid in (self.held[name] & every.keys()) - now.keys()
            ]
        return wrong

    def _numbers(self, feed: Feed, expected: dict[str, Expected]) -> Iterator[str]:
        for uid, event in feed.events.items():
            now, before = Numbers.of(event), self.numbers.get(uid)
            if now.stamp != now.modified:
                yield f"{uid}: DTSTAMP is not LAST-MODIFIED"
            if before and (
                now.sequence < before.sequence
                or now.modified < before.modified
                or now.stamp < before.stamp
            ):
                yield f"{uid}: fell from {before} to {now}"
            if (
                before
                and now.created != before.created
                and not (uid in expected and now.created in expected[uid].known.created)
            ):
                yield f"{uid}: CREATED changed from {before} to {now}"
            if uid not in expected:
                continue
            known = expected[uid].known
            if now.sequence not in known.sequence:
                yield f"{uid}: SEQUENCE {now.sequence}, not {known.sequence}"
            if now.modified not in known.modified:
                yield f"{uid}: LAST-MODIFIED {now.modified}, not {known.modified}; before: {before}"
            if now.created not in known.created:
                yield f"{uid}: CREATED {now.created}, not {known.created}"

    def _since(self, feed: Feed, expected: dict[str, Expected], today: dt.date) -> Iterator[str]:
        if self.feed is None:
            return
        for uid, event in self.feed.events.items():
            if uid not in feed.events:
                if self.feed.last(uid) >= today:
                    yield f"{uid}: vanished, and it is not over: {self.feed.seen[uid]}"
                continue
            key = expected[uid].key if uid in expected else ""
            same = (
                uid in self.expected
                and uid in expected
                and self.expected[uid].event == expected[uid].event
            )
            if (
                same
                and self.touched.get(key) == expected[uid].known.touched
                and event != feed.events[uid]
            ):
                yield (
                    f"{uid}: nothing changed, but its bytes "
                    f"did:\n{event.decode()}\n{feed.events[uid].decode()}"
                )


def _events(feed: Feed, expected: dict[str, Expected], doubtful: tuple[str, ...]) -> Iterator[str]:
    """`doubtful`: records of which two lines of history said different things, so that one may
    still show what the other said."""
    for uid, want in expected.items():
        if want.must and uid not in feed.seen:
            yield f"{uid}: missing, {want.event}"
    for uid, got in feed.seen.items():
        if uid not in expected:
            if not uid.startswith(doubtful) or got.status == "CONFIRMED":
                yield f"{uid}: not expected, {got}"
            continue
        want = expected[uid]
        times = want.known.certain or (want.whole and want.known.fact.events is not None)
        if times and (got.start, got.end) != (want.event.start, want.event.end):
            yield (
                f"{uid}: from {got.start} to {got.end}, not from {want.event.start} to "
                f"{want.event.end}"
            )
        if got.status != want.event.status:
            yield f"{uid}: {got.status}, not {want.event.status}"
        if (
            got.summary != want.event.summary
            if want.whole
            else not got.summary.startswith(want.event.summary)
        ):
            yield f"{uid}: {got.summary!r}, not {want.event.summary!r}"
