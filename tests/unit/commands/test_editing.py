"""move, cancel, postpone, confirm, skip, end, swap: what a planner types, and what is in the files
then."""

from __future__ import annotations

import pytest

from tests.support.commands import RunCommand
from tests.support.projects import Project
from tests.support.sources import HALL, LIGHT, ROUTE, TOUR, VAN, stop_yaml, visit_yaml

STAGES = (
    "arrive: 2027-04-08",
    "open: 2027-04-10 # 周六",
    "close: 2027-05-23",
    "strike: 2027-05-24",
)
STOPS = (
    TOUR
    + stop_yaml("spring", "copy: a", *STAGES)
    + "      # 秋天\n"
    + stop_yaml("autumn", "status: postponed", "copy: b", "open: 2027-09-04", "close: 2027-10-31", venue="other")
)  # fmt: skip
VISITS = ROUTE + visit_yaml("single", "venue: hall", "date: 2027-03-01", "time: 09:00-11:00") + visit_yaml(
    "weekly",
    "venue: other",
    "time: 14:00-16:00",
    "repeat:",
    "  first: 2027-03-03",
    "  count: 6",
    "  also: [2027-03-05]",
    "note: 请在校门口等",
)  # fmt: skip


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
    schedule = (project.root / "schedule.yaml").read_text(encoding="utf-8")
    project.write({"schedule.yaml": "include: [schedule/*.yaml]\n" + schedule})
    return project


def read(project: Project, file: str = "schedule.yaml") -> str:
    return (project.root / file).read_text(encoding="utf-8")


def replace_lines(text: str, **lines: str) -> str:
    for old, new in lines.items():
        assert old in text
        text = text.replace(old, new)
    return text


