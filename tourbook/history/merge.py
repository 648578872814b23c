"""A commit with several parents: the records of all sides become one.

A merge finds out which records of the sides are the same, merges each of them, gives every record
an origin of its own, and dates what only the merge changed.

The first parent is what was published. What another side added and removed again was not, and
nothing is told of it: its last record is not kept, only its versions, so that no number falls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from .advance import (
    apply_fact,
    is_moved,
    mark_removed,
    register_names,
    update_record,
    update_records,
)
from .departures import find_in_parent, list_former_keys, record_departures
from .facts import CommitFacts
from .histories import History, HistoryEdit
from .identities import OriginAllocator, follow_aliases, is_in_commit, separate_identities
from .inheritance import compute_timing
from .keys import Key, parse_table
from .records import RecordHistory, Refs, add_version, decode_timing, join_histories, join_slugs
from .visibility import Observer, are_same_refs, list_languages

SideRecords = dict[Key, list[RecordHistory]]
"""Key -> the record as the other parents have it, where that differs from the first parent's."""


def merge(parents: Sequence[History], commit: CommitFacts) -> History:
    """What a merge changes in the history of its first parent."""
    edit = HistoryEdit(parents[0])
    origins = OriginAllocator(edit)
    follow_aliases(edit, commit)
    sides = align_names(edit, commit, parents[1:])

    def update(key: Key) -> None:
        if key not in sides:
            update_record(edit, key, commit, origins)
        elif edit.get_successor(key) is None or key in commit.new:
            _merge_record(edit, key, sides[key], commit)

    touched = {*commit.new, *commit.removed, *sides}
    update_records(edit, commit, touched, update)
    separate_identities(edit, origins, commit.timestamp)
    record_departures(edit, parents, commit.timestamp)
    if all(key.table in ("stop", "place") for key in touched):
        stops = {key for key in touched | edit.list_changed_keys() if key.kind == "stop"}
    else:
        stops = {Key("stop", id) for id in edit.list_records("stop")}
    redate_after_merge(edit, parents, stops, commit.timestamp)
    return edit.changes


# ---- names -----------------------------------------------------------------------------


def align_names(
    edit: HistoryEdit, commit: CommitFacts, other_parents: Iterable[History]
) -> SideRecords:
    """The records of other parents, under the keys that they have after the merge."""
    sides: SideRecords = defaultdict(list)
    for other in other_parents:
        _align_side(edit, commit, other, sides)
    for key in list(sides):
        present = edit.resolve(key)
        # One side has the record by a key that another side gave up.
        if present != key and not is_in_commit(edit, commit, key):
            sides[present] += sides.pop(key)
    return dict(sides)


def _align_side(edit: HistoryEdit, commit: CommitFacts, other: History, sides: SideRecords) -> None:
    former_keys: dict[Key, list[Key]] = defaultdict(list)
    for former in other.names:
        former_keys[other.resolve(former)].append(former)
    for table in other.list_tables():
        kind, language = parse_table(table)
        own = edit.list_records(table)
        for name, record in other.list_records(table).items():
            if own.get(name) != record:
                key = Key(kind, name, language)
                present = _find_present_key(edit, commit, key, former_keys.get(key, ()))
                sides[present].append(record)
    for former, successor in other.names.items():
        if not edit.has(former):
            edit.rename(former, successor)


def _find_present_key(
    edit: HistoryEdit, commit: CommitFacts, key: Key, former_keys: Iterable[Key]
) -> Key:
    """The key of a record of another parent after the merge."""
    if is_in_commit(edit, commit, key):
        return key
    present = edit.resolve(key)
    if is_in_commit(edit, commit, present):
        return present
    # The other parent renamed the record; the merge keeps its former key, or has a third one.
    for former in former_keys:
        renamed = edit.resolve(former)
        if is_in_commit(edit, commit, renamed):
            edit.rename(key, renamed)
            return renamed
    return present


# ---- one record ------------------------------------------------------------------------


def _merge_record(
    edit: HistoryEdit,
    key: Key,
    other_sides: list[RecordHistory],
    commit: CommitFacts,
) -> None:
    """The history of a record that is another on some sides."""
    own = edit.get(key)
    sides = [own, *other_sides] if own else other_sides
    fact, removed = commit.new.get(key), commit.removed.get(key)
    if fact is not None:
        timing = compute_timing(edit, fact.timing, fact.refs, fact.memberships)
        merged = _merge_sides(edit, sides, timing, fact.visible_digest, fact.refs, commit.timestamp)
        edit.put(key, apply_fact(merged, fact, sides, commit.timestamp))
        register_names(edit, key, fact, commit.timestamp)
    elif key.kind == "place":
        edit.put(key, sides[0])
    elif own is None or not own.is_live or removed is not None:
        if own and removed and is_moved(own, removed):
            return
        last_record = own.last_record if own else b""
        if removed:
            last_record = msgspec.msgpack.encode(removed.record)
        edit.put(key, _remove_on_all_sides(sides, last_record, commit.timestamp))
    else:  # the merge takes what the first parent has
        timing = compute_timing(edit, decode_timing(own.timing), own.refs, own.memberships)
        edit.put(
            key,
            _merge_sides(edit, sides, timing, own.visible_digest, own.refs, commit.timestamp),
        )


