"""The checks of the simulated year can fail: a feed made from the truth passes, and one with any
single fault does not."""

from __future__ import annotations

import datetime as dt
import pickle
import random
from collections.abc import Callable
from functools import cache, partial

import pytest

from tests.calendars import edits
from tests.calendars.checks import UNSURE, Watch
from tests.calendars.truth import Expected, Name, Truth, local_day
from tests.calendars.world import DOMAIN, SHAPES, Event, Events

DAY = dt.date(2026, 3, 2)
TIME = int(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC).timestamp())
Lines = dict[str, dict[str, str]]
"""UID -> property -> value, of a feed."""


def ideal(truth: Truth, today: dt.date, shape: str) -> Lines:
    """A feed that says just what is true. Its rules are not those of the product: what recurs does
    so each day."""
    expected = dict(truth.expected(today, shape))
    out: Lines = {}
    for known in truth.records.values():
        groups = [group(state.events[shape]) for state in known.states]
        for uid, slots in groups[-1].items():
            number = len(groups) - 1
            while number and groups[number - 1].get(uid) == slots:
                number -= 1
            if all(slot in expected for slot in slots):
                found = [expected[slot] for slot in slots]
                out[uid] = write(uid, found, number, recurs=[*slots] != [uid])
    for uid, e in expected.items():
        if e.lost:
            out[uid] = write(uid, [e], e.lost.state or 0)
    return out


def group(events: Events) -> dict[str, dict[str, Event]]:
    """UID -> what it holds: usual open days with the same times, and dates where they were at
    first, are one."""
    patterns: dict[tuple[str, str], str] = {}
    out: dict[str, dict[str, Event]] = {}
    for slot, event in sorted(events.items(), key=lambda item: item[1].start):
        uid, name, day = slot, Name.parse(slot), f"{local_day(event.start):%Y%m%d}"
        if name.is_open and event.is_usual and name.day:
            profile = event.start[10:], event.end[10:]
            number = patterns.setdefault(profile, f"-{len(patterns) + 1}".removeprefix("-1"))
            uid = f"{name.key}-open{number}@{DOMAIN}"
        elif not name.is_open and name.day == day:
            uid = f"{name.key}{'-' + name.number if name.number else ''}@{DOMAIN}"
        out.setdefault(uid, {})[slot] = event
    return out


def write(uid: str, slots: list[Expected], number: int, recurs: bool = False) -> dict[str, str]:
    first, known = slots[0], slots[0].known
    modified = max(max(known.shown.options or {0}), known.states[number].moment or 0)
    properties = {
        "UID": uid, "DTSTAMP": stamp(modified), "LAST-MODIFIED": stamp(modified),
        "CREATED": stamp(min(known.created)), "SEQUENCE": str(number),
        "DTSTART": basic(first.event.start), "DTEND": basic(first.event.end),
        "SUMMARY": first.event.summary.replace(",", "\\,").replace(";", "\\;"), "STATUS": first.event.status,
    }  # fmt: skip
    if not first.event.is_sure and first.event.status != "CANCELLED":
        properties["DESCRIPTION"] = UNSURE
    if recurs:
        starts = [dt.datetime.fromisoformat(e.event.start) for e in slots]
        days = range((starts[-1] - starts[0]).days + 1)
        every = [starts[0] + n * dt.timedelta(days=1) for n in days]
        properties["RRULE"] = f"FREQ=DAILY;UNTIL={starts[-1]:%Y%m%dT%H%M%SZ}"
        if gaps := [moment for moment in every if moment not in starts]:
            properties["EXDATE"] = ",".join(f"{moment:%Y%m%dT%H%M%SZ}" for moment in gaps)
    return properties


def basic(moment: str) -> str:
    return moment.translate({ord(c): None for c in "-:"})


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


def update(lines: Lines, uid: str, change: dict[str, str]) -> None:
    lines[uid].update(change)


@cache
def tell_story(edit: str, shape: str) -> Story:
    """Only to be told again."""
    return Story(edit, shape)


class Story:
    """Two commits and what was published after them, in a shape."""

    def __init__(self, edit: str, shape: str) -> None:
        self.shape = shape
        for seed in range(40):  # until it hits a record that has events to come
            done = self.tell(edit, random.Random(f"{edit} {seed}"))
            if done and (edit in QUIET or self.has_changes(edit)):
                return
        raise AssertionError(f"{edit} does nothing")

    def has_changes(self, edit: str) -> bool:
        return bool(self.find_revised() if edit in (*LOUD, *OF_STAYS) else self.find(wanted=True))

    def tell(self, edit: str, r: random.Random) -> bool:
        self.world, self.truth, self.watch = edits.first_world(r, DAY), Truth(), Watch(self.shape)
        self.truth.commit(self.world, TIME)
        assert not self.watch.look(feed(ideal(self.truth, DAY, self.shape)), self.truth, DAY)
        before = repr(self.world)
        done = edits.EDITS[edit](self.world, r, DAY)
        self.truth.commit(self.world, TIME + 3600)
        return done and repr(self.world) != before

    def again(self) -> Story:
        """The same story, to be told with another end."""
        story: Story = pickle.loads(pickle.dumps(self))  # quicker than deepcopy
        return story

    def wrong(self, fault: Callable[[Lines], object] = lambda lines: None) -> list[str]:
        lines = ideal(self.truth, DAY, self.shape)
        fault(lines)
        return self.watch.look(feed(lines), self.truth, DAY)

    def find(self, wanted: bool) -> str:
        """An event that is to come, and did or did not change; "" if there is none."""
        lines = ideal(self.truth, DAY, self.shape)
        coming = (uid for uid, of in lines.items() if of["DTSTART"][:8] > f"{DAY:%Y%m%d}")
        return next(
            (uid for uid in coming if (lines[uid]["LAST-MODIFIED"] > stamp(TIME)) == wanted), ""
        )

    def find_revised(self) -> str:
        """An event that is to come and has another SEQUENCE than before; "" if there is none."""
        lines = ideal(self.truth, DAY, self.shape)
        coming = (uid for uid, of in lines.items() if of["DTSTART"][:8] > f"{DAY:%Y%m%d}")
        return next((uid for uid in coming if lines[uid]["SEQUENCE"] != "0"), "")


