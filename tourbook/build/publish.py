"""Make the outputs that are due, then put them in place: files first, manifest last.

Everything new is written into a staging folder inside the output folder. Only when all of it is
made are the files moved to their places, so an error leaves the last good site as it was; a build
that is killed while moving is repaired by the next, because every file is named first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence, Set
from pathlib import Path

from tourbook.common.files import has_content, remove_path
from tourbook.common.problems import Problems
from tourbook.common.urls import derive_output_file
from tourbook.site.outputs import Output

from . import manifest as mf
from .file_list import find_foreign_files, format_file_list, read_file_list
from .manifest import BuildFingerprint, Manifest
from .obstacles import find_obstacles
from .result import PublishResult
from .staging import PublishJob, StagedOutput, shares_events, stage_outputs
from .workspace import FILE_LIST, STAGING_FOLDER

SECRET_KINDS = ("crew",)
"""Kinds of outputs whose addresses nothing that is published may name."""


def publish(
    job: PublishJob,
    outputs: Sequence[Output],
    fingerprint: BuildFingerprint,
    problems: Problems,
    jobs: int = 1,
    on_progress: Callable[[int], None] = lambda _: None,
) -> PublishResult:
    """Bring the output folder up to date; if an output fails, report it and change nothing.

    `fingerprint` is what the manifest remembers of the build; `on_progress` is called now and then
    with the number of outputs done.
    """
    staging = job.output_folder / STAGING_FOLDER
    remove_path(staging)
    staging.mkdir(parents=True)
    try:
        outputs = sorted(outputs, key=lambda output: not shares_events(output))
        staged = stage_outputs(job, outputs, jobs, on_progress)
        old = job.previous_manifest.outputs
        names = [derive_output_file(o.path) for o in outputs]
        new_names = [name for name, s in zip(names, staged, strict=True) if s]
        failures = [s.problem for s in staged if s and s.problem]
        failures += find_obstacles(job.output_folder, new_names, old)
        if failures:
            problems.extend(failures)
            return PublishResult()
        return _move_into_place(
            job,
            {n: s or StagedOutput(old[n]) for n, s in zip(names, staged, strict=True)},
            {n for n, o in zip(names, outputs, strict=True) if o.kind not in SECRET_KINDS},
            fingerprint,
        )
    finally:
        remove_path(staging)


def _move_into_place(
    job: PublishJob,
    staged_outputs: dict[str, StagedOutput],
    listed_names: set[str],
    fingerprint: BuildFingerprint,
) -> PublishResult:
    previous, folder = job.previous_manifest, job.output_folder
    moves = {name: s.staged_path for name, s in staged_outputs.items() if s.staged_path}
    _claim_files(job, moves.keys() - previous.outputs.keys(), listed_names)
    result = PublishResult(kept_count=len(staged_outputs) - len(moves))
    if not previous.outputs:
        result.foreign_files = find_foreign_files(folder, staged_outputs.keys())
    result.deleted_files = sorted(previous.outputs.keys() - staged_outputs.keys())
    # deleted first: a new folder may have the name of an old file, or differ in case only
    for name in result.deleted_files:
        prune(folder, name)
    for parent in {name.rpartition("/")[0] for name in moves}:
        _make_folder(folder, parent)
    for name, staged_path in moves.items():
        _move_file(f"{folder}/{staged_path}", f"{folder}/{name}")
        result.written_files[name] = staged_outputs[name].record.reason
    _write_file_list(folder, listed_names)
    manifest = Manifest(
        job.program_digest,
        fingerprint,
        {name: s.record for name, s in staged_outputs.items()},
        mf.measure_file(f"{folder}/{FILE_LIST}"),
    )
    if manifest != previous:
        mf.save(job.workspace.manifest_path, manifest)
    return result


def _claim_files(job: PublishJob, new_names: Set[str], listed_names: Set[str]) -> None:
    """Say of files that no build made so far that they will be of this one, before the first of
    them is there: if this build is killed, the next one knows whose they are."""
    if not new_names:
        return
    previous = job.previous_manifest
    pending = dict.fromkeys(new_names, mf.PENDING)
    mf.save(
        job.workspace.manifest_path,
        Manifest(
            previous.program_digest,
            BuildFingerprint(coming_stops=previous.fingerprint.coming_stops),
            previous.outputs | pending,
        ),
    )
    listed_before = read_file_list(job.output_folder / FILE_LIST)
    _write_file_list(job.output_folder, listed_names | set(listed_before))


def _write_file_list(output_folder: Path, names: Set[str]) -> None:
    """Write the list of files, unless it has these very bytes."""
    raw = format_file_list(names)
    if not has_content(output_folder / FILE_LIST, raw):
        staged_path = output_folder / STAGING_FOLDER / "files"
        staged_path.write_bytes(raw)
        if (output_folder / FILE_LIST).is_dir():
            remove_path(output_folder / FILE_LIST)
        os.replace(staged_path, output_folder / FILE_LIST)


def _move_file(source: str, target: str) -> None:
    """Move a file into place, of empty folders too, which a killed build may have left."""
    try:
        os.replace(source, target)
    except OSError:
        if not os.path.isdir(target):
            raise
        for folder, _, _ in os.walk(target, topdown=False):
            os.rmdir(folder)
        os.replace(source, target)


def _make_folder(root: Path, name: str) -> None:
    """Make a folder of the output. A link in its place is taken away, not followed. Raises OSError
    if a file is in its place, which the build did not make."""
    path = root
    for part in name.split("/"):
        path /= part
        if path.is_symlink():
            path.unlink()
        path.mkdir(exist_ok=True)


def prune(root: Path, name: str) -> None:
    """Delete a file that the build owns, and the folders that this leaves empty."""
    target = root / name
    if not target.parent.resolve().is_relative_to(root.resolve()):
        return  # a link took the place of a folder: what lies there is not of the build
    if target.is_dir() and not target.is_symlink():
        return  # a file of this name was to be written, or another build made way for a folder
    try:
        target.unlink()
    except (FileNotFoundError, NotADirectoryError):
        pass
    parent = target.parent
    while parent != root:
        try:
            parent.rmdir()
        except OSError:
            break
        parent = parent.parent
