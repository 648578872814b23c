"""A map is shown with the number of its approval, or on a site abroad at least with its source; it
is published just as it was issued."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.support.in_memory import list_codes, list_problems, make_view, prepare_project
from tests.support.sources import RICH, SITE, SMALL
from tourbook.schema.maps import MAP_NUMBER_PATTERN
from tourbook.site.outputs import Asset
from tourbook.sources.map_numbers import read_map_number

Files = dict[str, "str | bytes | None"]


def make_photo(width: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 1200), "white").save(out, "JPEG")
    return out.getvalue()


PHOTO = make_photo(2000)
MAP_FILE = {"content/gansu.jpg": PHOTO}
GOOD = "picture: gansu.jpg, picture_alt: 示意, number: 甘S(2023)012号"
ABROAD = (
    SITE + "timezone: Europe/London\n",
    '"621121": {timezone: Asia/Shanghai%s}\n',
)


def put_map(text: str, files: Files = SMALL) -> Files:
    """The files with a map on their tour."""
    schedule = str(files["schedule.yaml"])
    schedule = schedule.replace("    stops:", f"    map: {{{text}}}\n    stops:", 1)
    return {**files, "schedule.yaml": schedule, **MAP_FILE}


def put_map_abroad(text: str) -> Files:
    site, regions = ABROAD
    files = {**SMALL, "content/site.yaml": site, "content/regions.yaml": regions % ""}
    return put_map(text, files)


@pytest.mark.parametrize(
    "number",
    [
        "GS(2019)1822号", "GS（2019）1822号", "GS京(2022)1061号", "甘S(2023)012号", "鲁SG(2021)026号",
        "宁S[2020]第019号", "川S【2021】00001号", "国审字(2003)第123号", "JS(2016)01-023号",
    ],
)  # fmt: skip
def test_numbers_as_maps_bear_them(number: str) -> None:
    assert list_problems(put_map(GOOD.replace("甘S(2023)012号", f"'{number}'"))) == []
    assert read_map_number(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("审图号：gs（2019） 1822", "GS(2019)1822号"), ("审图号:甘S（2023）012 号。", "甘S(2023)012号"),
        ("GS(2019)1822", "GS(2019)1822号"), ("京ICP备12345678号", None), ("1822", None), ("无", None),
        ("GS(19)1822号", None),
    ],
)  # fmt: skip
def test_what_is_copied_badly_is_explained(text: str, number: str | None) -> None:
    assert read_map_number(text) == number
    (problem,) = list_problems(put_map(GOOD.replace("甘S(2023)012号", f"'{text}'")))
    assert (problem.code, problem.location.line) == ("wrong-form", 5)
    if number:
        assert problem.help == (f"写成 {number}", f"write {number}")
    else:
        assert "GS(2019)1822号" in problem.help.zh and "GS(2019)1822号" in problem.help.en
    assert not re.search(MAP_NUMBER_PATTERN, text)


def test_a_site_in_china_shows_no_map_without_its_number() -> None:
    files = put_map("picture: gansu.jpg, picture_alt: 示意, picture_credit: 省厅")
    assert list_codes(list_problems(files)) == [("map-number", "schedule.yaml", 5)]


def test_a_site_abroad_shows_none_without_a_number_or_a_credit() -> None:
    assert list_codes(list_problems(put_map_abroad("picture: gansu.jpg, picture_alt: 示意"))) == [
        ("map-credit", "schedule.yaml", 5)
    ]
    for more in ("picture_credit: York City Council", "number: GS(2019)1822号"):
        assert list_problems(put_map_abroad(f"picture: gansu.jpg, picture_alt: x, {more}")) == []


def test_the_map_of_a_region_is_checked_as_well() -> None:
    files = {**SMALL, "content/regions.yaml": '"621121": {map: {picture: gansu.jpg}}\n', **MAP_FILE}
    assert list_codes(list_problems(files)) == [
        ("map-number", "content/regions.yaml", 1),
        ("picture-alt", "content/regions.yaml", 1),
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("gansu.jpg, picture_alt: 示意", "picture-alt"),
        ("gansu.jpg", "missing-picture"),
        ("gansu.jpg", "picture-format"),
    ],
)
def test_its_file_is_looked_at_as_other_pictures_are(wrong: str, code: str) -> None:
    if code == "picture-alt":
        files = put_map(GOOD.replace(wrong, "gansu.jpg"))
    elif code == "missing-picture":
        files = put_map(GOOD.replace(wrong, "ganzu.jpg")) | {"content/gansu.jpg": None}
    else:
        files = put_map(GOOD) | {"content/gansu.jpg": b"%PDF-1.4\n"}
    assert list_codes(list_problems(files)) == [(code, "schedule.yaml", 5)]


def test_it_is_published_whole_in_one_size_and_in_no_preview() -> None:
    project = prepare_project(put_map(GOOD))
    (asset,) = (o for o in project.outputs if isinstance(o, Asset) and o.source in MAP_FILE)
    assert asset.kind == "map"
    shown = make_view(project, "tours/tour/").map
    assert shown.number == "甘S(2023)012号"
    assert shown.image.url == asset.path
    assert (shown.image.width, shown.image.height) == (2000, 1200)
    assert (shown.image.renditions, shown.image.share, shown.image.focus) == ((), "", "")
    assert make_view(project, "tours/tour/").image != shown.image


def test_a_chinese_number_on_an_english_page_says_its_language() -> None:
    shown = make_view(prepare_project(put_map(GOOD, RICH)), "en/tours/tour/").map
    assert shown.number.parts[0].tag.startswith("zh")
