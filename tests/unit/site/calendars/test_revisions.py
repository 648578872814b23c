"""What subscribers are told when the schedule changes: each promise of docs/calendars.md, by a real
repository and whole builds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.events import events
from tests.support.in_memory import Files
from tests.support.museum import DAY, FIRST, OTHER, SITE, STAY, Museum, Told, _told
from tests.support.repositories import Repo, moment
from tests.support.sources import HALL, ROUTE, SMALL, TOUR, stop, visit

NAME = "光影 · 县科技馆"
OFF = "summary_cancelled-zh" + NAME


def test_a_stay_that_is_moved_is_the_same_event_elsewhere_and_says_where_it_was(
    museum: Museum,
) -> None:
    assert museum.told()["a"] == Told("CONFIRMED", NAME, "12-01", 0, 0)
    museum.edit(TOUR + stop("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER)
    assert museum.told() == {
        "a": Told("CONFIRMED", NAME, "01-05", 1, 1),
        "b": Told("CONFIRMED", NAME, "03-02", 0, 0),
    }
    assert "event_was-zh" in str(museum.event()["DESCRIPTION"]) and "event_was-zh" not in str(
        museum.event("b")["DESCRIPTION"]
    )
    assert museum.event()["CREATED"].dt == moment(0)


def test_what_is_called_and_what_is_shown_raises_only_the_moment(museum: Museum) -> None:
    museum.edit({"content/venues/hall.md": HALL.replace("县科技馆", "新馆")})
    assert museum.told()["a"] == Told("CONFIRMED", "光影 · 新馆", "12-01", 0, 1)
    museum.edit(
        {
            "content/exhibitions/light.md": str(SMALL["content/exhibitions/light.md"]).replace(
                "光影", "光"
            )
        }
    )
    assert museum.told()["a"] == Told("CONFIRMED", "光 · 新馆", "12-01", 0, 2)
    museum.edit(TOUR.replace("巡展", "新巡展") + STAY + OTHER)
    assert museum.told()["a"][3:] == (0, 3)
    museum.edit({"content/site.yaml": SITE.replace("https://small", "https://new")})
    assert (
        museum.told()["a"][3:] == (0, 4)
        and str(museum.event()["URL"]) == "https://new.example/stops/a/"
    )
    museum.edit(
        "# 整理\n"
        + TOUR.replace("巡展", "新巡展")
        + OTHER
        + STAY.replace("open: 2026-12-01", "open: '2026-12-01'  # 定了")
    )
    assert museum.told()["a"][3:] == (0, 4), "that is how it is written, not what"


@pytest.mark.parametrize(
    ("lines", "status", "prefix", "sequence"),
    [
        (("status: planned",), "TENTATIVE", "", 1), (("status: postponed",), "TENTATIVE", "summary_postponed-zh", 1),
        (("status: cancelled",), "CANCELLED", "summary_cancelled-zh", 1), (("status: confirmed",), "CONFIRMED", "", 0),
    ],
)  # fmt: skip
def test_the_status(
    museum: Museum, lines: tuple[str, ...], status: str, prefix: str, sequence: int
) -> None:
    museum.edit(TOUR + stop("a", "open: 2026-12-01", "close: 2026-12-06", *lines) + OTHER)
    assert museum.told()["a"] == Told(status, prefix + NAME, "12-01", sequence, sequence)


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_put_off_without_a_date_it_stays_where_it_was_and_says_so(
    museum: Museum, status: str
) -> None:
    museum.edit(TOUR + stop("a", f"status: {status}") + OTHER)
    wanted = "TENTATIVE" if status == "postponed" else "CANCELLED"
    assert museum.told()["a"] == Told(wanted, f"summary_{status}-zh{NAME}", "12-01", 1, 1)
    assert {
        t.status for uid, t in museum.told("all-opening.ics").items() if uid.startswith("a-open")
    } == {wanted}
    museum.edit(TOUR + stop("a", "open: 2027-02-02", "close: 2027-02-07") + OTHER)
    assert museum.told()["a"] == Told("CONFIRMED", NAME, "02-02", 2, 2)


# ---- tombstones ----------------------------------------------------------------------------


def test_a_stay_that_is_removed_before_its_end_is_cancelled_in_all_its_calendars_for_90_days(
    museum: Museum,
) -> None:
    before = museum.build()
    held = {name for name, raw in before.items() if name.endswith(".ics") and b"UID:a@" in raw}
    assert len(held) >= 8
    museum.edit(TOUR + OTHER)
    after = museum.build()
    for name in held:
        assert _told(events(after[name])["a@small.example"]) == Told(
            "CANCELLED", OFF, "12-01", 1, 1
        ), name
    days = {
        t.status
        for uid, t in museum.told("venues/hall/opening.ics").items()
        if uid.startswith("a-open")
    }
    assert days == {"CANCELLED"}
    assert "event_removed-zh" in str(museum.event()["DESCRIPTION"])
    assert (
        "stops/a/index.html" in after and b"stops/a/" not in after["exhibitions/light/index.html"]
    )
    last = dt.date(2026, 12, 6)
    assert "a" in museum.told(today=last + dt.timedelta(days=90)) and "a" not in museum.told(
        today=last + dt.timedelta(days=91)
    )
    assert "stops/a/index.html" not in museum.project.tree()


def test_who_deletes_a_stop_is_told_on_that_day_what_subscribers_see(museum: Museum) -> None:
    def said(days: int = 0) -> list[str]:
        report = museum.project.build(today=museum.today + dt.timedelta(days=days), write=False)
        return [f"{p.code} {p.location.file}" for p in report.problems]

    museum.project.write({"schedule.yaml": TOUR + OTHER})
    assert said() == ["removed-early schedule.yaml"], "before it is committed, too"
    museum.edit(TOUR + OTHER)
    assert said() == ["removed-early schedule.yaml"] and said(1) == []
    museum.edit(TOUR + OTHER.replace("id: b", "id: c"))
    assert said() == ["id-changed schedule.yaml"], "that one has another id only"


def test_a_venue_with_another_id_only_is_the_same_place(museum: Museum) -> None:
    schedule = (TOUR + STAY + OTHER).replace(": hall", ": house")
    museum.edit(
        {"content/venues/hall.md": None, "content/venues/house.md": HALL, "schedule.yaml": schedule}
    )
    report = museum.project.build(today=museum.today)
    assert [p.code for p in report.problems] == ["id-changed"] and "old page" in report.problems[
        0
    ].message.en
    assert "event_was" not in str(
        events(museum.project.tree()["all.ics"])["a@small.example"]["DESCRIPTION"]
    )
    assert not list(museum.project.tree()["changes.atom"].decode().split("<entry>"))[1:]
    assert set(events(museum.project.tree()["venues/hall/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }


def test_what_was_over_when_it_was_removed_is_just_gone(museum: Museum) -> None:
    museum.edit(TOUR + OTHER, days=(dt.date(2026, 12, 7) - FIRST).days)
    tree = museum.build()
    assert set(events(tree["all.ics"])) == {"b@small.example"} and "stops/a/index.html" not in tree


def test_what_was_removed_and_comes_back_is_there_again(museum: Museum) -> None:
    museum.edit(TOUR + OTHER)
    museum.build()
    museum.edit(TOUR + STAY + OTHER)
    assert museum.told()["a"] == Told("CONFIRMED", NAME, "12-01", 2, 2)


def test_a_renamed_stop_is_the_same_event_and_its_old_address_leads_to_it(museum: Museum) -> None:
    museum.edit(TOUR + STAY.replace("id: a\n", "id: z\n        aliases: [a]\n") + OTHER)
    tree = museum.build()
    assert museum.told()["a"].start == "12-01" and set(museum.told()) == {"a", "b"}
    assert (
        events(tree["stops/a/calendar.ics"]).keys()
        == events(tree["stops/z/calendar.ics"]).keys()
        == {"a@small.example"}
    )
    museum.edit(TOUR + OTHER)
    assert (
        museum.told()["a"].status == "CANCELLED" and "stops/a/calendar.ics" in museum.project.tree()
    )


def route(*lines: str, time: str = "9:00-10:00") -> str:
    return TOUR + OTHER + ROUTE + visit("v", "venue: hall", f"time: {time}", *lines)


def test_a_date_of_a_recurring_visit_that_is_given_up_is_cancelled_one_that_moves_is_moved(
    tmp_path: Path,
) -> None:
    museum = Museum(tmp_path / "m", route("repeat: {first: 2026-12-04, count: 3}"))
    museum.edit(
        route(
            "repeat: "
            "{first: 2026-12-04, count: 3, skip: [2026-12-04], moved: [{from: 2026-12-11, to: 2026-12-12}]}"
        )
    )
    found = {uid: (t.status, t.start) for uid, t in museum.told().items() if uid.startswith("v")}
    assert found == {
        "v-20261204": ("CANCELLED", "12-04 09:00"), "v-20261211": ("CONFIRMED", "12-12 09:00"), "v-20261218": ("CONFIRMED", "12-18 " "09:00"),
    }  # fmt: skip


def test_the_same_visit_written_another_way_cancels_nothing_at_its_own_time(tmp_path: Path) -> None:
    """One date is called by its stop, many by their dates; who was subscribed sees no visit
    cancelled that takes place."""
    museum = Museum(tmp_path / "m", route("date: 2026-12-04"))
    museum.edit(route("repeat: {first: 2026-12-04, count: 2}"))
    found = {uid: (t.status, t.start) for uid, t in museum.told().items() if uid.startswith("v")}
    assert found == {
        "v-20261204": ("CONFIRMED", "12-04 09:00"),
        "v-20261211": ("CONFIRMED", "12-11 09:00"),
    }


def test_a_session_that_is_given_up_is_cancelled(tmp_path: Path) -> None:
    museum = Museum(tmp_path / "m", route("date: 2026-12-04", time="9:00-10:00, 14:00-15:00"))
    museum.edit(route("date: 2026-12-04"))
    found = {
        uid: (t.status, t.start, t.sequence)
        for uid, t in museum.told().items()
        if uid.startswith("v")
    }
    assert found == {"v": ("CONFIRMED", "12-04 09:00", 1), "v-2": ("CANCELLED", "12-04 14:00", 1)}


def test_open_days_whose_hours_nobody_knows_any_more_do_not_just_vanish(museum: Museum) -> None:
    before = museum.told("all-opening.ics")
    museum.edit({"content/venues/hall.md": HALL.partition("hours:")[0] + "---\n"})
    after = museum.told("all-opening.ics")
    assert set(before) <= set(after) and {
        after[uid].status for uid in before if "-open-" in uid
    } == {"CANCELLED"}
    assert after["a"] == museum.told()["a"]


@pytest.mark.parametrize("where", ["venue", "stop"])
def test_an_open_day_that_is_given_up_is_cancelled_whosever_hours_change(
    tmp_path: Path, where: str
) -> None:
    museum = Museum(tmp_path / "m")
    assert {uid[-8:] for uid in museum.told("all-opening.ics") if uid.startswith("a-open")} == {
        f"202612{n:02}" for n in range(2, 7)
    }
    if where == "venue":
        museum.edit({"content/venues/hall.md": HALL.replace("wed-sun", "fri-sun")})
    else:
        museum.edit(
            TOUR
            + stop("a", "open: 2026-12-01", "close: 2026-12-06", "hours: {fri-sun: 09:00-17:00}")
            + OTHER
        )
    found = {
        uid[-8:]: t for uid, t in museum.told("all-opening.ics").items() if uid.startswith("a-open")
    }
    assert {day: t.status for day, t in found.items()} == {
        "20261202": "CANCELLED", "20261203": "CANCELLED", "20261204": "CONFIRMED", "20261205": "CONFIRMED", "20261206": "CONFIRMED",
    }  # fmt: skip
    assert {(t.sequence, t.changed) for t in found.values()} == {(1, 1)}
    assert museum.told()["a"] == Told("CONFIRMED", NAME, "12-01", 1, 1), (
        "the span is the same event in its other shape"
    )


def test_a_day_that_was_open_before_the_change_is_not_cancelled_afterwards(museum: Museum) -> None:
    """Three of the days are over when the hours change."""
    museum.edit(
        {"content/venues/hall.md": HALL.replace("wed-sun", "sun")},
        days=(dt.date(2026, 12, 4) - FIRST).days,
    )
    found = {
        uid[-2:]: t.status
        for uid, t in museum.told("all-opening.ics").items()
        if uid.startswith("a-open")
    }
    assert found == {"05": "CANCELLED", "06": "CONFIRMED"}


# ---- calendars that go on ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("removed", "paths"),
    [
        ("content/venues/second.md", ["venues/second/calendar.ics", "venues/second/opening.ics"]),
        (
            "content/exhibitions/sound.md",
            ["exhibitions/sound/calendar.ics", "exhibitions/sound/copies/x.ics"],
        ),
        ("content/campaigns/week.md", ["campaigns/week/calendar.ics"]),
        ("content/organisations/team.md", ["organisations/team/calendar.ics"]),
        ("content/caravans/bus.md", ["caravans/bus/calendar.ics"]),
        ("schedule/more.yaml", ["tours/more/calendar.ics"]),
    ],
)
def test_the_calendar_of_what_is_no_more_goes_on_and_is_empty(
    tmp_path: Path, removed: str, paths: list[str]
) -> None:
    files: Files = {
        "content/venues/second.md": HALL.replace("621121", "110108"),
        "content/exhibitions/sound.md": "---\nname: 声\ncopies: [{id: x}]\n---\n",
        "content/campaigns/week.md": "---\nname: 周\nstart: 2026-11-20\n---\n", "content/caravans/bus.md": "---\nname: " "车\n---\n",
        "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n",
        "schedule/more.yaml": "tours:\n  - id: more\n    name: 更多\n    exhibition: light\n",
    }  # fmt: skip
    museum = Museum(tmp_path / "m", "include: [schedule/*.yaml]\n" + TOUR + STAY, files)
    before = museum.build()
    assert set(paths) <= set(before)
    museum.edit(
        {
            removed: None,
            **({"schedule.yaml": TOUR + STAY} if removed.startswith("schedule") else {}),
        }
    )
    after = museum.build()
    assert {name for name in before if name.endswith(".ics")} <= set(after), (
        "not one calendar disappeared"
    )
    for path in paths:
        assert not events(after[path]) and b"BEGIN:VTIMEZONE" in after[path]


def test_the_calendars_of_a_region_a_copy_and_a_slug_go_on(museum: Museum) -> None:
    museum.build()
    light = "---\nname: 光影\nslug: lights\ncopies:\n  - id: b\n---\n"
    museum.edit(
        {
            "content/venues/hall.md": HALL.replace("621121", "110108"),
            "content/exhibitions/light.md": light,
        }
    )
    tree = museum.build()
    assert {
        "places/621121/calendar.ics",
        "exhibitions/light/copies/a.ics",
        "exhibitions/lights/copies/a.ics",
    } <= set(tree)
    assert (
        events(tree["places/621121/calendar.ics"]).keys()
        == events(tree["exhibitions/lights/copies/a.ics"]).keys()
        == {"a@small.example", "b@small.example"}
    )
    assert (
        events(tree["exhibitions/light/calendar.ics"]).keys()
        == events(tree["exhibitions/lights/calendar.ics"]).keys()
        != set()
    )


def test_the_calendar_of_a_region_goes_on_under_every_name_that_it_had(museum: Museum) -> None:
    museum.build()
    for line in ("{slug: haixi}", "{slug: minhai}", "{name: 县}"):
        museum.edit({"content/regions.yaml": f'"621121": {line}\n'})
    tree = museum.build()
    for name in ("621121", "haixi", "minhai"):
        assert {"a@small.example", "b@small.example"} == events(
            tree[f"places/{name}/calendar.ics"]
        ).keys()
    assert "places/haixi/index.html" not in tree


# ---- what it was part of -----------------------------------------------------------------------

SECOND: Files = {
    "content/venues/second.md": HALL.replace("县科技馆", "二馆").replace("621121", "110108"),
    "content/exhibitions/sound.md": "---\nname: 声\ncopies: [{id: x}]\n---\n",
    "content/exhibitions/light.md": "---\nname: 光影\ncopies: [{id: a}, {id: b}]\n---\n",
    "content/campaigns/week.md": "---\nname: 周\nstart: 2026-11-20\n---\n",
    "content/organisations/team.md": "---\nname: 团队\nclass: team\n---\n",
    "schedule/more.yaml": "tours:\n  - id: more\n    name: 更多\n    exhibition: light\n",
}
MORE = "include: [schedule/*.yaml]\n"


@pytest.mark.parametrize(
    ("before", "after", "paths", "says"),
    [
        (
            "venue: hall",
            "venue: second",
            ["venues/hall/", "places/621121/", "places/620000/"],
            "event_was_venue-zh",
        ),
        ("exhibition: sound", "", ["exhibitions/sound/"], "event_was_exhibition-zh"),
        (
            "",
            "exhibition: sound",
            ["exhibitions/light/", "exhibitions/light/copies/a"],
            "event_was_exhibition-zh",
        ),
        ("copy: b", "", ["exhibitions/light/copies/b"], ""),
        ("", "copy: b", ["exhibitions/light/copies/a"], ""),
        ("campaigns: [week]", "", ["campaigns/week/"], ""),
        ("partners: [team]", "", ["organisations/team/"], ""),
        ("crew: [{who: team, dates: [2026-12-02]}]", "", ["organisations/team/"], ""),
    ],
)
def test_whoever_was_told_of_a_stop_goes_on_being_told(
    tmp_path: Path, before: str, after: str, paths: list[str], says: str
) -> None:
    def schedule(line: str) -> str:
        lines = [line] if line and not line.startswith("venue") else []
        one = stop(
            "a",
            "open: 2026-12-01",
            "close: 2026-12-06",
            *lines,
            venue=line.removeprefix("venue: ") if "venue" in line else "hall",
        )
        return MORE + TOUR.replace("    stops:", "    copy: a\n    stops:") + one + OTHER

    museum = Museum(tmp_path / "m", schedule(before), SECOND)
    old = {path: b"UID:a@small" in museum.build()[name(path)] for path in paths}
    assert all(old.values()), old
    museum.edit(schedule(after))
    tree = museum.build()
    every = events(tree["all.ics"])["a@small.example"]
    for path in paths:
        assert events(tree[name(path)])["a@small.example"] == every, "it is what it is everywhere"
        assert b"UID:a-open-" in tree[name(path, "opening")]
    assert says in str(every["DESCRIPTION"]) and (
        says or "event_was" not in str(every["DESCRIPTION"])
    )
    if says:
        assert (
            says.removeprefix("event_was_").removesuffix("-zh")
            in tree["changes/index.html"].decode()
        )
    museum.edit(schedule(before))
    for path in paths:
        found = events(museum.build()[name(path)])
        assert list(found).count("a@small.example") == 1, "once only where it is back"


def name(path: str, shape: str = "calendar") -> str:
    if "/copies/" in path:
        return path + (".ics" if shape == "calendar" else "-opening.ics")
    return f"{path}{shape}.ics"


def test_a_set_that_a_stop_had_is_known_under_the_new_name_of_its_exhibition(
    tmp_path: Path,
) -> None:
    museum = Museum(
        tmp_path / "m",
        MORE + TOUR + STAY.replace("venue: hall", "venue: hall\n        copy: b") + OTHER,
        SECOND,
    )
    museum.edit(MORE + TOUR + STAY.replace("venue: hall", "venue: hall\n        copy: a") + OTHER)
    museum.edit(
        {
            "content/exhibitions/light.md": None,
            "content/exhibitions/shine.md": str(SECOND["content/exhibitions/light.md"]).replace(
                "name:", "aliases: [light]\nname:"
            ),
        }
    )
    tree = museum.build()
    for path in ("exhibitions/light/copies/b.ics", "exhibitions/shine/copies/b.ics"):
        assert "a@small.example" in events(tree[path]), path


def test_a_stop_that_goes_over_to_another_tour_or_whose_tour_changes_stays_in_the_calendars_it_was_in(
    tmp_path: Path,
) -> None:
    files = {name: text for name, text in SECOND.items() if "light" not in name}
    museum = Museum(tmp_path / "m", MORE + TOUR + STAY + OTHER, files)
    museum.build()
    museum.edit(
        {
            "schedule.yaml": MORE + TOUR + OTHER,
            "schedule/more.yaml": TOUR.replace("id: tour", "id: more") + STAY,
        }
    )
    tree = museum.build()
    assert set(events(tree["tours/tour/calendar.ics"])) == {"a@small.example", "b@small.example"}
    assert set(events(tree["tours/more/calendar.ics"])) == set(
        events(tree["exhibitions/light/calendar.ics"])
    ) - {"b@small.example"}
    museum.edit(
        {
            "schedule/more.yaml": TOUR.replace("id: tour", "id: more").replace(
                "exhibition: light", "exhibition: sound"
            )
            + STAY
        }
    )
    tree = museum.build()
    assert set(events(tree["exhibitions/light/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }
    assert set(events(tree["exhibitions/sound/calendar.ics"])) == {"a@small.example"}
    museum.edit({"content/venues/hall.md": HALL.replace("621121", "110108")})
    assert set(events(museum.build()["places/621121/calendar.ics"])) == {
        "a@small.example",
        "b@small.example",
    }, "its venue is elsewhere now"


def test_settings_that_take_calendars_away_are_told(museum: Museum) -> None:
    museum.build()
    for setting, key in (
        ("languages: [en]", "languages"),
        ("folders: {stops: visits}", "folders"),
        ("feeds: [all, venue]", "feeds"),
    ):
        museum.project.write({"content/site.yaml": SITE + setting + "\n"})
        found = museum.project.build(today=museum.today, write=False).problems
        assert {p.code for p in found} == {"feed-gone"} and {p.location.file for p in found} == {
            "content/site.yaml"
        }, key
    museum.project.write(
        {"content/site.yaml": SITE.replace("uid_domain: small", "uid_domain: new")}
    )
    assert [p.code for p in museum.project.build(today=museum.today, write=False).problems] == [
        "uid-domain"
    ]


# ---- how far back -----------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["history: {since: 2026-09-23}\n", "sample"])
def test_what_was_before_the_site_was_public_is_told_to_nobody(tmp_path: Path, how: str) -> None:
    sample = how == "sample"
    museum = Museum(
        tmp_path / "m", files={"content/site.yaml": SITE + ("sample: true\n" if sample else how)}
    )
    museum.edit(TOUR + stop("a", "open: 2026-12-08", "close: 2026-12-13"))
    museum.edit({"content/site.yaml": SITE + ("" if sample else how)}, days=2)
    found = museum.told()
    assert set(found) == {"a"}, "what was removed before was never there"
    assert found["a"].sequence == 0 and "event_was" not in str(museum.event()["DESCRIPTION"])
    museum.edit(TOUR + OTHER.replace("id: b", "id: c"))
    museum.edit(TOUR)
    found = museum.told()
    assert found["c"].status == "CANCELLED"
    assert "a" not in found if sample else found["a"].status == "CANCELLED", (
        "who begins in earnest deletes the sample's stops first"
    )


def test_what_only_one_side_of_a_merge_had_is_cancelled_where_the_merge_has_it_not(
    museum: Museum,
) -> None:
    museum.git("branch", "side")
    museum.edit(TOUR + STAY.replace("2026-12-06", "2026-12-08") + OTHER)
    museum.git("checkout", "--quiet", "side")
    museum.edit(TOUR + STAY + OTHER + stop("c", "open: 2027-04-01", "close: 2027-04-06"))
    assert museum.told()["c"].status == "CONFIRMED"
    museum.git("checkout", "--quiet", "-")
    museum.git("merge", "--quiet", "--strategy=ours", "--no-edit", "side", at=3 * DAY)
    museum.days = 3
    assert museum.told()["c"].status == "CANCELLED" and museum.told()["c"].start == "04-01"
    assert museum.told()["a"].sequence == 1


def test_a_shallow_clone_is_warned_of_and_built(museum: Museum, tmp_path: Path) -> None:
    museum.edit(TOUR + STAY)
    museum.git("clone", "--quiet", "--depth", "1", f"file://{museum.root}", str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone")
    report = clone.project.build(today=museum.today)
    assert [p.code for p in report.problems] == [
        "shallow-clone"
    ] and "fetch-depth: 0" in report.problems[0].help.en
    assert report.publish_result.written_files


def test_what_is_not_committed_is_of_the_day_of_the_build(museum: Museum) -> None:
    museum.project.write(
        {"schedule.yaml": TOUR + stop("a", "open: 2027-01-05", "close: 2027-01-10") + OTHER}
    )
    found = museum.told(today=FIRST + dt.timedelta(days=10))["a"]
    assert (found.start, found.sequence) == ("01-05", 1) and found.changed in (9, 10)
