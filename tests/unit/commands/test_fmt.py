"""fmt: the files of a project in their usual layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import SMALL

STOP = "tours:\n- id: 'tour'\n  exhibition: light\n  stops:\n  # 一\n  - open: 2026-11-01\n    close: 2026-12-20\n    venue: hall # 馆\n    id: first\n"
USUAL = "tours:\n  - id: tour\n    exhibition: light\n    stops:\n      # 一\n      - id: first\n        venue: hall # 馆\n        open: 2026-11-01\n        close: 2026-12-20\n"


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


def test_files_are_laid_out(run: RunCommand, project: Project) -> None:
    project.write({"schedule.yaml": STOP})
    code, out, err = run("fmt", "--check", lang="en")
    assert (code, out) == (1, "schedule.yaml\n")
    assert "1 file not in the usual layout" in err
    assert run("fmt", "--dry-run")[0] == 0
    assert read(project) == STOP
    code, out, _ = run("fmt")
    assert (code, read(project)) == (0, USUAL)
    assert "+      - id: first" in out
    assert run("fmt", "--check") == (0, "", "")
    assert "都排好了" in run("fmt")[2]


def test_only_some_files(
    run: RunCommand, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    venue = str(SMALL["content/venues/hall.md"])
    project.write(
        {"schedule.yaml": STOP, "content/venues/hall.md": venue.replace("县科技馆", "'县科技馆'")}
    )
    monkeypatch.chdir(project.root / "content")
    assert run("fmt", "venues/hall.md")[0] == 0
    assert (read(project), read(project, "content/venues/hall.md")) == (STOP, venue)
    code, _, err = run("fmt", "themes/x.yaml", lang="en")
    assert (code, "no YAML or Markdown file" in err) == (2, True)


def test_what_cannot_be_read_is_left_alone(run: RunCommand, project: Project) -> None:
    broken = "tours: [\n"
    project.write({"schedule.yaml": STOP, "content/regions.yaml": broken})
    code, _, err = run("fmt", "--check", lang="en")
    assert code == 1
    assert "content/regions.yaml: this cannot be read" in err
    assert read(project, "content/regions.yaml") == broken


def test_what_import_makes_has_the_usual_layout(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,caravan,name.zh\nnew,van,新\n", encoding="utf-8")
    project.write(
        {
            "content/caravans/van.md": "---\nname: 车\n---\n",
            "schedule.yaml": "include: [schedule/*.yaml]\n",
        }
    )
    assert run("import", str(path), "--sheet", "routes")[0] == 0
    assert run("fmt", "--check")[0] == 0
    assert (
        read(project, "schedule/new.yaml")
        == "routes:\n  - id: new\n    name: 新\n    caravan: van\n"
    )
