#!/usr/bin/env python3
"""Compare the calendars that two versions of Tourbook write, and what builds take.

    python benchmarks/calendars.py                       # the sample, before calendars were rules and now
    python benchmarks/calendars.py --museum 10000 --repeats 1
    python benchmarks/calendars.py --timetables FOLDER   # mobile libraries as CSV (see timetables.py)
    python benchmarks/calendars.py --write               # also put the tables into docs/performance.md

Both versions are checked out from this repository. They build by turns, so that other work on the
machine slows down both. Each builds its own sample, as it is in its version.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS_FOLDER.parent
sys.path.insert(0, str(REPOSITORY))

import yaml  # noqa: E402

from benchmarks import museum_schedule, page, timetables  # noqa: E402
from benchmarks.bench import remove  # noqa: E402
from benchmarks.measure import Run, measure_run  # noqa: E402
from benchmarks.museum import write_museum  # noqa: E402

BEFORE = "b7ac669"
"""The last version in which each date was an event."""
SAMPLE_DAY = dt.date(2026, 11, 30)
KINDS = ("cold build", "nothing to do", "one edit: a line of a page", "the next day")


class Figures(NamedTuple):
    """What the calendars of a build are."""

    files: int
    events: int
    octets: int
    cut: int
    """Calendars that leave out what is to come."""


class Version:
    """A version of Tourbook with a project, which it builds again and again."""

    def __init__(self, name: str, program: Path, project: Path, day: dt.date) -> None:
        self.name, self._program, self.project, self._day = name, program, project, day
        self.output = project.with_name(project.name + "-output")
        self.runs: dict[str, list[Run]] = {kind: [] for kind in KINDS}

    def run_round(self) -> None:
        remove(self.output)
        remove(self.project / ".tourbook")
        edited = self.project / "content/pages/about.md"
        text = edited.read_bytes()
        self._build("cold build", self._day)
        self._build("nothing to do", self._day)
        edited.write_bytes(text + b"\nOne more line.\n")
        self._build("one edit: a line of a page", self._day)
        edited.write_bytes(text)
        self._build(None, self._day)
        self._build("the next day", self._day + dt.timedelta(days=1))

    def _build(self, kind: str | None, day: dt.date) -> None:
        command = [sys.executable, str(self._program / "build.py"), "--root", str(self.project)]
        command += ["--output", str(self.output), "--today", day.isoformat(), "--quiet"]
        run = measure_run(command, self.project, self.project.with_name("log.txt"))
        if kind:
            self.runs[kind].append(run)
            print(f"  {self.name:8} {kind:27} wall {run.wall:7.2f}  cpu {run.cpu:7.2f}", flush=True)

    def count(self) -> Figures:
        contents = [path.read_bytes().replace(b"\r\n ", b"") for path in self.output.rglob("*.ics")]
        octets = sum(path.stat().st_size for path in self.output.rglob("*.ics"))
        marks = [mark.encode() for mark in self._list_cut_marks()]
        return Figures(
            len(contents),
            sum(raw.count(b"BEGIN:VEVENT") for raw in contents),
            octets,
            sum(any(mark in raw for mark in marks) for raw in contents),
        )

    def _list_cut_marks(self) -> list[str]:
        """How the description of a calendar that is cut begins."""
        marks = []
        for path in (self._program / "themes/default/strings").glob("*.yaml"):
            strings = yaml.safe_load(path.read_text(encoding="utf-8"))
            texts = [strings[key] for key in ("feed_until", "feed_part") if key in strings]
            marks += [re.sub(r"([\\;,])", r"\\\1", text.partition("{")[0]) for text in texts]
        return marks


def check_out(commit: str, folder: Path) -> Path:
    """A clone of this repository at a commit, with its history."""
    quiet = ["git", "-c", "advice.detachedHead=false"]
    subprocess.run([*quiet, "clone", "-q", str(REPOSITORY), str(folder)], check=True)
    subprocess.run([*quiet, "checkout", "-q", commit], cwd=folder, check=True)
    return folder


def compare(name: str, versions: list[Version], repeats: int) -> list[str]:
    """The table of one project."""
    print(name, flush=True)
    for _ in range(repeats):
        for version in versions:
            version.run_round()
    figures = [version.count() for version in versions]
    heads = " | ".join(version.name for version in versions)
    lines = [
        f"### {name}",
        "",
        f"Run of {dt.date.today()}, medians of {repeats}; load of the machine "
        f"{os.getloadavg()[0]:.0f}. Builds: seconds of wall time / seconds of CPU / MiB of the "
        "largest process.",
        "",
        f"| | {heads} |",
        "| --- |" + " ---: |" * len(versions),
    ]
    for label in Figures._fields:
        values = " | ".join(f"{getattr(f, label):,}" for f in figures)
        lines.append(f"| calendars: {label} | {values} |")
    for kind in KINDS:
        medians = [
            [statistics.median(getattr(run, key) for run in version.runs[kind])
             for key in ("wall", "cpu", "rss")]
            for version in versions
        ]  # fmt: skip
        cells = " | ".join(f"{wall:.2f} / {cpu:.2f} / {rss:.0f}" for wall, cpu, rss in medians)
        lines.append(f"| {kind} | {cells} |")
    for version in versions:
        remove(version.output)
    return lines


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--before", default=BEFORE, help="the other version, a commit (default: %(default)s)")
    add("--museum", type=int, help="a museum of so many stops instead of the sample")
    add("--timetables", type=Path, help="timetables in a folder of CSV instead of the sample")
    add("--repeats", type=int, default=3, help="rounds (default: %(default)s)")
    add("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    memory = Path("/dev/shm")
    work = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    try:
        versions = []
        for name, commit in (("before", options.before), ("now", "HEAD")):
            program = check_out(commit, work / name)
            project, day = program, SAMPLE_DAY
            theme = program / "themes/default"
            if options.museum:
                project, day = work / f"{name}-museum", museum_schedule.TODAY
                write_museum(project, stops=options.museum)
                shutil.rmtree(project / "themes")
                shutil.copytree(theme, project / "themes/default")
            elif options.timetables:
                project, day = work / f"{name}-timetables", timetables.TODAY
                timetables.write_timetables(project, options.timetables, theme)
            versions.append(Version(name, program, project, day))
        mark, title = "sample", "The sample"
        if options.museum:
            mark, title = "museum", f"A museum of {options.museum:,} stops"
        elif options.timetables:
            mark, title = "timetables", "Timetables of mobile libraries"
        lines = compare(title, versions, options.repeats)
        print("", *lines, sep="\n", flush=True)
        if options.write:
            page.write_between_marks(f"calendars-{mark}", lines)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
