"""Levels and waivers of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.support.growth import count_calls
from tests.support.in_memory import build_agenda, list_problems, list_rule_problems
from tests.support.sources import HALL, LIGHT, ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.common.dates import DAY
from tourbook.rules import RULES, apply_rules


def test_the_small_project_has_no_problem() -> None:
    assert list_problems({}) == []


TWICE = (
    TOUR + stop_yaml("one", "copy: a", "open: 2026-12-02", "close: 2026-12-20")
    + stop_yaml("two", "copy: a", "open: 2026-12-16", "close: 2026-12-30")
)  # fmt: skip


ROOMY = HALL.replace("address:", "halls: [{name: 一}, {name: 二}]\naddress:")


CLASH = {
    "content/exhibitions/light.md": LIGHT,
    "content/venues/hall.md": ROOMY,
    "schedule.yaml": TWICE,
}


def test_a_clash_names_both_records_and_the_first_day_on_which_it_fits() -> None:
    (problem,) = list_rule_problems(CLASH)
    assert (problem.code, problem.level, problem.location.line) == ("copy-clash", "error", 14)
    assert problem.related_location
    assert (problem.related_location.file, problem.related_location.line) == ("schedule.yaml", 9)
    # closes on 20 December, struck on the 21st and 22nd, set up on the three days after: a Saturday
    # or Sunday is open
    assert problem.help.en.startswith("it can open on 2026-12-25 at the earliest")


@pytest.mark.parametrize(
    ("level", "wanted"), [("block", ["error"]), ("warn", ["warning"]), ("ignore", [])]
)
def test_the_level_of_a_rule_is_set_in_site_yaml(level: str, wanted: list[str]) -> None:
    problems = list_rule_problems(
        {**CLASH, "content/site.yaml": SITE + f"rules: {{copy-clash: {level}}}\n"}
    )
    assert [p.level for p in problems] == wanted


@pytest.mark.parametrize("where", ["one", "two", "tour"])
def test_a_waiver_on_either_record_or_on_their_tour_settles_it(where: str) -> None:
    waiver = "waivers: {copy-clash: 两处各展一半}"
    text = TWICE.replace(
        f"- id: {where}\n", f"- id: {where}\n{'    ' if where == 'tour' else '        '}{waiver}\n"
    )
    assert list_rule_problems({**CLASH, "schedule.yaml": text}) == []


@pytest.mark.parametrize(
    ("line", "code", "level"),
    [
        ("waivers: {copy-clsh: x}", "unknown-rule", "error"),
        ("waivers: {copy-clash: ' '}", "waiver", "error"),
        ("waivers: {hall-fit: x}", "waiver", "warning"),
    ],
)
def test_a_waiver_names_a_rule_says_why_and_is_needed(line: str, code: str, level: str) -> None:
    text = TOUR + stop_yaml("one", "copy: a", "open: 2026-12-02", line)
    assert [(p.code, p.level) for p in list_rule_problems({**CLASH, "schedule.yaml": text})] == [
        (code, level)
    ]


def test_a_level_for_a_rule_that_does_not_exist_is_reported() -> None:
    (problem,) = list_rule_problems({"content/site.yaml": SITE + "rules: {copy-clsh: warn}\n"})
    assert (problem.code, problem.help.en) == ("unknown-rule", "did you mean “copy-clash”?")


def test_rules_have_names_of_their_own() -> None:
    assert len({r.name for r in RULES}) == len(RULES)


def test_what_is_called_off_clashes_with_nothing() -> None:
    for status in ("cancelled", "postponed"):
        assert (
            list_rule_problems({**CLASH, "schedule.yaml": TWICE + f"        status: {status}\n"})
            == []
        )


# ---- thousands of them -------------------------------------------------------------------

PERSON = {"content/organisations/p.md": "---\nname: 人\nclass: person\n---\n"}
ALL_COLLIDE = {
    "one copy on one day": lambda _: stop_yaml("{}", "open: 2026-12-02", "copy: a"),
    "one hall": lambda _: stop_yaml("{}", "open: 2026-12-02", "copy: a", "hall: 大厅"),
    "one after another": lambda day: stop_yaml("{}", f"open: {day}", "close: 2028-12-30"),
    "waived": lambda _: stop_yaml(
        "{}", "open: 2026-12-02", "copy: a", "waivers: {venue-full: x, copy-clash: x}"
    ),
    "one person": lambda _: stop_yaml("{}", "open: 2026-12-02", "crew: [p]", venue="other"),
    "unknown waivers": lambda _: stop_yaml("{}", "open: 2026-12-02", "waivers: {venue-{}: x}"),
}
VAN_COLLIDES = {
    "one caravan": visit_yaml("{}", "place: {name: 村{}, region: '621121'}", "date: 2026-12-02"),
    "one caravan at one time": visit_yaml(
        "{}", "place: {name: 村{}, region: '621121'}", "date: 2026-12-02", "time: 09:00-10:00"
    ),
}


def count_rule_calls(stops: Callable[[dt.date], str], number: int, head: str) -> int:
    days = [dt.date(2026, 12, 2) + i * DAY for i in range(number)]
    text = head + "".join(stops(day).replace("{}", f"s{i}") for i, day in enumerate(days))
    files = {**VAN, **PERSON, "content/exhibitions/light.md": LIGHT, "schedule.yaml": text}
    agenda, problems = build_agenda({**files, "content/venues/other.md": HALL})
    return count_calls(lambda: apply_rules(RULES, agenda, problems))


@pytest.mark.parametrize("case", [*ALL_COLLIDE, *VAN_COLLIDES])
def test_the_work_of_the_rules_grows_with_the_number_of_stops_and_not_with_its_square(
    case: str,
) -> None:
    if case in ALL_COLLIDE:
        stops, head = ALL_COLLIDE[case], TOUR
    else:
        stops, head = lambda _: VAN_COLLIDES[case], ROUTE
    _, more, most = (count_rule_calls(stops, n, head) for n in (1, 100, 200))
    assert most < 2.3 * more


def test_the_work_grows_with_the_number_of_stops_and_halls_and_not_with_their_product() -> None:
    def count(number: int) -> int:
        halls = "".join(f"  - {{name: 厅{i}, area: 10}}\n" for i in range(number))
        stops = (stop_yaml(f"s{i}", "open: 2026-12-02", f"hall: 厅{i}") for i in range(number))
        files = {
            "content/exhibitions/light.md": "---\nname: 光影\nlogistics: {area: 500}\n---\n",
            "content/venues/hall.md": HALL.replace("hours:", f"halls:\n{halls}hours:"),
            "schedule.yaml": TOUR + "".join(stops),
        }
        agenda, problems = build_agenda(files)
        calls = count_calls(lambda: apply_rules(RULES, agenda, problems))
        assert {p.code for p in problems} == {"hall-fit"}
        return calls

    _, more, most = map(count, (1, 150, 300))
    assert most < 2.3 * more
