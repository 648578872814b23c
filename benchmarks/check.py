#!/usr/bin/env python3
"""Measure how long the schedule rules take, and how that grows with the schedule.

    python benchmarks/check.py [--sizes 2500 5000 10000 20000] [--write]

Each size is a museum of its own (museum.py), made in a temporary folder and loaded once; one stop in
ten may clash with another. Then every rule runs over the loaded schedule. The figures are CPU
seconds, the fastest of five runs in one process. With --write the table goes into
docs/performance.md.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

from benchmarks import museum, page  # noqa: E402
from benchmarks.museum_schedule import TODAY  # noqa: E402
from tourbook.build.cache import BuildCache  # noqa: E402
from tourbook.build.load import read_sources  # noqa: E402
from tourbook.checks import CHECKS, TEXT_CHECKS  # noqa: E402
from tourbook.common.problems import Problems  # noqa: E402
from tourbook.model.assemble import assemble  # noqa: E402
from tourbook.rules import RULES, apply_rules  # noqa: E402
from tourbook.schedule.agenda import Agenda  # noqa: E402
from tourbook.sources.snapshot import take_snapshot  # noqa: E402

CLASH_SHARE = 0.1
"""Of the stays and visits; see museum.py."""


class Figures(NamedTuple):
    """CPU seconds of each part, and how much the rules found."""

    loading: float
    model: float
    rules: float
    findings: int


def measure(stops: int, repeats: int = 5) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        museum.write_museum(Path(folder), stops=stops, clash_share=CLASH_SHARE)
        snapshot = take_snapshot(Path(folder))
    problems = Problems()
    start = time.process_time()
    sources = read_sources(snapshot, BuildCache(None, b"", 1), problems)
    loading = time.process_time() - start
    assert sources is not None
    start = time.process_time()
    model = assemble(sources, False, problems)
    Agenda(model, TODAY)
    model_and_agenda = time.process_time() - start
    assert not problems.error_count, problems.items[:3]
    seconds = []
    for _ in range(repeats):
        agenda, findings = Agenda(model, TODAY), Problems()
        start = time.process_time()
        for check in (*CHECKS, *TEXT_CHECKS):
            check(model, findings)
        apply_rules(RULES, agenda, findings)
        seconds.append(time.process_time() - start)
    return Figures(loading, model_and_agenda, min(seconds), len(findings))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[2500, 5000, 10_000, 20_000])
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    options = parser.parse_args()
    gc.disable()
    lines = [
        "| stops | loading, s | model and agenda, s | rules, s | rules, µs a stop | findings |",
        "| ---: " * 6 + "|",
    ]
    for stops in options.sizes:
        figures = measure(stops)
        lines.append(
            f"| {stops:,} | {figures.loading:.2f} | {figures.model:.2f} | {figures.rules:.2f} "
            f"| {1e6 * figures.rules / stops:.0f} | {figures.findings:,} |"
        )
        print(lines[-1], flush=True)
        gc.collect()
    if options.write:
        page.write_between_marks("check", lines)


if __name__ == "__main__":
    main()
