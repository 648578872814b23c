"""Which records the rule against private numbers refuses."""

from __future__ import annotations

import msgspec
import pytest

from tourbook.schema import private_numbers


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"note": "找 13912345678"}, True),
        ({"booking": {"note": {"zh": "１３９１２３４５６７８"}}}, True),
        ({"crew": [{"who": "a", "note": "621121199001011234"}]}, True),
        ({"note": "0931-1234567"}, False),
        ({"note": "找 13912345678", "waivers": {"private-number": "公开的热线"}}, False),
        ({"note": "找 13912345678", "waivers": {"private-number": ""}}, True),
        ({"waivers": {"venue-full": "13912345678 说可以"}}, False),
    ],
)
def test_a_record_with_a_private_number_is_refused_unless_it_waives_the_rule(
    fields: dict[str, object], refused: bool
) -> None:
    assert private_numbers.is_refused(msgspec.msgpack.encode(fields)) == refused


@pytest.mark.parametrize(
    ("text", "may_hold"),
    [
        ("+44 (0) 7700 900123", True),
        ("１３９１２３４５６７８", True),
        ("2026-05-01, 09:30-17:00", False),
    ],
)
def test_records_without_a_run_of_digits_are_not_looked_at(text: str, may_hold: bool) -> None:
    assert private_numbers.may_hold_numbers(msgspec.msgpack.encode({"note": text})) == may_hold
