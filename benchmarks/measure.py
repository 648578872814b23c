"""Measure a command: time and memory of it and of all processes that it starts.

The command is started by a small process of its own (this file, run as a script), because Linux
counts the memory of the process that forks into the peak of the new one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of all processes."""
    rss: float
    """Peak of the largest process, MiB."""


def measure_run(command: list[str], cwd: Path, log: Path) -> Run:
    """Run a command; what it prints goes to `log`. Raises SystemExit if it fails."""
    starter = [sys.executable, "-ISE", str(Path(__file__).resolve()), str(log), *command]
    report = subprocess.run(starter, cwd=cwd, check=True, capture_output=True).stdout
    code, *figures = json.loads(report)
    if code:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} failed with exit status {code}:\n{tail}")
    return Run(*figures)


def measure_peak_memory(command: list[str], cwd: Path, log: Path) -> float:
    """Peak of the sum over all processes, each page of memory counted once (PSS), in MiB; sampled
    every 10 ms."""
    peak = 0
    with open(log, "wb") as f:
        process = subprocess.Popen(command, cwd=cwd, stdout=f, stderr=f, stdin=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, _sum_pss(process.pid))
            time.sleep(0.01)
    return peak / 1024


def _sum_pss(pid: int) -> int:
    """KiB of a process and its descendants; 0 for one that has ended."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1])
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(_sum_pss(int(child)) for child in (task / "children").read_text().split())
    except (OSError, ValueError):
        pass
    return total


def _start_and_report(log: str, command: list[str]) -> None:
    """Print exit status, wall seconds, CPU seconds and peak MiB of a command, as JSON."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    print(json.dumps([os.waitstatus_to_exitcode(status), wall, cpu, usage.ru_maxrss / 1024]))


if __name__ == "__main__":
    _start_and_report(sys.argv[1], sys.argv[2:])
