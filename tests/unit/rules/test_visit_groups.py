"""Caravans without a conflict are not looked at again as long as nothing that decides on it differs."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest

from tests.support.in_memory import build_agenda
from tests.support.projects import TODAY
from tests.support.sources import FAR_PLACE, NEAR_PLACE, ROUTE, SITE, VAN, visit_yaml
from tourbook.common.problems import Problems
from tourbook.rules import RULES, apply_rules, clashes, transport

FIRST = f"{NEAR_PLACE} | date: 2026-12-02 | time: 09:00-11:00"
SECOND = f"{FAR_PLACE} | date: 2026-12-30 | time: 12:00-13:00"
NEARBY = "place: {name: 旁, region: '621122'} | date: 2026-12-02 | time: 16:00-17:00"
WEEKLY = (
    f"{FAR_PLACE} | repeat: {{first: 2026-12-30, count: 2}} | time: '09:30-10:30'",
    f"{FAR_PLACE} | repeat: {{first: 2026-12-09, count: 2, moved: [{{from: 2026-12-09, "
    "to: 2026-12-02}]} | time: '09:30-10:30'",
)
CHANGES = {
    "a day": (SECOND, SECOND.replace("12-30", "12-02")),
    "a time": (NEARBY, NEARBY.replace("16:00", "10:00")),
    "a place": (NEARBY, NEARBY.replace("621122", "420202")),
    "a position": (
        NEARBY,
        NEARBY.replace("'}", "', coordinates: {lat: 26.65, lon: 106.63, datum: wgs84}}"),
    ),
    "a time zone": (NEARBY, NEARBY.replace("'}", "', timezone: Pacific/Auckland}")),
    "a status": (
        f"{FAR_PLACE} | date: 2026-12-02 | status: cancelled",
        f"{FAR_PLACE} | date: 2026-12-02 | time: 09:30-10:00",
    ),
    "a date that is moved": WEEKLY,
}
"""What changes -> the other visit before, without a conflict; after, with one."""
SLOW = SITE + "planning: {speed: 5}\n"


def apply_with_memory(
    memory: dict[bytes, bytes], other_visit: str, site: str = SITE, today: dt.date = TODAY
) -> list[str]:
    """The codes of what the rules find; as many as without a memory."""
    text = ROUTE + visit_yaml("a", *FIRST.split(" | ")) + visit_yaml("b", *other_visit.split(" | "))
    files = {**VAN, "schedule.yaml": text, "content/site.yaml": site}
    agenda, _ = build_agenda(files, today=today)
    recalled, anew = Problems(), Problems()
    apply_rules(RULES, agenda, recalled, memory)
    apply_rules(RULES, agenda, anew)
    assert list(recalled) == list(anew)
    return [p.code for p in recalled if p.code in ("vehicle-clash", "transport")]


@pytest.mark.parametrize("change", CHANGES)
def test_what_decides_on_a_conflict_is_looked_at_again(change: str) -> None:
    memory: dict[bytes, bytes] = {}
    before, after = CHANGES[change]
    assert apply_with_memory(memory, before) == []
    assert apply_with_memory(memory, after) != []
    assert apply_with_memory(memory, after) != [], "only caravans without a conflict are remembered"
    assert apply_with_memory(memory, before) == []


def test_settings_and_the_day_decide_as_well() -> None:
    memory: dict[bytes, bytes] = {}
    assert apply_with_memory(memory, NEARBY) == []
    assert apply_with_memory(memory, NEARBY, SLOW) != []
    assert apply_with_memory(memory, NEARBY, SLOW, today=dt.date(2026, 12, 5)) == [], "it is over"
    assert apply_with_memory(memory, NEARBY, SLOW) != []


def test_nothing_is_looked_at_twice() -> None:
    memory: dict[bytes, bytes] = {}
    apply_with_memory(memory, NEARBY)
    fail = mock.Mock(side_effect=AssertionError)
    with (
        mock.patch.object(clashes, "find_caravan_clashes", fail),
        mock.patch.object(transport, "_find_caravan_conflicts", fail),
        pytest.raises(AssertionError),
    ):
        apply_with_memory({}, NEARBY)
    agenda, _ = build_agenda({**VAN, "schedule.yaml": ROUTE + visit_yaml("a", *FIRST.split(" | "))})
    apply_rules(RULES, agenda, Problems(), memory)
    with (
        mock.patch.object(clashes, "find_caravan_clashes", fail),
        mock.patch.object(transport, "_find_caravan_conflicts", fail),
    ):
        apply_rules(RULES, agenda, Problems(), memory)


def test_a_rule_that_forgets_what_it_looks_at_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (clashes, transport):
        monkeypatch.setattr(module, "digest_visits", lambda *_: b"")
    memory: dict[bytes, bytes] = {}
    before, after = CHANGES["a day"]
    apply_with_memory(memory, before)
    with pytest.raises(AssertionError):
        apply_with_memory(memory, after)
