"""What each commit changed in the project; replayed, they give the project after a commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from .histories import History
from .keys import Key
from .records import RecordHistory


class ProjectState(NamedTuple):
    """The whole project after a commit."""

    history: History
    files: dict[str, str]
    """Path -> the blob of the file that was last readable."""
    timestamp: int

    def copy(self) -> ProjectState:
        return ProjectState(self.history.copy(), dict(self.files), self.timestamp)


class RecordDelta(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The history of a record after a commit, without the versions that it had before.

    A record that changed a thousand times is not to be written a thousand times in full.
    """

    kept_versions: int
    """How many of the versions in the first parent's history come first."""
    history: RecordHistory


class CommitDelta(msgspec.Struct, frozen=True, array_like=True):
    """What a commit changed against its first parent."""

    parents: tuple[str, ...]
    timestamp: int
    """The commit's time, but later than that of all its ancestors."""
    records: dict[str, dict[str, RecordDelta]]
    """Table -> name -> history."""
    names: dict[Key, Key]
    """Former key -> its successor."""
    files: dict[str, str]
    """Path -> blob; empty if the file was deleted. An unreadable file is as it was before."""


def make_delta(
    parents: tuple[str, ...],
    timestamp: int,
    before: History,
    changes: History,
    files: dict[str, str],
) -> CommitDelta:
    """The delta of a commit; `before` is the history of its first parent."""
    records = {}
    for table in sorted(changes.records):
        past = before.list_records(table)
        records[table] = {
            name: _make_record_delta(past.get(name), history)
            for name, history in sorted(changes.records[table].items())
        }
    return CommitDelta(parents, timestamp, records, changes.names, files)


def _make_record_delta(before: RecordHistory | None, after: RecordHistory) -> RecordDelta:
    kept_count = 0
    if before:
        for old, new in zip(before.versions, after.versions, strict=False):
            if old != new:
                break
            kept_count += 1
    if not kept_count:
        return RecordDelta(0, after)
    return RecordDelta(
        kept_count, msgspec.structs.replace(after, versions=after.versions[kept_count:])
    )


def replay(deltas: Mapping[str, CommitDelta], commit: str) -> ProjectState:
    """The project after a commit. Raises KeyError if the delta of an ancestor is missing."""
    history = History()
    files: dict[str, str] = {}
    for delta in _list_first_parents(deltas, commit):
        history.update(_restore_changes(history, delta))
        update_files(files, delta.files)
    return ProjectState(history, files, deltas[commit].timestamp)


def update_files(files: dict[str, str], changes: Mapping[str, str]) -> None:
    """Apply the changes of a commit to the blobs of all files."""
    for path, blob in changes.items():
        if blob:
            files[path] = blob
        else:
            files.pop(path, None)


def date_files(deltas: Mapping[str, CommitDelta], commit: str) -> dict[str, int]:
    """When each file last changed along the line of the first parents: path -> timestamp."""
    return {
        path: delta.timestamp
        for delta in _list_first_parents(deltas, commit)
        for path in delta.files
    }


def _list_first_parents(deltas: Mapping[str, CommitDelta], commit: str) -> list[CommitDelta]:
    """The deltas from the first commit to this one, along the first parents."""
    line = []
    while commit:
        delta = deltas[commit]
        line.append(delta)
        commit = delta.parents[0] if delta.parents else ""
    return line[::-1]


def _restore_changes(before: History, commit: CommitDelta) -> History:
    records = {}
    for table, changed in commit.records.items():
        past = before.list_records(table)
        records[table] = {
            name: _restore_record(past[name], delta) if delta.kept_versions else delta.history
            for name, delta in changed.items()
        }
    return History(records, commit.names)


def _restore_record(before: RecordHistory, delta: RecordDelta) -> RecordHistory:
    versions = (*before.versions[: delta.kept_versions], *delta.history.versions)
    return msgspec.structs.replace(delta.history, versions=versions)
