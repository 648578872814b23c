#!/usr/bin/env python3
"""Measure Tourbook on the project of a museum and, beside Hugo, on the page set of the peers.

    python benchmarks/run.py                    # a museum of 1,000 stops; the peers at 1,000 and 10,000
    python benchmarks/run.py --write            # also put the tables into docs/performance.md
    python benchmarks/run.py --museum 100 --peers-stops 200 --repeats 1    # a first look

Run it with the Python that has Tourbook's requirements. The museum needs nothing beside this
repository. The page set of the peers is in ../shared/bench, or in the folder that --peers names; if
it is missing, that part is skipped. docs/performance.md describes what is measured, and how.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS_FOLDER.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks import museum, page, peers, tables, visits  # noqa: E402
from benchmarks.bench import (  # noqa: E402
    Results,
    copy_program,
    make_tourbook,
    remove,
    run_benches,
)
from benchmarks.museum_schedule import TODAY  # noqa: E402


def parse_sizes(text: str) -> list[int]:
    return [int(size) for size in text.split(",") if size]


def parse_options() -> argparse.Namespace:
    temporary = Path(tempfile.gettempdir())
    in_memory = Path("/dev/shm")
    work = (in_memory if in_memory.is_dir() else temporary) / "tourbook-bench-work"
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--museum", default="1000", help="sizes of the museum, in stops (default: %(default)s)")
    add("--visits", default="5000", help="fortnightly visits (default: %(default)s)")
    add(
        "--peers-stops",
        default="1000,10000",
        help="sizes of the peers' page set, in stops, at least 200 (default: %(default)s)",
    )
    add("--repeats", type=int, default=5, help="runs of each kind (default: %(default)s)")
    add(
        "--tools",
        default=",".join(peers.TOOL_NAMES),
        help="which to run on the peers' page set (default: %(default)s)",
    )
    add(
        "--peers",
        type=Path,
        default=REPOSITORY.parent / "shared/bench",
        help="folder of run_peers.py (default: %(default)s)",
    )
    add(
        "--tourbook",
        type=Path,
        default=REPOSITORY,
        help="folder of tourbook/ and build.py (default: this repository)",
    )
    add(
        "--home",
        type=Path,
        default=temporary / "tourbook-bench",
        help="where Hugo is installed (default: %(default)s)",
    )
    add(
        "--work",
        type=Path,
        default=work,
        help="input and output; best a memory file system (default: %(default)s)",
    )
    add("--write", action="store_true", help="put the tables into docs/performance.md")
    return parser.parse_args()


def publish(mark: str, lines: list[str], write: bool) -> None:
    print("", *lines, sep="\n", flush=True)
    if write:
        page.write_between_marks(mark, lines)


def measure_sites(
    options: argparse.Namespace,
    program: Path,
    name: str,
    scales: str,
    write_project: Callable[[int, Path, str], None],
) -> dict[int, Results]:
    """What Tourbook takes on a site, by scale; `write_project` takes the scale first."""
    results: dict[int, Results] = {}
    for scale in parse_sizes(scales):
        tool = make_tourbook(name, partial(write_project, scale), program, TODAY.isoformat())
        results[scale] = run_benches([tool], scale, options.repeats, options.work)
        remove(results[scale].benches[name].project)
    return results


def run_museum(options: argparse.Namespace, program: Path) -> list[str]:
    """The tables of the museum."""

    def write_project(stops: int, root: Path, form: str) -> None:
        museum.write_museum(root, form, stops=stops)

    results = measure_sites(options, program, "museum", options.museum, write_project)
    return tables.format_museum_report(results, options.repeats)


def run_visits(options: argparse.Namespace, program: Path) -> list[str]:
    """The table of recurring visits."""

    def write_project(count: int, root: Path, form: str) -> None:
        visits.write_visits(root, form, visits=count)

    results = measure_sites(options, program, "visits", options.visits, write_project)
    return tables.format_visits_report(results, options.repeats)


def run_peers(options: argparse.Namespace, program: Path) -> list[str]:
    """The tables of the peers' page set."""
    options.home.mkdir(parents=True, exist_ok=True)
    peers.install(options.home)
    page_set = peers.Peers(options.peers.resolve(), options.home.resolve())
    names = options.tools.split(",")
    results: dict[int, Results] = {}
    for stops in parse_sizes(options.peers_stops):
        tools = page_set.list_tools(names, stops, program, options.work)
        results[stops] = run_benches(tools, stops, options.repeats, options.work)
        for bench in results[stops].benches.values():
            remove(bench.project)
    if not {"hugo", "tourbook"} <= set(names):
        return []
    sizes = {stops: page_set.count_expected(stops) for stops in results}
    version = page_set.read_hugo_version()
    return tables.format_peers_report(results, sizes, options.repeats, version)


def main() -> None:
    options = parse_options()
    remove(options.work)
    options.work.mkdir(parents=True)
    try:
        program = copy_program(options.work, options.tourbook.resolve())
        if options.museum:
            publish("museum", run_museum(options, program), options.write)
        if options.visits:
            publish("visits", run_visits(options, program), options.write)
        if not options.peers_stops:
            return
        if peers.is_available(options.peers):
            lines = run_peers(options, program)
            if lines:
                publish("figures", lines, options.write)
        else:
            print(
                f"\nSkipped: the comparison with Hugo on the peers' page set. {options.peers} is "
                "missing; put shared/ beside the repository, or name its bench folder with --peers."
            )
    finally:
        shutil.rmtree(options.work, ignore_errors=True)


if __name__ == "__main__":
    main()
