"""Levels and waivers of rules."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems, list_rule_problems
from tests.support.sources import HALL, LIGHT, SITE, TOUR, stop_yaml
from tourbook.rules import RULES


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
