"""Records become one model: references resolved, translations merged, every date of a visit worked
out."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.growth import count_calls
from tests.support.in_memory import assemble_model, list_codes
from tests.support.sources import (
    BILINGUAL_SITE,
    HALL,
    ROUTE,
    SITE,
    SMALL,
    TOUR,
    VAN,
    stop_yaml,
    visit_yaml,
)
from tourbook.common.l10n import localize_text
from tourbook.model.entries import Exhibition, Organisation, Venue

PLACE = 'place: {name: 小学, region: "621121"}'
ORG = {"content/organisations/org.md": "---\nname: 科协\n---\n"}


def test_a_stop_knows_its_tour_exhibition_copy_venue_and_place() -> None:
    model, found = assemble_model()
    assert found == []
    (one,) = model.stops
    assert (
        one.id,
        one.trip.id,
        one.exhibition and one.exhibition.id,
        one.copy and one.copy.id,
    ) == ("first", "tour", "light", "a")
    assert (one.venue and one.venue.id, one.place.name, one.place.region) == (
        "hall",
        "县科技馆",
        "621121",
    )
    assert one.spans == ((dt.date(2026, 11, 1), dt.date(2026, 12, 20)),)


def test_translations_are_merged_text_by_text_and_body_by_body() -> None:
    model, found = assemble_model(
        {
            "content/site.yaml": BILINGUAL_SITE,
            "content/venues/hall.en.md": "---\nname: Hall\n---\nBody.\n",
            "content/exhibitions/light.md": "---\nname: {zh: 光影, en: Old}\n---\n\n光\n",
            "content/exhibitions/light.en.md": "---\nname: Light\n---\n",
        }
    )
    assert found == []
    hall, light = model.entries[Venue]["hall"], model.entries[Exhibition]["light"]
    assert (hall.name, hall.record.address) == ({"zh": "县科技馆", "en": "Hall"}, "人民路1号")
    assert (light.name, list(light.bodies)) == ({"zh": "光影", "en": "Light"}, ["zh"])
    assert {lang: (b.text, b.file) for lang, b in hall.bodies.items()} == {
        "en": ("Body.", "content/venues/hall.en.md")
    }


@given(
    st.lists(st.sampled_from(["zh", "en", "bo"]), unique=True),
    st.sampled_from(["zh", "en", "fr"]),
    st.sampled_from(["zh", "en"]),
)
def test_a_text_is_there_in_every_language_if_it_is_there_in_one(
    given_: list[str], lang: str, first: str
) -> None:
    text = {one: one.upper() for one in given_}
    expected = lang if lang in given_ else first if first in given_ else given_[0] if given_ else ""
    assert localize_text(text, lang, first) == expected.upper()
    assert localize_text("x", lang, first) == "x"


def test_a_folder_and_its_id_slug_and_aliases() -> None:
    model, found = assemble_model(
        {
            "content/venues/hall.md": None,
            "content/venues/Big Hall/index.md": '---\nname: x\nregion: "621121"\nid: hall\nslug: '
            "big\naliases: [old]\n---\n",
            "schedule.yaml": TOUR + stop_yaml("one", "open: 2026-11-01", venue="old"),
        }
    )
    assert found == []
    entry = model.entries[Venue]["hall"]
    assert (entry.slug, model.stops[0].venue, model.entries.find(Venue, "old")) == (
        "big",
        entry,
        entry,
    )


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (
            {"content/site.yaml": SITE + "organiser: nobody\n"},
            "unknown-organisation",
        ),  # type: ignore[operator]
        ({"schedule.yaml": TOUR.replace("light", "dark")}, "unknown-exhibition"),
        ({"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", venue="x")}, "unknown-venue"),
        ({"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", "copy: z")}, "unknown-copy"),
        (
            {"schedule.yaml": TOUR.replace("    stops", "    caravan: z\n    stops")},
            "unknown-caravan",
        ),
        (
            {"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", "campaigns: [z]")},
            "unknown-campaign",
        ),
        ({"content/venues/b.md": "---\nname: x\nregion: '999999'\n---\n"}, "unknown-region"),
        (
            {"content/venues/b.md": "---\nname: x\nregion: '621121'\npicture: z.jpg\n---\n"},
            "missing-picture",
        ),
        (
            {"content/venues/b.md": "---\nname: x\nregion: '621121'\npicture: b.md\n---\n"},
            "missing-picture",
        ),
        ({"schedule.yaml": "include: [schedule/z.yaml]\n"}, "unknown-file"),
        *[
            (
                {"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", line)},
                "unknown-organisation",
            )
            for line in ("partners: [z]", "crew: [z]", "volunteers: {count: 1, by: z}")
        ],
        *[
            (
                {f"content/{folder}/b.md": f"---\nname: x\n{more}{field}: z\n---\n"},
                "unknown-organisation",
            )
            for folder, field, more in [
                ("venues", "operator", "region: '621121'\n"),
                ("exhibitions", "lender", ""),
                ("caravans", "holder", ""),
                ("caravans", "pool", ""),
                ("organisations", "part_of", ""),
            ]
        ],
        (
            {"content/campaigns/b.md": "---\nname: x\nstart: 2026-01-01\nvenue: z\n---\n"},
            "unknown-venue",
        ),
        ({"content/exhibitions/b.md": "---\nname: x\nseries: z\n---\n"}, "unknown-exhibition"),
        (
            {"content/exhibitions/b.md": "---\nname: x\ncopies: [{id: a, home: z}]\n---\n"},
            "unknown-organisation",
        ),
    ],
)
def test_a_reference_to_nothing_is_one_problem(
    files: dict[str, str | bytes | None], code: str
) -> None:
    _, found = assemble_model(files)
    assert [p.code for p in found] == [code]


def test_a_name_in_place_of_an_id_is_answered_with_the_id() -> None:
    _, found = assemble_model(
        {"schedule.yaml": TOUR + stop_yaml("a", "open: 2026-11-01", venue="县科技馆")}
    )
    assert [p.help.en for p in found] == ["write the id, not the name: hall"]


def test_a_reference_to_a_file_with_a_problem_of_its_own_is_no_second_problem() -> None:
    _, found = assemble_model({"content/venues/hall.md": "---\nname: x\n---\n"})
    assert list_codes(found) == [("missing-key", "content/venues/hall.md", 2)]
    _, found = assemble_model({"content/venues/hall.md": "no front matter"})
    assert [p.code for p in found] == ["front-matter"]


@pytest.mark.parametrize(
    "files",
    [
        {"content/venues/b.md": "---\nid: hall\nname: x\nregion: '621121'\n---\n"},
        {"content/venues/hall/index.md": SMALL["content/venues/hall.md"]},
        {
            "schedule.yaml": TOUR
            + stop_yaml("a", "open: 2026-11-01")
            + stop_yaml("a", "open: 2027-11-01")
        },
        {"schedule.yaml": TOUR + "  - {id: tour, name: x}\n"},
        {"content/exhibitions/light.md": "---\nname: x\ncopies: [{id: a}, {id: a}]\n---\n"},
        {
            "schedule.yaml": TOUR
            + stop_yaml("a", "open: 2026-11-01")
            + ROUTE
            + visit_yaml("a", "date: 2026-11-01", PLACE),
            **VAN,
        },
        {
            "schedule.yaml": "include: [schedule/*.yaml]\n"
            + TOUR
            + stop_yaml("a", "open: 2026-11-01"),
            "schedule/b.yaml": TOUR.replace("id: tour", "id: other")
            + stop_yaml("a", "open: 2026-11-01"),
        },
        {
            "content/site.yaml": BILINGUAL_SITE,
            "content/venues/hall.en.md": "---\nname: x\n---\n",
            "content/venues/hall/index.en.md": "---\nname: x\n---\n",
        },
    ],
)
def test_two_things_of_one_id_are_one_problem(files: dict[str, str | bytes | None]) -> None:
    _, found = assemble_model(files)
    assert [p.code for p in found] == ["duplicate-id"]


def test_drafts_are_left_out_and_may_be_referred_to() -> None:
    files = {
        "content/exhibitions/light.md": "---\nname: x\nlender: org\n---\n",
        "content/organisations/org.md": "---\nname: x\ndraft: true\n---\n",
        "schedule.yaml": TOUR
        + stop_yaml("a", "open: 2026-11-01", "draft: true")
        + stop_yaml("b", "open: 2026-11-01"),
    }
    for drafts, stops, organisations in ((False, ["b"], []), (True, ["a", "b"], ["org"])):
        model, found = assemble_model(files, drafts=drafts)
        assert found == []
        assert [s.id for s in model.stops] == stops
        assert list(model.entries[Organisation]) == organisations


@pytest.mark.parametrize("kind", ["exhibitions", "venues", "caravans"])
def test_what_a_stop_cannot_do_without_is_no_draft(kind: str) -> None:
    region = "" if kind == "exhibitions" else "region: '621121'\n"
    draft = f"---\nname: x\n{region}draft: true\n---\n"
    lines = {
        "exhibitions": TOUR + stop_yaml("a", "open: 2026-11-01", "exhibition: secret"),
        "venues": TOUR + stop_yaml("a", "open: 2026-11-01", venue="secret"),
        "caravans": ROUTE.replace(": van", ": secret")
        + visit_yaml("a", "status: planned", "venue: hall"),
    }
    files = {f"content/{kind}/secret.md": draft, "schedule.yaml": lines[kind]}
    _, problems = assemble_model(files)
    assert [p.code for p in problems] == ["draft-reference"]
    assert f"content/{kind}/secret.md" in problems[0].help.en
    draft_stop = lines[kind].replace("- id: a", "- id: a\n        draft: true")
    if kind != "caravans":
        assert assemble_model({**files, "schedule.yaml": draft_stop})[1] == []
    assert assemble_model(files, drafts=True)[1] == []


def test_included_files_are_read_in_order_once_and_others_are_warned_of() -> None:
    model, found = assemble_model(
        {
            "schedule.yaml": "include: [schedule/*.yaml, schedule/b.yaml]\n",
            "schedule/b.yaml": "tours: [{id: b, name: x}]\n",
            "schedule/a.yaml": "tours: [{id: a, name: x}]\n",
            "schedule/2027/c.yml": "tours: [{id: c, name: x}]\n",
        }
    )
    assert list(model.trips) == ["a", "b"]
    assert list_codes(found) == [("not-read", "schedule/2027/c.yml", 1)]


def test_stops_are_in_the_order_of_time_those_without_a_date_last() -> None:
    model, found = assemble_model(
        {
            "schedule.yaml": TOUR
            + stop_yaml("c", "status: planned")
            + stop_yaml("b", "open: 2027-01-01")
            + stop_yaml("a", "open: 2026-01-01")
        }
    )
    assert found == []
    assert [s.id for s in model.stops] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["date: 2026-12-01"], "where"),
        (["date: 2026-12-01", "venue: hall", PLACE], "where"),
        (["venue: hall"], "when"),
        (["venue: hall", "date: 2026-12-01", "repeat: {first: 2026-12-01, count: 2}"], "when"),
        (["venue: hall", "repeat: {first: 2026-12-01}"], "endless"),
        (["venue: hall", "repeat: {first: 2026-12-01, until: 2026-11-01}"], "end-before-start"),
        (["venue: hall", "repeat: {first: 2026-12-01, count: 2, skip: [2026-12-02]}"], "skip"),
    ],
)
def test_a_visit_has_one_place_and_one_way_to_say_when(lines: list[str], code: str) -> None:
    _, found = assemble_model({"schedule.yaml": ROUTE + visit_yaml("a", *lines), **VAN})
    assert [p.code for p in found] == [code]


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled"])
def test_without_a_date_a_stop_or_visit_is_planned_postponed_or_cancelled(status: str) -> None:
    text = (
        TOUR
        + stop_yaml("a", f"status: {status}")
        + ROUTE
        + visit_yaml("b", f"status: {status}", PLACE)
    )
    model, found = assemble_model({"schedule.yaml": text, **VAN})
    assert found == []
    assert [s.spans for s in model.stops] == [(), ()]
    _, found = assemble_model(
        {"schedule.yaml": text.replace(f"        status: {status}\n", ""), **VAN}
    )
    assert [p.code for p in found] == ["missing-key", "when"]


DAY = st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@settings(max_examples=40)
@given(
    DAY,
    st.integers(1, 8),
    st.integers(1, 6),
    st.sets(st.integers(0, 5), max_size=3),
    st.lists(DAY, max_size=3),
)
def test_a_recurring_visit_is_rrule_plus_rdate_minus_exdate(
    first: dt.date, step: int, count: int, skipped: set[int], also: list[dt.date]
) -> None:
    days = [first + dt.timedelta(weeks=step * n) for n in range(count)]
    skip = [days[n] for n in skipped if n < count]
    lines = [
        "repeat:",
        f"  first: {first}",
        f"  every: {step} weeks",
        f"  count: {count}",
        f"  skip: [{', '.join(map(str, skip))}]",
        f"  also: [{', '.join(map(str, also))}]",
        "time: 09:00-10:00, 14:00-15:00",
        PLACE,
    ]
    model, found = assemble_model({"schedule.yaml": ROUTE + visit_yaml("a", *lines), **VAN})
    expected = sorted((set(days) | set(also)) - set(skip))
    assert [p.code for p in found] == ([] if expected else ["no-dates"])
    assert [a for a, b in model.stops[0].spans] == [b for a, b in model.stops[0].spans] == expected
    assert len(model.stops[0].sessions) == 2


def test_the_line_of_a_problem_is_right_after_a_broken_item_of_the_same_list() -> None:
    """The broken item must not move the places of those after it."""
    files = {
        "schedule.yaml": TOUR
        + stop_yaml("a", "open: 2026/11/01", "close: 2026-11-01")
        + stop_yaml("b", "open: 2026-11-01", venue="nowhere")
    }
    _, found = assemble_model(files)
    expected = files["schedule.yaml"][: files["schedule.yaml"].index("nowhere")].count("\n") + 1
    assert list_codes(found) == [
        ("date", "schedule.yaml", 8),
        ("unknown-venue", "schedule.yaml", expected),
    ]


def test_the_order_of_files_does_not_change_the_model() -> None:
    files = {
        "schedule.yaml": "include: [schedule/*.yaml]\n",
        "schedule/a.yaml": TOUR + stop_yaml("a", "open: 2026-11-01"),
        "schedule/b.yaml": TOUR.replace("id: tour", "id: other")
        + stop_yaml("b", "open: 2026-11-01"),
        **ORG,
    }
    seen = []
    for order in itertools.permutations(files):
        model, _ = assemble_model({name: files[name] for name in order})
        seen.append(
            (
                [s.id for s in model.stops],
                sorted(model.trips),
                sorted(model.entries[Organisation]),
            )
        )
    assert all(one == seen[0] for one in seen)


UNKNOWN = {
    "venues by their names": lambda n: {
        **{f"content/venues/h{i}.md": HALL.replace("县科技馆", f"馆{i}") for i in range(n)},
        "schedule.yaml": TOUR
        + "".join(stop_yaml(f"s{i}", "open: 2026-12-02", venue=f"馆{i}") for i in range(n)),
    },
    "terms": lambda n: {
        **VAN,
        "content/site.yaml": SITE
        + "terms:\n"
        + "".join(f"  t{i}: 2026-09-01/2027-01-15\n" for i in range(n)),
        "schedule.yaml": ROUTE
        + visit_yaml(
            "v",
            "place: {name: 村, region: '621121'}",
            "repeat:",
            "  {every: 1 week, first: 2026-12-02, during: ["
            + ", ".join(f"u{i}" for i in range(n))
            + "]}",
        ),
    },
}


@pytest.mark.parametrize("case", UNKNOWN)
def test_the_work_for_names_that_nothing_has_grows_with_their_number_and_not_with_its_square(
    case: str,
) -> None:
    def count(number: int) -> int:
        return count_calls(lambda: assemble_model(UNKNOWN[case](number)))

    _, few, most = map(count, (1, 120, 360))
    assert most < 4.5 * few


DEFAULTS = ROUTE.replace(
    "    visits:",
    "    region: '621121'\n    booking: {phone: 0932-0000000}\n    note: 自带板凳\n    visits:",
)


def test_a_route_says_once_what_its_visits_have_in_common() -> None:
    text = DEFAULTS + visit_yaml("a", "date: 2026-12-01", "place: {name: 小学}")
    text += visit_yaml(
        "b",
        "date: 2026-12-02",
        "place: {name: 中学, region: '420202'}",
        "booking: {phone: 0714-0000000}",
        "note: 有座位",
    )
    model, problems = assemble_model({**VAN, "schedule.yaml": text})
    assert problems == []
    a, b = model.stops
    assert (a.place.region, a.record.note) == ("621121", "自带板凳")
    assert a.record.booking and a.record.booking.phone == "0932-0000000"
    assert (b.place.region, b.record.note) == ("420202", "有座位")
    assert b.record.booking and b.record.booking.phone == "0714-0000000"


def test_an_unknown_region_of_a_route_is_one_problem() -> None:
    text = DEFAULTS.replace("621121", "999999")
    text += "".join(visit_yaml(id, "date: 2026-12-01", f"place: {{name: {id}}}") for id in "abc")
    _, problems = assemble_model({**VAN, "schedule.yaml": text})
    assert [p.code for p in problems] == ["unknown-region"]
