#!/usr/bin/env python3
"""Write a data set of the peers' benchmark (../shared/bench/workload.py) as a Tourbook project.

    python benchmarks/peer_project.py tour.json PROJECT [--one-schedule] [--default-theme]

The site has the pages, feeds and event properties of the peers' page set, so that the output can be
compared with theirs; with --default-theme it has all pages and calendars of the default theme. Each route is a file under schedule/; with --one-schedule all of them are in
schedule.yaml.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import sys
from pathlib import Path
from typing import Any

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

from benchmarks.project import (  # noqa: E402
    Record,
    format_yaml,
    write_document,
    write_schedule,
    write_text,
    write_yaml,
)
from tourbook.rendering.strings import REQUIRED_STRINGS  # noqa: E402

Data = dict[str, Any]
STATUS_BY_PEER_WORD = {"tentative": "planned"}
"""The data set's word -> Tourbook's."""
OPEN_WEEKDAYS = {
    "周一闭馆": {"tue-sun": True, "mon": False},
    "周二闭馆": {"mon,wed-sun": True, "tue": False},
    "全周开放": {"daily": True},
}
HALLS_PER_VENUE = 9
"""Enough for stays at random dates: the peers check nothing."""


def assign_region_codes(data: Data) -> dict[tuple[str, ...], str]:
    """(province), (province, city), (province, city, county) -> an invented code: the regions are
    invented, too."""
    codes: dict[tuple[str, ...], str] = {}
    for names in sorted((v["province"], v["city"], v["county"]) for v in data["venues"]):
        for depth, letter in enumerate("pct", 1):
            codes.setdefault(names[:depth], f"{letter}{len(codes) + 1:03d}")
    return codes


def make_regions(codes: dict[tuple[str, ...], str]) -> Record:
    regions: Record = {}
    for names, code in codes.items():
        regions[code] = {"name": names[-1]}
        if len(names) > 1:
            regions[code]["parent"] = codes[names[:-1]]
        else:
            regions[code]["timezone"] = "Asia/Shanghai"  # no code of China says that it is there
    return regions


def make_site(data: Data) -> Record:
    site = data["site"]
    return {
        "name": site["title"],
        "base_url": f"{site['base_url']}/",
        "summary": site["tagline"],
        "languages": ["zh"],
        "theme": "bench",
        "uid_domain": "tour.example",
        "updated": dt.date.fromisoformat(site["dtstamp"][:8]),
        "footer": {"copyright": site["footer"]},
        "pages": ["home", "exhibitions", "exhibition", "tour", "stop", "venue", "caravan", "month"],
        "feeds": ["all", "exhibition", "tour", "venue", "caravan"],
        "rules": {"past-planned": "ignore"},  # its tentative stops are so on any day
        "folders": {"tours": "routes"},
        "calendar": {
            "prodid": "-//bench//national tour//ZH",
            "properties": [],
            "whole": True,
        },
    }


def make_default_site(data: Data) -> Record:
    """With the default theme, all pages and all calendars."""
    own = ("theme", "pages", "feeds", "calendar")
    return {key: value for key, value in make_site(data).items() if key not in own}


def make_exhibition(exhibition: Data) -> Record:
    return {
        "name": exhibition["title"],
        "summary": exhibition["summary"],
        "logistics": {"area": exhibition["area"]},
        "facts": [{"name": "标签", "text": tag} for tag in exhibition["tags"]],
    }


def make_venue(venue: Data, region: str) -> Record:
    times, closing_day = venue["hours"].split("，")
    weekdays = OPEN_WEEKDAYS[closing_day]
    return {
        "name": venue["name"],
        "region": region,
        "address": venue["address"],
        "coordinates": {"lat": venue["lat"], "lon": venue["lon"]},
        "halls": [{"name": f"{n}号厅"} for n in range(1, HALLS_PER_VENUE + 1)],
        "hours": {days: times if is_open else "closed" for days, is_open in weekdays.items()},
    }


def make_tour(route: Data, stops: dict[str, Data]) -> Record:
    return {
        "id": route["slug"],
        "name": route["title"],
        "exhibition": route["exhibition"],
        "caravan": route["caravan"],
        "stops": [make_stay(stops[stop_id]) for stop_id in route["stops"]],
    }


def make_stay(stop: Data) -> Record:
    stay = {
        "id": stop["id"],
        "venue": stop["venue"],
        "open": dt.date.fromisoformat(stop["start"]),
        "close": dt.date.fromisoformat(stop["end"]),
        "hours": {"daily": stop["open"]},
        "status": STATUS_BY_PEER_WORD.get(stop["status"], stop["status"]),
    }
    return stay | {"note": stop["note"]} if stop["note"] else stay


def make_strings(data: Data) -> str:
    """The theme's own strings, the addresses in its menu, and a placeholder for every other string
    that a theme must have."""
    own = (BENCHMARKS_FOLDER / "theme/strings/zh.yaml").read_text(encoding="utf-8")
    own_keys = {line.partition(":")[0] for line in own.splitlines()}
    addresses = [item["url"] for item in data["site"]["nav"][2:5]]
    menu = dict(zip(("first_tour", "first_venue", "first_caravan"), addresses, strict=True))
    placeholders = {key: key for key in REQUIRED_STRINGS if key not in own_keys}
    return own + format_yaml(menu | placeholders)


def write_project(
    data: Data, root: Path, one_schedule: bool = False, has_default_theme: bool = False
) -> None:
    """Write the project of a data set; the folder must not exist."""
    if has_default_theme:
        shutil.copytree(BENCHMARKS_FOLDER.parent / "themes/default", root / "themes/default")
        write_yaml(root / "content/site.yaml", make_default_site(data))
    else:
        shutil.copytree(BENCHMARKS_FOLDER / "theme", root / "themes/bench")
        write_text(root / "themes/bench/strings/zh.yaml", make_strings(data))
        write_yaml(root / "content/site.yaml", make_site(data))
    codes = assign_region_codes(data)
    write_yaml(root / "content/regions.yaml", make_regions(codes))
    for e in data["exhibitions"]:
        write_document(root / f"content/exhibitions/{e['slug']}.md", make_exhibition(e), e["body"])
    for v in data["venues"]:
        region = codes[v["province"], v["city"], v["county"]]
        write_document(root / f"content/venues/{v['slug']}.md", make_venue(v, region), v["body"])
    for c in data["caravans"]:
        front = {"name": c["name"], "plate": c["plate"], "home": c["home"]}
        write_document(root / f"content/caravans/{c['slug']}.md", front, c["body"])
    stops = {stop["id"]: stop for stop in data["stops"]}
    tours = [make_tour(route, stops) for route in data["routes"]]
    write_schedule(root, tours, [], one_schedule)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add = parser.add_argument
    add("data", type=Path, help="a data set that workload.py wrote")
    add("project", type=Path, help="folder to make")
    add("--one-schedule", action="store_true", help="everything in one schedule.yaml")
    add("--default-theme", action="store_true", help="all pages and calendars of that theme")
    options = parser.parse_args()
    data = json.loads(options.data.read_text(encoding="utf-8"))
    write_project(data, options.project, options.one_schedule, options.default_theme)


if __name__ == "__main__":
    main()
