"""The timetables of mobile libraries make a project without a problem."""

from __future__ import annotations

from pathlib import Path

from benchmarks.timetables import TODAY, write_timetables
from tests.support.projects import Project

REPOSITORY = Path(__file__).parents[2]
HEAD = "organisation,mobile,community,stop,address,arrival,departure,frequency,start\n"
ROWS = (
    "Angus,Van 1,Wellbank,By Ps,Wellbank,09:30,10:45,FREQ=WEEKLY;INTERVAL=2,2019-03-04",
    "Angus,Van 1,Wellbank,,Wellbank,10:50,11:05,FREQ=MONTHLY;BYDAY=1FR,2019-03-01",
    'York,Bus,Hall,"Green, by the shop",Hall,14:00,15:00,FREQ=MONTHLY;BYDAY=-1TH,2019-03-28',
)


def test_stops_that_recur_are_events_with_a_rule(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "all.csv").write_text(HEAD + "\n".join(ROWS), encoding="utf-8")
    write_timetables(tmp_path / "project", tables, REPOSITORY / "themes/default")
    project = Project(tmp_path / "project")
    report = project.build(today=TODAY)
    assert [str(p.message) for p in report.problems] == []
    calendar = (project.output / "all.ics").read_bytes()
    assert calendar.count(b"BEGIN:VEVENT") == calendar.count(b"RRULE:FREQ=") - 2 == 3
