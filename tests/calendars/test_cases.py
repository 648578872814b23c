"""Single cases that the simulated year found."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.calendars.checks import Feed, Numbers
from tests.calendars.year import theme
from tests.support.git import Repository
from tests.support.projects import Project, build_clean_tree
from tests.support.sources import HALL, SITE, SMALL

TODAY = dt.date(2026, 11, 10)
STOP = "first@small.example"
START = dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC)
SCHEDULE = str(SMALL["schedule.yaml"])
Files = dict[str, str | bytes | None]
VENUE = HALL
OTHER: Files = {
    "content/exhibitions/light.md": "---\nname: 光影\ncopies:\n  - id: a\n---\n\n别的。\n"
}
"""An edit that subscribers do not see."""


class Museum:
    def __init__(self, root: Path) -> None:
        self.project, self.repository, self.hour = Project(root), Repository(root), 0
        site = SITE + "theme: tiny\nrules: {no-open-day: ignore}\n"
        site += "history: {removals_confirmed: 2026-11-10}\n"
        self.commit({**SMALL, **theme(), "content/site.yaml": site})

    def commit(self, files: Files) -> int:
        """The time of the commit; each is an hour after the one before."""
        self.hour += 1
        self.project.write(files)
        when = START + dt.timedelta(hours=self.hour)
        self.repository.commit("x", when)
        return int(when.timestamp())

    def on_branch(self, files: Files, new: bool = True) -> int:
        self.repository.git("checkout", "-q", *(["-b"] if new else []), "other")
        at = self.commit(files)
        self.repository.git("checkout", "-q", "main")
        return at

    def merge(self, files: Files, turned: bool = False) -> int:
        """Merge, with these files as the result; turned: main into the branch, and main goes on
        from there."""
        into, what = ("other", "main") if turned else ("main", "other")
        self.repository.git("checkout", "-q", into)
        self.repository.git("merge", "-q", "--no-commit", "--strategy=ours", what)
        at = self.commit(files)
        if turned:
            self.repository.git("branch", "-qf", "main", "other")
            self.repository.git("checkout", "-q", "main")
        return at

    def feed(self, path: str = "all.ics") -> Feed:
        report = self.project.build(today=TODAY)
        assert not report.error_count, report.problems
        return Feed((self.project.output / path).read_bytes())


@pytest.fixture
def museum(tmp_path: Path) -> Museum:
    return Museum(tmp_path)


def without_stop(schedule: str = SCHEDULE) -> str:
    return schedule[: schedule.index("    stops:")]


def test_the_feed_of_a_stop_that_was_removed_when_it_was_over_stays(museum: Museum) -> None:
    over = SCHEDULE.replace("2026-11-01", "2026-10-20").replace("2026-12-20", "2026-10-25")
    museum.commit({"schedule.yaml": over})
    museum.feed()
    file = museum.project.output / "stops/first/calendar.ics"
    assert file.exists()
    museum.hour += 24  # what is removed on its first day was a mistake
    museum.commit({"schedule.yaml": without_stop(over)})
    assert STOP not in museum.feed().seen
    assert file.exists()


def test_a_stop_postponed_without_dates_and_then_removed_is_cancelled(museum: Museum) -> None:
    dateless = SCHEDULE.replace(
        "        open: 2026-11-01\n        close: 2026-12-20\n", "        status: postponed\n"
    )
    museum.commit({"schedule.yaml": dateless})
    assert museum.feed().seen[STOP].status == "TENTATIVE"
    museum.commit({"schedule.yaml": without_stop()})
    event = museum.feed().seen[STOP]
    assert (event.status, event.start, event.end) == ("CANCELLED", "2026-11-01", "2026-12-21")


def test_a_date_that_was_given_up_stays_when_its_series_is_removed(museum: Museum) -> None:
    """The dates that were left are over, the one that was skipped is not."""
    route = (
        "routes:\n  - id: route\n    name: 线路\n    caravan: van\n    visits:\n      - id: "
        "school\n        place: {name: 小学}\n"
        "        time: 09:00-11:00\n        repeat: {first: 2026-10-16, every: 1 week, count: 5}\n"
    )
    van: Files = {"content/caravans/van.md": "---\nname: 大篷车\n---\n"}
    museum.commit({**van, "schedule.yaml": SCHEDULE + route})
    museum.commit(
        {
            "schedule.yaml": SCHEDULE
            + route.replace("count: 5", "count: 5, skip: [2026-11-06, 2026-11-13]")
        }
    )
    uid = "school-20261113@small.example"
    assert museum.feed().seen[uid].status == "CANCELLED"
    museum.commit({"schedule.yaml": SCHEDULE})
    assert museum.feed().seen[uid].status == "CANCELLED"


@pytest.mark.parametrize("off", [without_stop(), SCHEDULE + "        status: cancelled\n"])
def test_what_is_called_off_stays_where_it_was(museum: Museum, off: str) -> None:
    """Whatever the hours of its venue are later, and when it is removed in the end."""
    museum.hour += 24
    museum.commit({"schedule.yaml": off})
    before = museum.feed("all-opening.ics")
    assert {seen.status for seen in before.seen.values()} == {"CANCELLED"}
    museum.commit({"content/venues/hall.md": VENUE.replace("wed-sun: 09", "tue-sun: 10")})
    after = museum.feed("all-opening.ics")
    assert after.events.keys() == before.events.keys()
    for uid, times in before.times.items():
        assert [(s.start, s.end) for s in after.times[uid]] == [(s.start, s.end) for s in times]
        assert Numbers.of(after.events[uid]).sequence == Numbers.of(before.events[uid]).sequence
    museum.commit({"schedule.yaml": without_stop()})
    assert {
        uid: [s.start for s in times] for uid, times in museum.feed("all-opening.ics").times.items()
    } == {uid: [s.start for s in times] for uid, times in before.times.items()}


def test_what_was_given_up_stays_so_when_the_rest_moves(museum: Museum) -> None:
    closed = VENUE.replace("hours:\n", "hours:\n  2026-12-06: closed\n")
    museum.commit({"content/venues/hall.md": closed})
    uid = "first-open-20261206@small.example"
    before = museum.feed("all-opening.ics")
    assert before.seen[uid].status == "CANCELLED"
    museum.commit(
        {
            "schedule.yaml": SCHEDULE.replace("2026-11-01", "2027-02-01").replace(
                "2026-12-20", "2027-03-20"
            )
        }
    )
    after = museum.feed("all-opening.ics")
    assert after.seen[uid].status == "CANCELLED"
    assert Numbers.of(after.events[uid]).sequence == Numbers.of(before.events[uid]).sequence
    assert {s.status for u, s in after.seen.items() if u != uid} == {"CONFIRMED", "TENTATIVE"}


def test_a_stay_that_is_never_open_any_more_is_called_off(museum: Museum) -> None:
    """It is not put off: in the calendars of dates it is as it was."""
    museum.commit({"content/venues/hall.md": VENUE.replace("09:00-17:00", "closed")})
    seen = museum.feed("all-opening.ics").seen
    assert len(seen) > 30 and {s.status for s in seen.values()} == {"CANCELLED"}
    assert museum.feed().seen[STOP].status == "CONFIRMED"


def test_a_name_that_comes_with_a_merge_is_a_modification(museum: Museum) -> None:
    """The venue gets its name on the branch before main changes the stop: for main it changes with
    the merge."""
    renamed: Files = {"content/venues/hall.md": VENUE.replace("县科技馆", "新科技馆")}
    museum.on_branch(renamed)
    noted: Files = {"schedule.yaml": SCHEDULE.replace("预约", "排队")}
    main = museum.commit(noted)
    before = museum.feed()
    assert Numbers.of(before.events[STOP]).modified == main
    museum.merge({**renamed, **noted})
    after = museum.feed()
    assert after.seen[STOP].summary != before.seen[STOP].summary
    assert Numbers.of(after.events[STOP]).modified > main
    assert Numbers.of(after.events[STOP]).stamp > main


@pytest.mark.parametrize("turned", [False, True])
def test_hours_that_main_had_already_are_no_change(museum: Museum, turned: bool) -> None:
    """Main changes the hours of the venue, the branch something else; whichever is merged into
    which."""
    museum.on_branch(OTHER)
    hours: Files = {"content/venues/hall.md": VENUE.replace("wed-sun", "tue-sun")}
    museum.commit(hours)
    before = museum.feed()
    museum.merge({**OTHER, **hours}, turned)
    assert museum.feed().events[STOP] == before.events[STOP]


def test_last_modified_does_not_fall_when_a_merge_brings_a_record_back(museum: Museum) -> None:
    noted: Files = {"schedule.yaml": SCHEDULE.replace("预约", "排队")}
    museum.on_branch(noted)
    removed = museum.commit({"schedule.yaml": without_stop()})
    assert Numbers.of(museum.feed().events[STOP]).modified == removed
    merge = museum.merge(noted)
    assert Numbers.of(museum.feed().events[STOP]).modified == merge


@pytest.mark.parametrize("turned", [False, True])
def test_what_main_removed_is_shown_as_it_was_on_main(museum: Museum, turned: bool) -> None:
    """Main moves a stop and removes it, the branch something else."""
    museum.on_branch(OTHER)
    museum.commit({"schedule.yaml": SCHEDULE.replace("2026-12-20", "2026-12-27")})
    museum.commit({"schedule.yaml": without_stop()})
    before = museum.feed()
    assert before.seen[STOP].end == "2026-12-28"
    museum.merge({**OTHER, "schedule.yaml": without_stop()}, turned)
    assert museum.feed().events[STOP] == before.events[STOP]


@pytest.mark.parametrize("turned", [False, True])
def test_what_main_moved_to_another_file_is_there(museum: Museum, turned: bool) -> None:
    """Main changes a stop and moves it to another file, the branch something else."""
    museum.on_branch(OTHER)
    moved = SCHEDULE.replace("2026-12-20", "2026-12-27")
    museum.commit({"schedule.yaml": moved})
    split: Files = {"schedule.yaml": "include: [schedule/*.yaml]\n", "schedule/a.yaml": moved}
    museum.commit(split)
    before = museum.feed()
    museum.merge({**OTHER, **split}, turned)
    assert museum.feed().events[STOP] == before.events[STOP]
    assert before.seen[STOP].status == "CONFIRMED"


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("alias", ["", "        aliases: [second]\n"])
def test_a_renamed_stop_that_a_merge_names_as_before_is_there(
    museum: Museum, turned: bool, alias: str
) -> None:
    """Main gives a stop another id, the branch other dates; the merge takes that of the branch,
    perhaps with the other id as alias."""
    moved = SCHEDULE.replace("2026-12-20", "2026-12-27")
    museum.on_branch({"schedule.yaml": moved})
    museum.commit(
        {"schedule.yaml": SCHEDULE.replace("id: first\n", "id: second\n        aliases: [first]\n")}
    )
    assert museum.feed().seen.keys() == {STOP}
    merge = museum.merge(
        {"schedule.yaml": moved.replace("id: first\n", "id: first\n" + alias)}, turned
    )
    feed = museum.feed()
    assert feed.seen.keys() == {STOP}
    assert (feed.seen[STOP].status, feed.seen[STOP].end, feed.seen[STOP].sequence) == (
        "CONFIRMED",
        "2026-12-28",
        1,
    )
    assert Numbers.of(feed.events[STOP]).modified == merge
    museum.commit(
        {
            "schedule.yaml": moved.replace("id: first\n", "id: first\n" + alias).replace(
                "预约", "排队"
            )
        }
    )
    assert museum.feed().seen[STOP].sequence == 1


@pytest.mark.parametrize("turned", [False, True])
def test_an_exhibition_that_got_another_id_on_either_side(museum: Museum, turned: bool) -> None:
    """The merge takes one id and keeps the other as an alias: nothing that is shown has changed,
    then or with the next new id."""
    text = str(SMALL["content/exhibitions/light.md"])

    def named(name: str, *aliases: str) -> Files:
        old: Files = dict.fromkeys(f"content/exhibitions/{a}.md" for a in aliases)
        new = text.replace("---\n", f"---\naliases: [{', '.join(aliases)}]\n", 1)
        return {
            **old,
            f"content/exhibitions/{name}.md": new,
            "schedule.yaml": SCHEDULE.replace("exhibition: light", f"exhibition: {name}"),
        }

    before = museum.feed()
    museum.on_branch(named("lumen", "light"))
    museum.commit(named("lux", "light"))
    assert museum.feed().events[STOP] == before.events[STOP]
    museum.merge(named("lux", "light", "lumen"), turned)
    assert museum.feed().events[STOP] == before.events[STOP]
    museum.commit(named("ray", "light", "lumen", "lux"))
    assert museum.feed().events[STOP] == before.events[STOP]


def test_the_calendar_of_a_stop_that_a_branch_removed_on_its_first_day_stays(
    museum: Museum,
) -> None:
    """Main had it for days until the merge."""
    over = SCHEDULE.replace("id: first", "id: second")
    over = over.replace("2026-11-01", "2026-10-20").replace("2026-12-20", "2026-10-25")
    over = over[over.index("      - id: second") :]
    museum.commit({"schedule.yaml": SCHEDULE + over})
    museum.on_branch({"schedule.yaml": SCHEDULE})
    museum.hour += 72
    museum.commit(OTHER)
    museum.merge({**OTHER, "schedule.yaml": SCHEDULE})
    assert "stops/second/calendar.ics" in build_clean_tree(museum.project, TODAY)


def test_a_day_that_main_closed_is_told_when_a_branch_said_other_dates_in_between(
    museum: Museum,
) -> None:
    """The states of both lie one between the other: the stay neither moves nor comes back."""
    museum.on_branch(
        {
            "schedule.yaml": SCHEDULE.replace("2026-11-01", "2027-02-01").replace(
                "2026-12-20", "2027-03-20"
            )
        }
    )
    closed: Files = {
        "content/venues/hall.md": VENUE.replace("hours:\n", "hours:\n  2026-12-06: closed\n")
    }
    museum.commit(closed)
    uid = "first-open-20261206@small.example"
    before = museum.feed("all-opening.ics")
    assert before.seen[uid].status == "CANCELLED"
    museum.merge({**closed, "schedule.yaml": SCHEDULE})
    after = museum.feed("all-opening.ics")
    assert after.seen[uid].status == "CANCELLED"
    assert Numbers.of(after.events[uid]).sequence >= Numbers.of(before.events[uid]).sequence
    assert after.seen.keys() >= before.seen.keys()
