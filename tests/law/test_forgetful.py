"""The tests of staleness can fail: for each kind of memory, builders that forget to look at something
leave what is out of date, and are caught."""

from __future__ import annotations

import dataclasses
import datetime as dt
import marshal
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import msgspec
import pytest
from jinja2.bccache import Bucket

from tests.law import changes
from tests.law.changes import BASE, CHANGES, COUNTY, HALL, PICTURE, SCHEDULE, make_photo, replace
from tests.law.following import STALE, exchange_program, follow, forget_machine
from tests.support.projects import TODAY, Project
from tests.support.repositories import VersionedProject
from tests.support.sources import ROUTE, TOUR, stop_yaml, visit_yaml
from tourbook.build import cache, inputs, manifest, rebuild, run
from tourbook.build.cache import CacheFile
from tourbook.build.manifest import OutputRecord, Reason
from tourbook.build.options import BuildOptions
from tourbook.common.digests import DIGEST_SIZE
from tourbook.common.files import read_sealed
from tourbook.common.stamps import Stamp
from tourbook.history.repository import RepositoryState
from tourbook.model.trips import Stop, Trip
from tourbook.rendering import template_code
from tourbook.rendering.template_code import TemplateCode
from tourbook.schedule.membership import Membership
from tourbook.site import traces
from tourbook.site.calendars import calendar_inputs, crew, selection
from tourbook.site.calendars.calendar_feed import CalendarFeed
from tourbook.site.calendars.calendar_inputs import CalendarInputs
from tourbook.site.calendars.crew import CrewEvents
from tourbook.site.calendars.event_inputs import EventInputs
from tourbook.site.calendars.events import Events
from tourbook.site.calendars.writer import CalendarWriter
from tourbook.site.context import Context
from tourbook.site.faces import Faces
from tourbook.site.feeds import search
from tourbook.site.pages import campaigns, exhibitions, stops
from tourbook.site.search import posting_files
from tourbook.site.search.postings import Postings
from tourbook.site.traces import ScheduleTrace, TripTrace
from tourbook.sources import snapshot

Scenario = Callable[[Project], None]


def change(name: str) -> Scenario:
    def run_scenario(project: Project) -> None:
        project.write(CHANGES[name].files)
        follow(project)

    return run_scenario


def let_days_pass(project: Project) -> None:
    """A campaign without stops is over then, and nothing else."""
    project.write(CHANGES["a draft that is published"].files)
    project.build()
    follow(project, TODAY + dt.timedelta(10))


def let_months_pass(project: Project) -> None:
    follow(project, TODAY + dt.timedelta(150))


def let_copy_become_free(project: Project) -> None:
    """It left its only stop some days after that was over."""
    days = (
        f"{key}: {TODAY + dt.timedelta(n)}"
        for key, n in (("open", -9), ("close", -3), ("leave", 3))
    )
    project.write({SCHEDULE: TOUR + stop_yaml("one", *days, "copy: a")})
    project.build()
    follow(project, TODAY + dt.timedelta(5))


def write_routes(project: Project, **places: str) -> None:
    """Files of a route each, each with a visit to a place; {file: YAML of the place}."""
    project.write({SCHEDULE: f"include: [schedule/*.yaml]\n{BASE[SCHEDULE]}"})
    for name, place in places.items():
        visit = visit_yaml(f"at-{name}", "date: 2026-11-09", f"place: {place}")
        project.write({f"schedule/{name}.yaml": ROUTE.replace("id: route", f"id: {name}") + visit})


def add_namesake(project: Project) -> None:
    """What tells a place from others of its name follows from all files."""
    write_routes(project, a="{name: 中学, region: '621126'}")
    follow(project)
    write_routes(project, a="{name: 小学, region: '621126'}")
    follow(project)


def move_visit(project: Project) -> None:
    """To another county, while one stays in the former county."""
    write_routes(project, a="{name: 甲, region: '621124'}", b="{name: 乙, region: '621124'}")
    follow(project)
    write_routes(project, a="{name: 甲, region: '621121'}")
    follow(project)


def describe_hall(project: Project) -> None:
    for text in ("旧馆。", "新馆。"):
        project.write({HALL: f"{BASE[HALL]}{text}\n"})
        follow(project)


