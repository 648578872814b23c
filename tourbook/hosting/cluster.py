"""Build a site on several machines: each builds a shard of it, wherever an executor runs that.

The machines need Tourbook in the same version, and the folder of the project at the same path. A
shard is built by the command that a CI matrix runs too, in a process of its own, so nothing of a
build depends on what else runs there.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tourbook.build.options import Shard


class ShardRun(NamedTuple):
    """What the build of a shard answered."""

    exit_code: int
    problems: str
    """What it printed on stdout."""
    messages: str
    """What it printed on stderr."""


def build_shards(
    executor: Executor, arguments: Sequence[str], folder: Path, total: int
) -> list[ShardRun]:
    """Build all shards of a site, each into a folder within `folder`; `arguments` are those of
    `tourbook build` that they have in common. Raises whatever the executor raises."""
    shards = [Shard(number, total) for number in range(1, total + 1)]
    runs = [
        executor.submit(
            run_build,
            [*arguments, "--shard", str(shard), "--output", str(folder / shard.folder_name)],
        )
        for shard in shards
    ]
    return [run.result() for run in runs]


def run_build(arguments: Sequence[str]) -> ShardRun:
    """Run `tourbook build` on the machine on which this is called."""
    command = [sys.executable, "-m", "tourbook", "build", *arguments]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return ShardRun(run.returncode, run.stdout, run.stderr)


@contextmanager
def open_cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """(an executor, the number of machines) of a Dask cluster, whose scheduler has this address.

    Raises ImportError without `distributed`, OSError if nothing answers.
    """
    from distributed import Client  # late: an optional dependency

    make_client: Any = Client
    with make_client(address, timeout="10s", set_as_default=False) as client:
        # pure=False: a build is run whenever it is asked for, also with the same arguments
        yield client.get_executor(pure=False), len(client.nthreads())
