"""export and import: the way of a clerk with a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import (
    BILINGUAL_SITE,
    HALL,
    LIGHT,
    ROUTE,
    TWO_STAYS,
    VAN,
    visit_yaml,
)
from tourbook.commands.editing import MAX_LINES
from tourbook.formats.workbooks import read_sheets
from tourbook.spreadsheets.cells import make_cell, read_cell
from tourbook.spreadsheets.records import SHEET_KINDS, SheetKind, list_sheet_columns


@pytest.fixture
def schedule(project: Project) -> Project:
    project.write(
        {
            **VAN,
            "content/site.yaml": BILINGUAL_SITE,
            "content/exhibitions/light.md": LIGHT,
            "content/venues/other.md": HALL.replace("县科技馆", "县文化馆"),
            "schedule.yaml": "include: [schedule/*.yaml]\n" + TWO_STAYS,
            "schedule/route.yaml": ROUTE + visit_yaml("single", "venue: hall", "date: 2027-03-01"),
        }
    )
    return project


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


def write_book(path: Path, rows: list[list[object]], sheet: str = "站点") -> Path:
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"})
    page = book.add_worksheet(sheet)
    for n, row in enumerate(rows):
        page.write_row(n, 0, row)
    book.close()
    return path


def write_csv(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def test_out_and_back_is_nothing(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    files = {p: p.read_bytes() for p in schedule.root.rglob("*.*") if p.suffix in (".md", ".yaml")}
    for name in ("all.xlsx", "stops.csv"):
        more = ("--sheet", "stops") if name.endswith(".csv") else ()
        assert run("export", str(tmp_path / name), *more)[0] == 0
        code, out, err = run("import", str(tmp_path / name))
        assert (code, out) == (0, "")
        assert "没有要改的" in err
    assert {p: p.read_bytes() for p in files} == files


def test_three_cells_are_three_lines(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    path = tmp_path / "stops.csv"
    run("export", str(path), "--sheet", "stops")
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    keys = [title.rpartition("(")[2].rstrip(")") for title in rows[0]]
    spring, autumn = (next(r for r in rows if r[0] == id) for id in ("spring", "autumn"))
    spring[keys.index("open")] = "2027年4月17日"
    autumn[keys.index("note.zh")] = "门票 10 元"
    autumn[keys.index("expected")] = "１,２００人"
    out_file = io.StringIO()
    csv.writer(out_file).writerows(rows)
    path.write_bytes(out_file.getvalue().encode("gb18030"))
    code, out, err = run("import", str(path))
    assert code == 0, out + err
    assert "改 2 条，新加 0 条" in err
    assert read(schedule) == "include: [schedule/*.yaml]\n" + TWO_STAYS.replace(
        "open: 2027-04-10", "open: 2027-04-17"
    ).replace("zh: 门票免费", "zh: 门票 10 元").replace(
        "close: 2027-10-31\n", "close: 2027-10-31\n        expected: 1200\n"
    )


def test_remarks_go_out_and_come_back(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    book = write_book(
        tmp_path / "x.xlsx", [["id", "备注"], ["spring", "问过馆方：第二天再说 # 急"]]
    )
    assert run("import", str(book))[0] == 0
    assert "remark: " in read(schedule)
    code, _, err = run("export", str(tmp_path / "y.json"), "--sheet", "stops")
    assert code == 0, err
    assert "问过馆方：第二天再说 # 急" in (tmp_path / "y.json").read_text(encoding="utf-8")
    assert "问过馆方" in run("show", "spring")[1]
    old = read(schedule)
    assert run("export", str(tmp_path / "y.xlsx"))[0] == 0
    assert run("import", str(tmp_path / "y.xlsx"))[0] == 0
    assert read(schedule) == old


def test_cells_say_what_people_say(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    """Names instead of ids, regions by their names, times and intervals in words."""
    page: list[list[object]] = [
        ["id", "tour", "venue", "copy", "open", "close"],
        ["winter", "巡展", "县文化馆", "a", "2027-12-01", "2027-12-31"],
    ]
    code, out, err = run("import", str(write_book(tmp_path / "s.xlsx", page)))
    assert code == 0, out + err
    assert "- id: winter\n        venue: other\n" in read(schedule)
    visits: list[list[object]] = [
        ["id", "route", "place.name.zh", "place.region", "time", "repeat.first", "repeat.every", "repeat.days", "repeat.count"],
        ["regular", "线路", "平襄小学", "通渭县", "9：00—11：30", "2027-03-05", "每两周", "周五", 6],
        ["later", "route", "第三小学", "621121", "下午2点到4点", "2027-03-05", "weekly", "Friday", 3],
    ]  # fmt: skip
    code, out, err = run("import", str(write_book(tmp_path / "v.xlsx", visits, "到访")))
    assert code == 0, out + err
    text = read(schedule, "schedule/route.yaml")
    assert 'region: "621121"' in text
    assert "every: 2 weeks\n          days: [fri]\n" in text
    assert "time: 09:00-11:30\n" in text
    assert "time: 14:00-16:00\n" in text


def test_what_holds_anyway_is_no_change(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "status"], ["spring", "confirmed"], ["autumn", "已确认"]]
    code, out, err = run("import", str(write_book(tmp_path / "s.xlsx", rows)))
    assert (code, out) == (0, "")
    assert "没有要改的" in err
    schedule.write(
        {"schedule.yaml": read(schedule).replace("copy: b", "copy: b\n        status: confirmed")}
    )
    code, out, err = run("import", str(tmp_path / "s.xlsx"))
    assert (code, out, "没有要改的" in err) == (0, "", True)


def test_a_long_preview_ends(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    """All is written, of course."""
    rows: list[list[object]] = [["id", "name.zh", "name.en", "region"]]
    rows += [[f"hall-{n}", f"馆{n}", f"Hall {n}", 621121] for n in range(200)]
    code, out, err = run("import", str(write_book(tmp_path / "v.xlsx", rows, "场馆")))
    assert (code, len(out.splitlines())) == (0, MAX_LINES)
    assert "…… 只列到这里：一共改 200 个文件" in err
    assert len(list((schedule.root / "content/venues").glob("hall-*.md"))) == 200


def test_a_new_tour_is_included(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    schedule.write(
        {"schedule.yaml": read(schedule).replace("schedule/*.yaml", "schedule/route.yaml")}
    )
    rows: list[list[object]] = [
        ["id", "name", "exhibition"],
        ["new", "秋季", "光影"],
        ["next", "冬季", "light"],
    ]
    code, out, err = run("import", str(write_book(tmp_path / "t.xlsx", rows, "巡展")))
    assert code == 0, out + err
    assert read(schedule).startswith(
        "include: [schedule/route.yaml, schedule/new.yaml, schedule/next.yaml]\n"
    )
    assert "exhibition: light" in read(schedule, "schedule/new.yaml")
    assert run("check")[0] == 0


@pytest.mark.parametrize("kind", SHEET_KINDS, ids=lambda kind: kind.name)
def test_choices_in_words_are_understood(kind: SheetKind) -> None:
    for column in list_sheet_columns(kind, ["zh"]):
        for value in column.choices:
            written = [value] if column.kind == "kinds" else value
            assert read_cell(column, make_cell(column, written, "zh")) == written


def test_an_old_table_knows_former_ids(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    path = str(tmp_path / "all.xlsx")
    assert run("export", path)[0] == 0
    assert run("rename", "other", "culture-hall", "--yes")[0] == 0
    code, out, err = run("import", path)
    assert (code, out) == (0, ""), "the venue is neither new nor called as before"
    assert "没有要改的" in err


def test_a_row_that_is_gone_does_nothing_and_that_is_told(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    rows: list[list[object]] = [["id", "open"], ["spring", "2027-04-10"]]
    code, out, err = run("import", str(write_book(tmp_path / "s.xlsx", rows)))
    assert (code, out) == (0, "")
    assert "表里没有的 1 条保持原样：autumn。要取消用 cancel" in err


def test_a_cell_that_must_not_be_empty_is_named(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    for column, cell in (("open", "B2"), ("close", "C2"), ("venue", "D2")):
        head: list[object] = ["id", "open", "close", "venue"]
        row: list[object] = ["spring", "2027-04-10", "2027-05-23", "hall"]
        row[head.index(column)] = ""
        code, _, err = run("import", str(write_book(tmp_path / "s.xlsx", [head, row])))
        assert (code, f"s.xlsx: 站点!{cell}: 错误: 缺少" in err) == (1, True), err


def test_an_id_is_proposed(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    rows: list[list[object]] = [["id", "tour", "venue", "open"], ["", "tour", "hall", "2027-07-10"]]
    code, _, err = run("import", str(write_book(tmp_path / "s.xlsx", rows)))
    assert (code, "例如 tour-hall" in err) == (1, True), err


def test_a_sheet_by_its_title(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "s.csv"), "--sheet", "站点")[0] == 0
    assert "spring" in (tmp_path / "s.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(("answer", "is_replaced"), [("", False), ("n", False), ("y", True)])
def test_a_table_that_may_have_been_changed_is_not_replaced_unasked(
    run: RunCommand,
    schedule: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    is_replaced: bool,
) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(b"mine")
    terminal = io.StringIO(f"{answer}\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert run("export", str(path))[0] == 0
    assert (path.read_bytes() != b"mine") is is_replaced


def test_a_workbook_of_somebody_elses(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    """A title above the head, merged cells, dates as dates, numbers and texts, a formula."""
    book = xlsxwriter.Workbook(tmp_path / "b.xlsx", {"default_date_format": "yyyy/m/d"})
    page = book.add_worksheet("明年")
    page.merge_range(0, 0, 0, 4, "2027 年巡展安排")
    page.write_row(
        1,
        0,
        ["编号 (ID)", "巡展编号", "场馆编号", "开展日期", "闭展日期", "第几套", "预计人数", "备考"],
    )
    page.write_row(2, 0, ["winter", "tour", "other", dt.date(2027, 12, 1), 46752, "a"])
    page.write_row(3, 0, ["later", "tour", "", "2028.3.4", "２０２８年４月２日", "b", 300])
    page.merge_range(2, 2, 3, 2, "other")
    page.write_formula(2, 6, "=100*5", value=500)
    book.close()
    code, out, err = run("import", str(tmp_path / "b.xlsx"), "--yes")
    assert code == 0, out + err
    assert "b.xlsx: 明年!H2: 不认识的一列 “备考”" in err
    assert read(schedule).endswith(
        "      - id: winter\n        venue: other\n        copy: a\n        open: 2027-12-01\n"
        "        close: 2027-12-31\n        expected: 500\n"
        "      - id: later\n        venue: other\n        copy: b\n        open: 2028-03-04\n"
        "        close: 2028-04-02\n        expected: 300\n"
    )


def test_new_records_are_files_of_their_own(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    rows: list[list[object]] = [
        ["id", "name.zh", "name.en", "class", "region", "free", "coordinates.lat", "coordinates.lon", "coordinates.datum"],
        ["annex", "新馆", "Annex", "图书馆", 621121, "是", 35.2, 105.25, "高德"],
    ]  # fmt: skip
    assert run("import", str(write_book(tmp_path / "v.xlsx", rows, "场馆")))[0] == 0
    assert read(schedule, "content/venues/annex.md") == (
        '---\nname:\n  zh: 新馆\n  en: Annex\nclass: library\nregion: "621121"\ncoordinates:\n'
        "  lat: 35.2\n  lon: 105.25\n  datum: gcj02\nfree: true\n---\n"
    )
    assert run("check")[0] == 0


def test_all_mistakes_are_told_by_cell_and_nothing_is_written(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    old = read(schedule)
    path = write_csv(
        tmp_path / "s.csv",
        "id;tour;venue;open;close;status",
        "spring;;hal;10.4.2027;2027-13-45;confirmed",
        "autumn;tour;hall;2027-09-04;2027-10-31;perhaps",
    )
    code, _, err = run("import", str(path), lang="en")
    assert (code, read(schedule)) == (1, old)
    places = [line.split(": ")[1] for line in err.split("\n") if line.startswith("s.csv: ")]
    assert {"D2", "E2", "F3"} <= set(places), "10.4.2027 can be two days"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["id,open", ",2027-01-01"], "s.csv: A2: 错误: 这一行没有编号"),
        (["id,open", "spring,2027-04-10", "spring,2027-04-10"], "s.csv: A3: 错误: “spring” 在第 2 行"),
        (["id,tour,open", "new,tor,2027-04-10"], "s.csv: B2: 错误: “new” 是新的，要写明巡展编号"),
        (["id,tour,venue,open,close", "spring,other,hall,2027-04-10,2027-05-23"], "s.csv: B2: 错误: “spring” 属于 “tour”"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_meant(
    run: RunCommand, schedule: Project, tmp_path: Path, lines: list[str], said: str
) -> None:
    old = read(schedule)
    code, _, err = run("import", str(write_csv(tmp_path / "s.csv", *lines)), "--sheet", "stops")
    assert (code, read(schedule)) == (1, old)
    assert said in err


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.xlsx", b"no workbook", "不是能读的表格"),
        ("a.csv", b"\xff\x00\x81", "编码"),
        ("a.csv", "馆,日期\n甲,乙\n".encode(), "表头要有 id"),
        ("b.csv", None, "没有文件"),
        ("日成.xlsx", None, "是不是想写 “日程.xlsx”"),
    ],
)
def test_files_that_cannot_be_read(
    run: RunCommand, schedule: Project, tmp_path: Path, name: str, raw: bytes | None, said: str
) -> None:
    (tmp_path / "日程.xlsx").write_bytes(b"")
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    code, _, err = run("import", str(tmp_path / name))
    assert code == 2
    assert said in err


def test_a_workbook_has_lists_dates_and_no_formula(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    schedule.write({"schedule.yaml": read(schedule).replace("门票免费", '"=1+1"')})
    run("export", str(tmp_path / "a.xlsx"))
    sheets = {s.name: s.rows for s in read_sheets((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")}
    titles, spring, autumn = sheets["站点"][:3]
    values = dict(zip(titles, autumn, strict=True))
    assert values["开展日期 (open)"] == dt.date(2027, 9, 4)
    assert values["说明 (note.zh)"] == "=1+1"
    assert spring[0] == "spring"
    assert ["hall", "other"] in [
        sorted(filter(None, column)) for column in zip(*sheets["lists"], strict=True)
    ]


def test_mistakes_in_the_files_come_first(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    run("export", str(tmp_path / "a.xlsx"))
    schedule.write({"schedule.yaml": read(schedule).replace("2027-09-04", "soon")})
    for command in ("import", "export"):
        code, out, _ = run(command, str(tmp_path / "a.xlsx"))
        assert code == 1
        assert "“soon” 不是日期" in out


def test_json_holds_everything(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "a.json"))[0] == 0
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [stop["id"] for stop in content["stops"]] == ["spring", "autumn"]
    assert content["stops"][0]["trip"] == "tour"
    assert content["exhibitions"][0]["logistics"] == {"set_up_days": 3, "strike_days": 2}


def test_a_calendar_is_that_of_the_site(run: RunCommand, schedule: Project, tmp_path: Path) -> None:
    assert schedule.build().error_count == 0
    for of, published in (
        ((), "all.ics"),
        (("--of", "route"), "tours/route/calendar.ics"),
        (("--of", "hall"), "venues/hall/calendar.ics"),
        (("--of", "621121"), "places/621121/calendar.ics"),
        (("--of", "spring"), "stops/spring/calendar.ics"),
    ):
        code, _, err = run("export", str(tmp_path / "a.ics"), *of)
        assert code == 0, err
        assert (tmp_path / "a.ics").read_bytes() == (schedule.output / published).read_bytes()
    code, _, err = run("export", str(tmp_path / "a.ics"), "--of", "sprin", lang="en")
    assert (code, "did you mean “spring”?" in err) == (2, True)


def test_a_file_of_an_unknown_format_is_refused(
    run: RunCommand, schedule: Project, tmp_path: Path
) -> None:
    assert run("export", str(tmp_path / "a.doc"))[0] == 2
    assert run("export", str(tmp_path / "a.csv"))[0] == 2, "which sheet?"
