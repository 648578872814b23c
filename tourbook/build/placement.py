"""Put new files of a site in place: files first, manifest last.

A build that is killed while it moves files is repaired by the next, because every file is named
before the first one is moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tourbook.common.files import has_content, remove_path
from tourbook.common.problems import Problem
from tourbook.common.urls import list_folders

from . import manifest as mf
from .file_list import find_foreign_files, format_file_list, read_file_list
from .manifest import BuildFingerprint, Manifest, OutputRecord
from .result import PublishResult
from .workspace import FILE_LIST, STAGING_FOLDER, Workspace


class Destination(NamedTuple):
    """The folder of a site, what the last build left there, and the program that builds now."""

    workspace: Workspace
    previous_manifest: Manifest
    program_digest: bytes

    @property
    def folder(self) -> Path:
        return self.workspace.output_folder

    @property
    def has_made_outputs(self) -> bool:
        """Whether this program has made what is there."""
        previous = self.previous_manifest
        return bool(previous.outputs) and previous.program_digest == self.program_digest

    @property
    def staging_folder(self) -> Path:
        """Where new files wait until all of them are there."""
        return self.folder / STAGING_FOLDER


class StagedOutput(NamedTuple):
    """What became of one output."""

    record: OutputRecord
    staged_path: str = ""
    """The new file, in the output folder; "" if the old one is kept."""
    problem: Problem | None = None


@contextmanager
def open_staging(destination: Destination) -> Iterator[None]:
    """An empty staging folder, for the time of the `with` block."""
    remove_path(destination.staging_folder)
    destination.staging_folder.mkdir(parents=True)
    try:
        yield
    finally:
        remove_path(destination.staging_folder)


def place_outputs(
    destination: Destination,
    staged_outputs: Mapping[str, StagedOutput],
    listed_names: Set[str],
    fingerprint: BuildFingerprint,
) -> PublishResult:
    """Make the output folder hold these files and no others that builds have made.

    `listed_names` are those that the list of files may name; `fingerprint` is what the manifest
    remembers of the build.
    """
    previous, folder = destination.previous_manifest, destination.folder
    moves = {name: s.staged_path for name, s in staged_outputs.items() if s.staged_path}
    _claim_files(destination, moves.keys() - previous.outputs.keys(), listed_names)
    is_first = not previous.outputs
    foreign_files = find_foreign_files(folder, staged_outputs.keys()) if is_first else []
    deleted_files = sorted(previous.outputs.keys() - staged_outputs.keys())
    # deleted first: a new folder may have the name of an old file, or differ in case only
    for name in deleted_files:
        prune(folder, name)
    for name in list_folders(moves):
        _make_folder(f"{folder}/{name}")
    for name, staged_path in moves.items():
        _move_file(f"{folder}/{staged_path}", f"{folder}/{name}")
    _write_file_list(folder, listed_names)
    manifest = Manifest(
        destination.program_digest,
        fingerprint,
        {name: s.record for name, s in staged_outputs.items()},
        mf.measure_file(f"{folder}/{FILE_LIST}"),
    )
    if manifest != previous:
        mf.save(destination.workspace.manifest_path, manifest)
    return PublishResult(
        {name: staged_outputs[name].record.reason for name in moves},
        len(staged_outputs) - len(moves),
        deleted_files,
        foreign_files,
        manifest,
    )


def _claim_files(destination: Destination, new_names: Set[str], listed_names: Set[str]) -> None:
    """Say of files that no build made so far that they will be of this one, before the first of
    them is there: if this build is killed, the next one knows whose they are."""
    if not new_names:
        return
    previous = destination.previous_manifest
    pending = dict.fromkeys(new_names, mf.PENDING)
    mf.save(
        destination.workspace.manifest_path,
        Manifest(
            previous.program_digest,
            BuildFingerprint(coming_stops=previous.fingerprint.coming_stops),
            previous.outputs | pending,
        ),
    )
    listed_before = read_file_list(destination.folder / FILE_LIST)
    _write_file_list(destination.folder, listed_names | set(listed_before))


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


def _make_folder(path: str) -> None:
    """Make a folder of the output. A link in its place is taken away, not followed. Raises OSError
    if a file is in its place, which the build did not make."""
    if os.path.islink(path):
        os.unlink(path)
    if not os.path.isdir(path):
        os.mkdir(path)


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
