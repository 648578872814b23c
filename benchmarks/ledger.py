#!/usr/bin/env python3
"""How long the history takes to read: the first time, with one more commit, and with none.

    python benchmarks/ledger.py [--stops 10000] [--commits 1000] [--write]

The project is the one of `benchmarks/run.py`, with its schedule in many files or in one, in a
repository of its own in a temporary folder; every commit moves the dates of one stop. Figures are
the fastest of three runs in one process (of one, where it takes more than ten seconds). With
--write the table goes into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(BENCHMARKS_FOLDER.parent))

from benchmarks import content, page  # noqa: E402
from tourbook.history import git, store  # noqa: E402
from tourbook.sources.snapshot import take_snapshot  # noqa: E402

START_TIMESTAMP = 1_700_000_000
TODAY_TIMESTAMP = int(dt.datetime(2026, 11, 26, tzinfo=dt.UTC).timestamp())


def run_git(root: Path, *args: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(
        ["git", *args], cwd=root, input=stdin, capture_output=True, check=True
    ).stdout


def make_repository(root: Path, commits: int, seed: int = 1) -> None:
    """The project in `root` as the first commit, and commits that each move the end of one stop by
    some days."""
    r = random.Random(seed)
    run_git(root, "init", "-q", "-b", "main")
    files = {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and ".git/" not in p.as_posix()
    }
    schedules = sorted(f for f in files if f.startswith("schedule") and b"close:" in files[f])
    out: list[bytes] = []

    def commit(number: int, changed: dict[str, bytes]) -> None:
        out.append(
            b"commit refs/heads/main\ncommitter Bench <bench@bench.example> %d +0800\ndata 1\nx\n"
            % (START_TIMESTAMP + 3600 * number)
        )
        for name, raw in changed.items():
            out.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(raw), raw))

    commit(0, files)
    for number in range(1, commits + 1):
        name = r.choice(schedules)
        raw = files[name]
        places = [m.start() for m in re.finditer(rb"close: \d{4}-\d\d-\d\d", raw)]
        at = r.choice(places) + len(b"close: 2026-01-")
        files[name] = raw[:at] + b"%02d" % r.randint(1, 28) + raw[at + 2 :]
        commit(number, {name: files[name]})
    run_git(root, "fast-import", "--quiet", stdin=b"".join(out))
    run_git(root, "reset", "--hard", "-q")


def time_history(root: Path, memory: Path) -> float:
    texts = take_snapshot(root).texts
    start = time.perf_counter()
    state = git.read_repository_state(root)
    found, save = store.read_ledger(root, state, memory, b"bench", texts, TODAY_TIMESTAMP)
    save()
    assert found.source == "git", found.error
    return time.perf_counter() - start


def commit_edit(root: Path) -> None:
    """A further commit that moves a stop."""
    name = next(
        p
        for p in [*sorted(root.glob("schedule*/*.yaml")), root / "schedule.yaml"]
        if b"close:" in p.read_bytes()
    )
    raw = name.read_bytes()
    at = raw.index(b"close: ") + len(b"close: 2026-01-")
    name.write_bytes(raw[:at] + b"%02d" % (int(raw[at : at + 2]) % 28 + 1) + raw[at + 2 :])
    run_git(
        root,
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@bench.example",
        "commit",
        "-qam",
        "one more",
    )


def measure(stops: int, commits: int, one_schedule: bool) -> tuple[float, float, float, int]:
    """Seconds for the whole history, for one more commit, for none; the size of the memory in
    octets."""
    with tempfile.TemporaryDirectory() as folder:
        data, root, memory = (
            Path(folder) / "data.json",
            Path(folder) / "site",
            Path(folder) / "memory",
        )
        workload = next(p for p in BENCHMARKS_FOLDER.parents[1].glob("shared/bench/workload.py"))
        subprocess.run(
            [sys.executable, str(workload), "--stops", str(stops), "--out", str(data)],
            check=True,
            capture_output=True,
        )
        content.write_project(json.loads(data.read_text(encoding="utf-8")), root, one_schedule)
        make_repository(root, commits)
        first = []
        for _ in range(3):
            memory.unlink(missing_ok=True)
            first.append(time_history(root, memory))
            if first[-1] > 10:  # long enough to be sure of
                break
        none = min(time_history(root, memory) for _ in range(3))
        more = []
        for _ in range(3):
            commit_edit(root)
            more.append(time_history(root, memory))
        return min(first), min(more), none, memory.stat().st_size


def main() -> None:
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("--stops", type=int, default=10_000)
    p.add_argument("--commits", type=int, default=1_000)
    p.add_argument("--write", action="store_true")
    a = p.parse_args()
    lines = [
        f"| {a.stops:,} stops, {a.commits:,} commits | first time | one more commit | nothing "
        f"new | memory |",
        "|---|---|---|---|---|",
    ]
    for name, one_schedule in (
        ("schedule in many files", False),
        ("all in one `schedule.yaml`", True),
    ):
        first, more, none, size = measure(a.stops, a.commits, one_schedule)
        lines.append(
            f"| {name} | {first:.2f} s | {more:.3f} s | {none:.3f} s | {size / 1e6:.1f} MB |"
        )
        print(lines[-1], flush=True)
    if a.write:
        page.write_between_marks("ledger", lines)


if __name__ == "__main__":
    main()
