"""Levels and waivers of rules; stages, free stretches, rotations and reports: what a planner
asks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.support.in_memory import index_of, rules_of
from tests.support.sources import HALL, LIGHT, ROUTE, SITE, TOUR, VAN, stop, visit
from tourbook.common.dates import DAY, add_months
from tourbook.model.entries import Venue
from tourbook.rules import RULES
from tourbook.schedule import availability, rotation, statistics
from tourbook.site.feeds.tables import Tab, Table, to_csv, to_xlsx

TWICE = (
    TOUR + stop("one", "copy: a", "open: 2026-12-02", "close: 2026-12-20")
    + stop("two", "copy: a", "open: 2026-12-16", "close: 2026-12-30")
)  # fmt: skip
ROOMY = HALL.replace("address:", "halls: [{name: 一}, {name: 二}]\naddress:")
CLASH = {
    "content/exhibitions/light.md": LIGHT,
    "content/venues/hall.md": ROOMY,
    "schedule.yaml": TWICE,
}


# ---- levels and waivers -------------------------------------------------------------------


def test_a_clash_names_both_records_and_the_first_day_on_which_it_fits() -> None:
    (found,) = rules_of(CLASH)
    assert (found.code, found.level, found.location.line) == ("copy-clash", "error", 14)
    assert found.related_location
    assert (found.related_location.file, found.related_location.line) == ("schedule.yaml", 9)
    # closes on 20 December, struck on the 21st and 22nd, set up on the three days after: a Saturday
    # or Sunday is open
    assert found.help.en.startswith("it can open on 2026-12-25 at the earliest")


@pytest.mark.parametrize(
    ("level", "wanted"), [("block", ["error"]), ("warn", ["warning"]), ("ignore", [])]
)
def test_the_level_of_a_rule_is_set_in_site_yaml(level: str, wanted: list[str]) -> None:
    found = rules_of({**CLASH, "content/site.yaml": SITE + f"rules: {{copy-clash: {level}}}\n"})
    assert [p.level for p in found] == wanted


@pytest.mark.parametrize("where", ["one", "two", "tour"])
def test_a_waiver_on_either_record_or_on_their_tour_settles_it(where: str) -> None:
    waiver = "waivers: {copy-clash: 两处各展一半}"
    text = TWICE.replace(
        f"- id: {where}\n", f"- id: {where}\n{'    ' if where == 'tour' else '        '}{waiver}\n"
    )
    assert rules_of({**CLASH, "schedule.yaml": text}) == []


@pytest.mark.parametrize(
    ("line", "code", "level"),
    [
        ("waivers: {copy-clsh: x}", "unknown-rule", "error"),
        ("waivers: {copy-clash: ' '}", "waiver", "error"),
        ("waivers: {hall-fit: x}", "waiver", "warning"),
    ],
)
def test_a_waiver_names_a_rule_says_why_and_is_needed(line: str, code: str, level: str) -> None:
    text = TOUR + stop("one", "copy: a", "open: 2026-12-02", line)
    assert [(p.code, p.level) for p in rules_of({**CLASH, "schedule.yaml": text})] == [
        (code, level)
    ]


def test_a_level_for_a_rule_that_does_not_exist_is_told() -> None:
    (found,) = rules_of({"content/site.yaml": SITE + "rules: {copy-clsh: warn}\n"})
    assert (found.code, found.help.en) == ("unknown-rule", "did you mean “copy-clash”?")


def test_rules_have_names_of_their_own() -> None:
    assert len({r.name for r in RULES}) == len(RULES)


def test_what_is_called_off_clashes_with_nothing() -> None:
    for status in ("cancelled", "postponed"):
        assert rules_of({**CLASH, "schedule.yaml": TWICE + f"        status: {status}\n"}) == []


# ---- stages ---------------------------------------------------------------------------------


def stages(*lines: str) -> dict[str, tuple[str, bool]]:
    text = (
        TOUR
        + stop("before", "copy: a", "open: 2026-10-01", "close: 2026-10-20", venue="far")
        + stop("one", "copy: a", *lines)
    )
    far = "---\nname: 远\nregion: '520102'\n---\n"
    index, _ = index_of(
        {"content/exhibitions/light.md": LIGHT, "content/venues/far.md": far, "schedule.yaml": text}
    )
    found = index.engine.get_stages(next(s for s in index.model.stops if s.id == "one"))
    return {k: (s.day.isoformat()[5:], s.is_derived) for k, s in found._asdict().items() if s}


def test_stages_follow_from_the_days_that_it_takes_and_from_the_distance() -> None:
    """Guiyang to Dingxi: about 1,300 km of road, four days; three days to set up, two to strike."""
    assert stages("open: 2026-12-02", "close: 2026-12-20") == {
        "transport": ("11-26", True), "arrive": ("11-29", True), "set_up": ("11-29", True), "open": ("12-02", False),
        "close": ("12-20", False), "strike": ("12-21", True), "leave": ("12-22", True),
    }  # fmt: skip


def test_what_is_written_counts_more_than_what_follows() -> None:
    found = stages(
        "arrive: 2026-12-01",
        "open: 2026-12-02",
        "close: 2026-12-20",
        "strike: 2026-12-22",
        "leave: 2026-12-30",
    )
    assert found["arrive"] == ("12-01", False)
    assert found["set_up"] == ("12-01", True), "not before it is there"
    assert found["transport"] == ("11-28", True)
    assert (found["strike"], found["leave"]) == (("12-22", False), ("12-30", False))


# ---- what is free ---------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)), max_size=6), st.integers(1, 40))
def test_a_free_stretch_holds_no_stop_and_leaves_time_to_come_and_go(
    stays: list[tuple[int, int]], days: int
) -> None:
    start = dt.date(2026, 12, 1)
    spans = [(start + n * DAY, start + (n + length) * DAY) for n, length in stays]
    text = TOUR + "".join(
        stop(f"s{i}", "copy: a", f"open: {a}", f"close: {b}") for i, (a, b) in enumerate(spans)
    )
    index, _ = index_of(
        {"content/exhibitions/light.md": LIGHT, "schedule.yaml": text if stays else ""}
    )
    found = {
        f.copy.id: f.windows for f in availability.iterate_copy_availability(index, days) if f.copy
    }
    assert found["b"] == (availability.Window(None, None, None, None, None, None),)
    taken = [(a - 3 * DAY, b + 2 * DAY) for a, b in spans]
    for w in found["a"]:
        for a, b in taken:
            assert (
                (w.end is not None and w.end < a)
                or (w.start is not None and w.start > b)
                or w.start is None
            )
            # struck in two days, the second of them on the road; there on the day on which it
            # leaves, then three days to set up
            assert (
                (w.last_open_day and w.last_open_day + 2 * DAY <= a)
                or (w.first_open_day and w.first_open_day - 3 * DAY >= b)
                or (w.first_open_day is None and b < start)
            )
        if w.first_open_day and w.last_open_day:
            assert (w.last_open_day - w.first_open_day).days + 1 >= days
    assert found["a"][-1].end is None, "after the last stop it is free for good"


def test_a_hall_and_a_month_choose_what_could_come() -> None:
    text = TOUR + stop("one", "copy: a", "open: 2027-04-10", "close: 2027-05-25")
    big = "---\nname: 大\ncopies: [{id: a}]\nlogistics: {area: 900}\n---\n"
    index, _ = index_of(
        {
            "content/exhibitions/light.md": LIGHT,
            "content/exhibitions/big.md": big,
            "schedule.yaml": text,
        }
    )
    from tourbook.rules.halls import list_shortfalls

    hall = next(iter(index.model.entries[Venue].values()))
    assert list(
        availability.filter_by_hall(
            availability.iterate_copy_availability(index), [], list_shortfalls
        )
    ) == [
        f for f in availability.iterate_copy_availability(index) if f.entry.record.logistics is None
    ]
    small = type("Hall", (), {"area": 500.0, "height": None, "power": None, "floor_load": None})()
    fit = list(
        availability.filter_by_hall(
            availability.iterate_copy_availability(index), [small], list_shortfalls
        )
    )
    assert {(f.entry.id, f.copy.id) for f in fit if f.copy} == {("light", "a"), ("light", "b")}
    may = list(availability.filter_by_dates(fit, dt.date(2027, 5, 1), dt.date(2027, 5, 31), 14))
    assert [f.copy.id for f in may if f.copy] == ["b"]
    assert hall.id == "hall"


def test_a_vehicle_is_free_between_its_visits() -> None:
    text = ROUTE + visit(
        "v",
        "place: {name: 小学, region: '621121'}",
        "repeat: {first: 2026-12-04, every: 2 weeks, count: 3}",
    )
    index, _ = index_of({"schedule.yaml": text, **VAN})
    ((van, _, windows),) = availability.iterate_caravan_availability(index)
    assert van.id == "van"
    assert [(str(w.start), str(w.end)) for w in windows] == [
        ("None", "2026-12-03"), ("2026-12-05", "2026-12-17"), ("2026-12-19", "2026-12-31"), ("2027-01-02", "None"),
    ]  # fmt: skip


# ---- rotations --------------------------------------------------------------------------------


@given(st.integers(1, 7), st.integers(1, 7), st.integers(1, 9))
def test_a_rotation_is_a_latin_square(sets: int, venues: int, rounds: int) -> None:
    turns = rotation.build_latin_square(sets, venues, rounds)
    for a, b in combinations(turns, 2):
        if a.round == b.round:
            assert a.copy != b.copy
            assert a.venue != b.venue
        elif abs(a.round - b.round) < max(sets, venues):
            assert (a.copy, a.venue) != (b.copy, b.venue)
    if rounds >= max(sets, venues):
        assert {(t.copy, t.venue) for t in turns} == {
            (s, v) for s in range(sets) for v in range(venues)
        }


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 40))
def test_months_on_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + DAY).day == 1)


def test_the_rounds_leave_time_to_change() -> None:
    found = rotation.compute_round_periods(
        dt.date(2027, 3, 1), lambda d, n: add_months(d, 6 * n), 3, 9
    )
    assert [(str(p.open), str(p.close)) for p in found] == [
        ("2027-03-01", "2027-08-22"), ("2027-09-01", "2028-02-20"), ("2028-03-01", "2028-08-22"),
    ]  # fmt: skip


# ---- the year ------------------------------------------------------------------------------------


def test_a_year_in_figures() -> None:
    text = (
        TOUR + stop("old", "copy: a", "open: 2025-12-03", "close: 2026-01-04", "visitors: 500")
        + stop("new", "copy: a", "open: 2026-03-04", "close: 2026-03-08", "visitors: 100", "expected: " "120", venue="far")
        + stop("off", "copy: b", "open: 2026-03-04", "close: 2026-03-08", "visitors: 9", "status: " "cancelled")
        + ROUTE + visit("v", "place: {name: 小学, region: '621122', township: true}", "visitors: " "90", "expected: " "40",
                        "repeat: {first: 2025-12-26, every: 1 week, count: 3}")
        + visit("w", "venue: hall", "date: 2026-05-06", "visitors: 11")
    )  # fmt: skip
    far = "---\nname: 远\nregion: '520102'\nhours: {daily: 09:00-17:00}\n---\n"
    index, _ = index_of(
        {
            "content/exhibitions/light.md": LIGHT,
            "content/venues/far.md": far,
            "schedule.yaml": text,
            **VAN,
        }
    )
    assert statistics.list_report_years(index) == [2025, 2026]
    found = statistics.compute_year_report(index, 2026)
    t = found.total
    assert (t.stops, t.visits, t.township, t.visitors, t.expected) == (
        1,
        3,
        2,
        100 + 60 + 11,
        120 + 80,
    )
    # 1 to 4 January from Wednesday to Sunday, 4 to 8 March, three visits
    assert t.open_days == 4 + 5 + 3
    assert t.township_share == pytest.approx(200 / 3)
    km = index.engine.compute_stop_distance_km(
        *sorted((s for s in index.model.stops if s.id in ("old", "new")), key=lambda s: s.order)
    )
    assert km is not None
    assert found.exhibitions["light"].km == pytest.approx(km)
    assert 1200 < km < 1500
    assert found.provinces.keys() == {"620000", "520000"}
    assert (found.provinces["520000"].stops, found.provinces["620000"].visits) == (1, 3)
    assert found.caravans["van"].visits == 3
    assert "520102" in found.covered_counties
    assert "621122" in found.covered_counties
    assert "621126" in found.uncovered_counties
    assert sum(m.stops for m in found.months) == t.stops
    assert sum(m.visits for m in found.months) == t.visits
    assert statistics.compute_year_report(index, 2025).total.visitors == 500 + 30


# ---- tables
# ----------------------------------------------------------------------------------------

CELLS = (
    st.none()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_the_same_table_is_the_same_bytes_and_no_cell_is_a_formula(
    rows: list[tuple[str | int | None, str | int | None]],
) -> None:
    table = Table((Tab("表", ("甲", "乙"), tuple(rows)), Tab("二", ("丙",), ())))
    assert to_xlsx(table) == to_xlsx(table)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(table))) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        assert not sheet.findall(".//{*}f")
        assert len(sheet.findall(".//{*}row")) >= 1
    text = to_csv(table).decode("utf-8-sig")
    for line in text.split("\r\n"):
        assert line[:1] not in ("=", "+", "@") or line == ""
        assert not line.startswith('"=')


def test_a_table_is_read_as_it_was_meant() -> None:
    import csv

    raw = to_csv(Table((Tab("a", ("名称", "数"), (("=1+1", 3), ("逗,号", None))),)))
    assert raw.startswith(b"\xef\xbb\xbf"), "without the mark Excel takes it for another code"
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [
        ["名称", "数"],
        ["'=1+1", "3"],
        ["逗,号", ""],
    ]