def change_contact(project: Project) -> None:
    """Of a venue, which only the calendars of the crew show."""
    project.write(changes.set_key("calendar"))
    project.build()
    project.write(replace(changes.HALL, "hours:", "contact: {name: 门卫}\nhours:"))
    follow(project)


def move_copy(project: Project) -> None:
    """It comes to a stay from farther away, where that of another tour has gone."""
    away = "---\nname: 远方\nregion: '420202'\nhours: {daily: '9:00-17:00'}\n---\n"
    second = stop_yaml("second", "open: 2027-01-10", "close: 2027-02-20", "copy: a", venue="far")
    project.write(
        {
            **changes.set_key("calendar"),
            "content/venues/away.md": away,
            "schedule/other.yaml": TOUR.replace("id: tour", "id: other") + second,
        }
    )
    for venue in ("hall", "away"):
        first = stop_yaml("first", "open: 2026-11-01", "close: 2026-11-20", "copy: a", venue=venue)
        project.write({SCHEDULE: f"include: [schedule/*.yaml]\n{TOUR}{first}"})
        follow(project)


def exchange_picture_of_note(project: Project) -> None:
    project.write(replace(changes.SCHEDULE, "请**预约**。", "看![图](content/county.jpg)"))
    project.build()
    project.write({COUNTY: make_photo(b"n")})
    follow(project)


def exchange_picture(project: Project) -> None:
    project.build(today=TODAY + dt.timedelta(1))
    project.write({PICTURE: make_photo(b"b")})
    follow(project)


def build_with_base_url(project: Project) -> None:
    follow(project, base_url="https://other.example/")


def build_with_drafts(project: Project) -> None:
    follow(project, include_drafts=True)


def move_cut(project: Project) -> None:
    """The calendar of everything holds two events, and says how far they go."""
    with mock.patch.object(selection, "Limits", partial(selection.Limits, 2, past_events=0)):
        shutil.rmtree(project.root / ".tourbook")  # it is of a program with other limits
        project.build()
        project.write(replace(changes.SCHEDULE, "first: 2026-11-06", "first: 2026-12-25"))
        follow(project)


def rewrite_history(project: Project) -> None:
    """The files stay the same."""
    museum = VersionedProject(project.root)
    museum.commit(0)
    project.build()
    museum.commit(86_400, replace(changes.SCHEDULE, "close: 2026-12-20", "close: 2026-12-21"))
    project.build()
    museum.git("reset", "--soft", "HEAD~1")
    follow(project)


def lose_memory(project: Project) -> None:
    shutil.rmtree(project.root / ".tourbook")
    project.write({changes.NEWS: None})
    follow(project)


def exchange(project: Project) -> None:
    with exchange_program("newer"):
        follow(project)


def forget(*_: object, **__: object) -> bytes:
    return b""


def forget_stop(*_: object) -> bytes:
    return bytes(DIGEST_SIZE)


forget_property = property(forget, lambda *_: None)


# ---- wrong builders ----------------------------------------------------------------------


def digest_length(text: str) -> bytes:
    """Markdown texts of one length are the same."""
    return str(len(text)).encode()