def _merge_sides(
    edit: HistoryEdit,
    sides: list[RecordHistory],
    timing: bytes,
    visible_digest: bytes,
    refs: Refs,
    timestamp: int,
) -> RecordHistory:
    """The first side, with the versions of all, and with what the merge says.

    It was modified when those sides were that say the same, unless another one was changed later:
    then its subscribers see a change.
    """
    joined = join_histories(*sides)
    versions = add_version(joined.versions, timestamp, timing)
    same_moments: list[int] = []
    different_moments: list[int] = []
    is_ahead = True
    for side in sides:
        is_same = (
            side.timing == timing
            and side.visible_digest == visible_digest
            and len(side.versions) == len(versions)
            and are_same_refs(edit, side.refs, refs)
        )
        (same_moments if is_same else different_moments).append(side.changed_at)
        if not is_same:
            new_moments = [v.timestamp for v in versions if v not in side.versions]
            if side.visible_digest != visible_digest or not are_same_refs(edit, side.refs, refs):
                new_moments.append(joined.shown_at)
            is_ahead = is_ahead and side.changed_at < min(new_moments, default=0)
    modified_at = _choose_moment(same_moments, different_moments, timestamp)
    is_ahead = is_ahead and bool(same_moments)
    return msgspec.structs.replace(
        sides[0],
        origin=joined.origin,
        versions=versions,
        modified_at=modified_at,
        # a side that only lags behind sees all that changed in what changed itself
        shown_at=joined.shown_at if is_ahead else modified_at,
        visible_digest=visible_digest,
        refs=refs,
        slugs=join_slugs(sides, sides[0].slugs),
        former_memberships=joined.former_memberships,
        forked_at=joined.forked_at,
        joined_at=joined.joined_at,
    )


def _remove_on_all_sides(
    sides: list[RecordHistory], last_record: bytes, timestamp: int
) -> RecordHistory:
    """The side that was changed last, with the versions of all, removed.

    `last_record` is the record as the first parent last had it, empty if it never did.
    """
    latest = max(sides, key=lambda side: (side.modified_at, side.removed_at))
    timing = mark_removed(latest.timing)
    joined = join_histories(latest, *(side for side in sides if side is not latest))
    same_moments: list[int] = []
    different_moments: list[int] = []
    for side in sides:
        if side.timing == timing and side.visible_digest == latest.visible_digest:
            same_moments.append(side.removed_at)
        else:
            different_moments.append(side.changed_at)
    return msgspec.structs.replace(
        joined,
        versions=add_version(joined.versions, timestamp, timing),
        removed_at=_choose_moment(same_moments, different_moments, timestamp),
        last_seen_at=timestamp if any(side.is_live for side in sides) else joined.last_seen_at,
        last_record=last_record,
    )


def _choose_moment(same_moments: list[int], different_moments: list[int], timestamp: int) -> int:
    """The last moment of the sides that say what the merge says, unless another side has a later
    one; then that of the merge."""
    moment = max(same_moments, default=0)
    return moment if moment > max(different_moments, default=0) else timestamp


# ---- what depends on other records -----------------------------------------------------


def redate_after_merge(
    edit: HistoryEdit, parents: Sequence[History], stops: Iterable[Key], timestamp: int
) -> None:
    """Date the stops that show something else than on one of the sides, but with no later moment.

    For example, one side renamed the venue before the other one changed the stop.
    """
    languages = list_languages([edit, *parents])
    present_observer = Observer(edit, languages)
    past_observers = [(parent, Observer(parent, languages)) for parent in parents]
    former_keys = list_former_keys(edit, parents)
    for key in stops:
        stop = edit.get(key)
        if stop is None:
            continue
        present = present_observer.observe_stop(stop)
        for parent, observer in past_observers:
            past = find_in_parent(parent, key, former_keys)
            if past is None:
                continue
            state = observer.observe_stop(past)
            if state.digests != present.digests and state.modified_at >= present.modified_at:
                changed = msgspec.structs.replace(stop, modified_at=timestamp, shown_at=timestamp)
                edit.put(key, changed)
                break
