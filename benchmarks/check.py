#!/usr/bin/env python3
"""How long the schedule rules take, and how that grows with the schedule: stays of sets and visits
of vehicles in equal parts.

    python benchmarks/check.py [--sizes 2500 5000 10000 20000] [--write]

Each size is a project of its own, made in a temporary folder and loaded once; then every rule runs
over the loaded schedule. The figures are the fastest of five runs in one process. With --write the
table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import random
import sys
import tempfile
import time
from pathlib import Path

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

from benchmarks import page  # noqa: E402
from tourbook.build.cache import BuildCache  # noqa: E402
from tourbook.build.load import read_sources  # noqa: E402
from tourbook.common.problems import Problems  # noqa: E402
from tourbook.model.assemble import assemble  # noqa: E402
from tourbook.rules import CHECKS, RULES, apply_rules  # noqa: E402
from tourbook.schedule.agenda import Agenda  # noqa: E402
from tourbook.sources.snapshot import take_snapshot  # noqa: E402

TODAY = dt.date(2026, 1, 1)
COUNTIES = (
    "621121",
    "621122",
    "621123",
    "621124",
    "621125",
    "621126",
    "620121",
    "620122",
    "520121",
    "520122",
    "522622",
    "522623",
)
STOPS_PER_TRIP = 40
"""Stays of a set, and visits of a vehicle."""


def write_project(root: Path, stops: int, seed: int = 1) -> None:
    """Sets and vehicles with a few clashes; holidays, crews, halls and positions for every rule to
    look at."""
    r = random.Random(seed)
    half = stops // 2
    venues = max(10, half // 5)

    def write(name: str, text: str) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write(
        "content/site.yaml",
        "name: 基准\nbase_url: https://bench.example/\nplanning: {township_share: 60}\n",
    )
    for n in range(venues):
        where = f"coordinates: {{lat: {r.uniform(26, 36):.4f}, lon: {r.uniform(104, 107):.4f}}}"
        write(
            f"content/venues/v{n}.md",
            f'---\nname: 馆{n}\nregion: "{r.choice(COUNTIES)}"\n{where}\nhours: '
            f"{{wed-sun: 09:00-17:00, holidays: usual}}\n"
            "contact: {phone: 0931-0000000}\nhalls:\n"
            + "".join(f"  - {{name: 厅{h}, area: 500, height: 4}}\n" for h in range(3))
            + "---\n",
        )
    copies = "".join(f"  - id: c{n}\n" for n in range(half // STOPS_PER_TRIP))
    write(
        "content/exhibitions/show.md",
        f"---\nname: 展\nlogistics: "
        f"{{area: 400, set_up_days: 2, strike_days: 1}}\ncopies:\n{copies}---\n",
    )
    people = max(10, half // 20)
    for n in range(people):
        write(f"content/organisations/p{n}.md", f"---\nname: 专家{n}\nclass: person\n---\n")
    for n in range(half // STOPS_PER_TRIP):
        lines, day = (
            [
                "tours:",
                f"  - id: t{n}",
                "    name: 巡展",
                "    exhibition: show",
                f"    copy: c{n}",
                "    stops:",
            ],
            TODAY,
        )
        for k in range(STOPS_PER_TRIP):
            opens = day + dt.timedelta(days=r.randint(12, 30) if r.random() > 0.02 else 0)
            day = opens + dt.timedelta(days=r.randint(20, 60))
            lines += [
                f"      - "
                f"{{id: t{n}-{k}, venue: v{r.randrange(venues)}, open: {opens}, close: {day}, booking: {{required: true}}}}"
            ]
        write(f"schedule/t{n}.yaml", "\n".join([*lines, ""]))
        write(
            f"content/caravans/k{n}.md",
            f"---\nname: 车{n}\nsince: 2020-01-01\nodometer: 50000\n---\n",
        )
        lines, day = (
            ["routes:", f"  - id: r{n}", "    name: 线路", f"    caravan: k{n}", "    visits:"],
            TODAY,
        )
        for k in range(STOPS_PER_TRIP):
            day += dt.timedelta(days=r.randint(0, 3))
            start = r.randint(8, 15)
            place = f'{{name: 小学{n}-{k}, region: "{r.choice(COUNTIES)}", township: {str(r.random() > 0.3).lower()}}}'
            when = f'date: {day}, time: "{start:02}:00-{start + 2}:00"'
            lines += [
                f"      - {{id: r{n}-{k}, {when}, place: {place}, crew: [p{r.randrange(people)}]}}"
            ]
        write(f"schedule/r{n}.yaml", "\n".join([*lines, ""]))
    write("schedule.yaml", "include: [schedule/*.yaml]\n")


def measure(stops: int, repeats: int = 5) -> tuple[float, float, float, int]:
    """Seconds of CPU: (loading, model and index, rules), and how many findings there are."""
    with tempfile.TemporaryDirectory() as folder:
        write_project(Path(folder), stops)
        problems, a = Problems(), time.process_time()
        sources = read_sources(take_snapshot(Path(folder)), BuildCache(None, b"", 1), problems)
        assert sources is not None
        b = time.process_time()
        model = assemble(sources, False, problems)
        Agenda(model, TODAY)
        c = time.process_time()
        assert not problems.error_count, problems.items[:3]
        times = []
        for _ in range(repeats):
            index, found = Agenda(model, TODAY), Problems()
            start = time.process_time()
            for check in CHECKS:
                check(model, found)
            apply_rules(RULES, index, found)
            times.append(time.process_time() - start)
        return b - a, c - b, min(times), len(found)


def main() -> None:
    ap = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ap.add_argument("--sizes", type=int, nargs="+", default=[2500, 5000, 10_000, 20_000])
    ap.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    a = ap.parse_args()
    gc.disable()
    rows = [
        "| stops | loading, s | model and index, s | rules, s | rules, µs a stop | findings |",
        "| ---: " * 6 + "|",
    ]
    for size in a.sizes:
        loading, model, rules, found = measure(size)
        rows.append(
            f"| {size:,} | {loading:.2f} | {model:.2f} | {rules:.2f} | {1e6 * rules / size:.0f} "
            f"| {found:,} |"
        )
        print(rows[-1], flush=True)
        gc.collect()
    if a.write:
        page.write_between_marks("check", rows)


if __name__ == "__main__":
    main()
