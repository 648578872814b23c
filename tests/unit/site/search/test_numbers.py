"""Numbers stay when others come and go, and say which day it is."""

from __future__ import annotations

import datetime as dt

from tourbook.site.search.numbers import assign_numbers, choose_home, divide

DAY = dt.date(2026, 12, 6)
MANY_HOMES = [
    (choose_home(0, DAY + dt.timedelta(n % 90), "", f"p{n}", 16), f"p{n}") for n in range(300)
]


def test_one_more_moves_few() -> None:
    before = {path: number for number, path in assign_numbers(MANY_HOMES[1:])}
    after = {path: number for number, path in assign_numbers(MANY_HOMES)}
    moved = [path for path in before if before[path] != after[path]]
    assert len(moved) < 5
    assert len(set(after.values())) == len(MANY_HOMES)


def test_a_number_knows_its_day() -> None:
    number = choose_home(0, DAY, "", "stops/a/", 16)
    assert dt.date(2000, 1, 1) + dt.timedelta(number // 16) == DAY
    assert choose_home(3, dt.date(2200, 1, 1), "", "a", 16) // 16 >> 15 == 3


def test_what_is_too_much_for_a_day_goes_on() -> None:
    numbers = [number for number, _ in assign_numbers((160, f"{n}") for n in range(40))]
    assert numbers == list(range(160, 200))


def test_files_hold_numbers_that_lie_together() -> None:
    numbers = [number for number, _ in assign_numbers(MANY_HOMES)]
    groups = divide(numbers, 24)
    assert [number for group in groups for number in group] == numbers
    assert max(map(len, groups)) <= 24
    changed = [group for group in divide(numbers[:100] + numbers[101:], 24) if group not in groups]
    assert len(changed) <= 2
    assert divide([], 24) == []
