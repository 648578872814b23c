"""A subscriber with vdirsyncer and khal, and what the web server says to it."""

from __future__ import annotations

import datetime as dt
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from tests.calendars.client import Client, Shown, as_shown
from tests.calendars.readers import read
from tests.support.events import read_series
from tests.support.git import Repository
from tests.support.projects import TODAY, copy_sample
from tests.support.web import nginx

FEED = "all.ics"
OPENING_FEED = "venues/riverside-stm/opening.ics"
MOVED = "joint-r5-riverside"
MOVE = (
    "copy: c\n        round: 5\n        open: 2027-05-15\n        close: 2027-07-25\n",
    "copy: c\n        round: 5\n        open: 2027-05-15\n        close: 2027-08-01\n",
)
FIRST = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)


def show_by_uid(raw: bytes) -> dict[str, list[Shown]]:
    """UID -> what a client is to show of an event, each time at which it takes place."""
    out: dict[str, list[Shown]] = {}
    for event in read(raw):
        out.setdefault(event.uid, []).append(as_shown(event))
    return out


class Online:
    """A copy of the sample site in a Git repository, and nginx over its output."""

    def __init__(self, root: Path, base: str) -> None:
        self.repository = Repository(root)
        self.project, self.base, self.when = copy_sample(root), base, FIRST
        self.publish()

    def publish(self) -> None:
        """Commit everything, an hour after the last time, and build."""
        self.when += dt.timedelta(hours=1)
        self.repository.commit("an edit", self.when)
        report = self.project.build(today=TODAY)
        assert not report.error_count, report.problems

    def feed(self, path: str = FEED) -> bytes:
        return (self.project.output / path).read_bytes()

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.project.root / file
        text = path.read_text()
        assert text.count(old) == 1, (file, old)
        path.write_text(text.replace(old, new))

    def get(self, path: str, **headers: str) -> tuple[int, Message, bytes]:
        request = urllib.request.Request(
            self.base + path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:  # 304 is one to urllib
            return error.code, error.headers, error.read()


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Online]:
    root = tmp_path / "project"
    with nginx(root / "output", tmp_path / "nginx") as base:
        yield Online(root, base)


def test_a_subscriber_sees_the_schedule_and_then_what_moved(online: Online, tmp_path: Path) -> None:
    client = Client(tmp_path / "client", online.base + FEED)
    before = read(online.feed())
    assert client.sync() == len(read_series(online.feed())) > 100
    shown = client.shown()
    assert Counter(shown) == Counter(map(as_shown, before))
    march = [s for s in shown if s.start[:10] <= "2026-03-31" and s.end[:10] >= "2026-03-01"]
    assert (
        client.agenda(dt.date(2026, 3, 1), dt.date(2026, 3, 31)) == march
    )  # a short time, khal asks for each day anew
    assert client.sync() == 0

    online.replace("schedule.yaml", *MOVE)
    online.publish()
    (was,), (is_now,) = (
        [e for e in events if e.uid.startswith(MOVED + "@")]
        for events in (before, read(online.feed()))
    )
    assert (was.end, is_now.end) == ("2027-07-26", "2027-08-02")
    assert client.sync() == 2  # one comes and one goes, for vdirsyncer names them by content
    after = client.shown()
    assert Counter(after) - Counter(shown) == Counter([as_shown(is_now)])
    assert Counter(shown) - Counter(after) == Counter([as_shown(was)])


def test_who_imports_it_again_has_each_event_once(online: Online, tmp_path: Path) -> None:
    """By UID: a moved event is the same event."""
    client = Client(tmp_path / "client", online.base + FEED)
    for edit in ([], [MOVE]):
        for change in edit:
            online.replace("schedule.yaml", *change)
        online.publish()
        client.keep()
        assert client.kept() == show_by_uid(online.feed())


def test_a_subscriber_sees_each_open_day(online: Online, tmp_path: Path) -> None:
    """Of rules each day, without those that are excluded; also after a change."""
    client = Client(tmp_path / "client", online.base + OPENING_FEED)
    for change in (None, MOVE):
        if change:
            online.replace("schedule.yaml", *change)
            online.publish()
        client.sync()
        feed = online.feed(OPENING_FEED)
        assert len(read(feed)) > 4 * len(read_series(feed)) > 4
        assert Counter(client.shown()) == Counter(map(as_shown, read(feed)))
        client.keep()
        kept = client.kept()
        assert {uid: kept[uid] for uid in read_series(feed)} == show_by_uid(feed)


def test_over_http(online: Online) -> None:
    """The type, and no second download of what is as it was: also after a build that did not change
    the feed."""
    status, headers, body = online.get(FEED)
    assert (status, headers["Content-Type"], body) == (
        200,
        "text/calendar; charset=utf-8",
        online.feed(),
    )
    assert headers["Cache-Control"] == "public, max-age=900, must-revalidate"
    etag = headers["ETag"]
    assert etag
    assert online.get(FEED, If_None_Match=etag)[0] == 304
    assert online.get(FEED, If_Modified_Since=headers["Last-Modified"])[0] == 304

    _wait_for_another_second(online.project.output / FEED)
    online.replace("content/pages/about.md", "## 谁在办\n", "又一句。\n\n## 谁在办\n")
    online.publish()
    assert online.get(FEED, If_None_Match=etag)[0] == 304

    online.replace("schedule.yaml", *MOVE)
    online.publish()
    status, headers, body = online.get(FEED, If_None_Match=etag)
    assert (status, body) == (200, online.feed())
    assert headers["ETag"] not in (None, etag)


def _wait_for_another_second(file: Path) -> None:
    """The ETag of nginx is the time in seconds and the size of the file."""
    while int(time.time()) == int(file.stat().st_mtime):
        time.sleep(0.02)