class CodeByName(TemplateCode):
    """Compiled templates by their names alone."""

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._memory.get(bucket.key.encode())
        if code:
            bucket.code = marshal.loads(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._memory.set(bucket.key.encode(), marshal.dumps(bucket.code))


def stamp_by_size(status: os.stat_result) -> Stamp:
    return status.st_size, 0, 0, 0


def load_cut_by_path(self: CalendarWriter, feed: CalendarFeed) -> selection.Cut | None:
    """What a calendar left out is what it leaves out."""
    key = feed.path.encode() + b"cut"
    if self.events.cache.get(key) is None:
        self.events.cache[key] = msgspec.msgpack.encode(self._selections[feed].cut)
    return msgspec.msgpack.decode(self.events.cache.get(key), type=selection.Cut | None)


def add_postings(raw: bytes, _: object, additions: Postings) -> bytes:
    """Whatever a subject was found by, it is found by for ever."""
    return update_file(raw, set(), additions)


def digest_id(_: Faces, stop: Stop) -> bytes:
    return stop.id.encode()


def list_present_differences(
    self: ScheduleTrace, present: ScheduleTrace
) -> frozenset[Membership] | None:
    """Without the lists that stops were in."""
    trips = {
        id: trace if trace == present.trips.get(id) else TripTrace(trace.key, NO_LISTS)
        for id, trace in self.trips.items()
    }
    return list_differences(ScheduleTrace(self.surroundings, trips), present)


def trace_nothing(*_: object) -> ScheduleTrace:
    return ScheduleTrace(b"the same")


def digest_trip_id(_: Faces, trip: Trip) -> bytes:
    return trip.id.encode()


def list_nothing(*_: object) -> list[object]:
    return []


def digest_stop_on_any_day(self: CalendarInputs, stop: Stop, **_: bool) -> bytes:
    return self._events.get_input_digest(stop)


def load_any_program(path: Path, _: bytes) -> CacheFile:
    """What a file says, whichever program wrote it."""
    return (
        msgspec.msgpack.decode(read_sealed(path), type=CacheFile) if path.exists() else CacheFile()
    )


def find_reason(record: OutputRecord | None, _: bool, *more: Any) -> Reason:
    """Every program is the same."""
    return determine_reason(record, True, *more)


def forget_option(name: str) -> Callable[..., bytes]:
    def compute(options: BuildOptions, *more: Any) -> bytes:
        default = BuildOptions._field_defaults[name]
        return compute_inputs_digest(options._replace(**{name: default}), *more)

    return compute


def forget_days(options: BuildOptions, build_inputs: inputs.BuildInputs, _: object) -> bytes:
    return compute_inputs_digest(options, build_inputs, {})


def forget_repository(
    options: BuildOptions, build_inputs: inputs.BuildInputs, days: Mapping[str, dt.date]
) -> bytes:
    without = dataclasses.replace(build_inputs, git_state=RepositoryState())
    return compute_inputs_digest(options, without, days)


list_differences = ScheduleTrace.list_differences
NO_LISTS = msgspec.Raw(msgspec.msgpack.encode([]))
update_file = posting_files._update_file
determine_reason = manifest.determine_reason
compute_inputs_digest = inputs.compute_inputs_digest

# ---- the tests ---------------------------------------------------------------------------


class Mutant(NamedTuple):
    owners: tuple[object, ...]
    name: str
    wrong: object
    scenario: Scenario


def mutate(owner: object, name: str, wrong: object, scenario: Scenario) -> Mutant:
    return Mutant((owner,), name, wrong, scenario)


MUTANTS = {
    # what outputs say that they are made from
    "pages forget the site": mutate(
        Context, "common_input", forget_property, change("a page in other letter case")
    ),
    "pages forget other entries": mutate(
        Context, "entry_input", forget_property, change("a translation")
    ),
    "pages forget the day": mutate(campaigns, "list_inputs", forget, let_days_pass),
    "pages forget how many stops are to come": mutate(
        Faces, "remaining_counts", forget_property, change("a stop that is called off")
    ),
    "pages forget trips": mutate(Faces, "_digest_trip", forget, change("the name of a trip")),
    "pages forget notes": mutate(stops, "list_inputs", forget, change("a note")),
    "entries forget their texts": mutate(
        Faces, "of_entry", forget, change("a text of the same length")
    ),
    "lists forget the schedule": mutate(
        Context, "schedule_input", forget_property, change("a name")
    ),
    "the search forgets texts": mutate(search, "digest_stop", forget_stop, change("a note")),
    "the search forgets what left": mutate(
        posting_files, "_update_file", add_postings, change("a note")
    ),
    "pages forget their stops": mutate(Faces, "_digest_members", forget, change("dates")),
    "events forget the strings": mutate(
        Events, "common_input", forget_property, change("strings above those of the base")
    ),
    "calendars forget the day": mutate(
        CalendarInputs, "digest_stop", digest_stop_on_any_day, let_months_pass
    ),
    "calendars forget their stops": mutate(
        CalendarInputs, "_digest_stops", forget, change("dates")
    ),
    # what is recalled of trips
    "trips go by their ids": mutate(
        Faces, "_digest_undated_trip_key", digest_trip_id, change("dates")
    ),
    "trips forget the day": mutate(Faces, "_list_states", list_nothing, let_months_pass),
    "calendars forget what is over": mutate(
        calendar_inputs, "_describe_phases", forget, let_months_pass
    ),
    "exhibitions forget when they are free": mutate(
        exhibitions, "encode_windows", list_nothing, let_copy_become_free
    ),
    "trips forget what they refer to": mutate(
        Faces, "_undated_surroundings", forget_property, change("the name of an exhibition")
    ),
    "trips forget their namesakes": mutate(
        EventInputs, "_list_outside_values", list_nothing, add_namesake
    ),
    "outputs forget where stops were": mutate(
        ScheduleTrace, "list_differences", list_present_differences, move_visit
    ),
    "outputs forget all but the schedule": mutate(
        traces, "_digest_surroundings", forget, describe_hall
    ),
    "outputs forget the pictures of notes": mutate(
        traces, "_digest_addresses", lambda _: defaultdict(bytes), exchange_picture_of_note
    ),
    "the crew forgets where copies were": mutate(crew, "find_copy", lambda _: None, move_copy),
    "outputs forget the schedule": mutate(
        rebuild, "trace_schedule", trace_nothing, change("dates")
    ),
    # events
    "events forget the site": mutate(Events, "common_input", forget_property, build_with_base_url),
    "events forget entries": mutate(
        EventInputs, "_digest_entry", forget, change("the name of an exhibition")
    ),
    "events forget regions": mutate(
        EventInputs, "_digest_ancestry", forget, change("names of regions")
    ),
    "events forget the stop": mutate(Faces, "of_record", digest_id, change("dates")),
    "events of the crew forget": mutate(
        CrewEvents, "_digest_inputs", lambda _, booked: booked[0].id.encode(), change_contact
    ),
    "what calendars leave out is kept": mutate(
        CalendarWriter, "_load_cut", load_cut_by_path, move_cut
    ),
    # what files and texts say
    "texts go by their lengths": mutate(
        cache, "_digest_text", digest_length, change("a text of the same length")
    ),
    "pictures go by their size": mutate(snapshot, "make_stamp", stamp_by_size, exchange_picture),
    # themes
    "the check of a theme is kept": mutate(
        cache, "encode_canonical", forget, change("a part above that of the base")
    ),
    "compiled templates go by name": mutate(
        template_code, "TemplateCode", CodeByName, change("a part above that of the base")
    ),
    # whole builds
    "builds forget the base URL": Mutant(
        (run, rebuild), "compute_inputs_digest", forget_option("base_url"), build_with_base_url
    ),
    "builds forget drafts": Mutant(
        (run, rebuild), "compute_inputs_digest", forget_option("include_drafts"), build_with_drafts
    ),
    "builds forget the day": Mutant(
        (run, rebuild), "compute_inputs_digest", forget_days, let_months_pass
    ),
    "builds forget the repository": Mutant(
        (run, rebuild), "compute_inputs_digest", forget_repository, rewrite_history
    ),
    "texts forget the program": mutate(cache, "load_cache_file", load_any_program, exchange),
    "outputs forget the program": mutate(manifest, "determine_reason", find_reason, exchange),
    "builds forget what they made": mutate(
        inputs, "load_manifest", lambda w: manifest.load(w.manifest_path), lose_memory
    ),
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    project.write(BASE)
    return project


@pytest.mark.parametrize("name", MUTANTS)
def test_a_builder_that_forgets_is_caught(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    mutant = MUTANTS[name]
    for owner in mutant.owners:
        monkeypatch.setattr(owner, mutant.name, mutant.wrong, raising=False)
    with forget_machine():
        assert not project.build().error_count
        with pytest.raises(AssertionError, match=STALE):
            mutant.scenario(project)


@pytest.mark.parametrize(
    "scenario",
    [
        add_namesake,
        move_visit,
        change_contact,
        move_copy,
        move_cut,
        exchange_picture,
        exchange_picture_of_note,
        rewrite_history,
        lose_memory,
    ],
)
def test_the_builder_as_it_is_passes(project: Project, scenario: Scenario) -> None:
    """Other scenarios are tests of their own."""
    assert not project.build().error_count
    scenario(project)
