"""Seal a build, so that the same command need not load the program if there is nothing to do."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from tourbook.browser_editor.package import SOURCE_FOLDER as EDITOR_FILES
from tourbook.build.manifest import Manifest
from tourbook.build.program import PROGRAM_FOLDER
from tourbook.build.result import BuildResult
from tourbook.build.run import repeat_result
from tourbook.build.workspace import FILE_LIST, SHARD_FILE, STAGING_FOLDER
from tourbook.common.dates import DAY
from tourbook.common.zones import compute_midnight, find_day
from tourbook.glance import (
    NAMES,
    SECONDS,
    WALK,
    Seal,
    describe_command,
    digest_files,
    look_at,
    write_seal,
)
from tourbook.history.repository import find_top_folder
from tourbook.sources.own_themes import OWN_THEMES
from tourbook.sources.paths import SOURCE_FILES, SOURCE_FOLDERS

from .base import Run

GIT_FILES = ("config", "packed-refs", "shallow", "commondir", "reftable/tables.list")
"""Files of a repository that say more than its HEAD."""


class Observation(NamedTuple):
    """How all that a build is made from looks before it is read."""

    moment: int
    """In seconds since 1970."""
    places: list[str]
    appearance: str
    digests: str
    """As those of a seal."""


def observe(run: Run) -> Observation | None:
    """None if something else could change unseen."""
    moment = int(time.time())
    try:
        places = [
            *(f"{run.root}/{name}" for name in SOURCE_FILES),
            *(f"{run.root}/{name}{WALK}" for name in SOURCE_FOLDERS),
            f"{run.root}{NAMES}",
            *(f"{run.output_folder}/{name}" for name in (STAGING_FOLDER, SHARD_FILE)),
            *(f"{folder}{WALK}" for folder in (PROGRAM_FOLDER, OWN_THEMES)),
            f"{run.root}/{EDITOR_FILES}{WALK}",
            *_list_library_folders(),
            *_list_git_files(run.root),
        ]
        appearance, fresh_files = look_at(places)
        return Observation(moment, places, appearance, digest_files(fresh_files))
    except OSError:
        return None


def _list_library_folders() -> Iterable[str]:
    """The folders with the versions of libraries."""
    for folder in filter(os.path.isdir, sys.path):
        if any(name.endswith(".dist-info") for name in os.listdir(folder)):
            yield f"{folder}{NAMES}"


def _list_git_files(root: Path) -> Iterable[str]:
    """The files that say which commit is checked out and how deep its history is, and where else a
    repository could begin. Raises OSError if the repository is kept elsewhere."""
    top_folder = find_top_folder(root)
    for folder in (root, *root.parents):
        yield from (f"{folder}/.git", f"{folder}/.git/HEAD")
        if folder == top_folder:
            head = (folder / ".git/HEAD").read_text(errors="replace")
            names = [*GIT_FILES, head.removeprefix("ref: ").strip()]
            yield from (f"{folder}/.git/{name}" for name in names)
            break


def seal_build(
    run: Run,
    observation: Observation,
    result: BuildResult,
    report: Callable[[Run, BuildResult, str], None],
) -> None:
    """Leave a seal of a build that has done its work. `report` prints a result, with a text for the
    time that was taken."""
    manifest = result.publish_result.manifest
    if manifest is None or any(problem.code == "git" for problem in result.problems):
        return  # what keeps Git from reading lies outside the project, and may change unseen
    stdout, stderr = StringIO(), StringIO()
    with redirect_stdout(stdout), redirect_stderr(stderr):
        report(run, repeat_result(manifest, result.texts), SECONDS)
    measures = {
        f"{run.output_folder}/{name}": (record.size, record.mtime)
        for name, record in manifest.outputs.items()
    }
    measures[f"{run.output_folder}/{FILE_LIST}"] = manifest.file_list
    measures[str(run.workspace.manifest_path)] = result.manifest_measure
    seal = Seal(
        command=describe_command(run.arguments),
        period="" if run.args.today else _find_period(observation.moment, manifest),
        real_paths="\n".join(_iterate_real_paths(run)),
        places="\n".join(observation.places),
        appearance=observation.appearance,
        digests=observation.digests,
        files="\n".join(measures),
        measures=" ".join(f"{size} {mtime}" for size, mtime in measures.values()),
        stdout=stdout.getvalue(),
        stderr=stderr.getvalue(),
    )
    with suppress(OSError, ValueError):  # it only saves time
        write_seal(str(run.workspace.seal_path), seal)


def _find_period(moment: int, manifest: Manifest) -> str:
    """From a moment to the next midnight in any of the time zones that decide on the day."""
    zones = manifest.fingerprint.timezones
    end = min(compute_midnight(find_day(moment, zone) + DAY, zone) for zone in zones)
    return f"{moment} {end}"


def _iterate_real_paths(run: Run) -> Iterator[str]:
    """In turn: a path as it was given, and where it leads."""
    memory_folder = str(run.workspace.memory_folder)
    yield from (os.path.abspath(run.args.root or run.root), str(run.root))
    yield from (os.path.abspath(run.args.output or run.output_folder), str(run.output_folder))
    yield from (memory_folder, memory_folder)
