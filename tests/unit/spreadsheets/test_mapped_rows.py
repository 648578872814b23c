"""import --mapping: tables that others made, as records."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.commands import RunCommand
from tests.support.projects import REPO, Project
from tests.support.sources import SITE

EXAMPLES = REPO / "docs/mappings"
WHOLE_TABLES = Path(os.environ.get("TIMETABLES", EXAMPLES))
"""The excerpts, or the folder with the whole tables."""
NAMES = ("angus", "birmingham", "wiltshire", "worcestershire")
BRITAIN = {
    "content/site.yaml": SITE + "languages: [en]\ntimezone: Europe/London\n",
    "content/regions.yaml": "GB: {name: United Kingdom}\n",
    "schedule.yaml": "include: [schedule/*.yaml]\n",
}
HEAD = "vehicle,stop,day,from,to,rule,first,last"
MAPPING = """\
caravans:
  id: <vehicle>
  name: Lab <vehicle>
routes:
  id: route-<vehicle>
  caravan: <vehicle>
visits:
  id: <vehicle>-<stop>
  route: route-<vehicle>
  place: {name: <stop>, region: GB}
  time: <from>-<to>
  repeat: {rule: <rule>, first: <first>, until: <last|2027-12-31>, holidays: keep}
"""
ROW = "A,Green,Monday,09:30,10:45,FREQ=WEEKLY;INTERVAL=2,2027-03-01,"


Import = Callable[..., tuple[int, str]]
"""The fixture `bring`."""


@pytest.fixture
def country(project: Project) -> Project:
    project.write({"content/exhibitions/light.md": None, "content/venues/hall.md": None, **BRITAIN})
    return project


@pytest.fixture
def bring(run: RunCommand, country: Project, tmp_path: Path) -> Import:
    """Import a table of some lines; (exit code, all that was said)."""

    def bring(
        *lines: str, mapping: str = MAPPING, head: str = HEAD, lang: str = "en"
    ) -> tuple[int, str]:
        (tmp_path / "t.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
        (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
        code, out, err = run(
            "import", str(tmp_path / "t.csv"), "--mapping", str(tmp_path / "m.yaml"), lang=lang
        )
        return code, out + err

    return bring  # fmt: skip


def count_rows(path: Path) -> int:
    return len(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))) - 1


@pytest.mark.parametrize("name", NAMES)
def test_timetables_become_visits(run: RunCommand, country: Project, name: str) -> None:
    table = WHOLE_TABLES / f"{name}.csv"
    arguments = ("import", str(table), "--mapping", str(EXAMPLES / f"{name}.yaml"))
    code, out, err = run(*arguments, lang="en")
    assert code == 0, out + err
    files = list((country.root / "schedule").glob("*.yaml"))
    visits = sum(path.read_text(encoding="utf-8").count("place:") for path in files)
    assert visits == count_rows(table)
    code, out, err = run(*arguments, lang="en")
    assert (code, "nothing in it is different" in err) == (0, True)
    assert country.build().error_count == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_mapping_takes_some_twenty_lines(name: str) -> None:
    assert len((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()) <= 25


def test_what_is_read_is_what_the_table_says(run: RunCommand, country: Project) -> None:
    arguments = (str(EXAMPLES / "birmingham.csv"), "--mapping", str(EXAMPLES / "birmingham.yaml"))
    code, _, err = run("import", *arguments, lang="en")
    assert code == 0
    assert "O7 (start): note: 2020-03-16 is no tue: the first date is 2020-03-17" in err
    text = (country.root / "schedule/birmingham-mobile.yaml").read_text(encoding="utf-8")
    assert "first: 2020-03-17" in text
    assert "every: 4 weeks" in text
    assert "time: 14:00-14:30" in text
    assert "lat: 52.563461" in text
    assert "lon: -1.793926" in text


def test_a_workbook_in_chinese(run: RunCommand, country: Project, tmp_path: Path) -> None:
    """Dates and times as such, or in words; a title above the head; a sheet before it."""
    book = xlsxwriter.Workbook(tmp_path / "t.xlsx", {"default_date_format": "yyyy/m/d"})
    time_format = book.add_format({"num_format": "hh:mm"})
    book.add_worksheet("说明").write(0, 0, "填表说明")
    page = book.add_worksheet("排班")
    page.merge_range(0, 0, 0, 6, "2027 年排班表")
    page.write_row(1, 0, ["车辆", "学校", "星期", "起始日期", "到达", "离开", "频次"])
    page.write_row(2, 0, ["一号车", "义岗小学", "周三", dt.date(2027, 3, 3)])
    page.write_datetime(2, 4, dt.time(9, 0), time_format)
    page.write_datetime(2, 5, dt.time(11, 30), time_format)
    page.write(2, 6, "每两周")
    page.write_row(3, 0, ["一号车", "中心小学", "星期四", "2027.3.4", "下午2点", "下午4点", "每周"])
    book.close()
    mapping = MAPPING.replace("rule: <rule>", "every: <频次>, days: <星期>")
    for title, meant in (
        ("vehicle", "车辆"),
        ("stop", "学校"),
        ("from", "到达"),
        ("to", "离开"),
        ("first", "起始日期"),
        ("last|2027-12-31", "终止|2027-07-01"),
    ):
        mapping = mapping.replace(f"<{title}>", f"<{meant}>")
    (tmp_path / "m.yaml").write_text(
        mapping.replace("<终止|2027-07-01>", "2027-07-01"), encoding="utf-8"
    )
    code, out, err = run("import", str(tmp_path / "t.xlsx"), "--mapping", str(tmp_path / "m.yaml"))
    assert code == 0, out + err
    text = (country.root / "schedule/route-一号车.yaml").read_text(encoding="utf-8")
    for part in (
        "every: 2 weeks",
        "days: [wed]",
        "first: 2027-03-03",
        "time: 09:00-11:30",
        "days: [thu]",
        "time: 14:00-16:00",
    ):
        assert part in text  # fmt: skip


def test_stops_are_added_to_a_route_that_is_there(bring: Import, country: Project) -> None:
    assert bring(ROW)[0] == 0
    assert bring(ROW, "A,Hill,,14:00,15:00,FREQ=MONTHLY;BYDAY=-1FR,2027-03-26,")[0] == 0
    text = (country.root / "schedule/route-a.yaml").read_text(encoding="utf-8")
    assert [line.split()[-1] for line in text.splitlines() if "- id" in line] == ["route-a", "a-green", "a-hill"]  # fmt: skip
    assert "days: [last fri]" in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,G,,09:30,25:99,FREQ=WEEKLY,2027-03-01,", "t.csv: D2 (from): error: “09:30-25:99” cannot be read as times"),
        ("A,G,,09:30,10:30,FREQ=WEEKLY,3/4/2027,", "t.csv: G2 (first): error: “3/4/2027”"),
        ("A,G,,09:30,10:30,FREQ=WEEKLY,,", "t.csv: G2 (first): error: the recurrence “FREQ=WEEKLY” has no first date"),
        ("A,G,,09:30,10:30,FREQ=HOURLY,2027-03-01,", "t.csv: F2 (rule): error: FREQ=HOURLY has no counterpart here"),
        ("A,G,,09:30,10:30,sometimes,2027-03-01,", "t.csv: F2 (rule): error: “sometimes” is no recurrence rule"),
        ("A,G,,09:30,10:30,FREQ=WEEKLY,2027-03-01,2026-01-01", "t.csv: H2 (last): error: until 2026-01-01 is before"),
        (",,,09:30,10:30,FREQ=WEEKLY,2027-03-01,", "t.csv: A2 (vehicle): error: this row makes no id"),
        (ROW + "\n" + ROW.replace("10:45", "11:45"), "t.csv: A3 (vehicle): error: “a-green” stands in row 2 already, where time is"),
        (ROW + "\n" + ROW, "t.csv: A3 (vehicle): note: the same as row 2"),
    ],
)  # fmt: skip
def test_rows_that_cannot_be_meant(bring: Import, country: Project, row: str, said: str) -> None:
    code, text = bring(row)
    assert said in text
    is_written = (country.root / "schedule/route-a.yaml").exists()
    assert (code, is_written) == ((0, True) if "note" in said else (1, False))


def test_all_rows_are_told_at_once(bring: Import) -> None:
    code, text = bring(
        "A,G,,09:30,10:30,FREQ=HOURLY,2027-03-01,", "A,H,,x,y,FREQ=WEEKLY,2027-03-01,", lang="zh"
    )
    assert code == 1
    assert "F2 (rule): 错误" in text
    assert "       = 改法：" in text
    assert "没有写入" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<stop>, region", "<stopp>, region", "m.yaml:10:17: error: t.csv has no column “stopp”"),
        ("  time:", "  times:", "m.yaml:11:3: error: there is no key “times” here"),
        ("  route: route-<vehicle>\n", "", "m.yaml:8:3: error: “route” is missing"),
        ("caravans:", "vans:", "m.yaml:1:1: error: there is no key “vans” here"),
        (MAPPING, "dates: dmy\n", "error: it does not say what the rows of the table are"),
        (MAPPING, MAPPING + "dates: dmy\n", "m.yaml:13:8: error: “dmy” is unknown"),
        (MAPPING, MAPPING + "sheet: 二\n", "m.yaml:13:8: error: t.csv has no sheet “二”"),
        (MAPPING, MAPPING + "words: [a]\n", "m.yaml:13:8: error: expected keys and values"),
        ("place: {name", "place: {name: [", "m.yaml:10"),
    ],
)
def test_mistakes_in_the_mapping_have_their_line(
    bring: Import, old: str, new: str, said: str
) -> None:
    code, text = bring(ROW, mapping=MAPPING.replace(old, new, 1))
    assert code == 1
    assert said in text


def test_settings_of_a_mapping(bring: Import, country: Project) -> None:
    settings = (
        "dates: day-month-year\nonly: {vehicle: [A]}\nwords: {rule: {fn: FREQ=WEEKLY;INTERVAL=2}}\n"
    )
    code, text = bring(
        "A,G,,09:30,10:30,fn,3/4/2027,", "B,G,,x,y,z,3/4/2027,", mapping=settings + MAPPING
    )
    assert code == 0, text
    route = (country.root / "schedule/route-a.yaml").read_text(encoding="utf-8")
    assert "first: 2027-04-03" in route
    assert "every: 2 weeks" in route
    assert not (country.root / "schedule/route-b.yaml").exists()


def test_opening_hours_of_openstreetmap(bring: Import, country: Project) -> None:
    mapping = "venues:\n  id: <name>\n  name: <name>\n  region: GB\n  hours: <hours>\n"
    head = "name;hours"
    code, text = bring(
        "Hall;Mo-Fr 09:00-17:00, Sa 10:00-12:00\nB;sunrise-sunset", mapping=mapping, head=head
    )
    assert code == 1
    assert "t.csv: B3 (hours): error: “sunrise-sunset” in the opening hours" in text
    assert bring('Hall;"Mo-Fr 09:00-17:00; PH off"', mapping=mapping, head=head)[0] == 0
    venue = (country.root / "content/venues/hall.md").read_text(encoding="utf-8")
    assert "hours:\n  mon-fri: 09:00-17:00\n  holidays: closed\n" in venue
