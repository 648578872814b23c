"""new: what a clerk types, or answers, and what is in the files then."""

from __future__ import annotations

import io
import shlex

import pytest
import yaml

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import HALL, LIGHT, RICH, ROUTE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.creation.fields import NewField
from tourbook.creation.kinds import RECORD_KINDS

STOPS = (
    "include: [schedule/*.yaml]\n# 春天在县里，秋天在外面\n"
    + TOUR
    + stop_yaml("spring", "copy: a", "open: 2027-04-10  # 周六", "close: 2027-05-23")
    + "      # 秋天\n"
    + stop_yaml("autumn", "copy: b", "open: 2027-09-04", "close: 2027-10-31", venue="other")
)
VISITS = ROUTE + visit_yaml("single", "venue: hall", "date: 2027-03-01", "time: 09:00-11:00")


@pytest.fixture
def schedule(project: Project) -> Project:
    project.write(
        {
            **VAN,
            "content/exhibitions/light.md": LIGHT,
            "content/venues/other.md": HALL.replace("县科技馆", "县文化馆"),
            "schedule.yaml": STOPS,
            "schedule/route.yaml": VISITS,
        }
    )
    return project


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


def list_new_lines(old: str, new: str) -> list[str]:
    """The lines that are new; all others are as they were, in their order."""
    lines, added = iter(old.split("\n")), []
    waiting = next(lines, None)
    for line in new.split("\n"):
        if line == waiting:
            waiting = next(lines, None)
        else:
            added.append(line.strip())
    assert waiting is None, f"lost: {waiting}"
    return added