QUIET = ("reformat", "reorder", "split", "unseen", "rename exhibition", "new draft")
LOUD = (
    "move",
    "cancel",
    "remove",
    "retime",
    "skip",
    "move a date",
    "postpone",
    "postpone, dates kept",
)
SHOWN = ("move site", "retitle venue", "address", "note", "rename")


OF_STAYS = ("venue hours", "close a day", "close a week", "special day", "announce", "hours")
"""What only those notice who see open days."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "edit", [*QUIET, *LOUD, *SHOWN, *OF_STAYS, "new", "new series", "also", "retitle exhibition"]
)
def test_the_truth_passes(edit: str, shape: str) -> None:
    story = tell_story(edit, "opening" if edit in OF_STAYS else shape).again()
    assert not story.wrong()
    if edit in QUIET:
        assert not story.find(wanted=True)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edit", [*QUIET, *LOUD, *SHOWN[1:], *OF_STAYS])
def test_an_event_that_did_not_change_has_to_stay(edit: str, shape: str) -> None:
    story = tell_story(edit, "opening" if edit in OF_STAYS else shape).again()
    uid = story.find(wanted=False)
    later = stamp(TIME + 3600)
    changes = {
        "sequence": {"SEQUENCE": "7"},
        "one more": {"SEQUENCE": "1"},
        "modified": {"LAST-MODIFIED": later, "DTSTAMP": later},
        "stamp": {"DTSTAMP": later},
        "summary": {"SUMMARY": "别的"},
        "created": {"CREATED": stamp(TIME - 60)},
    }
    for fault, change in changes.items():
        assert story.again().wrong(partial(update, uid=uid, change=change)), fault
    assert story.again().wrong(lambda lines: lines.pop(uid)), "vanished"
    ghost = uid.replace("@", "-9@")
    assert story.again().wrong(lambda lines: lines.update({ghost: lines[uid] | {"UID": ghost}}))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edit", [*LOUD, *OF_STAYS])
def test_an_event_that_changed_has_to_say_so(edit: str, shape: str) -> None:
    story = tell_story(edit, "opening" if edit in OF_STAYS else shape).again()
    uid, same = story.find_revised(), stamp(TIME)
    line = ideal(story.truth, DAY, story.shape)[uid]
    other = "CONFIRMED" if line["STATUS"] != "CONFIRMED" else "CANCELLED"
    end = "20300101T000000Z" if "T" in line["DTSTART"] else "20300101"
    changes = {
        "sequence": {"SEQUENCE": "0"},
        "modified": {"LAST-MODIFIED": same, "DTSTAMP": same},
        "status": {"STATUS": other},
        "times": {"DTEND": end},
    }
    for fault, change in changes.items():
        assert story.again().wrong(partial(update, uid=uid, change=change)), fault
    assert story.again().wrong(lambda lines: lines.pop(uid)), "vanished"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("edit", SHOWN)
def test_an_event_that_shows_something_else_has_to_say_so(edit: str, shape: str) -> None:
    story = tell_story(edit, shape).again()
    uid, same = story.find(wanted=True), stamp(TIME)
    assert story.wrong(lambda lines: lines[uid].update({"LAST-MODIFIED": same, "DTSTAMP": same}))


@pytest.mark.parametrize("edit", ["hours", "close a day", "skip"])
def test_a_series_has_each_of_its_times(edit: str) -> None:
    """An EXDATE too many or too few, and an end that is too early."""
    story = tell_story(edit, "opening").again()
    lines = ideal(story.truth, DAY, "opening")
    uid = next(
        uid for uid, of in lines.items() if "EXDATE" in of and of["DTSTART"][:8] > "20260302"
    )

    def take_out(of: dict[str, str]) -> None:
        of["EXDATE"] = of["EXDATE"].rpartition(",")[0] or "20300101T000000Z"

    assert story.again().wrong(lambda lines: take_out(lines[uid]))
    assert story.again().wrong(
        lambda lines: lines[uid].update(
            {"EXDATE": lines[uid]["EXDATE"] + "," + lines[uid]["RRULE"][-16:]}
        )
    )
