"""What outputs say that they are made from tells all that they show: of the sample, with an edit of
each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from tests.support.projects import TODAY, Project, copy_project
from tourbook.build.freshness import check_freshness, compute_input_digest
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.schedule.membership import Membership
from tourbook.site.outputs import Asset
from tourbook.site.traces import ScheduleTrace, trace_schedule

EDITS: dict[str, tuple[str, str, str]] = {
    "a note": ("schedule/caravan-guichuan.yaml", "八周八个单元", "八周九个单元"),
    "a route": ("schedule/caravan-guichuan.yaml", "妫川大篷车周三线", "妫川大篷车星期三线"),
    "dates": ("schedule/community-boxes.yaml", "open: 2026-05-23", "open: 2026-05-25"),
    "a status": ("schedule/caravan-guichuan.yaml", "status: done", "status: cancelled"),
    "hours": ("content/venues/hewan-stm.md", "wed-sun: 09:00", "wed-sun: 09:30"),
    "a region": ("content/venues/hewan-stm.md", 'region: "620102"', 'region: "621122"'),
    "a summary": ("content/exhibitions/rumour-lab.md", "十二条流传很广", "十三条流传很广"),
    "an organisation": ("content/organisations/agritech-alliance.md", "科技小院联盟", "小院联盟"),
    "the name of a region": ("content/regions.yaml", "en: Yanqing District", "en: Yanqing"),
}
"""What changes -> (file, text, new text)."""
DAYS = (-1, 1, 4, 9, 40)


class SeenOutput(NamedTuple):
    inputs: bytes
    """Digest of what it says that it is made from."""
    view: bytes
    """Digest of it."""
    shown_lists: tuple[Membership, ...] | None


class SeenSite(NamedTuple):
    trace: ScheduleTrace
    outputs: dict[str, SeenOutput]
    """By address, those that list their inputs."""


def see_site(project: Project, today: dt.date = TODAY) -> SeenSite:
    options, problems = BuildOptions(project.root, project.output, lambda _: today), Problems()
    prepared = prepare(options, read_inputs(options), problems)
    assert prepared, list(problems)
    outputs = {
        output.path: SeenOutput(
            compute_input_digest(prepared.job, output),
            check_freshness(prepared.job, output).content_digest,
            output.shown_lists,
        )
        for output in prepared.outputs
        if not isinstance(output, Asset) and output.list_inputs
    }
    return SeenSite(trace_schedule(list(prepared.job.contexts.values()), ScheduleTrace()), outputs)


def list_stale(before: SeenSite, after: SeenSite) -> list[str]:
    """What would be kept although it is another."""
    kept = {*list_same_inputs(before, after), *list_without_difference(before, after)}
    return sorted(p for p in kept if before.outputs[p].view != after.outputs[p].view)


def list_same_inputs(before: SeenSite, after: SeenSite) -> list[str]:
    paths = before.outputs.keys() & after.outputs.keys()
    return [p for p in paths if before.outputs[p].inputs == after.outputs[p].inputs]


def list_without_difference(before: SeenSite, after: SeenSite) -> list[str]:
    """Those that show no list of stops that differs."""
    lists = before.trace.list_differences(after.trace)
    return [
        path
        for path in before.outputs.keys() & after.outputs.keys()
        if lists is not None
        and (shown_lists := after.outputs[path].shown_lists) is not None
        and lists.isdisjoint(shown_lists)
    ]


@contextmanager
def edit_file(project: Project, file: str, text: str, new_text: str) -> Iterator[None]:
    """Another text in a file, for the time of the `with` block."""
    path = project.root / file
    source = path.read_text(encoding="utf-8")
    assert text in source
    path.write_text(source.replace(text, new_text), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(source, encoding="utf-8")


@pytest.fixture(scope="module")
def project(built_sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Its memory makes what follows quick."""
    return copy_project(built_sample, tmp_path_factory.mktemp("sample") / "p")


@pytest.fixture(scope="module")
def site(project: Project) -> SeenSite:
    return see_site(project)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_sample_changes_the_inputs_of_all_that_shows_it(
    project: Project, site: SeenSite, edit: str
) -> None:
    with edit_file(project, *EDITS[edit]):
        after = see_site(project)
    assert list_stale(site, after) == []
    assert len(list_same_inputs(site, after)) > len(after.outputs) / 3, "much of it is kept"
    assert after.outputs != site.outputs


@pytest.mark.parametrize("edit", ["a note", "a route", "dates"])
def test_an_edit_of_the_schedule_leaves_most_outputs_unseen(
    project: Project, site: SeenSite, edit: str
) -> None:
    with edit_file(project, *EDITS[edit]):
        after = see_site(project)
    assert len(list_without_difference(site, after)) > len(after.outputs) / 3


@pytest.mark.parametrize("days", DAYS)
def test_other_days_change_the_inputs_of_all_that_shows_them(
    project: Project, site: SeenSite, days: int
) -> None:
    assert list_stale(site, see_site(project, TODAY + dt.timedelta(days))) == []
