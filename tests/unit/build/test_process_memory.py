"""What a process makes of a project with what it remembers is what a new process makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import Files, make_snapshot
from tests.support.sources import HALL, ROUTE, SITE, VAN, stop_yaml, visit_yaml
from tourbook.build.cache import BuildCache
from tourbook.build.load import read_sources
from tourbook.common.problems import Problems
from tourbook.model.assemble import Sources, assemble
from tourbook.model.texts import TextMemory, iterate_markdown
from tourbook.model.volume import VolumeMemory
from tourbook.schedule.agenda import Agenda

TODAY = dt.date(2026, 11, 24)
TOURS = "tours:\n  - id: {}\n    name: 巡展{}\n    exhibition: light\n    stops:\n"
STOPS = ["a", "b", "c", "d"]
FIRST_FILES: dict[str, str | bytes | None] = {
    **VAN,
    "content/site.yaml": SITE,
    "content/venues/hall.md": HALL,
    "content/venues/school.md": HALL.replace("621121", "621122"),
    "content/exhibitions/set.md": "---\nname: 系列\n---\n",
    "content/exhibitions/light.md": "---\nname: 光影\nseries: set\ncopies: [{id: x}]\n---\n光。\n",
    "content/organisations/driver.md": "---\nname: 司机\n---\n",
    "schedule.yaml": "include: [schedule/*.yaml]\n"
    + ROUTE
    + visit_yaml("v", "venue: hall", "date: 2026-12-01", "time: 10:00-12:00"),
    "schedule/one.yaml": TOURS.format("one", 1) + stop_yaml("a", "open: 2026-11-20"),
    "schedule/two.yaml": TOURS.format("two", 2) + stop_yaml("b", "open: 2026-11-20"),
}


class Process:
    """Reads one state of a project after the other."""

    def __init__(self) -> None:
        self.files: dict[str, str | bytes | None] = dict(FIRST_FILES)
        self.cache = BuildCache(None, b"", 1)

    def check(self, files: Files, today: dt.date = TODAY) -> Agenda:
        """Some files are others now: what is remembered must make no difference."""
        self.files |= files
        self.cache = self.cache.make_successor()
        present, new = self._read(self.cache, today), self._read(BuildCache(None, b"", 1), today)
        assert describe(present) == describe(new)
        return present

    def _read(self, cache: BuildCache, today: dt.date) -> Agenda:
        memory, problems = cache.process_memory, Problems()
        sources = read_sources(make_snapshot(self.files, small=False), cache, problems)
        assert sources and not problems.error_count, list(problems)
        assert list_volumes(memory.volumes, sources) == list_volumes(VolumeMemory(), sources)
        model = assemble(sources, False, problems, memory=memory.assembly)
        assert not problems.error_count, list(problems)
        texts = iterate_markdown(model, memory.texts)
        assert list(map(repr, texts)) == list(map(repr, iterate_markdown(model, TextMemory())))
        memory.agenda = Agenda(model, today, last=memory.agenda)
        return memory.agenda


def list_volumes(memory: VolumeMemory, sources: Sources) -> list[object]:
    return sorted(memory.list_volumes(sources))


def describe(agenda: Agenda) -> object:
    lists = {member: [stop.id for stop in stops] for member, stops in agenda.current.items()}
    return lists, agenda.next_days, agenda.states


@st.composite
def make_edit(draw: st.DrawFn) -> Files:
    name = draw(st.sampled_from(["one", "two"]))
    ids = draw(st.lists(st.sampled_from(STOPS), unique=True, max_size=3))
    text = TOURS.format(name, name)
    for id in ids:
        day = dt.date(2026, 11, 20) + dt.timedelta(draw(st.integers(0, 9)))
        note = draw(st.sampled_from(["", "note: 请**预约**。", "note: {zh: 免费, en: Free}"]))
        venue = draw(st.sampled_from(["hall", "school"]))
        lines = [f"open: {day}", *([note] if note else [])]
        text += stop_yaml(f"{name}-{id}", *lines, venue=venue)
    hours = draw(st.sampled_from(["09:00-17:00", "09:00-12:00, 13:00-17:00"]))
    return {
        f"schedule/{name}.yaml": text if ids else text.replace("stops:\n", "stops: []\n"),
        "content/venues/hall.md": HALL.replace("09:00-17:00", hours),
    }


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(make_edit(), st.integers(0, 2)), min_size=1, max_size=6))
def test_what_is_remembered_makes_no_difference(steps: list[tuple[Files, int]]) -> None:
    process = Process()
    process.check({})
    for edit, days in steps:
        process.check(edit, TODAY + dt.timedelta(days))


def test_lists_and_stops_that_are_the_same_are_the_same_objects() -> None:
    process = Process()
    before = process.check({})
    edit = {"schedule/two.yaml": TOURS.format("two", 2) + stop_yaml("b", "open: 2026-11-23")}
    after = process.check(edit)
    assert after.current["tour", "one"] is before.current["tour", "one"]
    assert after.current["tour", "two"] is not before.current["tour", "two"]


def rename_series(process: Process) -> None:
    process.check(
        {
            "content/exhibitions/set.md": None,
            "content/exhibitions/family.md": "---\nname: 系列\naliases: [set]\n---\n",
        }
    )


def pass_days(process: Process) -> None:
    process.check({}, TODAY + dt.timedelta(days=20))


def speak_earlier(process: Process) -> None:
    process.check({"content/site.yaml": SITE + "soon: 2\n"})


@pytest.mark.parametrize("change", [rename_series, pass_days, speak_earlier])
def test_what_decides_besides_stops_is_seen(change: Callable[[Process], None]) -> None:
    process = Process()
    process.check({})
    change(process)


@pytest.mark.parametrize("change", [rename_series, pass_days])
def test_an_agenda_that_takes_over_too_much_is_caught(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Process], None]
) -> None:
    monkeypatch.setattr(Agenda, "_agrees_with", lambda *_: True)
    process = Process()
    process.check({})
    with pytest.raises(AssertionError):
        change(process)
