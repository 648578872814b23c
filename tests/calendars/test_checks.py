"""The checks of the simulated year can fail: a feed made from the truth passes, and one with any
single fault does not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from tests.calendars import edits
from tests.calendars.checks import Watch
from tests.calendars.truth import Expected, Truth

DAY = dt.date(2026, 3, 2)
TIME = int(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC).timestamp())
Lines = dict[str, dict[str, str]]
"""UID -> property -> value, of a feed."""


def ideal(truth: Truth, today: dt.date) -> Lines:
    out = {}
    for uid, e in truth.expected(today):
        start, end, known = e.event.start, e.event.end, e.known
        out[uid] = {
            "UID": uid, **{name: stamp(max(known.modified.options or {0})) for name in ("DTSTAMP", "LAST-MODIFIED")},
            "CREATED": stamp(min(known.created)), "SEQUENCE": str(max(known.sequence.options or {0})),
            **{name: value.translate({ord(c): None for c in "-:"}) for name, value in (("DTSTART", start), ("DTEND", end))},
            "SUMMARY": e.event.summary.replace(",", "\\,").replace(";", "\\;"), "STATUS": e.event.status,
        }  # fmt: skip
    return out


def stamp(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def feed(lines: Lines) -> bytes:
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for event in lines.values():
        text += [
            "BEGIN:VEVENT",
            *(f"{name}:{value}" for name, value in event.items()),
            "END:VEVENT",
        ]
    return "\r\n".join([*text, "END:VCALENDAR", ""]).encode()


class Story:
    """Two commits and what was published after them."""

    def __init__(self, edit: str) -> None:
        for seed in range(20):  # until it hits a record that has events to come
            done = self.tell(edit, random.Random(f"{edit} {seed}"))
            if done and (
                edit in QUIET
                or any(e.event.last > DAY and changed(e) for _, e in self.truth.expected(DAY))
            ):
                return
        raise AssertionError(f"{edit} does nothing")

    def tell(self, edit: str, r: random.Random) -> bool:
        self.world, self.truth, self.watch = edits.first_world(r, DAY), Truth(), Watch()
        self.truth.commit(self.world, TIME, DAY)
        assert not self.watch.look(feed(ideal(self.truth, DAY)), self.truth, DAY)
        before = repr(self.world)
        done = edits.EDITS[edit](self.world, r, DAY)
        self.truth.commit(self.world, TIME + 3600, DAY)
        return done and repr(self.world) != before

    def wrong(self, fault: Callable[[Lines], object] = lambda lines: None) -> list[str]:
        lines = ideal(self.truth, DAY)
        fault(lines)
        return self.watch.look(feed(lines), self.truth, DAY)

    def uid(self, wanted: bool) -> str:
        """An event that is to come, of the record that was edited or of another."""
        coming = ((uid, e) for uid, e in self.truth.expected(DAY) if e.event.last > DAY)
        return next(uid for uid, e in coming if changed(e) == wanted)


def changed(e: Expected) -> bool:
    return max(e.known.modified.options or {0}) > TIME


QUIET = ("reformat", "reorder", "split", "unseen", "rename exhibition", "new draft")
LOUD = (
    "move",
    "cancel",
    "venue hours",
    "remove",
    "retime",
    "skip",
    "move a date",
    "postpone",
    "postpone, dates kept",
)
SHOWN = ("move site", "retitle venue", "address", "note", "rename")


@pytest.mark.parametrize(
    "edit", [*QUIET, *LOUD, *SHOWN, "new", "new series", "also", "retitle exhibition"]
)
def test_the_truth_passes(edit: str) -> None:
    story = Story(edit)
    assert not story.wrong()
    if edit in QUIET:
        assert not [e for _, e in story.truth.expected(DAY) if changed(e)]


@pytest.mark.parametrize("edit", [*QUIET, *LOUD, *SHOWN[1:]])
@pytest.mark.parametrize(
    "fault", ["vanished", "sequence", "modified", "stamp", "summary", "created", "ghost"]
)
def test_an_event_that_did_not_change_has_to_stay(edit: str, fault: str) -> None:
    story = Story(edit)
    uid = story.uid(wanted=False)

    def spoil(lines: Lines) -> None:
        later = stamp(TIME + 7200)
        if fault == "vanished":
            del lines[uid]
        elif fault == "ghost":
            lines["ghost"] = lines[uid] | {"UID": "ghost"}
        else:
            lines[uid] |= {
                "sequence": {"SEQUENCE": "7"}, "modified": {"LAST-MODIFIED": later, "DTSTAMP": later}, "stamp": {"DTSTAMP": later},
                "summary": {"SUMMARY": "别的"}, "created": {"CREATED": stamp(TIME - 60)},
            }[fault]  # fmt: skip

    assert story.wrong(spoil)


@pytest.mark.parametrize("edit", LOUD)
@pytest.mark.parametrize("fault", ["sequence", "modified", "vanished", "status", "times"])
def test_an_event_that_changed_has_to_say_so(edit: str, fault: str) -> None:
    story = Story(edit)
    uid = story.uid(wanted=True)

    def spoil(lines: Lines) -> None:
        if fault == "vanished":
            del lines[uid]
            return
        same = stamp(TIME)
        lines[uid] |= {
            "sequence": {"SEQUENCE": "0"}, "modified": {"LAST-MODIFIED": same, "DTSTAMP": same},
            "status": {"STATUS": "CONFIRMED" if lines[uid]["STATUS"] != "CONFIRMED" else "CANCELLED"}, "times": {"DTEND": "20300101"},
        }[fault]  # fmt: skip
        if fault == "times" and "T" in lines[uid]["DTSTART"]:
            lines[uid]["DTEND"] = "20300101T000000Z"

    assert story.wrong(spoil)


@pytest.mark.parametrize("edit", SHOWN)
def test_an_event_that_shows_something_else_has_to_say_so(edit: str) -> None:
    story = Story(edit)
    uid, same = story.uid(wanted=True), stamp(TIME)
    assert story.wrong(lambda lines: lines[uid].update({"LAST-MODIFIED": same, "DTSTAMP": same}))
