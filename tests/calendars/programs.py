"""khal and vdirsyncer, loaded once for all their runs: loading takes longer than most of what they do.

Run by the Python of their own environment. Each line of the input says what to run; each run is a
process of its own, whose exit code is printed.
"""

import json
import multiprocessing
import os
import sys

import khal.cli
import vdirsyncer.cli.tasks  # and what it would load when it is needed
import vdirsyncer.storage.filesystem
import vdirsyncer.storage.http

PROGRAMS = {"khal": khal.cli.main_khal, "vdirsyncer": vdirsyncer.cli.app}


def run(program: str, arguments: list[str], outputs: list[str]) -> None:
    """Run a program that writes stdout and stderr into these files."""
    for number, path in enumerate(outputs, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = [program, *arguments]
    PROGRAMS[program]()


if __name__ == "__main__":
    for line in sys.stdin:
        process = multiprocessing.get_context("fork").Process(target=run, args=json.loads(line))
        process.start()
        process.join()
        print(process.exitcode, flush=True)
