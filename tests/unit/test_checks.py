"""What must hold in the whole site: each rule finds its mistake, and only that."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.in_memory import codes, problems_of
from tests.support.sources import BOTH, HALL, ROUTE, SITE, TOUR, VAN, stop, visit
from tourbook.rules.privacy import _find_numbers

STAGES = ["arrive", "set_up", "open", "close", "strike", "leave"]


def test_the_small_project_has_no_problem() -> None:
    assert problems_of({}) == []


@settings(max_examples=60)
@given(
    st.lists(st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9)), min_size=6, max_size=6)
)
def test_stages_are_good_exactly_where_each_is_on_or_after_the_ones_before(
    days: list[dt.date | None],
) -> None:
    written = [(name, day) for name, day in zip(STAGES, days, strict=True) if day or name == "open"]
    written = [(name, day or dt.date(2026, 1, 5)) for name, day in written]
    text = TOUR + stop("a", *(f"{name}: {day}" for name, day in written))
    found = problems_of({"schedule.yaml": text})
    assert ({p.code for p in found} == {"end-before-start"}) == (
        [d for _, d in written] != sorted(d for _, d in written)
    )
    for p in found:
        name = text.split("\n")[p.location.line - 1].strip().split(":")[0]
        assert p.message.en.startswith(name), "the caret is at the stage that is too early"


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (35.58, 104.62, ""),
        (104.62, 35.58, "swapped-coordinates"),
        (0, 0, "coordinates"),
        (355.8, 104.62, "coordinates"),
        (-35.58, 104.62, "coordinates"),
        (3.8, 73.5, ""),
        (53.6, 135.1, ""),
        (53.7, 135.1, "coordinates"),
    ],
)
def test_positions_of_a_venue_and_of_a_place_are_within_range(
    lat: float, lon: float, code: str
) -> None:
    where = f"{{lat: {lat}, lon: {lon}}}"
    venue = HALL.replace("address:", f"coordinates: {where}\naddress:")
    place = ROUTE + visit(
        "v", "date: 2026-12-01", f"place: {{name: 小学, region: '621121', coordinates: {where}}}"
    )
    found = [
        p
        for p in problems_of({"content/venues/hall.md": venue, "schedule.yaml": place, **VAN})
        if p.code != "coordinates-far"
    ]
    assert [p.code for p in found] == [code] * 2 * bool(code)


def test_a_position_abroad_may_be_anywhere_on_the_globe() -> None:
    files = {"content/regions.yaml": "TH: {name: 泰国}\n"}
    for lat, lon, found in (
        (-35.5, -104.6, []),
        (13.7, 100.5, []),
        (100.5, 13.7, ["swapped-coordinates"]),
        (91, 181, ["coordinates"]),
    ):
        venue = f"---\nname: x\nregion: TH\ncoordinates: {{lat: {lat}, lon: {lon}}}\n---\n"
        assert [p.code for p in problems_of(files | {"content/venues/b.md": venue})] == found


def test_a_campaign_ends_on_or_after_its_first_day() -> None:
    for end, wanted in (
        ("2026-05-02", []),
        ("2026-05-01", []),
        ("2026-04-30", ["end-before-start"]),
    ):
        assert [
            p.code
            for p in problems_of(
                {"content/campaigns/c.md": f"---\nname: x\nstart: 2026-05-01\nend: {end}\n---\n"}
            )
        ] == wanted


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("timezone: Europe/Paris", ""),
        ("timezone: UTC", ""),
        ("timezone: Asia/Beijing", "time-zone"),
        ("timezone: ../../etc/passwd", "time-zone"),
        ("timezone: ''", "time-zone"),
        ("languages: [zh, bo, zh-Hant]", ""),
        ("languages: [中文]", "language"),
        ("languages: [zh, zh]", "language"),
        ("languages: [EN]", "language"),
    ],
)
def test_settings_that_the_world_must_confirm(line: str, code: str) -> None:
    found = [
        p.code for p in problems_of({"content/site.yaml": SITE + line + "\n"}) if p.level == "error"
    ]
    assert found == ([code] if code else [])


@pytest.mark.parametrize("name", ["Asia/Beijing", "北京时间", "UTC+8", "China"])
def test_beijing_time_is_named(name: str) -> None:
    (found,) = problems_of({"content/site.yaml": SITE + f"timezone: {name}\n"})
    assert "Asia/Shanghai" in found.help.zh


def test_each_record_that_lacks_a_translation_is_one_warning() -> None:
    found = problems_of({"content/site.yaml": BOTH})
    assert codes(found) == [
        ("translation", "content/exhibitions/light.md", 2),
        ("translation", "content/site.yaml", 1),
        ("translation", "content/venues/hall.md", 2),
        ("translation", "schedule.yaml", 2),
        ("translation", "schedule.yaml", 6),
    ]
    assert {p.level for p in found} == {"warning"}
    assert found[0].help.en.startswith("write it in content/exhibitions/light.en.md")
    assert found[3].help.en == "write {zh: …, en: …}"


def test_texts_deep_in_lists_are_looked_at_too() -> None:
    light = (
        "---\nname: {zh: 光, en: Light}\nexhibits:\n  - name: {zh: 镜, en: Mirror}\n    "
        'zone: 一区\nlinks:\n  - {name: 更多, url: "https://x.example/"}\n---\n'
    )
    (found,) = [
        p
        for p in problems_of(
            {"content/site.yaml": BOTH, "content/exhibitions/light.md": light, "schedule.yaml": ""}
        )
        if p.location.file == "content/exhibitions/light.md"
    ]
    assert "exhibits[1].zone" in found.message.en
    assert "links[1].name" in found.message.en
    assert "exhibits[1].name" not in found.message.en


def test_a_language_that_the_site_does_not_have_is_an_error() -> None:
    found = problems_of(
        {
            "content/site.yaml": BOTH,
            "content/exhibitions/light.md": "---\nname: "
            "{zh: 光, en: Light, fr: Lumière}\ncopies: [{id: a}]\n---\n",
        }
    )
    assert [p.code for p in found if p.level == "error"] == ["unknown-language"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("13800000000", ["13800000000"]),
        ("电话 138 0000 0000。", ["138 0000 0000"]),
        ("+86 19912345678", ["+86 19912345678"]),
        ("１３８００００００００", ["１３８００００００００"]),
        ("621121199001011234", ["621121199001011234"]),
        ("62112119900101123x", ["62112119900101123x"]),
        ("0931-0000000", []),
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
def test_private_numbers_in_any_dress(text: str, found: list[str]) -> None:
    assert _find_numbers(text) == found


def test_private_numbers_are_found_wherever_something_is_published() -> None:
    number = "13800000000"
    files = {
        "content/exhibitions/light.md": f"---\nname: 光影\ncopies:\n  - " f"{{id: a, name: 套{number}}}\n-" f"--\n\n正文。\n\n问 {number}。" f"\n",
        "content/site.yaml": SITE + f"contact: {{phone: '{number}'}}\n",
        "schedule.yaml": "# " + number + "\n" + TOUR + stop("a", "open: 2026-12-02", f"note: 问 " f"{number}") + ROUTE
        + visit("v", f"place: {{name: 小学 {number}}}", "date: 2026-12-03", f"waivers: " f"{{transport: 问 {number}}}"), **VAN,
    }  # fmt: skip
    found = [p for p in problems_of(files) if p.code == "private-number"]
    assert codes(found) == [
        ("private-number", "content/exhibitions/light.md", 4), ("private-number", "content/exhibitions/light.md", 9),
        ("private-number", "content/site.yaml", 5), ("private-number", "schedule.yaml", 10), ("private-number", "schedule.yaml", 17),
    ]  # fmt: skip
    assert all(number not in p.message.en + p.message.zh for p in found), (
        "a message may be public, too"
    )
