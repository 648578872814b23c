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
from typing import NamedTuple

import pytest

from tests.calendars.client import Client, Shown, as_shown
from tests.calendars.readers import read
from tests.support.events import read_series
from tests.support.git import Repository
from tests.support.projects import TODAY, Project, copy_project
from tests.support.tiny_theme import list_theme_files
from tests.support.web import nginx

FEED = "all.ics"
OPENING_FEED = "venues/riverside-stm/opening.ics"
MOVED = "joint-r5-riverside"
MOVE = (
    "copy: c\n        round: 5\n        open: 2027-05-15\n        close: 2027-07-25\n",
    "copy: c\n        round: 5\n        open: 2027-05-15\n        close: 2027-08-01\n",
)
FIRST = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
SMALL_SITE: dict[str, str | bytes | None] = {
    "content/site.yaml": """
name: 小站
base_url: https://small.example/
uid_domain: small.example
theme: tiny
pages: [home, stop]
feeds: [all, stop, opening]
holidays: {XX: {2026-12-25: 节日}}
""",
    "content/regions.yaml": "XX: {name: 某国}\n",
    "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}]\n---\n",
    "content/caravans/van.md": "---\nname: 大篷车\n---\n",
    "content/venues/hall.md": """---
name: 县科技馆
region: XX
hours:
  tue-sun: 09:00-12:00, 14:00-17:00
  holidays: closed
---
""",
    "schedule.yaml": """
tours:
  - id: tour
    name: 巡展
    exhibition: light
    stops:
      - {id: stay, venue: hall, open: 2026-12-01, close: 2027-01-17}
routes:
  - id: route
    name: 线路
    caravan: van
    visits:
      - id: thursdays
        repeat: {first: 2026-12-03, until: 2027-01-28, holidays: skip}
        time: 09:00-11:00
        place: {name: 集市, region: XX}
      - id: fridays
        repeat: {first: 2026-12-04, count: 6, holidays: keep}
        time: 19:00-21:00
        place: {name: 广场, region: XX}
""",
}
HALL, SCHEDULE, SITE = "content/venues/hall.md", "schedule.yaml", "content/site.yaml"


class Edit(NamedTuple):
    """A change of the small site, and what a subscriber then sees called off: moments at which
    something would begin, without the year."""

    file: str
    old: str
    new: str
    called_off: set[str]
    confirmed: set[str]
    """What is shown besides, some of it."""


EDITS = {
    "a day is closed": Edit(
        HALL,
        "  holidays: closed\n",
        "  holidays: closed\n  2026-12-12: closed\n",
        {"12-12T01:00Z", "12-12T06:00Z"},
        {"12-11T01:00Z", "12-13T01:00Z"},
    ),
    "and has other hours instead": Edit(
        HALL, "2026-12-12: closed", "2026-12-12: 10:00-12:00", {"12-12T06:00Z"}, {"12-12T02:00Z"}
    ),
    "and is open after all": Edit(
        HALL, "  2026-12-12: 10:00-12:00\n", "", set(), {"12-12T01:00Z", "12-12T06:00Z"}
    ),
    "a date is skipped": Edit(
        SCHEDULE,
        "until: 2027-01-28, holidays: skip",
        "until: 2027-01-28, holidays: skip, skip: [2026-12-17]",
        {"12-17T01:00Z"},
        {"12-10T01:00Z", "12-24T01:00Z"},
    ),
    "a date is moved": Edit(
        SCHEDULE,
        "skip: [2026-12-17]",
        'skip: [2026-12-17], moved: [{from: 2026-12-31, to: 2026-12-30, time: "10:00-11:00"}]',
        {"12-17T01:00Z"},
        {"12-30T02:00Z"},
    ),
    "a stay and a series are extended": Edit(
        SCHEDULE,
        "close: 2027-01-17",
        "close: 2027-01-24",
        {"12-17T01:00Z"},
        {"01-24T06:00Z"},
    ),
    "a series moves by a day": Edit(
        SCHEDULE,
        "first: 2026-12-04",
        "first: 2026-12-05",
        {"12-17T01:00Z"},
        {"12-05T11:00Z", "01-09T11:00Z"},
    ),
    "a holiday is announced": Edit(
        SITE,
        "2026-12-25: 节日",
        "2026-12-25: 节日, 2027-01-14/2027-01-15: 新节",
        {"12-17T01:00Z", "01-14T01:00Z", "01-14T06:00Z", "01-15T01:00Z", "01-15T06:00Z"},
        {"01-13T01:00Z", "01-16T01:00Z"},
    ),
    "a stay ends early": Edit(
        SCHEDULE,
        "close: 2027-01-24",
        "close: 2027-01-22",
        {"12-17T01:00Z", "01-14T01:00Z", "01-14T06:00Z", "01-15T01:00Z", "01-15T06:00Z",
         "01-23T01:00Z", "01-23T06:00Z", "01-24T01:00Z", "01-24T06:00Z"},
        {"01-22T06:00Z"},
    ),
}  # fmt: skip
"""One after the other."""


def show_by_uid(raw: bytes) -> dict[str, list[Shown]]:
    """UID -> what a client is to show of an event, each time at which it takes place."""
    out: dict[str, list[Shown]] = {}
    for event in read(raw):
        out.setdefault(event.uid, []).append(as_shown(event))
    return out


class Online:
    """A project in a Git repository, and nginx over its output."""

    def __init__(self, project: Project, base: str) -> None:
        self.repository = Repository(project.root)
        self.project, self.base, self.when = project, base, FIRST
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


@pytest.fixture(scope="module")
def published_sample(built_sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample site with its first commit. Only to be copied."""
    project = copy_project(built_sample, tmp_path_factory.mktemp("sample") / "project")
    Online(project, "")
    return project


@pytest.fixture
def online(published_sample: Project, tmp_path: Path) -> Iterator[Online]:
    """The sample site."""
    project = copy_project(published_sample, tmp_path / "project")
    with nginx(project.output, tmp_path / "nginx") as base:
        yield Online(project, base)


@pytest.fixture
def small_online(tmp_path: Path) -> Iterator[Online]:
    """A stay and two recurring visits."""
    project = Project(tmp_path / "project")
    project.write({**list_theme_files(), **SMALL_SITE})
    with nginx(project.output, tmp_path / "nginx") as base:
        yield Online(project, base)


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


def test_a_subscriber_sees_each_date_once_whatever_changes(
    small_online: Online, tmp_path: Path
) -> None:
    """What is called off is marked, and nothing else is at its time. Who imports the file again and
    again sees the same of what is in it."""
    feed = "all-opening.ics"
    client = Client(tmp_path / "client", small_online.base + feed)
    client.sync()
    client.keep()
    for what, edit in EDITS.items():
        small_online.replace(edit.file, edit.old, edit.new)
        small_online.publish()
        client.sync()
        shown, raw = client.shown(), small_online.feed(feed)
        assert Counter(shown) == Counter(map(as_shown, read(raw))), what
        off = {s.start for s in shown if s.status == "CANCELLED"}
        on = [s.start for s in shown if s.status != "CANCELLED"]
        assert {start[5:] for start in off} == edit.called_off, what
        assert edit.confirmed <= {start[5:] for start in on}, what
        assert len({(s.start, s.location) for s in shown}) == len(shown), what
    client.keep()
    kept = client.kept()
    assert {uid: kept[uid] for uid in read_series(raw)} == show_by_uid(raw)


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
