"""The gazetteer: what became of the codes that were given up, and where the present divisions
lie."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.model import gazetteer
from tourbook.model.regions import load_gb2260
from tourbook.schedule.geo import compute_great_circle_km

PRESENT = load_gb2260()
COUNTIES = [code for code in PRESENT if not code.endswith("00")]
RETIRED = gazetteer._load_retired_codes()


@pytest.mark.parametrize(
    ("code", "name", "gone_in", "successors"),
    [
        ("110103", "崇文区", {2010}, ("110101",)),
        ("110104", "宣武区", {2010}, ("110102",)),
        ("341400", "巢湖市", {2011}, ("340181",)),
        ("310103", "卢湾区", {2011}, ("310101",)),
        ("310108", "闸北区", {2015}, ("310106",)),
        ("110228", "密云县", {2015}, ("110118",)),
        ("371200", "莱芜市", {2018, 2019}, ("370116", "370117")),
        ("371202", "莱城区", {2018, 2019}, ("370116",)),
        ("330103", "下城区", {2021, 2022}, ("330105",)),
        ("540422", "米林县", {2023}, ("540481",)),
    ],
)
def test_what_everyone_knows(
    code: str, name: str, gone_in: set[int], successors: tuple[str, ...]
) -> None:
    found = gazetteer.find_retired_code(code)
    assert found is not None
    assert (found.name, found.successors) == (name, successors)
    assert found.retired_by.year in gone_in


@pytest.mark.parametrize(
    ("code", "successor", "why"),
    [
        ("140203", "140214", "there is a 矿区 in another city"),
        ("622421", "621102", "the county became the district of a city that took its place"),
        ("522201", "520602", "a city of counties took the name of the county-level city"),
        ("310225", "310115", "its successor was given up, too"),
        ("460003", "460400", "its successor was given up, too, and the last is a city"),
        ("220381", "220184", "it has a new city, and kept its name"),
    ],
)
def test_the_hard_cases_lead_to_the_right_place(code: str, successor: str, why: str) -> None:
    found = gazetteer.find_retired_code(code)
    assert found is not None
    assert found.successors[:1] == (successor,), why


def test_months_are_known_while_there_were_monthly_tables() -> None:
    found = gazetteer.find_retired_code("110228")
    assert found is not None
    assert (found.last_listed, found.retired_by) == (dt.date(2015, 10, 31), dt.date(2015, 11, 30))


def test_no_present_code_is_retired() -> None:
    assert not RETIRED.keys() & PRESENT.keys()


def test_every_retired_code_has_an_interval_a_name_and_present_successors_in_its_province() -> None:
    assert len(RETIRED) > 900
    for code, r in RETIRED.items():
        assert code == r.code
        assert re.fullmatch(r"[1-6]\d{5}", code)
        assert dt.date(1999, 12, 31) <= r.last_listed < r.retired_by <= dt.date(2026, 12, 31), r
        assert r.name
        assert not re.search("直辖|市辖区|开发区|管理区|^县$", r.name), r
        assert len(set(r.successors)) == len(r.successors)
        assert all(new in PRESENT and new[:2] == code[:2] for new in r.successors), r
    assert sum(bool(r.successors) for r in RETIRED.values()) > 0.98 * len(RETIRED)


@pytest.mark.parametrize(
    "code",
    [
        "139001",
        "130171",
        "232761",
        "441900",
        "442000",
        "419001",
        "429004",
        "469001",
        "659001",
        "710000",
        "810000",
        "820000",
        "830000",
    ],
)
def test_what_only_some_tables_have_is_not_called_retired(code: str) -> None:
    """Codes of the statistics alone, cities without counties, counties below a province, Taiwan,
    Hong Kong and Macau."""
    assert gazetteer.find_retired_code(code) is None


def test_nearly_every_county_has_a_centre() -> None:
    assert sum(gazetteer.find_centre(code) is not None for code in COUNTIES) >= 0.95 * len(COUNTIES)
    assert all(gazetteer.find_centre(code) for code, (_, above) in PRESENT.items() if not above)


def test_centres_lie_in_china_and_near_their_city() -> None:
    for code, (_, above) in PRESENT.items():
        at = gazetteer.find_centre(code)
        if at:
            assert 3.8 <= at[0] <= 53.6
            assert 73.5 <= at[1] <= 135.1
            city = gazetteer.find_centre(above) if above and not above.endswith("0000") else None
            assert city is None or compute_great_circle_km(at, city) <= 600, code
    assert gazetteer._load_centres().keys() <= PRESENT.keys()


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("110000", 39.9, 116.4),
        ("621121", 35.2, 105.2),
        ("460200", 18.25, 109.5),
        ("650100", 43.8, 87.6),
        ("230800", 46.8, 130.3),
        ("320614", 31.9, 121.2),
    ],
)
def test_well_known_places(code: str, latitude: float, longitude: float) -> None:
    at = gazetteer.find_centre(code)
    assert at is not None
    assert compute_great_circle_km(at, (latitude, longitude)) < 15


@pytest.mark.parametrize("code", ["", "999999", "11010", "TH", "１１０１０３"])
def test_an_unknown_code_is_in_neither_table(code: str) -> None:
    assert gazetteer.find_retired_code(code) is None
    assert gazetteer.find_centre(code) is None


@given(st.sampled_from(sorted(RETIRED)))
def test_a_retired_code_has_no_centre(code: str) -> None:
    assert gazetteer.find_centre(code) is None
