#!/usr/bin/env python3
"""Write the project of a library on wheels: thousands of visits, each every second week for a year.

    python benchmarks/visits.py PROJECT [--visits 5000]

The site has two languages, the default theme, every kind of page and every calendar. The same
arguments write the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks.museum import SEED, make_caravan, make_site  # noqa: E402
from benchmarks.museum_schedule import DAY  # noqa: E402
from benchmarks.museum_words import (  # noqa: E402
    County,
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

DATES = 26
"""Of each visit: a year."""
VISITS_PER_DAY = 5
VISITS_PER_ROUTE = 10 * VISITS_PER_DAY
"""Each caravan is on the road on the ten working days of two weeks."""
FIRST_DAY = dt.date(2026, 1, 5)
"""A Monday."""
DAYS_OF_ROUTE = [FIRST_DAY + n * DAY for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]


def make_visit(r: random.Random, route: int, number: int, county: County) -> Record:
    id, hour = f"r{route}-{number}", 8 + 2 * (number % VISITS_PER_DAY)
    visit: Record = {
        "id": id,
        "place": {
            "name": {"zh": f"{county.zh}路口{id}", "en": f"{county.en} Corner {id}"},
            "region": county.code,
            "coordinates": pick_coordinates(r, county),
        },
        "repeat": {
            "first": DAYS_OF_ROUTE[number // VISITS_PER_DAY],
            "every": "2 weeks",
            "count": DATES,
            "holidays": "keep",
        },
        "time": f"{hour:02}:00-{hour:02}:40",
        "status": "confirmed",
    }
    if r.random() < 0.3:
        visit["note"] = pick_sentence(r)
    return visit


def make_route(r: random.Random, route: int, size: int) -> Record:
    counties = [pick_county(r, route) for _ in DAYS_OF_ROUTE]
    return {
        "id": f"r{route}",
        "name": {"zh": f"书车{route}号线", "en": f"Route of Van {route}"},
        "caravan": f"k{route}",
        "organisers": ["museum"],
        "visits": [
            make_visit(r, route, number, counties[number // VISITS_PER_DAY])
            for number in range(size)
        ],
    }


def edit_visit(routes: list[Record], form: str) -> None:
    """Change one visit halfway through the schedule: its note, or the day on which it begins."""
    visits = routes[len(routes) // 2]["visits"]
    visit = visits[len(visits) // 2]
    if form == "note":
        visit["note"] = {"zh": "请看**新的通知**。", "en": "Please see the **new notice**."}
    elif form == "date":
        visit["repeat"]["first"] += 14 * DAY


def write_visits(root: Path, form: str = "base", *, visits: int) -> None:
    """Write the project; in the form "note" or "date" one visit has been edited."""
    r = random.Random(SEED)
    sizes = [min(VISITS_PER_ROUTE, visits - n) for n in range(0, visits, VISITS_PER_ROUTE)]
    write_yaml(root / "content/site.yaml", make_site() | {"planning": {}})
    write_document(
        root / "content/organisations/museum.md",
        {"name": {"zh": "书车中心", "en": "The Library on Wheels"}, "class": "library"},
        "",
    )
    for n in range(len(sizes)):
        write_document(root / f"content/caravans/k{n}.md", make_caravan(n), "")
    routes = [make_route(r, n, size) for n, size in enumerate(sizes)]
    edit_visit(routes, form)
    write_schedule(root, [], routes, one_schedule=False)
    shutil.copytree(REPOSITORY / "themes/default", root / "themes/default")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("project", type=Path, help="folder to make")
    parser.add_argument("--visits", type=int, default=5000, help="(default: %(default)s)")
    options = parser.parse_args()
    write_visits(options.project, visits=options.visits)


if __name__ == "__main__":
    main()