def list_changes(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are not there any more, and those that are new."""
    before, after = old.split("\n"), new.split("\n")
    return (
        [line.strip() for line in before if line not in after],
        [line.strip() for line in after if line not in before],
    )


def test_a_stay_moves_with_its_stages(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    code, out, err = run("move", "spring", "--by", "7")
    assert code == 0, out + err
    assert list_changes(old, read(schedule)) == (
        [*STAGES],
        [
            "arrive: 2027-04-15",
            "open: 2027-04-17 # 周六",
            "close: 2027-05-30",
            "strike: 2027-05-31",
        ],
    )
    assert "spring：2027-04-17 开展，2027-05-30 闭展（原来 2027-04-10 开展）" in err
    assert "+        open: 2027-04-17 # 周六" in out


def test_a_stay_that_closes_later_opens_as_before(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    assert run("move", "spring", "--close", "2027-05-30", lang="en")[0] == 0
    assert list_changes(old, read(schedule)) == (
        ["close: 2027-05-23", "strike: 2027-05-24"],
        ["close: 2027-05-30", "strike: 2027-05-31"],
    )


def test_new_dates_end_a_postponement(run: RunCommand, schedule: Project) -> None:
    assert run("move", "autumn", "--open", "2027-09-11")[0] == 0
    assert "status: confirmed\n        copy: b\n        open: 2027-09-11" in read(schedule)
    assert "close: 2027-11-07" in read(schedule)


def test_a_clash_is_shown_with_a_day_that_fits(run: RunCommand, schedule: Project) -> None:
    schedule.write({"schedule.yaml": read(schedule).replace("copy: b", "copy: a")})
    old = read(schedule)
    code, out, err = run("move", "autumn", "--open", "2027-05-20")
    assert (code, read(schedule)) == (1, old)
    assert "[copy-clash]" in out
    fitting = next(line for line in err.split("\n") if "可以改为" in line)
    assert "没有写入" in err
    command = fitting.partition("tourbook ")[2].split()
    assert run(*command)[0] == 0, "what it proposes fits"
    assert run("check")[0] == 0


def test_a_clash_can_be_written_on_purpose(run: RunCommand, schedule: Project) -> None:
    schedule.write({"schedule.yaml": read(schedule).replace("copy: b", "copy: a")})
    assert run("move", "autumn", "--open", "2027-05-20", "--force")[0] == 0
    assert "open: 2027-05-20" in read(schedule)


def test_a_dry_run_writes_nothing(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    code, out, _ = run("cancel", "spring", "--dry-run")
    assert (code, read(schedule)) == (0, old)
    assert "+        status: cancelled" in out


@pytest.mark.parametrize(
    ("command", "status"),
    [("cancel", "cancelled"), ("postpone", "postponed"), ("confirm", "confirmed")],
)
def test_a_status_is_one_line(
    run: RunCommand, schedule: Project, command: str, status: str
) -> None:
    schedule.write({"schedule.yaml": read(schedule).replace("id: spring\n", "id: spring\n        status: planned\n")})  # fmt: skip
    old = read(schedule)
    assert run(command, "spring")[0] == 0
    assert read(schedule) == old.replace("status: planned", f"status: {status}")
    assert run(command, "spring")[0] == 2, "it is so already"


def test_a_visit_moves(run: RunCommand, schedule: Project) -> None:
    old = read(schedule, "schedule/route.yaml")
    assert run("move", "single", "--date", "2027-03-02", "--time", "10:00-12:00")[0] == 0
    new = read(schedule, "schedule/route.yaml")
    assert list_changes(old, new) == (
        ["date: 2027-03-01", "time: 09:00-11:00"],
        ["date: 2027-03-02", "time: 10:00-12:00"],
    )


def test_one_date_of_a_recurring_visit_moves_and_moves_again(
    run: RunCommand, schedule: Project
) -> None:
    assert run("move", "weekly", "--from", "2027-03-10", "--date", "2027-03-11")[0] == 0
    assert "moved:\n            - from: 2027-03-10\n              to: 2027-03-11\n" in read(
        schedule, "schedule/route.yaml"
    )
    assert run("move", "weekly", "--from", "2027-03-11", "--date", "2027-03-12")[0] == 0
    text = read(schedule, "schedule/route.yaml")
    assert "from: 2027-03-10\n              to: 2027-03-12\n" in text
    assert text.count("from:") == 1


def test_a_date_is_left_out_be_it_regular_extra_or_moved(
    run: RunCommand, schedule: Project
) -> None:
    old = read(schedule, "schedule/route.yaml")
    assert run("skip", "weekly", "2027-03-10")[0] == 0
    assert run("skip", "weekly", "2027-03-05")[0] == 0
    text = read(schedule, "schedule/route.yaml")
    assert list_changes(old, text) == (["also: [2027-03-05]"], ["skip: [2027-03-10]"])
    assert run("move", "weekly", "--from", "2027-03-17", "--date", "2027-03-18")[0] == 0
    assert run("skip", "weekly", "2027-03-18")[0] == 0
    text = read(schedule, "schedule/route.yaml")
    assert "skip: [2027-03-10, 2027-03-17]" in text
    assert "moved" not in text


def test_a_day_without_a_visit_cannot_be_left_out(run: RunCommand, schedule: Project) -> None:
    code, _, err = run("skip", "weekly", "2027-03-11", lang="en")
    assert code == 2
    assert "has no date on 2027-03-11; the nearest ones are 2027-03-03, 2027-03-05" in err


def test_a_visit_ends_and_another_goes_on(run: RunCommand, schedule: Project) -> None:
    arguments = ("--on", "2027-03-17", "--then", "weekly-2", "--time", "09:00-11:00")
    assert run("end", "weekly", *arguments)[0] == 0
    text = read(schedule, "schedule/route.yaml")
    assert "first: 2027-03-03\n          until: 2027-03-17\n          also: [2027-03-05]\n" in text
    assert text.endswith(
        "      - id: weekly-2\n        repeat:\n          first: 2027-03-24\n          count: 3\n"
        "        time: 09:00-11:00\n        venue: other\n        note: 请在校门口等\n"
    )
    assert run("check")[0] == 0
    assert run("end", "weekly", "--on", "2027-03-01")[0] == 2, "before it begins"
    assert run("end", "single", "--on", "2027-03-01")[0] == 2


def test_two_sets_change_places(run: RunCommand, schedule: Project) -> None:
    old = read(schedule)
    assert run("swap", "spring", "autumn")[0] == 0
    assert read(schedule) == old.replace("copy: a", "copy: x").replace("copy: b", "copy: a").replace("copy: x", "copy: b")  # fmt: skip
    assert run("swap", "spring", "spring")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cancel", "sprin"), "是不是想写 “spring”？"),
        (("move", "spring"), "用 --open、--close 写明新的日期"),
        (("move", "spring", "--open", "2027-06-01", "--close", "2027-05-01"), "早于开展"),
        (("move", "single"), "用 --date 写明改到哪天"),
        (("move", "weekly", "--date", "2027-03-11"), "用 --from 写明改哪一次"),
        (("move", "single", "--from", "2027-03-02", "--date", "2027-03-05"), "不在 2027-03-02"),
        (("skip", "single", "2027-03-01"), "用 cancel 取消"),
        (("skip", "spring", "2027-03-01"), "是展览的一站"),
        (("swap", "spring", "single"), "是大篷车的到访"),
        (("end", "weekly", "--on", "2027-03-17", "--time", "09:00-11:00"), "用 --then"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: RunCommand, schedule: Project, arguments: tuple[str, ...], said: str
) -> None:
    old = {name: read(schedule, name) for name in ("schedule.yaml", "schedule/route.yaml")}
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert {name: read(schedule, name) for name in old} == old


def test_a_file_with_a_mistake_can_be_edited_beside_it(run: RunCommand, schedule: Project) -> None:
    old = VISITS.replace("count: 6", "count: six")
    schedule.write({"schedule/route.yaml": old})
    assert run("cancel", "single")[0] == 0
    new = read(schedule, "schedule/route.yaml")
    assert list_changes(old, new) == ([], ["status: cancelled"])


def test_a_stop_that_cannot_be_read_is_mended_first(run: RunCommand, schedule: Project) -> None:
    schedule.write({"schedule.yaml": read(schedule).replace("2027-09-04", "soon")})
    old = read(schedule)
    code, out, _ = run("move", "autumn", "--by", "7")
    assert (code, read(schedule)) == (1, old)
    assert "“soon” 不是日期" in out
    assert run("move", "spring", "--by", "7")[0] == 0, "others can be moved"
