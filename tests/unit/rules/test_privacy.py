"""Private numbers are found, however they are written and wherever they are published."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_codes, list_problems
from tests.support.sources import ROUTE, SITE, TOUR, VAN, stop_yaml, visit_yaml
from tourbook.schema.private_numbers import find_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800000000", ["13800000000"]),
        ("电话 138 0000 0000。", ["138 0000 0000"]),
        ("+86 19912345678", ["+86 19912345678"]),
        ("１３８００００００００", ["１３８００００００００"]),
        ("621121199001011234", ["621121199001011234"]),
        ("62112119900101123x", ["62112119900101123x"]),
        ("1380 0000 000", ["1380 0000 000"]),
        ("138.0000.0000", ["138.0000.0000"]),
        ("008613800000000", ["008613800000000"]),
        ("(+86)138-0000-0000", ["+86)138-0000-0000"]),
        ("+44 7700 900123", ["+44 7700 900123"]),
        ("+４４ ７７００ ９００１２３", ["+44 7700 900123"]),
        ("0931-0000000", []),
        ("138.00000000", []),
        ("1500-1600 200", []),
        ("+13035550100", []),
        ("12800000000", []),
        ("113800000000", []),
        ("138000000001", []),
        ("京ICP备13800000号-1", []),
        ("lat 104.13800000000", []),
        ("621121199013011234", []),
        ("6211211990010112345", []),
        ("91620000MA00000000", []),
    ],
)
def test_private_numbers_in_any_disguise(text: str, found: list[str]) -> None:
    assert find_numbers(text) == found


def test_private_numbers_are_found_wherever_something_is_published() -> None:
    number = "13800000000"
    files = {
        "content/exhibitions/light.md": f"---\nname: 光影\ncopies:\n  - " f"{{id: a, name: 套{number}}}\n-" f"--\n\n正文。\n\n问 {number}。" f"\n",
        "content/site.yaml": SITE + f"contact: {{phone: '{number}'}}\n",
        "schedule.yaml": "# " + number + "\n" + TOUR + stop_yaml("a", "open: 2026-12-02", f"note: 问 " f"{number}") + ROUTE
        + visit_yaml("v", f"place: {{name: 小学 {number}}}", "date: 2026-12-03", f"waivers: " f"{{transport: 问 {number}}}"), **VAN,
    }  # fmt: skip
    problems = [p for p in list_problems(files) if p.code == "private-number"]
    assert list_codes(problems) == [
        ("private-number", "content/exhibitions/light.md", 4), ("private-number", "content/exhibitions/light.md", 9),
        ("private-number", "content/site.yaml", 5), ("private-number", "schedule.yaml", 10), ("private-number", "schedule.yaml", 18),
    ]  # fmt: skip
    assert all(number not in p.message.en + p.message.zh for p in problems), (
        "a message may be public, too"
    )


def test_a_number_is_private_where_it_is_written_as_its_country_does() -> None:
    tours = TOUR + stop_yaml("a", "open: 2026-12-02", "note: Ring 07700 900123 or 13035550100")
    for zone, marks in (
        ("Europe/London", ["077…23", "130…00"]),
        ("Asia/Shanghai", ["130…00"]),
        ("America/Denver", []),
    ):
        files = {"content/site.yaml": SITE + f"timezone: {zone}\n", "schedule.yaml": tours}
        problems = [p for p in list_problems(files) if p.code == "private-number"]
        assert sorted(p.message.en.rpartition(" ")[2] for p in problems) == marks
