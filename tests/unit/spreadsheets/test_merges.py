"""import of a workbook that was exported before others changed the files: only what somebody changed
in it is asked for, and where both changed the same cell, that is told."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import BILINGUAL_SITE, HALL, LIGHT, TWO_STAYS, stop_yaml
from tourbook.formats.workbooks import Cell, Sheet, read_sheets


@pytest.fixture
def schedule(project: Project) -> Project:
    project.write(
        {
            "content/site.yaml": BILINGUAL_SITE,
            "content/exhibitions/light.md": LIGHT,
            "content/venues/other.md": HALL.replace("县科技馆", "县文化馆"),
            "schedule.yaml": TWO_STAYS,
        }
    )
    return project


class Workbook:
    """An exported one, in which somebody changes cells."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheets = {sheet.name: sheet.rows for sheet in read_sheets(path.read_bytes(), "a.xlsx")}

    def change(self, sheet: str, id: str, key: str, cell: Cell) -> None:
        rows = self.sheets[sheet]
        keys = [str(title).rpartition("(")[2].rstrip(")") for title in rows[0]]
        next(row for row in rows if row[0] == id)[keys.index(key)] = cell

    def remove(self, sheet: str, id: str) -> None:
        self.sheets[sheet] = [row for row in self.sheets[sheet] if row[0] != id]

    def save(self, *, with_base: bool = True) -> str:
        """Saves it as another program would."""
        book = xlsxwriter.Workbook(self.path, {"default_date_format": "yyyy/m/d"})
        for name, rows in self.sheets.items():
            if with_base or name != "exported":
                page = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)
        book.close()
        return str(self.path)


@pytest.fixture
def workbook(run: RunCommand, schedule: Project, tmp_path: Path) -> Workbook:
    assert run("export", str(tmp_path / "a.xlsx"))[0] == 0
    return Workbook(tmp_path / "a.xlsx")


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


def test_what_others_changed_stays(run: RunCommand, schedule: Project, workbook: Workbook) -> None:
    """Also in the same row, and in the other language of the same text."""
    others = TWO_STAYS.replace("close: 2027-10-31", "close: 2027-11-07").replace(
        "en: Free", "en: Gratis"
    )
    schedule.write({"schedule.yaml": others})
    workbook.change("站点", "autumn", "open", dt.date(2027, 9, 11))
    workbook.change("站点", "autumn", "note.zh", "门票 10 元")
    code, out, err = run("import", workbook.save())
    assert code == 0, out + err
    expected = others.replace("2027-09-04", "2027-09-11").replace("门票免费", "门票 10 元")
    assert read(schedule) == expected
    assert "导出以后文件里另外改过的 2 格保持文件里的：a.xlsx: 站点!" in err


def test_both_changed_the_same_cell(run: RunCommand, schedule: Project, workbook: Workbook) -> None:
    others = TWO_STAYS.replace("2027-04-10", "2027-04-17").replace("copy: a # 甲", "copy: b # 甲")
    schedule.write({"schedule.yaml": others})
    workbook.change("站点", "spring", "open", dt.date(2027, 4, 24))
    workbook.change("站点", "autumn", "expected", 300)
    path = workbook.save()
    code, _, err = run("import", path)
    assert (code, read(schedule)) == (1, others)
    assert (
        "表里改成了 “2027-04-24”，可是导出以后，文件里改成了 “2027-04-17”（导出时是 “2027-04-10”）"
        in err
    )
    assert "要文件里的，这一格写 “2027-04-17”；要表里的，加 --prefer table" in err
    code, _, err = run("import", path, lang="en")
    assert "since the export to “2027-04-17” in the files (it was “2027-04-10”)" in err
    assert run("import", path, "--prefer", "files", "--dry-run")[1].count("\n+ ") == 1
    assert run("import", path, "--prefer", "table")[0] == 0
    text = read(schedule)
    assert ("open: 2027-04-24" in text, "copy: b # 甲" in text, "expected: 300" in text) == (True,) * 3  # fmt: skip


def test_both_say_the_same(run: RunCommand, schedule: Project, workbook: Workbook) -> None:
    schedule.write({"schedule.yaml": TWO_STAYS.replace("2027-04-10", "2027-04-17")})
    workbook.change("站点", "spring", "open", "2027年4月17日")
    code, out, err = run("import", workbook.save())
    assert (code, out, "没有要改的" in err) == (0, "", True)
    workbook.change("站点", "spring", "open", "2027年4月18日")
    assert run("import", workbook.save())[0] == 0, "they agreed on the other day"
    assert "2027-04-18" in read(schedule)


