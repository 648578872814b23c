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
    ("build.program:compute_program_digest", "digest of the program"),
    ("build.inputs:take_remembered_snapshot", "read the files, digests"),
    ("build.inputs:read_repository_state", "state of the repository"),
    ("build.manifest:load", "load the manifest"),
    ("build.run:is_untouched", "check that the output is untouched"),
    ("build.cache:load_cache_file", "load what earlier builds read"),
    ("build.cache:BuildCache.read", "YAML and front matter to records"),
    ("build.load:read_history", "history"),
    ("build.pipeline:assemble", "model, references"),
    ("build.pipeline:Agenda", "agenda"),
    ("build.pipeline:CHECKS", "checks of the records"),
    ("build.pipeline:TEXT_CHECKS", "checks of the records"),
    ("build.pipeline:apply_rules", "rules of the schedule, in this process"),
    ("common.parallel:_wait_for_last", "wait for those in the other process"),
    ("build.pipeline:load_theme", "theme: files and strings"),
    ("build.cache:BuildCache.convert_texts", "Markdown"),
    ("site.plan:Plan.list_outputs", "plan"),
    ("build.pipeline:check_links", "links"),
    ("build.cache:BuildCache.digest_templates", "theme: check of the templates"),
    ("build.staging:map_chunks", "what outputs are made from; views, pages, feeds (two processes)"),
    ("build.publish:place_outputs", "put files in place"),
    ("build.manifest:save", "save the manifest"),
    ("build.rebuild:publish", "publish, the rest"),
    ("build.cache:BuildCache.save", "save what was read"),
)
"""(module of the program that looks the function up : its name there, what it does)."""
seconds_by_stage: dict[str, float] = {}
nested_seconds: list[float] = []


def wrap_with_timer(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*args: Any, **keywords: Any) -> Any:
        start = time.perf_counter()
        nested_seconds.append(0.0)
        try:
            return function(*args, **keywords)
        finally:
            took = time.perf_counter() - start
            seconds_by_stage[name] = seconds_by_stage.get(name, 0.0) + took - nested_seconds.pop()
            if nested_seconds:
                nested_seconds[-1] += took

    return run


def find_stage(path: str) -> tuple[Any, str, Any]:
    """(module or class, name in it, function or tuple of functions). Raises AttributeError if the
    program has no such function."""
    module, _, names = path.partition(":")
    owner: Any = importlib.import_module("tourbook." + module)
    *classes, name = names.split(".")
    for class_name in classes:
        owner = getattr(owner, class_name)
    return owner, name, getattr(owner, name)


def attach_timers() -> None:
    """Put the stopwatches on."""
    for path, label in STAGES:
        owner, name, target = find_stage(path)
        if isinstance(target, tuple):
            setattr(owner, name, tuple(wrap_with_timer(label, function) for function in target))
        else:
            setattr(owner, name, wrap_with_timer(label, target))


def main() -> None:
    program = Path(sys.argv[1]).resolve()
    sys.path.insert(0, str(program.parent))
    sys.argv = [str(program), *sys.argv[2:]]
    cli = importlib.import_module("tourbook.cli")
    importlib.import_module("tourbook.build.rebuild")
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
