"""How much memory a command and all that it starts take together."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path


def measure_peak_memory(command: list[str], cwd: Path, log: Path) -> float:
    """Peak of the sum over all processes, each page of memory counted once (PSS), in MiB; looked at
    every 10 ms."""

    def read_pss(pid: int) -> int:
        total = 0
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total = int(line.split()[1])
            for task in Path(f"/proc/{pid}/task").iterdir():
                total += sum(
                    read_pss(int(child)) for child in (task / "children").read_text().split()
                )
        except (OSError, ValueError):
            pass
        return total

    peak = 0
    with open(log, "wb") as f:
        process = subprocess.Popen(command, cwd=cwd, stdout=f, stderr=f, stdin=subprocess.DEVNULL)
        while process.poll() is None:
            peak = max(peak, read_pss(process.pid))
            time.sleep(0.01)
    return peak / 1024