def test_what_others_removed_does_not_return(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    without = TWO_STAYS[: TWO_STAYS.index("      - id: autumn")]
    schedule.write({"schedule.yaml": without})
    workbook.change("站点", "spring", "expected", 20)
    code, out, err = run("import", workbook.save())
    assert code == 0, out + err
    assert "不再加上：autumn" in err
    assert "autumn" not in read(schedule)
    workbook.change("站点", "autumn", "expected", 30)
    path = workbook.save()
    code, _, err = run("import", path)
    assert (code, "“autumn” 在导出以后已经从文件里删掉了" in err) == (1, True)
    assert run("import", path, "--prefer", "files")[0] == 0
    assert "autumn" not in read(schedule)
    assert run("import", path, "--prefer", "table")[0] == 0
    assert "id: autumn" in read(schedule)


def test_what_others_added_is_not_missed(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    added = TWO_STAYS + stop_yaml("winter", "copy: a", "open: 2027-12-04", "close: 2027-12-31")
    schedule.write({"schedule.yaml": added})
    workbook.remove("站点", "spring")
    code, _, err = run("import", workbook.save())
    assert code == 0
    assert "表里没有的 1 条保持原样：spring" in err


def test_what_others_renamed_is_followed(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    assert run("rename", "hall", "county-hall", "--yes")[0] == 0
    assert run("rename", "spring", "april", "--yes")[0] == 0
    text = read(schedule)
    workbook.change("站点", "spring", "expected", 20)
    code, out, err = run("import", workbook.save())
    assert code == 0, out + err
    assert read(schedule) == text.replace("close: 2027-05-23\n", "close: 2027-05-23\n        expected: 20\n")  # fmt: skip


def test_somebody_goes_on_with_the_same_workbook(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    """Its own changes are no conflict, whatever becomes of them; those of others are."""
    for day in ("2027-04-17", "2027-04-18", "2027-04-10"):
        workbook.change("站点", "spring", "open", dt.date.fromisoformat(day))
        code, out, err = run("import", workbook.save())
        assert code == 0, out + err
        assert f"open: {day}" in read(schedule)
    schedule.write({"schedule.yaml": read(schedule).replace("2027-04-10", "2027-04-11")})
    workbook.change("站点", "spring", "open", dt.date(2027, 4, 12))
    assert run("import", workbook.save())[0] == 1
    assert run("export", str(workbook.path))[0] == 0
    assert "没有要改的" in run("import", str(workbook.path))[2], "it is another one now"


def test_a_table_without_a_past_is_taken_at_its_word(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    schedule.write({"schedule.yaml": TWO_STAYS.replace("2027-04-10", "2027-04-17")})
    code, out, err = run("import", workbook.save(with_base=False))
    assert code == 0, out + err
    assert read(schedule) == TWO_STAYS


def test_a_search_and_replace_in_all_sheets(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    for rows in workbook.sheets.values():
        for row in rows:
            row[:] = [str(c).replace("Free", "Gratis") if isinstance(c, str) else c for c in row]
    workbook.sheets["exported"].append([""])
    code, out, err = run("import", workbook.save())
    assert code == 0, out + err
    assert read(schedule) == TWO_STAYS.replace("en: Free", "en: Gratis")


def test_a_base_that_somebody_changed_is_none(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    for text in ("x", "eJw=", 7):
        workbook.sheets["exported"][2][0] = text
        code, _, err = run("import", workbook.save())
        assert (code, "看不见的 exported 表被改动过" in err) == (0, True)


def test_a_text_in_one_language_keeps_the_other(
    run: RunCommand, schedule: Project, workbook: Workbook
) -> None:
    plain = TWO_STAYS.replace("note: {zh: 门票免费, en: Free}", "note: 门票免费")
    schedule.write({"schedule.yaml": plain})
    workbook.sheets = {"站点": [["id", "note.en"], ["autumn", "Free of charge"]]}
    code, out, err = run("import", workbook.save())
    assert code == 0, out + err
    assert "zh: 门票免费\n          en: Free of charge" in read(schedule)


VALUES: dict[str, list[Any]] = {
    "close": ["2027-05-24", "2027-05-25"],
    "expected": [10, 20],
    "round": [1, 2],
    "status": ["postponed", "planned"],
    "remark": ["甲", "乙"],
}


@pytest.mark.parametrize("seed", range(10))
def test_each_cell_is_of_whoever_changed_it(
    run: RunCommand, schedule: Project, workbook: Workbook, seed: int
) -> None:
    rng = random.Random(seed)
    others, mine = (
        {key: rng.choice(VALUES[key]) for key in VALUES if rng.random() < 0.4} for _ in "ab"
    )
    before, after = TWO_STAYS.split("close: 2027-05-23\n")

    def write(values: dict[str, Any]) -> str:
        lines = {"close": "2027-05-23"} | values
        return before + "".join(f"        {k}: {v}\n" for k, v in lines.items()).lstrip() + after

    schedule.write({"schedule.yaml": write(others)})
    for key, value in mine.items():
        workbook.change("站点", "spring", key, value)
    conflicts = [key for key in mine if key in others and mine[key] != others[key]]
    code, out, err = run("import", workbook.save())
    assert (code, err.count("表里改成了")) == (int(bool(conflicts)), len(conflicts)), out + err
    if not conflicts:
        _, out, _ = run("export", "-", "--as", "json", "--sheet", "stops")
        for key, value in ({"close": "2027-05-23"} | others | mine).items():
            assert f'"{key}": {value}' in out.replace(f'"{value}"', str(value)), out


def test_a_base_of_any_length_is_read_again(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    long = "很长的备注，" * 12_000
    schedule.write(
        {"schedule.yaml": TWO_STAYS.replace("copy: b", f"copy: b\n        remark: {long}")}
    )
    assert run("export", str(tmp_path / "b.xlsx"))[0] == 0
    rows = {s.name: s for s in read_sheets((tmp_path / "b.xlsx").read_bytes(), "b.xlsx")}[
        "exported"
    ]
    assert isinstance(rows, Sheet)
    assert max(len(str(cell)) for row in rows.rows for cell in row) <= 30_000
    code, out, err = run("import", str(tmp_path / "b.xlsx"))
    assert (code, out, "没有要改的" in err) == (0, "", True), "no cell has room for that remark"
