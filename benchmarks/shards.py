#!/usr/bin/env python3
"""Measure what it gains and costs to build a museum in shards, and on a Dask cluster of this machine.

    python benchmarks/shards.py [--stops 1000] [--write]

Every build begins without any memory. A shard has one process, so the figures say what each machine
of a CI matrix would work; shards that are built on one machine only cost.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks import museum_schedule, page  # noqa: E402
from benchmarks.bench import remove  # noqa: E402
from benchmarks.measure import Run, measure_run  # noqa: E402
from benchmarks.museum import write_museum  # noqa: E402
from tourbook.hosting.cluster import open_cluster  # noqa: E402

TOTALS = (2, 4, 8)


class Museum:
    """The project of a museum, and the builds of it."""

    def __init__(self, folder: Path, stop_count: int) -> None:
        self._folder, self._project = folder, folder / "museum"
        write_museum(self._project, stops=stop_count)

    def build(self, output: str, *options: str) -> Run:
        """A build without any memory."""
        self.clear()
        return self._run("build", "--output", str(self._folder / output), *options)

    def merge(self, total: int) -> Run:
        folders = [str(self._folder / name_part(n, total)) for n in range(1, total + 1)]
        return self._run("merge", *folders, "--output", str(self._folder / "merged"))

    def clear(self) -> None:
        remove(self._project / ".tourbook")

    def _run(self, *arguments: str) -> Run:
        command = [sys.executable, str(REPOSITORY / "build.py"), *arguments, "--quiet"]
        command += ["--root", str(self._project), "--today", museum_schedule.TODAY.isoformat()]
        run = measure_run(command, self._project, self._folder / "log.txt")
        print(
            f"  {' '.join(arguments[:4]):60} wall {run.wall:6.1f}  cpu {run.cpu:6.1f}", flush=True
        )
        return run


def name_part(number: int, total: int) -> str:
    return f"{number}-of-{total}"


def measure_shards(museum: Museum, whole: Run) -> Iterator[list[str]]:
    """A row for each number of machines."""
    for total in TOTALS:
        runs = [
            museum.build(name_part(number, total), "--shard", f"{number}/{total}", "--jobs", "1")
            for number in range(1, total + 1)
        ]
        merge = museum.merge(total)
        longest, work = max(run.cpu for run in runs) + merge.cpu, sum(run.cpu for run in runs)
        yield [
            str(total),
            f"{longest:.1f} s",
            f"{whole.cpu / longest:.2f}",
            f"{(work + merge.cpu) / whole.cpu:.2f}",
            f"{merge.cpu:.1f} s",
        ]


def compare_cluster(museum: Museum) -> tuple[Run, Run]:
    """(a build in two processes, one on a local cluster of two machines with one process each)."""
    from distributed import LocalCluster

    two_processes = museum.build("two", "--jobs", "2")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with open_cluster(cluster.scheduler_address):
            pass  # its machines are there
        return two_processes, museum.build("cluster", "--cluster", cluster.scheduler_address)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stops", type=int, default=1000)
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        museum = Museum(Path(folder), args.stops)
        whole = museum.build("whole", "--jobs", "1")
        rows = list(measure_shards(museum, whole))
        two_processes, cluster = compare_cluster(museum)
    text = (
        f"A museum of {args.stops:,} stops, built by one process without any memory: "
        f"{whole.cpu:.1f} s of CPU.\n\n"
        "| machines | slowest shard and `merge`, CPU | faster by | work of all, to that of one build | `merge` |\n"
        "|---|---|---|---|---|\n"
        + "".join(f"| {' | '.join(row)} |\n" for row in rows)
        + f"\nOn this one machine with two processors, a Dask cluster of two workers takes "
        f"{cluster.wall / two_processes.wall:.2f} times as long as `--jobs 2`.\n"
    )
    print(text)
    if args.write:
        page.write_between_marks("shards", text.splitlines())


if __name__ == "__main__":
    main()
