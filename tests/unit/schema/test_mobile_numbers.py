"""Mobile numbers of other countries are recognised, and nothing else is taken for one."""

from __future__ import annotations

import re

import pytest

from tourbook.schema.mobile_numbers import MOBILE_PLANS, find_mobile_numbers


@pytest.mark.parametrize(
    ("country", "number"),
    [
        *[("GB", n) for n in (
            "07700 900123", "07700900123", "07700 900 123", "07700-900-123", "(07700) 900123",
            "0770 090 0123", "07700\u00a0900123", "+44 7700 900123", "+447700900123",
            "+44 (0)7700 900123", "0044 7700 900 123", "(+44) 7700 900123", "07624 494949",
        )],
        ("", "+44 7700-900-123"), ("CN", "+44 7700 900123"),
        ("FR", "06 12 34 56 78"), ("FR", "06.12.34.56.78"), ("", "+33 6 12 34 56 78"),
        ("FR", "0033 612345678"), ("DE", "0151 23456789"), ("DE", "0171-2345678"),
        ("", "+49 1512 3456789"), ("IE", "087 123 4567"), ("AU", "0412 345 678"),
        ("", "+61 412 345 678"), ("NZ", "021 123 4567"), ("NZ", "021 123 456"),
        ("TH", "081-234-5678"), ("TH", "0812345678"), ("", "+66 81 234 5678"),
        ("JP", "090-1234-5678"), ("KR", "010-1234-5678"), ("TW", "0912-345-678"),
        ("", "+852 9123 4567"), ("", "+65 8123 4567"), ("", "+39 333 123 4567"),
        ("", "+34 612 345 678"), ("", "+91 98765 43210"), ("", "+7 (912) 345-67-89"), ("ZA", "082 123 4567"), ("VN", "091 234 5678"),
    ],
)  # fmt: skip
def test_a_mobile_number_is_found_in_a_sentence(country: str, number: str) -> None:
    for text in (number, f"Ring {number}, please.", f"电话{number}。", f"10:30 {number} 11:00"):
        (found,) = find_mobile_numbers(text, country)
        assert found.startswith(number), text


@pytest.mark.parametrize(
    "text",
    [
        "01603 774777", "020 7946 0018", "0800 123 4567", "+44 1603 774777", "+44 20 7946 0018",
        "2026-12-10 10:10", "07-12-2026 10:30", "0745-0830 123", "0715 0745 0815",
        "51.07700900123", "-0.7712345678", "lat: 52.570000, lon: 0.510000", "107700900123",
        "AB07700900123", "077009001234", "0-7475-3269-9", "NR12 7QX", "SW1A 2AA",
        "0932-5885888", "+1 303 555 0100", "1-303-555-0100",
    ],
)  # fmt: skip
def test_landlines_dates_times_positions_and_ids_are_no_mobile_numbers(text: str) -> None:
    assert find_mobile_numbers(text, "GB") == []


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("CN", "0771-5885888"), ("CN", "07715885888"), ("", "07715885888"),
        ("US", "+1 303 555 0100"), ("US", "303-555-0100"), ("TH", "02-123-4567"),
        ("TH", "053-123-456"), ("FR", "01 23 45 67 89"), ("FR", "75006 Paris"),
        ("JP", "03-1234-5678"), ("DE", "030 12345678"), ("DE", "2026-01-15 0930"),
        ("AU", "08 9123 4567"), ("NZ", "04 123 4567"), ("IE", "01 234 5678"),
    ],
)  # fmt: skip
def test_landlines_of_other_countries_are_none(country: str, text: str) -> None:
    assert find_mobile_numbers(text, country) == []


@pytest.mark.parametrize("country", MOBILE_PLANS)
def test_each_plan_finds_its_numbers(country: str) -> None:
    plan = MOBILE_PLANS[country]
    number = "".join(
        atom[1] if atom.startswith("[") else "5" if atom == "x" else atom
        for atom in re.findall(r"\[[^]]*\]|[^?]", plan.pattern.partition("|")[0])
    )
    assert find_mobile_numbers(f"+{plan.calling_code} {number}", "")
    if plan.trunk:
        assert find_mobile_numbers(plan.trunk + number, country)
