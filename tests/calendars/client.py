"""A subscriber with real programs: vdirsyncer fetches a feed over HTTP, khal shows what it made of
it.

vdirsyncer takes nothing from the UIDs of an HTTP calendar, it names each event by its content.
Importing the same feed with khal into a second calendar does go by UID, and forgets nothing: that
is what Google and others do too.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import urllib.request
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.calendars.readers import Seen
from tests.support.projects import REPO

BIN = REPO / ".venv/clients/bin"
PROGRAMS = Path(__file__).with_name("programs.py")
_VDIRSYNCER = """
[general]
status_path = "{root}/status/"

[pair feed]
a = "remote"
b = "local"
collections = null
conflict_resolution = "a wins"
partial_sync = "revert"

[storage remote]
type = "http"
url = "{url}"

[storage local]
type = "filesystem"
path = "{root}/feed/"
fileext = ".ics"
"""
_KHAL = """
[calendars]
[[feed]]
path = {root}/feed/
readonly = True
[[kept]]
path = {root}/kept/

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%MZ
longdatetimeformat = %Y-%m-%dT%H:%MZ
local_timezone = UTC
default_timezone = UTC

[sqlite]
path = {root}/khal.db
"""
_FIELDS = ("uid", "title", "start-long", "end-long", "status", "location")


@cache
def start_programs() -> subprocess.Popen[str]:
    """The programs, ready to run; they end with this process."""
    python = BIN / "python"
    assert python.exists(), "no calendar clients: scripts/test-tools.sh installs them"
    nowhere = dict.fromkeys(
        ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), os.devnull
    )
    environment = {
        "PATH": os.environ["PATH"], **nowhere, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        "COLUMNS": "100000",  # khal breaks lines, even of JSON, at the width of the terminal
    }  # fmt: skip
    return subprocess.Popen(
        [python, PROGRAMS],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@dataclass(frozen=True, order=True)
class Shown:
    """An event as the client shows it."""

    title: str
    start: str
    """A day as 2026-05-09, a moment in UTC as 2026-05-09T01:00Z."""
    end: str
    """The last day, inclusive as people read it, or the moment of the end."""
    status: str
    location: str


class Client:
    """A subscriber to the feed at `url`, who keeps everything in the folder `root`."""

    def __init__(self, root: Path, url: str) -> None:
        self.root, self.url = root, url
        for name in ("feed", "kept", "status"):
            (root / name).mkdir(parents=True)
        (root / "vdirsyncer.conf").write_text(_VDIRSYNCER.format(root=root, url=url))
        (root / "khal.conf").write_text(_KHAL.format(root=root))
        self._run("vdirsyncer", "-c", str(root / "vdirsyncer.conf"), "discover")

    def _run(self, program: str, *arguments: str) -> tuple[str, str]:
        """What a program prints and what it logs."""
        outputs = [self.root / name for name in ("stdout", "stderr")]
        server = start_programs()
        assert server.stdin and server.stdout
        json.dump([program, arguments, list(map(str, outputs))], server.stdin)
        print(file=server.stdin, flush=True)
        code = server.stdout.readline().strip()
        printed, logged = (path.read_text() for path in outputs)
        assert code == "0", f"{program}: {printed[-2000:]}{logged[-2000:]}"
        return printed, logged

    def _khal(self, *arguments: str) -> str:
        return self._run("khal", "-c", str(self.root / "khal.conf"), *arguments)[0]

    def sync(self) -> int:
        """Fetch the feed; how many events came or went."""
        config = str(self.root / "vdirsyncer.conf")
        _, logged = self._run("vdirsyncer", "-c", config, "sync", "--force-delete")
        return sum(line.startswith(("Copying", "Deleting")) for line in logged.splitlines())

    def shown(self) -> list[Shown]:
        """All events of the feed, in order."""
        return sorted(
            map(_shown, _rows(self._khal("search", "-a", "feed", *_json(), "BEGIN:VEVENT")))
        )

    def agenda(self, first: dt.date, last: dt.date) -> list[Shown]:
        """The events of these days, as `khal list` has them."""
        found = self._khal(
            "list", "--once", "-a", "feed", *_json(), first.isoformat(), last.isoformat()
        )
        return sorted(map(_shown, _rows(found)))

    def keep(self) -> None:
        """Import the feed into a calendar that goes by UID and loses nothing."""
        file = self.root / "fetched.ics"
        with urllib.request.urlopen(self.url) as answer:
            file.write_bytes(answer.read())
        self._khal("import", "--batch", "-a", "kept", str(file))

    def kept(self) -> dict[str, list[Shown]]:
        """UID -> the times of an event, of all that was ever imported, each as it was imported
        last."""
        rows = _rows(self._khal("search", "-a", "kept", *_json(), "BEGIN:VEVENT"))
        found: dict[str, list[Shown]] = {}
        for row in rows:
            found.setdefault(row["uid"], []).append(_shown(row))
        return {uid: sorted(times, key=lambda shown: shown.start) for uid, times in found.items()}


def _shown(row: dict[str, Any]) -> Shown:
    return Shown(
        row["title"], row["start-long"], row["end-long"], row["status"].strip(), row["location"]
    )


def _json() -> list[str]:
    return [part for field in _FIELDS for part in ("--json", field)]


def _rows(output: str) -> list[dict[str, Any]]:
    """khal writes an array for each day or event, each on its line."""
    return [row for line in output.splitlines() if line.startswith("[") for row in json.loads(line)]


def as_shown(event: Seen) -> Shown:
    """What a client is to show of an event that a parser read."""
    if "T" in event.start:
        start, end = (f"{moment[:16]}Z" for moment in (event.start, event.end))
    else:
        start, end = (
            event.start,
            (dt.date.fromisoformat(event.end) - dt.timedelta(days=1)).isoformat(),
        )
    return Shown(event.summary, start, end, event.status, event.location)
