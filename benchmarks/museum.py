#!/usr/bin/env python3
"""Write the project of an invented museum: the data set of the benchmarks in this repository.

    python benchmarks/museum.py PROJECT [--stops 1000] [--one-schedule]

Half of the stops are stays of copies at venues (tours of 20), half are visits of caravans (routes
of 40, every eighth visit weekly for six weeks). The site has two languages, the default theme, every
kind of page and every calendar, those of the crew included. The same arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks.museum_schedule import (  # noqa: E402
    CAMPAIGN_YEARS,
    DAY,
    HALLS_PER_VENUE,
    SET_UP_DAYS,
    STRIKE_DAYS,
    TODAY,
    Plan,
    Schedule,
    edit_stay,
    make_campaign,
    plan_museum,
)
from benchmarks.museum_words import (  # noqa: E402
    AREAS,
    SUBJECTS,
    pick_bodies,
    pick_coordinates,
    pick_county,
    pick_sentence,
)
from benchmarks.project import (  # noqa: E402
    Record,
    write_document,
    write_schedule,
    write_yaml,
)

SEED = 1


def make_site() -> Record:
    return {
        "name": {"zh": "巡回科技馆", "en": "The Touring Museum"},
        "base_url": "https://museum.example/",
        "summary": {"zh": "一座在路上的科技馆。", "en": "A science museum on the road."},
        "languages": ["zh", "en"],
        "organiser": "museum",
        "contact": {"phone": "0931-0000000", "email": "desk@museum.example"},
        "uid_domain": "museum.example",
        "updated": TODAY - DAY,
        "planning": {"township_share": 60},
        "rules": {"holiday-unknown": "ignore"},  # not all years of the schedule are announced
        "calendar": {"crew": "crew-7h2kq9"},
    }


def iterate_documents(plan: Plan, r: random.Random) -> Iterator[tuple[str, Record]]:
    """(file under content/ without .md, front matter) of everything but the schedule."""
    for n in range(plan.exhibition_count):
        yield f"exhibitions/e{n}", make_exhibition(plan, r, n)
    for n in range(plan.venue_count):
        yield f"venues/v{n}", make_venue(r, n)
    for n in range(len(plan.route_sizes)):
        yield f"caravans/k{n}", make_caravan(n)
    museum = {"name": {"zh": "巡回科技馆", "en": "The Touring Museum"}, "class": "museum"}
    yield "organisations/museum", museum
    for n in range(plan.person_count):
        name = {"zh": f"讲解员{n}", "en": f"Guide {n}"}
        yield f"organisations/p{n}", {"name": name, "class": "person", "part_of": "museum"}
    for year in CAMPAIGN_YEARS:
        yield f"campaigns/week-{year}", make_campaign(year)
    for n in range(max(2, plan.exhibition_count)):
        title = {"zh": f"第{n + 1}号简报", "en": f"Newsletter {n + 1}"}
        yield f"news/n{n}", {"title": title, "date": TODAY - n * DAY}
    yield "pages/about", {"title": {"zh": "关于我们", "en": "About us"}, "menu": 1}


def make_exhibition(plan: Plan, r: random.Random, n: int) -> Record:
    zh, en = SUBJECTS[n % len(SUBJECTS)]
    number = n // len(SUBJECTS) + 1
    copies = range(n, len(plan.tour_sizes), plan.exhibition_count)
    return {
        "name": {"zh": f"{zh}的实验室 {number}", "en": f"{en} Laboratory {number}"},
        "organisers": ["museum"],
        "ages": "8+",
        "duration": 60,
        "summary": pick_sentence(r),
        "copies": [{"id": f"c{tour}", "home": "museum"} for tour in copies],
        "logistics": {
            "area": r.randrange(150, 400, 10),
            "height": 3,
            "power": 10,
            "crates": 12,
            "set_up_days": SET_UP_DAYS,
            "strike_days": STRIKE_DAYS,
        },
        "exhibits": [
            {"id": f"E{n}-{k}", "name": {"zh": f"{zh}展品{k}", "en": f"{en} {k}"}}
            for k in range(1, 7)
        ],
    }


def make_venue(r: random.Random, n: int) -> Record:
    county = pick_county(r, n)
    return {
        "name": {"zh": f"{county.zh}{n}号科技馆", "en": f"{county.en} Science Museum {n}"},
        "class": "science-museum",
        "region": county.code,
        "address": {"zh": f"{county.zh}学府路{n}号", "en": f"{n} Xuefu Road, {county.en}"},
        "coordinates": pick_coordinates(r, county),
        "hours": {"wed-sun": "09:00-17:00", "holidays": "usual", "make-up-days": "usual"},
        "last_admission": 30,
        "directions": pick_sentence(r),
        "contact": {"phone": "0931-0000000", "email": f"v{n}@museum.example"},
        "halls": [
            {
                "name": {"zh": f"{hall}号厅", "en": f"Hall {hall}"},
                "area": 500,
                "height": 4,
                "power": 40,
            }
            for hall in range(1, HALLS_PER_VENUE + 1)
        ],
    }


def make_caravan(n: int) -> Record:
    county = AREAS[n % len(AREAS)][0]
    return {
        "name": {"zh": f"大篷车{n}号", "en": f"Caravan {n}"},
        "type": "II",
        "holder": "museum",
        "region": county.code,
        "home": {"zh": county.zh, "en": county.en},
        "since": dt.date(2022, 1, 1),
        "odometer": 20_000,
    }


def write_museum(
    root: Path,
    form: str = "base",
    *,
    stops: int,
    clash_share: float = 0.0,
    one_schedule: bool = False,
) -> None:
    """Write the project; in the form "note" or "date" one stay has been edited."""
    plan, r = plan_museum(stops), random.Random(SEED)
    write_yaml(root / "content/site.yaml", make_site())
    for name, front in iterate_documents(plan, r):
        body, translation = pick_bodies(r)
        write_document(root / f"content/{name}.md", front, body)
        write_document(root / f"content/{name}.en.md", {}, translation)
    schedule = Schedule(plan, r, clash_share)
    tours = [schedule.make_tour(n) for n in range(len(plan.tour_sizes))]
    routes = [schedule.make_route(n) for n in range(len(plan.route_sizes))]
    edit_stay(tours, form)
    write_schedule(root, tours, routes, one_schedule)
    shutil.copytree(REPOSITORY / "themes/default", root / "themes/default")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("project", type=Path, help="folder to make")
    parser.add_argument("--stops", type=int, default=1000, help="scale (default: %(default)s)")
    parser.add_argument(
        "--one-schedule", action="store_true", help="everything in one schedule.yaml"
    )
    options = parser.parse_args()
    write_museum(options.project, stops=options.stops, one_schedule=options.one_schedule)


if __name__ == "__main__":
    main()
