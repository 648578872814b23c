"""The kinds of loan of an exhibition stand in one cell; what else is said of each stays."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project

LIGHT = "content/exhibitions/light.md"
LOANS = """loans:
  - {kind: full, weeks: 4-12}  # 整套
  - kind: exhibits
    fee: 运费自理
  - kind: posters
"""


def import_cell(run: RunCommand, project: Project, tmp_path: Path, cell: str) -> tuple[int, str]:
    """Export the exhibition, write another cell, and import it."""
    table = tmp_path / "table.csv"
    assert not run("export", str(table), "--sheet", "exhibitions", "--lang", "zh")[0]
    head, row = csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig")))
    row[head.index("借展方式 (loans)")] = cell
    out = io.StringIO()
    csv.writer(out).writerows([head, row])
    table.write_text(out.getvalue(), encoding="utf-8")
    code, changes, problems = run("import", str(table), "--yes", "--lang", "zh")
    return code, changes + problems


def write_light(project: Project, loans: str) -> None:
    project.write({LIGHT: f"---\nname: 光影\n{loans}exhibits: []\n---\n"})


@pytest.mark.parametrize(
    ("cell", "loans"),
    [
        ("整套, 部分展品, 展板", LOANS),
        ("full；exhibits；posters", LOANS),
        ("整套、部分展品、展板、数字资源", LOANS + "  - kind: digital\n"),
        ("整套，展板", LOANS.replace("  - kind: exhibits\n    fee: 运费自理\n", "")),
        ("部分展品", "loans:\n  - kind: exhibits\n    fee: 运费自理\n"),
        ("", ""),
    ],
)
def test_kinds_come_and_go(
    run: RunCommand, project: Project, tmp_path: Path, cell: str, loans: str
) -> None:
    write_light(project, LOANS)
    code, said = import_cell(run, project, tmp_path, cell)
    assert not code, said
    assert (project.root / LIGHT).read_text(encoding="utf-8") == (
        f"---\nname: 光影\n{loans}exhibits: []\n---\n"
    )


def test_another_order_takes_along_what_is_said_of_each(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    write_light(project, LOANS)
    assert not import_cell(run, project, tmp_path, "展板, 整套")[0]
    text = (project.root / LIGHT).read_text(encoding="utf-8")
    assert text.index("posters") < text.index("full") < text.index("weeks: 4-12")


def test_the_first_kinds_are_put_where_they_are_looked_for(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    write_light(project, "")
    assert not import_cell(run, project, tmp_path, "展板, 资源包")[0]
    text = (project.root / LIGHT).read_text(encoding="utf-8")
    assert text.index("posters") < text.index("digital") < text.index("exhibits:")


def test_a_word_that_is_no_kind_is_told_with_its_cell(
    run: RunCommand, project: Project, tmp_path: Path
) -> None:
    write_light(project, LOANS)
    code, said = import_cell(run, project, tmp_path, "整套, 海报墙")
    assert code and "table.csv" in said and "海报墙" in said and "posters（展板）" in said


@pytest.mark.parametrize("loans", ["整套、展板", "[{kind: full}, {kind: posters}]"])
def test_a_new_exhibition_has_its_kinds(run: RunCommand, project: Project, loans: str) -> None:
    new = ("new", "exhibition", "--id", "wind", "--name", "风", "--loans", loans)
    assert not run(*new, "--yes")[0]
    text = next(project.root.glob("content/exhibitions/wind*")).read_text(encoding="utf-8")
    assert text.index("kind: full") < text.index("kind: posters")
