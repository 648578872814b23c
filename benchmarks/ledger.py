#!/usr/bin/env python3
"""Measure how long the history takes to read: the first time, with one more commit, and with none.

    python benchmarks/ledger.py [--stops 10000] [--commits 1000] [--write]

The project is a museum (museum.py) with its schedule in many files or in one, in a repository of its
own in a temporary folder. Every commit moves the last day of one stay. The figures are the fastest
of three runs in one process (of one run, if it takes more than ten seconds). With --write the table
goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

from benchmarks import museum, page  # noqa: E402
from tourbook.history import git, store  # noqa: E402
from tourbook.sources.snapshot import take_snapshot  # noqa: E402

FIRST_COMMIT_TIMESTAMP = 1_700_000_000
TODAY_TIMESTAMP = int(dt.datetime(2026, 11, 26, tzinfo=dt.UTC).timestamp())
LONG_ENOUGH = 10
"""Seconds; a first time that takes longer is measured once."""
_LAST_DAY = re.compile(rb"(?<=close: )\d{4}-\d\d-\d\d")


class Figures(NamedTuple):
    """Seconds, and the size of the cache in octets."""

    first_time: float
    one_more_commit: float
    nothing_new: float
    cache_size: int


def run_git(root: Path, *args: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", *args], cwd=root, input=stdin, capture_output=True, check=True)


def move_last_day(raw: bytes, number: int, days: int) -> bytes:
    """A schedule with the last day of one of its stays moved; `number` counts its stays from 0."""
    match = list(_LAST_DAY.finditer(raw))[number]
    day = dt.date.fromisoformat(match.group().decode()) + dt.timedelta(days=days)
    return raw[: match.start()] + day.isoformat().encode() + raw[match.end() :]


def list_schedules(root: Path) -> list[Path]:
    """The schedule files that have stays."""
    files = [*sorted(root.glob("schedule/*.yaml")), root / "schedule.yaml"]
    return [path for path in files if _LAST_DAY.search(path.read_bytes())]


def make_repository(root: Path, commits: int, seed: int = 1) -> None:
    """Commit the project, then that many changes."""
    r = random.Random(seed)
    run_git(root, "init", "-q", "-b", "main")
    schedules = [path.relative_to(root).as_posix() for path in list_schedules(root)]
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git/" not in path.as_posix()
    }
    stream = [format_commit(0, files)]
    for number in range(1, commits + 1):
        name = r.choice(schedules)
        stay = r.randrange(len(_LAST_DAY.findall(files[name])))
        files[name] = move_last_day(files[name], stay, r.choice((-2, -1, 1, 2)))
        stream.append(format_commit(number, {name: files[name]}))
    run_git(root, "fast-import", "--quiet", stdin=b"".join(stream))
    run_git(root, "reset", "--hard", "-q")


def format_commit(number: int, files: dict[str, bytes]) -> bytes:
    """A commit as `git fast-import` reads it; one an hour."""
    timestamp = FIRST_COMMIT_TIMESTAMP + 3600 * number
    head = (
        "commit refs/heads/main\n"
        f"committer Bench <bench@bench.example> {timestamp} +0800\n"
        "data 1\nx\n"
    )
    changes = [
        b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(raw), raw)
        for name, raw in files.items()
    ]
    return b"".join([head.encode(), *changes])


def commit_change(root: Path) -> None:
    """Commit one more change."""
    schedule = list_schedules(root)[0]
    schedule.write_bytes(move_last_day(schedule.read_bytes(), 0, 1))
    author = ("-c", "user.name=Bench", "-c", "user.email=bench@bench.example")
    run_git(root, *author, "commit", "-qam", "one more")


def time_history(root: Path, cache: Path) -> float:
    """Seconds to read the history of a repository."""
    texts = take_snapshot(root).texts
    start = time.perf_counter()
    state = git.read_repository_state(root)
    ledger, save = store.HistoryMemory().read_ledger(
        root, state, cache, b"bench", texts, TODAY_TIMESTAMP
    )
    save()
    seconds = time.perf_counter() - start
    assert ledger.source == "git", ledger.error
    return seconds


def measure(stops: int, commits: int, one_schedule: bool) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder) / "project", Path(folder) / "cache"
        museum.write_museum(root, stops=stops, one_schedule=one_schedule)
        make_repository(root, commits)
        first_times: list[float] = []
        while len(first_times) < 3 and max(first_times, default=0) <= LONG_ENOUGH:
            cache.unlink(missing_ok=True)
            first_times.append(time_history(root, cache))
        nothing_new = min(time_history(root, cache) for _ in range(3))
        more_times = []
        for _ in range(3):
            commit_change(root)
            more_times.append(time_history(root, cache))
        return Figures(min(first_times), min(more_times), nothing_new, cache.stat().st_size)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stops", type=int, default=10_000)
    parser.add_argument("--commits", type=int, default=1_000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        f"| {options.stops:,} stops, {options.commits:,} commits | first time | one more commit "
        "| nothing new | cache |",
        "|---|---|---|---|---|",
    ]
    layouts = {"schedule in many files": False, "all in one `schedule.yaml`": True}
    for name, one_schedule in layouts.items():
        figures = measure(options.stops, options.commits, one_schedule)
        lines.append(
            f"| {name} | {figures.first_time:.2f} s | {figures.one_more_commit:.3f} s "
            f"| {figures.nothing_new:.3f} s | {figures.cache_size / 1e6:.1f} MB |"
        )
        print(lines[-1], flush=True)
    if options.write:
        page.write_between_marks("ledger", lines)


if __name__ == "__main__":
    main()
