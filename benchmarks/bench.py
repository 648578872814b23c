"""A tool on one data set: its runs, and the proof that every output is right."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import Run, measure_peak_memory, measure_run

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
RUN_LABELS = {
    "cold": "cold build",
    "same": "nothing to do",
    "note": "one edit: a note",
    "date": "one edit: a date",
    "check": "`check` after an edit",
    "next": "the next day",
}
"""Kind of run -> its name."""
BUILD_KINDS = ("cold", "same", "note", "date")
"""What any tool can do."""
EDITS = ("note", "date")
"""Kinds of run, and forms of the data besides "base"."""
PROFILED_TOOLS = ("tourbook", "museum")
"""Those that are timed stage by stage."""
Profile = dict[str, dict[str, float]]
"""Kind of run -> stage -> seconds."""


class Tool(NamedTuple):
    name: str
    write_project: Callable[[Path, str], None]
    """(folder to make, form of the data) -> nothing."""
    make_command: Callable[[Path], list[str]]
    """Project -> the command that builds it."""
    output_folder: str
    state_paths: tuple[str, ...]
    """What a cold build must not find, besides the output."""
    run_kinds: tuple[str, ...] = BUILD_KINDS
    special_commands: Mapping[str, Callable[[Path], list[str]]] = {}
    """Kind of run ("check", "next") -> as `make_command`."""
    compare_output: Callable[[str, Path], str] | None = None
    """(form of the data, output) -> what was compared. Raises SystemExit if the output is wrong."""


def make_build_command(program: Path, today: str, *words: str) -> Callable[[Path], list[str]]:
    """The command of Tourbook: `program` is the folder of build.py; `words` name another command
    than the build."""

    def make_command(project: Path) -> list[str]:
        build = str(program / "build.py")
        options = ["--root", str(project), "--today", today, "--quiet"]
        return [sys.executable, build, *words, *options]

    return make_command


def make_tourbook(
    name: str, write_project: Callable[[Path, str], None], program: Path, today: str, **fields: Any
) -> Tool:
    """Tourbook as a tool that also checks, and that builds on the next day."""
    tomorrow = (dt.date.fromisoformat(today) + dt.timedelta(1)).isoformat()
    special = {
        "check": make_build_command(program, today, "check"),
        "next": make_build_command(program, tomorrow),
    }
    return Tool(
        name,
        write_project,
        make_build_command(program, today),
        "output",
        (".tourbook",),
        (*BUILD_KINDS, *special),
        special,
        **fields,
    )


def copy_program(work: Path, source: Path) -> Path:
    """A copy of the program, so that nothing changes it during the run, with its bytecode."""
    copy = work / "program"
    shutil.rmtree(copy, ignore_errors=True)
    without_bytecode = shutil.ignore_patterns("__pycache__")
    shutil.copytree(source / "tourbook", copy / "tourbook", ignore=without_bytecode)
    shutil.copy(source / "build.py", copy)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(copy)], check=True)
    return copy


class Bench:
    """A tool's project at one size, built again and again."""

    def __init__(self, tool: Tool, stops: int, work: Path) -> None:
        self.tool, self.stops = tool, stops
        self.project = work / f"{tool.name}-{stops}"
        self.output = self.project / tool.output_folder
        self.log = work / "log.txt"
        self.runs: dict[str, list[Run]] = {kind: [] for kind in tool.run_kinds}
        self.memory: dict[str, float] = {}
        """Kind of run -> MiB of all processes together."""
        self.clean_fingerprints: dict[str, str] = {}
        """Form of the data -> fingerprint of the output of a clean build."""
        self.output_size = (0, 0, 0)
        """Pages, calendars and octets of the last round."""
        self.verified_outputs: set[tuple[str, str]] = set()
        """(form of the data, fingerprint) of outputs that were compared with the reference."""
        remove(self.project)
        tool.write_project(self.project, "base")
        forms = [kind for kind in tool.run_kinds if kind in EDITS]
        self.edits = {form: self.prepare_edit(form) for form in forms}

    def prepare_edit(self, form: str) -> list[tuple[Path, bytes, bytes]]:
        """(input file, its bytes, its bytes after the edit). Also makes a clean build of the edited
        project."""
        edited = self.project.with_name(self.project.name + "-edited")
        remove(edited)
        self.tool.write_project(edited, form)
        changes = []
        for path in list_files(edited):
            original = self.project / path.relative_to(edited)
            if original.read_bytes() != path.read_bytes():
                changes.append((original, original.read_bytes(), path.read_bytes()))
        measure_run(self.tool.make_command(edited), edited, self.log)
        self.clean_fingerprints[form] = compute_fingerprint(edited / self.tool.output_folder)
        remove(edited)
        return changes

    def build(self) -> Run:
        return measure_run(self.tool.make_command(self.project), self.project, self.log)

    def run_special(self, kind: str) -> Run:
        return measure_run(self.tool.special_commands[kind](self.project), self.project, self.log)

    def record_run(self, kind: str) -> None:
        run = self.run_special(kind) if kind in self.tool.special_commands else self.build()
        self.runs[kind].append(run)
        figures = f"wall {run.wall:6.2f}  cpu {run.cpu:6.2f}  rss {run.rss:4.0f}"
        self.report(f"{RUN_LABELS[kind]:17} {figures}")

    def report(self, text: str) -> None:
        print(f"  {self.stops:>6} {self.tool.name:13} {text}", flush=True)

    def verify_output(self, form: str) -> None:
        """Raises SystemExit unless the output is that of a clean build and, if the tool has a
        reference, what that wants."""
        fingerprint = compute_fingerprint(self.output)
        if self.clean_fingerprints.setdefault(form, fingerprint) != fingerprint:
            raise SystemExit(
                f"{self.tool.name}: after the edit “{form}” the output is not that of a clean build"
            )
        if self.tool.compare_output and (form, fingerprint) not in self.verified_outputs:
            compared = self.tool.compare_output(form, self.output)
            self.report(f"output of “{form}” is right: {compared}")
            self.verified_outputs.add((form, fingerprint))

    def wipe(self) -> None:
        for name in (self.tool.output_folder, *self.tool.state_paths):
            remove(self.project / name)

    def apply_edit(self, form: str) -> None:
        for path, _, after in self.edits[form]:
            path.write_bytes(after)

    def undo_edit(self, form: str) -> None:
        for path, before, _ in self.edits[form]:
            path.write_bytes(before)

    def run_round(self) -> None:
        """Every kind of run once."""
        self.wipe()
        self.record_run("cold")
        self.verify_output("base")
        if "same" in self.runs:
            self.record_run("same")
            self.verify_output("base")
        for form in self.edits:
            self.apply_edit(form)
            self.record_run(form)
            self.verify_output(form)
            self.undo_edit(form)
            self.build()
            self.verify_output("base")
        if "check" in self.runs:
            self.apply_edit("note")
            self.record_run("check")
            self.undo_edit("note")
        if "next" in self.runs:
            self.record_run("next")
        octets = sum(path.stat().st_size for path in list_files(self.output))
        self.output_size = (*self.count_outputs(), octets)

    def measure_memory(self) -> None:
        """The memory of all processes together, in runs of their own, because sampling takes
        time."""
        self.wipe()
        for kind in ("cold", "same"):
            if kind in self.runs:
                command = self.tool.make_command(self.project)
                self.memory[kind] = measure_peak_memory(command, self.project, self.log)

    def measure_stages(self) -> Profile:
        """Medians of three runs of each kind (see stages.py)."""
        runs: dict[str, list[dict[str, float]]] = {"cold": [], "same": [], "date": []}
        for _ in range(3):
            self.wipe()
            runs["cold"].append(self.time_stages())
            runs["same"].append(self.time_stages())
            self.apply_edit("date")
            runs["date"].append(self.time_stages())
            self.undo_edit("date")
        return {kind: compute_medians(stages) for kind, stages in runs.items()}

    def time_stages(self) -> dict[str, float]:
        _, *arguments = self.tool.make_command(self.project)
        command = [sys.executable, str(BENCHMARKS_FOLDER / "stages.py"), *arguments]
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        seconds: dict[str, float] = json.loads(printed.splitlines()[-1])
        return seconds

    def count_outputs(self) -> tuple[int, int]:
        """Pages and calendars."""
        pages, calendars = (len(list(self.output.rglob(p))) for p in ("*.html", "*.ics"))
        return pages, calendars


