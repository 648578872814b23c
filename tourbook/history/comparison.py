"""Two states of the project's files -> the facts that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tourbook.sources.paths import SCHEDULE_FILE, is_included, is_schedule

from .fact_cache import FactCache
from .facts import FileFacts, RecordFact, SchedulePiece, UnreadableError
from .file_facts import is_tracked
from .keys import Key
from .schedule_facts import parse_piece, split_into_pieces

Facts = dict[Key, RecordFact]


class FactChanges(NamedTuple):
    new: Facts
    """Facts that are new or different."""
    removed: Facts
    """The last facts of records that are gone."""
    files: dict[str, str]
    """The files that changed and could be read: path -> blob, empty if the file was deleted."""


def compare_facts(
    cache: FactCache, files: Mapping[str, str], changes: Mapping[str, str]
) -> FactChanges:
    """What files say (path -> blob), against what they say with some changes.

    A file that cannot be read, before or after, changes nothing.
    """
    changes = {path: blob for path, blob in changes.items() if is_tracked(path)}
    schedule = files.get(SCHEDULE_FILE, "")
    included_before = _read_include_patterns(cache, schedule)
    included_after = _read_include_patterns(cache, changes.get(SCHEDULE_FILE, schedule))
    compared = dict(changes)
    if included_before != included_after:  # unchanged files may count now, or no longer
        compared = {path: blob for path, blob in files.items() if is_schedule(path)} | compared
    old: Facts = {}
    new: Facts = {}
    read: dict[str, str] = {}
    for path, blob in compared.items():
        previous = files.get(path, "")
        blob_before = previous if is_included(path, included_before) else ""
        blob_after = blob if is_included(path, included_after) else ""
        if blob_before != blob_after:
            try:
                file_old, file_new = _compare_file(cache, path, blob_before, blob_after)
            except UnreadableError:
                continue
            old |= file_old
            new |= file_new
        if previous != blob:
            read[path] = blob
    removed = {key: fact for key, fact in old.items() if key not in new}
    changed = {
        key: fact for key, fact in new.items() if key not in old or not fact.is_equivalent(old[key])
    }
    return FactChanges(changed, removed, read)


def _read_include_patterns(cache: FactCache, blob: str) -> tuple[str, ...] | None:
    """The patterns of the files that a schedule.yaml includes; None, for all, if it is invalid."""
    try:
        return cache.read_facts(SCHEDULE_FILE, blob).include_patterns
    except UnreadableError:
        return None


def _compare_file(
    cache: FactCache, path: str, blob_before: str, blob_after: str
) -> tuple[Facts, Facts]:
    """The facts of two versions of a file, without most of those that are the same."""
    try:
        before = cache.read_facts(path, blob_before)
        after = cache.read_facts(path, blob_after)
        old = split_into_pieces(before.lists - after.lists)
        new = split_into_pieces(after.lists - before.lists)
        return _collect_facts(before, old - new, path), _collect_facts(after, new - old, path)
    except UnreadableError:
        return cache.read_whole(path, blob_before), cache.read_whole(path, blob_after)


def _collect_facts(file: FileFacts, pieces: Iterable[SchedulePiece], path: str) -> Facts:
    facts = {fact.key: fact for fact in file.facts}
    for piece in pieces:
        for fact in parse_piece(piece, path):
            facts[fact.key] = fact
    return facts
