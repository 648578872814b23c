"""A commit with one parent: what happens to each record that it adds, changes or removes."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tourbook.common.canonical import encode_canonical

from .departures import record_departures
from .facts import CommitFacts, RecordFact
from .histories import History, HistoryEdit
from .identities import OriginAllocator, follow_aliases
from .inheritance import (
    compute_timing,
    find_place_state,
    update_all_timings,
    update_timings_at_venues,
)
from .keys import SITE_KEY, Key
from .records import (
    REMOVED,
    RecordHistory,
    Version,
    add_version,
    decode_timing,
    join_slugs,
)
from .visibility import are_same_refs


def advance(parent: History, commit: CommitFacts) -> History:
    """What a commit changes in the history of its only parent."""
    edit = HistoryEdit(parent)
    origins = OriginAllocator(edit)
    follow_aliases(edit, commit)

    def update(key: Key) -> None:
        update_record(edit, key, commit, origins)

    update_records(edit, commit, {*commit.new, *commit.removed}, update)
    record_departures(edit, [parent], commit.timestamp)
    return edit.changes


def update_records(
    edit: HistoryEdit, commit: CommitFacts, keys: set[Key], update: Callable[[Key], None]
) -> None:
    """Update each record, and the timings of stops that depend on those.

    Stops come last: they take their hours from their venue, their terms from the site, and their
    time zone from a venue, a region or the site.
    """
    ordered = sorted(keys, key=lambda key: (key.kind == "stop", key))
    places = {
        key: find_place_state(edit, key) for key in ordered if key.table in ("venue", "region")
    }
    for key in ordered:
        update(key)
    changed = {key for key in places if find_place_state(edit, key) != places[key]}
    if SITE_KEY in keys or any(key.kind == "region" for key in changed):
        update_all_timings(edit, commit.new, commit.timestamp)
    elif changed:
        update_timings_at_venues(edit, changed, commit.new, commit.timestamp)


def update_record(
    edit: HistoryEdit, key: Key, commit: CommitFacts, origins: OriginAllocator
) -> None:
    """The history of one record, as a commit with one parent changes it."""
    record = edit.get(key)
    fact = commit.new.get(key)
    if fact is not None:
        timing = compute_timing(edit, fact.timing, fact.refs, fact.memberships)
        if record is None:
            origin = origins.allocate(key, fact.aliases)
            edit.put(key, create_record(fact, timing, origin, commit.timestamp))
        else:
            edit.put(key, _change_record(edit, record, fact, timing, commit.timestamp))
        register_names(edit, key, fact, commit.timestamp)
    elif record is not None and not is_moved(record, commit.removed[key]):
        last_record = msgspec.msgpack.encode(commit.removed[key].record)
        edit.put(key, remove_record(record, last_record, commit.timestamp))


# ---- one record ------------------------------------------------------------------------


def create_record(fact: RecordFact, timing: bytes, origin: str, timestamp: int) -> RecordHistory:
    return RecordHistory(
        origin=origin,
        versions=(Version(timestamp, timing),),
        modified_at=timestamp,
        shown_at=timestamp,
        visible_digest=fact.visible_digest,
        crew_modified_at=timestamp,
        crew_digest=fact.crew_digest,
        refs=fact.refs,
        slugs=fact.slugs,
        file=fact.record.file,
        memberships=fact.memberships,
        copy=fact.copy,
    )


def _change_record(
    edit: HistoryEdit, record: RecordHistory, fact: RecordFact, timing: bytes, timestamp: int
) -> RecordHistory:
    shows_same = record.visible_digest == fact.visible_digest and are_same_refs(
        edit, record.refs, fact.refs
    )
    if 0 < record.removed_at < timestamp:  # its events said that it was removed
        shows_same = False
    is_same = shows_same and record.timing == timing
    changed = msgspec.structs.replace(
        record,
        versions=add_version(record.versions, timestamp, timing),
        modified_at=record.modified_at if is_same else timestamp,
        shown_at=record.shown_at if shows_same else timestamp,
    )
    return apply_fact(changed, fact, [record], timestamp)


def apply_fact(
    record: RecordHistory, fact: RecordFact, former: list[RecordHistory], timestamp: int
) -> RecordHistory:
    """A live record with all that a fact says of it, but for its timing.

    `former` is the record before the commit, on each side of a merge.
    """
    is_same_crew = fact.crew_digest == record.crew_digest
    return msgspec.structs.replace(
        record,
        visible_digest=fact.visible_digest,
        crew_modified_at=record.crew_modified_at if is_same_crew else timestamp,
        crew_digest=fact.crew_digest,
        refs=fact.refs,
        slugs=join_slugs(former, fact.slugs),
        file=fact.record.file,
        removed_at=0,
        last_record=b"",
        memberships=fact.memberships,
        copy=fact.copy,
    )


def remove_record(record: RecordHistory, last_record: bytes, timestamp: int) -> RecordHistory:
    timing = mark_removed(record.timing)
    return msgspec.structs.replace(
        record,
        versions=add_version(record.versions, timestamp, timing),
        removed_at=record.removed_at or timestamp,
        last_record=last_record,
    )


def mark_removed(timing: bytes) -> bytes:
    """The timing of a record that was removed: when it would have been."""
    decoded = decode_timing(timing)
    if decoded.status == REMOVED:
        return timing
    return encode_canonical(msgspec.structs.replace(decoded, status=REMOVED))


def is_moved(record: RecordHistory, fact: RecordFact) -> bool:
    """Whether a record that one file no longer has is in another file by now."""
    return record.file not in ("", fact.record.file)


def register_names(edit: HistoryEdit, key: Key, fact: RecordFact, timestamp: int) -> None:
    """Make a record known by its aliases from before the history, and its regions."""
    for alias in fact.aliases:
        former = key._replace(name=alias)
        if not edit.has(former):  # a stop may name a venue by it
            edit.rename(former, key)
    for code in fact.regions:
        place = Key("place", code)
        if edit.get(place) is None:
            edit.put(
                place,
                RecordHistory(
                    origin=code,
                    versions=(Version(timestamp, b""),),
                    modified_at=timestamp,
                    shown_at=timestamp,
                    visible_digest=b"",
                    crew_modified_at=timestamp,
                    crew_digest=b"",
                ),
            )
