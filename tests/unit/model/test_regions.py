"""Regions: the site's own file over GB/T 2260."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourbook.model.regions import RegionTree, load_gb2260
from tourbook.schema import RegionRecords

CODES = sorted(load_gb2260())


def build_regions(own: object = None) -> RegionTree:
    return RegionTree(msgspec.convert(own or {}, RegionRecords))


def list_names(d: RegionTree, code: str) -> list[object]:
    return [r.name for r in d.list_ancestry(code)]


def test_a_county_stands_below_its_city_and_its_province() -> None:
    assert list_names(build_regions(), "621121") == ["甘肃省", "定西市", "通渭县"]
    assert list_names(build_regions(), "110105")[0] == "北京市"
    assert list_names(build_regions(), "110105")[-1] == "朝阳区"


@given(st.sampled_from(CODES))
def test_every_known_code_leads_up_to_a_province(code: str) -> None:
    chain = build_regions().list_ancestry(code)
    assert chain[-1].code == code
    assert chain[0].parent == ""
    assert chain[0].code.endswith("0000")
    assert all(below.parent == above.code for above, below in itertools.pairwise(chain))
    assert len({r.code for r in chain}) == len(chain) <= 3


@pytest.mark.parametrize("code", ["", "999999", "62112", "TH", "６２１１２１"])
def test_an_unknown_code_has_no_chain(code: str) -> None:
    assert build_regions().list_ancestry(code) == ()
    assert build_regions().get(code) is None


def test_an_english_name_keeps_the_chinese_one_and_the_parent() -> None:
    d = build_regions(
        {
            "621121": {"name": {"en": "Tongwei"}},
            "620000": {"name": {"zh": "甘肃", "en": "Gansu"}, "slug": "gansu"},
        }
    )
    assert list_names(d, "621121") == [
        {"zh": "甘肃", "en": "Gansu"},
        "定西市",
        {"zh": "通渭县", "en": "Tongwei"},
    ]
    assert [r.slug for r in d.list_ancestry("621121")] == ["gansu", "621100", "621121"]


def test_regions_abroad_have_the_parents_that_are_written() -> None:
    d = build_regions({"TH": {"name": "泰国"}, "TH-10": {"name": "曼谷", "parent": "TH"}})
    assert list_names(d, "TH-10") == ["泰国", "曼谷"]


def test_a_circle_of_parents_ends() -> None:
    d = build_regions({"A": {"name": "甲", "parent": "B"}, "B": {"name": "乙", "parent": "A"}})
    assert list_names(d, "A") == ["乙", "甲"]
    assert d.list_counties("A") == ["A"]


def test_counties_are_the_smallest_regions_official_ones_and_own_ones() -> None:
    d = build_regions({"school": {"name": "校区", "parent": "621121"}, "TH": {"name": "泰国"}})
    assert d.list_counties("621100")[:2] == ["621102", "621122"]
    assert d.list_counties("621100")[-1] == "school" and "621121" not in d.list_counties("621100")
    assert d.list_counties("TH") == ["TH"] and d.list_counties("999999") == ["999999"]
