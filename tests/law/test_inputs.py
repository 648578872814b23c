"""What outputs say that they are made from tells all that they show: of the sample, with an edit of
each kind."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.projects import TODAY, Project, copy_project
from tourbook.build.freshness import check_freshness, compute_input_digest
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.site.outputs import Asset

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

Digests = dict[str, tuple[bytes, bytes]]
"""Address -> (digest of the inputs, digest of the view)."""


def digest_outputs(project: Project, today: dt.date = TODAY) -> Digests:
    """Of the outputs that list their inputs."""
    options, problems = BuildOptions(project.root, project.output, lambda _: today), Problems()
    prepared = prepare(options, read_inputs(options), problems)
    assert prepared, list(problems)
    return {
        output.path: (
            compute_input_digest(prepared.job, output),
            check_freshness(prepared.job, output).content_digest,
        )
        for output in prepared.outputs
        if not isinstance(output, Asset) and output.list_inputs
    }


def find_stale(before: Digests, after: Digests) -> list[str]:
    """What would be kept although it is another."""
    return [
        path
        for path, (inputs, view) in after.items()
        if path in before and before[path][0] == inputs and before[path][1] != view
    ]


@pytest.fixture(scope="module")
def project(built_sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Its memory makes what follows quick."""
    return copy_project(built_sample, tmp_path_factory.mktemp("sample") / "p")


@pytest.fixture(scope="module")
def digests(project: Project) -> Digests:
    return digest_outputs(project)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_the_sample_changes_the_inputs_of_all_that_shows_it(
    project: Project, digests: Digests, edit: str
) -> None:
    file, text, new_text = EDITS[edit]
    path = project.root / file
    source = path.read_text(encoding="utf-8")
    assert text in source
    path.write_text(source.replace(text, new_text), encoding="utf-8")
    try:
        after = digest_outputs(project)
    finally:
        path.write_text(source, encoding="utf-8")
    assert find_stale(digests, after) == []
    kept = [path for path in after if path in digests and after[path][0] == digests[path][0]]
    assert len(kept) > len(after) / 3, "much of it is kept"
    assert after != digests


@pytest.mark.parametrize("days", DAYS)
def test_other_days_change_the_inputs_of_all_that_shows_them(
    project: Project, digests: Digests, days: int
) -> None:
    assert find_stale(digests, digest_outputs(project, TODAY + dt.timedelta(days))) == []
