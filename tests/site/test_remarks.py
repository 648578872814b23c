"""A remark is for editors: whatever record has one, not a byte of the site is different, and its
words are nowhere, not even if the record is removed later."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.git import Repository
from tests.support.projects import TODAY, Project, copy_project
from tourbook.build.inputs import read_inputs
from tourbook.build.load import read_sources
from tourbook.build.options import BuildOptions
from tourbook.common.problems import Problems
from tourbook.editing.source_edits import edit_source
from tourbook.formats.yaml_edits import Assignment
from tourbook.model.assemble import assemble

WORD = "wombat-7391"
REMARK = f"{WORD}：打电话问过老王 13800138000 <b>x</b>"


@pytest.fixture
def project(versioned_sample: Project, tmp_path: Path) -> Project:
    return copy_project(versioned_sample, tmp_path / "p")


def add_remarks(project: Project) -> int:
    """To every record; their number."""
    options = BuildOptions(project.root, project.output, lambda _: TODAY, jobs=1)
    inputs = read_inputs(options)
    sources = read_sources(inputs.snapshot, inputs.cache, Problems())
    assert sources
    model = assemble(sources, True, Problems())
    records = [*model.entries, *model.trips.values(), *model.stops]
    edits = defaultdict(list)
    for record in records:
        edits[record.location.file].append(Assignment((*record.location.path, "remark"), REMARK))
    project.write(
        {file: edit_source(inputs.snapshot.texts[file], file, edits[file]) for file in edits}
    )
    return len(records)


def test_remarks_are_published_nowhere(project: Project) -> None:
    before = read_shown(project)
    assert add_remarks(project) > 250
    assert not project.build().error_count
    assert read_shown(project) == before
    Repository(project.root).commit("remarks", dt.datetime(2026, 10, 1, tzinfo=dt.UTC))
    assert not project.build().error_count
    check_tree(project)

    schedule = (project.root / "schedule/caravan-guichuan.yaml").read_text(encoding="utf-8")
    kept, _, gone = schedule.partition("      - id: gc-kangshan-2027\n")
    rest = gone.partition("      - id: gc-environment-day\n")[2]
    project.write(
        {"schedule/caravan-guichuan.yaml": f"{kept}      - id: gc-environment-day\n{rest}"}
    )
    assert not project.build().error_count
    check_tree(project)


def read_shown(project: Project) -> dict[str, bytes]:
    """All but the sitemap, which says when files last changed."""
    return {path: raw for path, raw in project.read_tree().items() if path != "sitemap.xml"}


def check_tree(project: Project) -> None:
    found = [path for path, raw in project.read_tree().items() if WORD.encode() in raw]
    assert not found
