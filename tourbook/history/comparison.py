"""Two states of the project's files -> the facts that differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tourbook.schema import private_numbers
from tourbook.sources.paths import SCHEDULE_FILE, SITE_FILE, is_included, is_schedule

from .fact_cache import FactCache
from .facts import FileFacts, RecordFact, SchedulePiece, UnreadableError
from .file_facts import is_tracked
from .keys import Key
from .schedule_facts import parse_piece, split_into_pieces

Facts = dict[Key, RecordFact]
REFUSED_MARK = "refused:"
"""Before a path, among the files of a project: the blob that the rules refuse. Without the mark,
the path has the blob that it had before."""


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

    A file from which no site can be built changes nothing: one that cannot be read, before or
    after, and one in which the rules refuse a record.
    """
    changes = {path: blob for path, blob in changes.items() if is_tracked(path)}
    site = files.get(SITE_FILE, "")
    allows_all = _allows_private_numbers(cache, changes.get(SITE_FILE, site))
    if allows_all and not _allows_private_numbers(cache, site):
        changes = _list_refused(files) | changes
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
            if not allows_all and any(_is_refused(fact, file_new) for fact in file_new.values()):
                read[REFUSED_MARK + path] = blob
                continue
            old |= file_old
            new |= file_new
        if previous != blob:
            read[path] = blob
        if REFUSED_MARK + path in files:
            read[REFUSED_MARK + path] = ""
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


def _allows_private_numbers(cache: FactCache, blob: str) -> bool:
    """Whether a site.yaml allows what the rule against private numbers refuses."""
    try:
        return cache.read_facts(SITE_FILE, blob).allows_private_numbers
    except UnreadableError:
        return False


def _list_refused(files: Mapping[str, str]) -> dict[str, str]:
    """Path -> blob of the files that the rules refuse."""
    return {
        path.removeprefix(REFUSED_MARK): blob
        for path, blob in files.items()
        if path.startswith(REFUSED_MARK)
    }


def _is_refused(fact: RecordFact, facts: Facts) -> bool:
    """Whether a rule refuses a record, of whatever else there is in the site; `facts` has its
    trip."""
    fields = fact.record.fields
    if not fields or fact.key.kind == "region" or not private_numbers.was_refused(fields):
        return False
    trip = facts.get(Key("trip", fact.record.trip)) if fact.key.kind == "stop" else None
    return trip is None or not private_numbers.has_waiver(trip.record.fields)


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
