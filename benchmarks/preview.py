#!/usr/bin/env python3
"""Measure the preview: from its start to the first page, and from a save to the changed page.

    python benchmarks/preview.py                             # the sample, 1,000 and 10,000 stops
    python benchmarks/preview.py --sizes 1000 --before 377f3e9 --write

It does what a browser does: it listens on the web socket, and asks for the page once it is told to.
With `--before`, an earlier version, checked out from this repository, is measured beside this one,
which is the present folder. CPU seconds are those of the server until the page is there; "all" are
those until nothing more is done, when checks are over, too.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from tornado.websocket import WebSocketClientConnection, websocket_connect  # noqa: E402

from benchmarks import page  # noqa: E402
from benchmarks.calendars import check_out  # noqa: E402
from benchmarks.museum import write_museum  # noqa: E402
from benchmarks.museum_schedule import TODAY  # noqa: E402
from tests.support.projects import copy_sample  # noqa: E402

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}/"
TICK = os.sysconf("SC_CLK_TCK")
MAX_WAIT = 300
"""Seconds for a page, and for a server that is to become quiet."""


class Subject(NamedTuple):
    """A project, with the file that is edited and the page that shows it."""

    name: str
    folder: Path
    file: str
    page: str


class Figures(NamedTuple):
    start: float
    """Seconds from the start to the first page."""
    start_cpu: float
    saves: list[float]
    """Seconds from a save to its page."""
    save_cpus: list[float]
    all_cpus: list[float]


def measure_cpu(process: subprocess.Popen[bytes]) -> float:
    """Seconds of CPU of a process and of those of its children that have ended."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / TICK


@contextmanager
def start_server(program: Path, subject: Subject) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(program / "build.py"), "serve", "--root", str(subject.folder)]
    command += ["--port", str(PORT), "--today", TODAY.isoformat()]
    log = subject.folder.with_name("log.txt").open("wb")
    server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield server
    finally:
        server.terminate()
        server.wait(60)


def ask(path: str) -> bytes:
    """A page; b"" while there is no server."""
    try:
        with urlopen(ADDRESS + path, timeout=MAX_WAIT) as answer:
            return bytes(answer.read())
    except OSError:
        return b""


def wait_for_page(path: str, text: bytes) -> None:
    for _ in range(MAX_WAIT * 100):
        if text in ask(path):
            return
        time.sleep(0.01)
    raise SystemExit(f"{path} does not show {text!r}")


def wait_until_quiet(server: subprocess.Popen[bytes]) -> None:
    """Until two seconds pass with little work: earlier versions look at their files all the time."""
    for _ in range(MAX_WAIT // 2):
        before = measure_cpu(server)
        time.sleep(2)
        if measure_cpu(server) - before < 0.25:
            return


async def connect() -> WebSocketClientConnection:
    """A web socket that is told of changes, as that of livereload.js."""
    socket = await websocket_connect(f"ws://127.0.0.1:{PORT}/livereload")
    await socket.write_message('{"command": "hello", "protocols": []}')
    await socket.read_message()
    await socket.write_message('{"command": "info", "url": "x"}')
    return socket


async def wait_for_reload(socket: WebSocketClientConnection) -> None:
    while '"path": "/problems"' in str(await socket.read_message()):
        pass


async def measure_saves(
    server: subprocess.Popen[bytes], subject: Subject, count: int
) -> Iterator[tuple[float, float, float]]:
    """(seconds, CPU seconds, CPU seconds of all that follows) of each save."""
    out = []
    path = subject.folder / subject.file
    text = path.read_text(encoding="utf-8")
    wait_until_quiet(server)
    for number in range(count):
        socket = await connect()
        mark = f"Save number {number} of {count}."
        cpu, start = measure_cpu(server), time.perf_counter()
        path.write_text(f"{text}\n{mark}\n", encoding="utf-8")
        await wait_for_reload(socket)
        wait_for_page(subject.page, mark.encode())
        seconds, page_cpu = time.perf_counter() - start, measure_cpu(server) - cpu
        wait_until_quiet(server)
        out.append((seconds, page_cpu, measure_cpu(server) - cpu))
        socket.close()
    path.write_text(text, encoding="utf-8")
    return iter(out)


def measure(program: Path, subject: Subject, count: int) -> Figures:
    start = time.perf_counter()
    with start_server(program, subject) as server:
        wait_for_page(subject.page, b"</html>")
        first, cpu = time.perf_counter() - start, measure_cpu(server)
        seconds, page_cpus, all_cpus = map(
            list, zip(*asyncio.run(measure_saves(server, subject, count)), strict=True)
        )
    return Figures(first, cpu, seconds, page_cpus, all_cpus)


def format_row(subject: str, version: str, figures: Figures) -> str:
    p95 = statistics.quantiles(figures.saves, n=20)[-1]
    cells = [
        f"{figures.start:.2f} / {figures.start_cpu:.2f}",
        f"{statistics.median(figures.saves):.2f}",
        f"{p95:.2f}",
        f"{statistics.median(figures.save_cpus):.2f}",
        f"{statistics.median(figures.all_cpus):.2f}",
    ]
    return f"| {subject} | {version} | {' | '.join(cells)} |"


def list_subjects(work: Path, sizes: list[int]) -> Iterator[Subject]:
    for size in sizes:
        folder = work / f"project-{size}"
        if size:
            write_museum(folder, stops=size)
            yield Subject(f"{size:,} stops", folder, "content/venues/v0.md", "venues/v0/")
        else:
            copy_sample(folder)
            file, path = "content/exhibitions/mobile-carbon/index.md", "exhibitions/mobile-carbon/"
            yield Subject("the sample", folder, file, path)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--sizes", type=int, nargs="+", default=[0, 1000, 10_000], help="stops; 0: the sample")
    add("--saves", type=int, default=20)
    add("--before", metavar="COMMIT", help="an earlier version to be measured, too")
    add("--write", action="store_true", help="put the table into docs/performance.md")
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    lines = [
        "| | | start to first page, s / CPU s | save to page, s: p50 | p95 | CPU s | all, CPU s |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        versions = {"now": REPOSITORY}
        if options.before:
            versions = {"before": check_out(options.before, work / "before"), **versions}
        for subject in list_subjects(work, options.sizes):
            for version, program in versions.items():
                measure(program, subject, 2)  # what earlier runs remember is there
                figures = measure(program, subject, options.saves)
                lines.append(format_row(subject.name, version, figures))
                print(lines[-1], flush=True)
    head = (
        f"Run of {dt.date.today()}, {options.saves} saves; load of the machine "
        f"{os.getloadavg()[0]:.0f}."
    )
    print("\n".join([head, "", *lines]))
    if options.write:
        page.write_between_marks("preview", [head, "", *lines])


if __name__ == "__main__":
    main()
