"""Where nothing is planned, the nearest stops are told."""

from __future__ import annotations

from tests.support.in_memory import Files, prepare_project
from tests.support.sources import SITE, TOUR, stop_yaml
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.nearness import find_region_around, list_nearest_stops


def make_agenda(*stops: str, venues: dict[str, str]) -> Agenda:
    files: Files = {
        "content/site.yaml": SITE,
        "content/exhibitions/light.md": "---\nname: 光影\n---\n",
        "schedule.yaml": TOUR + "".join(stops),
        **{
            f"content/venues/{name}.md": f"---\nname: {name}\nregion: '{code}'\n---\n"
            for name, code in venues.items()
        },
    }
    return prepare_project(files).find_context("").agenda


DATES = ("open: 2026-12-01", "close: 2026-12-20")
VENUES = {"empty": "621102", "tongwei": "621121", "longxi": "621122", "lanzhou": "620102"}


def find_near(agenda: Agenda, code: str) -> list[tuple[str, int | None]]:
    region = agenda.regions_in_use[code]
    around = find_region_around(agenda, region)
    near = list_nearest_stops(agenda, region, around) if around else []
    return [(one.stop.id, one.km and round(one.km)) for one in near]


def make_stop(id: str, venue: str, *lines: str) -> str:
    return stop_yaml(id, *(lines or DATES), venue=venue)


def test_the_nearest_ones_come_first_from_the_smallest_region_that_has_any() -> None:
    agenda = make_agenda(
        make_stop("a", "longxi"),
        make_stop("b", "tongwei"),
        make_stop("c", "lanzhou"),
        venues=VENUES,
    )
    near = find_near(agenda, "621102")
    assert {id for id, _ in near} == {"a", "b"}, "those of its city, and none of Lanzhou"
    kilometres = [km for _, km in near]
    assert kilometres == sorted(kilometres) and 20 < kilometres[0] < 100
    assert find_near(agenda, "621121") == [], "it has a stop of its own"


def test_what_is_over_or_cancelled_is_not_near() -> None:
    agenda = make_agenda(
        make_stop("a", "longxi", "open: 2026-01-01", "close: 2026-01-20"),
        make_stop("b", "tongwei", *DATES, "status: cancelled"),
        make_stop("c", "lanzhou"),
        venues=VENUES,
    )
    assert [id for id, _ in find_near(agenda, "621102")] == ["c"]