class Results(NamedTuple):
    """What was measured at one size."""

    benches: dict[str, Bench]
    loads: list[float]
    """Load of the machine before each round."""
    profile: Profile
    """Of Tourbook, stage by stage."""


def run_benches(tools: list[Tool], stops: int, repeats: int, work: Path) -> Results:
    """Run all tools in turn, `repeats` rounds; their projects are removed at the end."""
    benches = {tool.name: Bench(tool, stops, work) for tool in tools}
    loads = []
    for number in range(repeats):
        loads.append(os.getloadavg()[0])
        print(f"round {number + 1}, load {loads[-1]:.1f}", flush=True)
        for bench in benches.values():
            bench.run_round()
    for bench in benches.values():
        bench.measure_memory()
    tourbook = next((b for name, b in benches.items() if name in PROFILED_TOOLS), None)
    return Results(benches, loads, tourbook.measure_stages() if tourbook else {})


def compute_medians(runs: list[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for run in runs for name in run)
    return {name: statistics.median(run.get(name, 0.0) for run in runs) for name in names}


def compute_fingerprint(folder: Path) -> str:
    """One digest of every path and byte below a folder."""
    h = hashlib.blake2b(digest_size=16)
    for path in list_files(folder):
        raw = path.read_bytes()
        h.update(f"{path.relative_to(folder)}\0{len(raw)}\0".encode())
        h.update(raw)
    return h.hexdigest()


def list_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
