#!/usr/bin/env python3
"""A Tourbook project that holds a data set of the peers' benchmark (../shared/bench/workload.py).

    python benchmarks/content.py tour.json PROJECT [--one-schedule]

The pages, feeds and event properties are switched to the peers' set, so that the output can be
compared with theirs. Each route is a file under schedule/, as one would keep thousands of stops;
with --one-schedule all of them stand in schedule.yaml, the hardest case for an edit.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

Data = dict[str, Any]
STATUS_BY_PEER_WORD = {"tentative": "planned"}
"""The data set's word -> Tourbook's."""
OPEN_WEEKDAYS = {
    "周一闭馆": {"tue-sun": True, "mon": False},
    "周二闭馆": {"mon,wed-sun": True, "tue": False},
    "全周开放": {"daily": True},
}
_PLAIN_WORD = re.compile(r"[^\W_][\w./@-]*", re.ASCII)
_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w（）]*")
_NUMBER = re.compile(r"[\d.]+")


def quote(value: object) -> str:
    """A YAML scalar; quoted unless it is a plain word, a number or a date."""
    text = str(value)
    return (
        text
        if _PLAIN_WORD.fullmatch(text) or _CHINESE_WORD.fullmatch(text) or _NUMBER.fullmatch(text)
        else json.dumps(text, ensure_ascii=False)
    )


def write_lines(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def write_document(path: Path, front: list[str], body: str) -> None:
    write_lines(path, ["---", *front, "---", "", body.rstrip("\n")])


def assign_region_codes(data: Data) -> dict[tuple[str, ...], str]:
    """(province), (province, city), (province, city, county) -> a code; made up, since the names are."""
    codes: dict[tuple[str, ...], str] = {}
    for v in sorted(data["venues"], key=lambda v: (v["province"], v["city"], v["county"])):
        chain = (v["province"], v["city"], v["county"])
        for depth in (1, 2, 3):
            codes.setdefault(chain[:depth], f"{'pct'[depth - 1]}{len(codes) + 1:03d}")
    return codes


def format_site(data: Data) -> list[str]:
    s = data["site"]
    stamp = s["dtstamp"]
    return [
        f"name: {quote(s['title'])}",
        f"base_url: {s['base_url']}/",
        f"summary: {quote(s['tagline'])}",
        "languages: [zh]",
        "theme: bench",
        "uid_domain: tour.example",
        f"updated: {stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}",
        "footer:",
        f"  copyright: {quote(s['footer'])}",
        "pages: [home, exhibitions, exhibition, tour, stop, venue, caravan, month]",
        "feeds: [all, exhibition, tour, venue, caravan]",
        "rules:",
        "  past-planned: ignore",  # as its stops are, whatever the day
        "folders:",
        "  tours: routes",
        "calendar:",
        "  prodid: -//bench//national tour//ZH",
        "  properties: []",
        "  whole: true",
    ]


def format_tour(route: Data, stops: dict[str, Data]) -> list[str]:
    out = [
        f"  - id: {route['slug']}",
        f"    name: {quote(route['title'])}",
        f"    exhibition: {route['exhibition']}",
        f"    caravan: {route['caravan']}",
        "    stops:",
    ]
    for stop in (stops[i] for i in route["stops"]):
        out += [
            f"      - id: {stop['id']}",
            f"        venue: {stop['venue']}",
            f"        open: {stop['start']}",
            f"        close: {stop['end']}",
            "        hours:",
            f"          daily: {stop['open']}",
            f"        status: {STATUS_BY_PEER_WORD.get(stop['status'], stop['status'])}",
        ]
        if stop["note"]:
            out.append(f"        note: {quote(stop['note'])}")
    return out


def format_strings(data: Data) -> list[str]:
    """The first pages that the menu leads to, and what the program wants of a theme."""
    from tourbook.rendering.strings import REQUIRED_STRINGS

    own = (BENCHMARKS_FOLDER / "theme/strings/zh.yaml").read_text(encoding="utf-8").rstrip("\n")
    known = {line.partition(":")[0] for line in own.split("\n")}
    routes, venues, caravans = (item["url"] for item in data["site"]["nav"][2:5])
    return [
        own,
        "",
        f'first_tour: "{routes}"',
        f'first_venue: "{venues}"',
        f'first_caravan: "{caravans}"',
        "",
        *(f"{key}: {key}" for key in REQUIRED_STRINGS if key not in known),
    ]


def write_project(data: Data, root: Path, one_schedule: bool = False) -> None:
    """Write the project of a data set; the folder must not exist."""
    shutil.copytree(BENCHMARKS_FOLDER / "theme", root / "themes/bench")
    write_lines(root / "themes/bench/strings/zh.yaml", format_strings(data))
    write_lines(root / "content/site.yaml", format_site(data))
    codes = assign_region_codes(data)
    regions: list[str] = []
    for chain, code in codes.items():
        regions += [f"{code}:", f"  name: {quote(chain[-1])}"]
        if len(chain) > 1:
            regions.append(f"  parent: {codes[chain[:-1]]}")
    write_lines(root / "content/regions.yaml", regions)
    for e in data["exhibitions"]:
        front = [
            f"name: {quote(e['title'])}",
            f"summary: {quote(e['summary'])}",
            "logistics:",
            f"  area: {e['area']}",
            "facts:",
            *(line for tag in e["tags"] for line in ("  - name: 标签", f"    text: {quote(tag)}")),
        ]
        write_document(root / f"content/exhibitions/{e['slug']}.md", front, e["body"])
    for v in data["venues"]:
        times, closed = v["hours"].split("，")
        front = [
            f"name: {quote(v['name'])}",
            f"region: {codes[v['province'], v['city'], v['county']]}",
            f"address: {quote(v['address'])}",
            "coordinates:",
            f"  lat: {v['lat']}",
            f"  lon: {v['lon']}",
            "halls:",
            *(
                f"  - {{name: {n}号厅}}" for n in range(1, 10)
            ),  # its random stays may meet, the peers check nothing
            "hours:",
            *(
                f"  {days}: {times if opened else 'closed'}"
                for days, opened in OPEN_WEEKDAYS[closed].items()
            ),
        ]
        write_document(root / f"content/venues/{v['slug']}.md", front, v["body"])
    for c in data["caravans"]:
        front = [
            f"name: {quote(c['name'])}",
            f"plate: {quote(c['plate'])}",
            f"home: {quote(c['home'])}",
        ]
        write_document(root / f"content/caravans/{c['slug']}.md", front, c["body"])
    stops = {s["id"]: s for s in data["stops"]}
    if one_schedule:
        write_lines(
            root / "schedule.yaml",
            ["tours:", *(line for r in data["routes"] for line in format_tour(r, stops))],
        )
    else:
        write_lines(root / "schedule.yaml", ["include:", "  - schedule/*.yaml"])
        for r in data["routes"]:
            write_lines(root / f"schedule/{r['slug']}.yaml", ["tours:", *format_tour(r, stops)])


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("data", type=Path, help="a data set that workload.py wrote")
    ap.add_argument("project", type=Path, help="folder to make")
    ap.add_argument("--one-schedule", action="store_true", help="everything in one schedule.yaml")
    a = ap.parse_args()
    write_project(json.loads(a.data.read_text(encoding="utf-8")), a.project, a.one_schedule)


if __name__ == "__main__":
    main()
