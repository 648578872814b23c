"""Whatever entry, set or trip of the sample is renamed, and the first and last stop of each trip: the site builds, old addresses lead to the new ones, and
subscribers keep their calendars, in which nothing doubles."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.support.git import Repository
from tests.support.projects import TODAY, Project, copy_project
from tourbook.build.inputs import read_inputs
from tourbook.build.load import read_sources
from tourbook.build.options import BuildOptions
from tourbook.build.proposals import move_files, replace_files
from tourbook.common.problems import Problems
from tourbook.editing.copy_renames import rename_copy
from tourbook.editing.renames import Record, RenamedProject, rename_record
from tourbook.editing.source_edits import edit_files
from tourbook.editing.uses import list_uses
from tourbook.model.assemble import Sources, assemble
from tourbook.model.entries import Entry, Exhibition
from tourbook.model.trips import Stay

SUFFIX = "-x"
UID = re.compile(rb"\r\nUID:([^\r]*)")


class Workshop:
    """The sample in memory, in which records are renamed one after the other."""

    def __init__(self, project: Project) -> None:
        options = BuildOptions(project.root, project.output, lambda _: TODAY, jobs=1)
        inputs = read_inputs(options)
        self.snapshot, self.cache = inputs.snapshot, inputs.cache
        self.sources = self.read()

    def read(self) -> Sources:
        problems = Problems()
        self.cache = self.cache.make_successor()
        sources = read_sources(self.snapshot, self.cache, problems)
        assert sources
        assert not problems.error_count, problems.items
        return sources

    def list_records(self) -> list[Record]:
        """Entries, trips, and the stops at either end of each trip."""
        model = assemble(self.sources, True, Problems())
        ends = {
            id(stop): stop
            for trip in model.trips.values()
            for stop in trip.stops[:: max(len(trip.stops) - 1, 1)]
        }
        return [*model.entries, *model.trips.values(), *ends.values()]

    def rename(self, record: Record, new_id: str) -> None:
        project = RenamedProject(self.sources, self.snapshot.texts)
        change = rename_record(record, new_id, project)
        pictures = {o: n for o, n in change.moves.items() if o not in self.snapshot.texts}
        files = edit_files(change, self.snapshot.texts)
        self.snapshot = move_files(replace_files(self.snapshot, files), pictures)
        self.sources = self.read()

    def rename_copies(self) -> None:
        """Every copy of every exhibition."""
        for exhibition in assemble(self.sources, True, Problems()).entries.list_by_id(Exhibition):
            for copy_id in [copy.id for copy in exhibition.record.copies]:
                model = assemble(self.sources, True, Problems())
                owner = model.entries.find(Exhibition, exhibition.id)
                copy = owner and owner.find_copy(copy_id)
                assert owner
                assert copy
                change = rename_copy(owner, copy, copy_id + SUFFIX, model)
                self.snapshot = replace_files(
                    self.snapshot, edit_files(change, self.snapshot.texts)
                )
                self.sources = self.read()

    def list_shown_copies(self) -> list[str]:
        """What each stay shows, and how it says that itself."""
        stops = assemble(self.sources, True, Problems()).stops
        stays = [stop for stop in stops if isinstance(stop, Stay) and stop.copy]
        assert all(stay.record.copy in ("", stay.copy and stay.copy.id) for stay in stays)
        return [stay.copy.id for stay in stays if stay.copy]

    def write(self, folder: Path) -> Project:
        """The project as it is now, with the history of the other one."""
        for file in self.snapshot.files:
            if file.startswith(("content", "schedule")):
                path = folder / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(self.snapshot.read(file))
        return Project(folder)


@pytest.fixture
def before(versioned_sample: Project, tmp_path: Path) -> Project:
    return copy_project(versioned_sample, tmp_path / "p")


def name_record(record: Record) -> tuple[str, str]:
    return type(record).__name__, record.id


def test_whatever_is_renamed_goes_on(before: Project) -> None:
    old_tree = before.read_tree()
    workshop = Workshop(before)
    old_uses = [(use.kind, use.id) for use in list_uses(workshop.sources)]
    names = [name_record(record) for record in workshop.list_records()]
    for name in names:
        record = next(r for r in workshop.list_records() if name_record(r) == name)
        workshop.rename(record, record.id + SUFFIX)
    shown_copies = workshop.list_shown_copies()
    workshop.rename_copies()
    assert workshop.list_shown_copies() == [copy + SUFFIX for copy in shown_copies]
    records = workshop.list_records()
    assert sorted(map(name_record, records)) == sorted((kind, id + SUFFIX) for kind, id in names)
    known = {(r.kind, r.id) for r in records if isinstance(r, Entry)}
    new_uses = [(use.kind, use.id) for use in list_uses(workshop.sources)]
    assert len(new_uses) == len(old_uses)
    assert set(new_uses) <= known

    for folder in ("content", "schedule"):
        (before.root / folder).rename(before.root / f".old-{folder}")
    workshop.snapshot = workshop.snapshot._replace(
        disk_names={
            name: re.sub(r"^(content|schedule)/", r".old-\1/", disk_name)
            for name in workshop.snapshot.files
            for disk_name in [workshop.snapshot.disk_names.get(name, name)]
        }
    )
    after = workshop.write(before.root)
    report = after.build()
    assert not report.error_count, report.problems
    check_tree(old_tree, after.read_tree())
    Repository(after.root).commit("rename", dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    assert not after.build().error_count
    check_tree(old_tree, after.read_tree())


def check_tree(old_tree: dict[str, bytes], new_tree: dict[str, bytes]) -> None:
    """Nothing that people have is lost: pages lead on, calendars and feeds are where they were."""
    kept = {path for path in old_tree if path.endswith((".html", ".ics", ".atom"))}
    assert not kept - new_tree.keys()
    pages = {path.removesuffix("index.html") for path in kept if path.endswith("/index.html")}
    for page in pages:
        name = page.rstrip("/").rpartition("/")[2]
        moved = page.rstrip("/").removesuffix(name) + name + SUFFIX + "/"
        if moved + "index.html" in new_tree:
            assert b'http-equiv="refresh"' in new_tree[page + "index.html"], page
            assert f"{name}{SUFFIX}/".encode() in new_tree[page + "index.html"], page
    for path, raw in old_tree.items():
        if path.endswith(".ics"):
            assert sorted(UID.findall(raw)) == sorted(UID.findall(new_tree[path])), path
