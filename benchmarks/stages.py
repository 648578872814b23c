#!/usr/bin/env python3
"""A build of Tourbook with a stopwatch at each stage; the last line of output is {stage: seconds}
as JSON.

    python benchmarks/stages.py BUILD.PY [options of build.py]

Each stage counts without the stages within it; what belongs to none is "the rest".
"""

import time

START_TIME = time.perf_counter()

import functools  # noqa: E402
import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

STAGES = (
    ("pipeline.tool", "digest of the program"),
    ("pipeline.snapshot", "read the files, digests"),
    ("memo.Memo.__init__", "load what earlier builds read"),
    ("memo.Memo.read", "YAML and front matter to records"),
    ("memo.Memo.prose", "Markdown"),
    ("memo.Memo.save", "save what was read"),
    ("pipeline.assemble", "model, references"),
    ("pipeline.history.ledger", "history"),
    ("pipeline.CHECKS", "checks of the records"),
    ("pipeline.apply", "rules of the schedule"),
    ("theme.load", "theme: files and strings"),
    ("theme.check", "theme: check of the templates"),
    ("pipeline.Index", "index"),
    ("plan.plan", "plan"),
    ("links.check", "links"),
    ("manifest.load", "load the manifest"),
    ("publish.spread", "views, digests, pages, feeds (two processes)"),
    ("publish._put", "put files in place"),
    ("manifest.save", "save the manifest"),
    ("pipeline.publish.publish", "publish, the rest"),
)
seconds_by_stage: dict[str, float] = {}
nested_seconds: list[float] = []


def wrap_with_timer(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*args: Any, **more: Any) -> Any:
        start = time.perf_counter()
        nested_seconds.append(0.0)
        try:
            return function(*args, **more)
        finally:
            took = time.perf_counter() - start
            seconds_by_stage[name] = seconds_by_stage.get(name, 0.0) + took - nested_seconds.pop()
            if nested_seconds:
                nested_seconds[-1] += took

    return run


def attach_timers() -> None:
    """Put the stopwatches on; a stage that the program no longer has is left out."""
    for path, name in STAGES:
        module, *parts = path.split(".")
        owner: Any = importlib.import_module("tourbook." + module)
        try:
            for part in parts[:-1]:
                owner = getattr(owner, part)
            found = getattr(owner, parts[-1])
        except AttributeError:
            continue
        wrapped = (
            tuple(wrap_with_timer(name, one) for one in found)
            if isinstance(found, tuple)
            else wrap_with_timer(name, found)
        )
        setattr(owner, parts[-1], wrapped)


def main() -> None:
    program = Path(sys.argv[1]).resolve()
    sys.path.insert(0, str(program.parent))
    sys.argv = [str(program), *sys.argv[2:]]
    cli = importlib.import_module("tourbook.cli")
    importlib.import_module("tourbook.pipeline")
    seconds_by_stage["imports"] = time.perf_counter() - START_TIME
    attach_timers()
    pid = os.getpid()
    start = time.perf_counter()
    nested_seconds.append(0.0)
    code = cli.main()
    if os.getpid() != pid:
        return
    seconds_by_stage["the rest"] = time.perf_counter() - start - nested_seconds.pop()
    print(json.dumps(seconds_by_stage))
    sys.exit(code)


if __name__ == "__main__":
    main()