class Terminal(io.StringIO):
    """Somebody at a terminal, who types these lines."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", Terminal("".join(line + "\n" for line in lines)))

    return give


# ---- stops -----------------------------------------------------------------------------------


def test_a_stop_goes_between_those_before_and_after_it(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    options = "--venue 文化 --copy a --open 2027年6月5日 --close 2027/7/11 --hall 一楼"
    code, out, err = run("new", "stop", *options.split())
    assert code == 0, out + err
    assert list_new_lines(old, read(schedule)) == [
        "- id: tour-other",
        "venue: other",
        "hall: 一楼",
        "copy: a",
        "open: 2027-06-05",
        "close: 2027-07-11",
    ]
    ids = [stop["id"] for stop in yaml.safe_load(read(schedule))["tours"][0]["stops"]]
    assert ids == ["spring", "tour-other", "autumn"]
    assert "      # 秋天\n      - id: autumn" in read(schedule)
    assert run("check")[0] == 0


def test_hours_in_words(run: RunCommand, schedule: Project) -> None:
    hours = "周二至周日 9:00-17:00，周一闭馆"
    options = ("--id", "town", "--name", "镇馆", "--region", "通渭县", "--hours", hours)
    code, out, err = run("new", "venue", *options)
    assert code == 0, out + err
    assert "hours:\n  tue-sun: 09:00-17:00\n  mon: closed\n" in read(
        schedule, "content/venues/town.md"
    )


def test_a_clash_is_shown_with_a_command_that_fits(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    options = "--venue 县文化馆 --copy a --open 2027-05-20 --close 2027-06-20 --id summer"
    code, out, err = run("new", "stop", *options.split())
    assert (code, read(schedule)) == (1, old)
    assert "[copy-clash]" in out
    fitting = next(line for line in err.split("\n") if "可以改为" in line)
    command = shlex.split(fitting.partition("tourbook ")[2])
    assert command[:4] == ["new", "stop", "--id", "summer"]
    assert run(*command)[0] == 0, "what it proposes fits"
    close = command[command.index("--close") + 1]
    assert (command[command.index("--open") + 1], close) == ("2027-05-28", "2027-06-28")


def test_a_visit_fits_on_the_next_free_day(run: RunCommand, schedule: Project) -> None:
    options = ["--venue", "other", "--time", "10:00-12:00", "--date", "2027-03-01"]
    _, out, err = run("new", "visit", *options, "--dry-run")
    assert "[vehicle-clash]" in out
    assert "--date 2027-03-02" in err


def test_a_recurring_visit_at_a_place_without_a_file(run: RunCommand, schedule: Project) -> None:
    old = read(schedule, "schedule/route.yaml")
    options = ["--place-name", "村小", "--place-region", "通渭", "--date", "2027-03-03"]
    more = ["--repeat-every", "2 weeks", "--repeat-until", "2027-06-30", "--time", "９:00-11:00"]
    assert run("new", "visit", *options, *more)[0] == 0
    assert list_new_lines(old, read(schedule, "schedule/route.yaml")) == [
        "- id: route-2027-03-03",
        "repeat:",
        "first: 2027-03-03",
        "every: 2 weeks",
        "until: 2027-06-30",
        "time: 9:00-11:00",
        "place:",
        "name: 村小",
        'region: "621121"',
    ]


def test_the_first_stop_of_a_tour(run: RunCommand, schedule: Project) -> None:
    assert run("new", "tour", "--exhibition", "光影", "--id", "second")[0] == 0
    assert read(schedule, "schedule/second.yaml") == (
        "tours:\n  - id: second\n    exhibition: light\n"
    )
    options = "--tour second --venue other --copy b --open 2027-01-09 --close 2027-02-06"
    assert run("new", "stop", *options.split())[0] == 0
    assert "second-other" in read(schedule, "schedule/second.yaml")
    assert run("check")[0] == 0


def test_without_files_for_each_tour_it_goes_where_the_others_are(
    run: RunCommand, project: Project
) -> None:
    old = read(project)
    assert run("new", "tour", "--name", "Second Tour")[0] == 0
    assert list_new_lines(old, read(project)) == [
        "- id: second-tour",
        "name: Second Tour",
        "exhibition: light",
    ]


def test_a_file_with_mistakes_is_mended_first(run: RunCommand, schedule: Project) -> None:
    schedule.write({"schedule.yaml": STOPS.replace("open: 2027-09-04", "open: 2027-09-31")})
    old = read(schedule)
    options = "--venue other --open 2027-01-09 --close 2027-02-06"
    code, out, _ = run("new", "stop", *options.split())
    assert (code, read(schedule)) == (1, old)
    assert "2027-09-31" in out


# ---- what is asked, and what is missing ------------------------------------------------------


def test_a_script_is_told_all_that_is_missing_or_wrong(run: RunCommand, schedule: Project) -> None:
    code, _, err = run("new", "stop", "--venue", "xyz", "--open", "2027-02-30", "--copy", "a")
    assert code == 2
    assert "--venue：没有叫 “xyz” 的场馆；hall（县科技馆）、other（县文化馆）" in err
    assert "--open：" in err
    code, _, err = run("new", "venue", "--region", "朝阳", lang="en")
    assert "--region: several regions are called “朝阳”" in err
    assert "--name is needed" in err
    assert run("new", "venue", "--name", "会宁馆", "--region", "会宁")[0] == 2, "it needs an id"


def test_questions_have_answers_from_what_there_is(
    run: RunCommand, schedule: Project, answer
) -> None:
    answer("", "馆", "文化馆", "", "2027-06-05", "2027-07-11", "", "", "y")
    code, out, err = run("new", "stop")
    assert code == 0, out + err
    assert "可以是好几个" in err
    assert "hall（县科技馆）、other（县文化馆）" in err
    added = list_new_lines(STOPS, read(schedule))
    assert added == [
        "- id: tour-other",
        "venue: other",
        "copy: a",
        "open: 2027-06-05",
        "close: 2027-07-11",
    ]


def test_what_was_answered_is_not_lost_with_a_clash(
    run: RunCommand, schedule: Project, answer
) -> None:
    answer("", "other", "a", "2027-05-01", "2027-05-23", "", "")
    code, _, err = run("new", "stop")
    assert code == 1
    assert "tourbook new stop --id tour-other --tour tour --venue other --copy a" in err


def test_somebody_who_leaves_is_no_traceback(run: RunCommand, schedule: Project, answer) -> None:
    answer("县馆")
    code, _, err = run("new", "venue")
    assert code == 2
    assert "没有人回答" in err


def test_nothing_and_a_list_can_be_asked_for(run: RunCommand, project: Project, answer) -> None:
    answer("新馆", "?", "科技馆", "会宁", "-", "-", "", "huining", "")
    code, out, err = run("new", "venue")
    assert code == 0, out + err
    assert "文化馆" in err
    assert read(project, "content/venues/huining.md") == (
        '---\nname: 新馆\nclass: science-museum\nregion: "620422" # 甘肃省白银市会宁县\n'
        "# 还可以写（去掉 # 再填）：\n# address: 详细地址\n"
        "# hours: 开放时间，如 wed-sun: 09:00-17:00\n# halls: 可用展厅\n---\n"
    )


def test_what_is_new_has_the_usual_layout(run: RunCommand, schedule: Project) -> None:
    assert run("fmt", "--yes", "--force")[0] == 0
    hall = (
        "new",
        "venue",
        "--name",
        "新馆",
        "--region",
        "会宁",
        "--id",
        "new",
        "--halls",
        "东厅、西厅",
    )
    assert run(*hall)[0] == 0
    assert run("new", "tour", "--id", "second", "--exhibition", "light")[0] == 0
    options = ("new", "stop", "--tour", "second", "--venue", "new", "--hall", "东厅", "--copy", "b")
    assert run(*options, "--open", "2027-01-09", "--close", "2027-02-06")[0] == 0
    assert run(*options, "--open", "2027-03-06", "--close", "2027-03-27")[0] == 0
    assert run("fmt", "--check")[:2] == (0, "")


def test_a_hall_has_its_name_in_all_languages(run: RunCommand, project: Project) -> None:
    project.write(RICH)
    hall = HALL.replace("hours:", "halls: [{name: {zh: 东厅, en: East Hall}}]\nhours:")
    project.write({"content/venues/hall.md": hall})
    options = "--venue hall --hall 东厅 --copy b --open 2027-04-03 --close 2027-04-25"
    assert run("new", "stop", *options.split())[0] == 0
    assert "hall:\n          zh: 东厅\n          en: East Hall\n" in read(project)


# ---- ids -------------------------------------------------------------------------------------


def test_ids_are_like_no_other(run: RunCommand, schedule: Project) -> None:
    options = ["--venue", "other", "--copy", "b", "--open"]
    assert run("new", "stop", *options, "2027-01-09", "--close", "2027-01-31")[0] == 0
    assert run("new", "stop", *options, "2027-03-06", "--close", "2027-04-04")[0] == 0
    assert "id: tour-other-2" in read(schedule)
    for wrong in ("spring", "SPRING", "a b", "-x"):
        code, _, err = run("new", "stop", *options, "2027-12-04", "--close", "2027-12-31", f"--id={wrong}")  # fmt: skip
        assert (code, "--id：" in err) == (2, True), wrong


def test_an_english_name_makes_the_id(run: RunCommand, project: Project) -> None:
    project.write(RICH)
    name = "会宁科技馆 / Huining Children’s Museum"
    assert run("new", "venue", "--name", name, "--region", "会宁")[0] == 0
    text = read(project, "content/venues/huining-childrens-museum.md")
    assert "name:\n  zh: 会宁科技馆\n  en: Huining Children’s Museum\n" in text


# ---- every kind, every field -----------------------------------------------------------------

SPECIAL_VALUES = {
    "slug": "other-name", "aliases": "old-1, old-2", "waivers": "hall-fit: 已现场看过",
    "copies": "a, b", "ages": "6+", "languages": "zh", "halls": "东厅，西厅", "exhibits": "镜、灯",
    "hours": "wed-sun: 09:00-17:00; mon: closed", "time": "09:00-11:00", "postcode": "743300",
    "timezone": "Asia/Shanghai", "coordinates.datum": "wgs84", "coordinates.lat": "35.7",
    "coordinates.lon": "105.1", "place.timezone": "Asia/Shanghai", "place.postcode": "743300",
    "place.coordinates.lat": "35.7", "place.coordinates.lon": "105.1", "copy": "a", "close": "2028-02-01",
    "repeat.every": "2 weeks", "repeat.days": "wed", "repeat.moved": "[{from: 2028-01-19, to: 2028-01-20}]",
    "repeat.count": "9", "repeat.skip": "2028-02-02", "repeat.also": "2028-01-21", "repeat.holidays": "skip",
    "volunteers.count": "3", "links": "[{name: 网, url: 'https://example.org/'}]",
    "facts": "[{name: 停车, text: 有}]", "accreditations": "全国科普教育基地", "topics": "水，火",
    "region": "通渭县", "place.region": "通渭县", "open": "2028-01-08", "start": "2028-01-08",
    "status": "计划", "end": "2028-01-09",
}  # fmt: skip
LEFT_OUT = {
    "id", "date", "picture", "repeat.until", "repeat.during", "draft", "place.name", "place.region",
    "place.address", "place.postcode", "place.township", "place.coordinates.lat", "series",
    "place.coordinates.lon", "place.coordinates.datum", "place.timezone", "visitors", "transport",
    "arrive", "set_up", "strike", "leave", "map.picture", "map.picture_alt", "map.picture_credit",
    "map.number",
}  # fmt: skip
"""What excludes another field, is about the past, or needs a file."""
IDS = {"exhibition": "光影", "venue": "县科技馆", "caravan": "大篷车", "organisation": "团队",
       "campaign": "科技周", "tour": "巡展", "route": "线路"}  # fmt: skip


def choose_text(field: NewField) -> str:
    kind = field.column.kind if field.column else ""
    if field.target in IDS:
        return IDS[field.target]
    if "url" in field.key or field.key == "link":
        return "https://example.org/x"
    if field.column and field.column.choices and field.key not in SPECIAL_VALUES:
        return field.column.choices[0]
    if "phone" in field.key:
        return "0932-1234567"
    if "email" in field.key:
        return "a@example.org"
    texts = {"date": "2028-01-05", "whole": "12", "number": "2.5", "boolean": "是"}
    return SPECIAL_VALUES.get(field.key) or texts.get(kind, "文字：一 # 二")


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_every_field_of_every_kind_can_be_given(
    run: RunCommand, project: Project, kind: str
) -> None:
    project.write(RICH)
    fields = {
        key: field
        for key, field in RECORD_KINDS[kind].fields.items()
        if key not in LEFT_OUT or field.is_required
    }
    fields.pop("id", None)
    options = [word for f in fields.values() for word in (f.option, choose_text(f))]
    code, out, err = run("new", kind, "--id", "fresh", *options, "--force")
    assert code == 0, out + err
    errors = [line for line in out.split("\n") if " 错误: " in line]
    assert not errors
    text = "".join(line[1:] + "\n" for line in out.split("\n") if line[:1] == "+")
    for key in fields.keys() - {"tour", "route"}:
        assert f"{key.rpartition('.')[2]}:" in text, key
