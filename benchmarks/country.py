#!/usr/bin/env python3
"""Write the project of a country's whole archive: 6,000 stays and 430,000 visit dates, by default.

    python benchmarks/country.py PROJECT [--share 1.0] [--single] [--archive YEARS]

The figures are those reported for the travelling museums and science caravans of China: 658 copies of
eight exhibitions, which were in a county for some weeks each, and 1,792 caravans, each with 24 schools
that it visited on ten dates. `--single` writes each date as a visit of its own, as a schedule that was
kept by hand would have it. One language. The same arguments write the same bytes.
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

from benchmarks.museum_schedule import DAY, TODAY  # noqa: E402
from benchmarks.museum_words import SUBJECTS  # noqa: E402
from benchmarks.project import Record, write_document, write_schedule, write_yaml  # noqa: E402
from tourbook.model.regions import load_gb2260  # noqa: E402

SEED = 1
COPIES, STAYS = 658, 6_000
CARAVANS, SCHOOLS, DATES = 1_792, 24, 10
"""Caravans, schools of each, and dates at each: 430,080 in all."""
VENUES_PER_COPY = 4
"""So that no hall is taken twice."""
FIRST_STAYS, FIRST_VISITS = dt.date(2011, 6, 4), dt.date(2001, 3, 1)
WEEK = 7 * DAY


class Country:
    def __init__(self, share: float, is_single: bool) -> None:
        self.copy_count = max(len(SUBJECTS), round(COPIES * share))
        self.stay_count = max(self.copy_count, round(STAYS * share))
        self.caravan_count = max(1, round(CARAVANS * share))
        self._is_single, self._random = is_single, random.Random(SEED)
        divisions = load_gb2260().items()
        self._counties = [(code, d.name) for code, d in divisions if not code.endswith("00")]

    def write(self, root: Path, archive: Record) -> None:
        write_yaml(
            root / "content/site.yaml", make_site() | ({"archive": archive} if archive else {})
        )
        for n, (name, _) in enumerate(SUBJECTS):
            copies = [{"id": f"c{k}"} for k in range(n, self.copy_count, len(SUBJECTS))]
            exhibition = {"name": f"{name}的实验室", "copies": copies}
            write_document(root / f"content/exhibitions/e{n}.md", exhibition, "")
        for n, (code, name) in enumerate(self._counties):
            venue = {"name": f"{name}体育馆{n}", "class": "other", "region": code}
            write_document(root / f"content/venues/v{n}.md", venue, "")
        for n in range(self.caravan_count):
            caravan = {"name": f"大篷车{n}号", "region": self._pick_county(n)[0]}
            write_document(root / f"content/caravans/k{n}.md", caravan, "")
        tours = [self._make_tour(n) for n in range(self.copy_count)]
        routes = [self._make_route(n) for n in range(self.caravan_count)]
        write_schedule(root, tours, routes, one_schedule=False)

    def _pick_county(self, n: int) -> tuple[str, str]:
        """A county near others with about the same number."""
        near = n * 37 + self._random.randrange(5)
        return self._counties[near % len(self._counties)]

    def _make_tour(self, n: int) -> Record:
        stops, opens = [], FIRST_STAYS + self._random.randrange(300) * WEEK
        for _ in range(n, self.stay_count, self.copy_count):
            closes = opens + self._random.randrange(40, 80) * DAY
            venue = f"v{n * VENUES_PER_COPY + len(stops) % VENUES_PER_COPY}"
            stops.append(
                {"id": f"t{n}-{len(stops)}", "venue": venue, "open": opens, "close": closes}
            )
            opens = closes + 4 * WEEK
        return {
            "id": f"t{n}",
            "name": f"巡展{n}",
            "exhibition": f"e{n % len(SUBJECTS)}",
            "copy": f"c{n}",
            "stops": [stop | make_status(stop["close"]) for stop in stops],
        }

    def _make_route(self, n: int) -> Record:
        first = FIRST_VISITS + self._random.randrange(1_080) * WEEK
        visits: list[Record] = []
        for k in range(SCHOOLS):
            code, county = self._pick_county(n)
            place = {"name": f"{county}第{k + 1}小学", "region": code}
            visit: Record = {"place": place, "time": "09:00-11:30"}
            ends = first + (DATES - 1) * WEEK
            if self._is_single:
                visits += [
                    {"id": f"r{n}-{k}-{d}"} | visit | {"date": first + d * WEEK}
                    | make_status(first + d * WEEK)
                    for d in range(DATES)
                ]  # fmt: skip
            else:
                repeat = {"first": first, "every": "1 week", "count": DATES, "holidays": "keep"}
                visits.append({"id": f"r{n}-{k}"} | visit | {"repeat": repeat} | make_status(ends))
            first = ends + WEEK
        return {"id": f"r{n}", "name": f"大篷车{n}号线", "caravan": f"k{n}", "visits": visits}


def make_site() -> Record:
    return {
        "name": "全国流动科普档案",
        "base_url": "https://country.example/",
        "uid_domain": "country.example",
        "updated": TODAY - DAY,
        "rules": {"holiday-unknown": "ignore"},
    }


def make_status(end: dt.date) -> Record:
    return {"status": "done" if end < TODAY else "confirmed"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("project", type=Path, help="folder to make")
    parser.add_argument("--share", type=float, default=1.0, help="of the country (default: all)")
    parser.add_argument("--single", action="store_true", help="each date as a visit of its own")
    parser.add_argument(
        "--archive", type=int, metavar="YEARS", help="write archive: {pages: YEARS}"
    )
    options = parser.parse_args()
    archive = {"pages": options.archive} if options.archive else {}
    Country(options.share, options.single).write(options.project, archive)
    shutil.copytree(REPOSITORY / "themes/default", options.project / "themes/default")


if __name__ == "__main__":
    main()
