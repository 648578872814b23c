"""Former memberships: a calendar that once had a stop keeps it when the stop leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from .histories import History, HistoryEdit
from .keys import Key, parse_table
from .records import RecordHistory
from .visibility import find_memberships

FormerKeys = dict[Key, list[Key]]
"""Key -> the keys that the record had before."""


def list_former_keys(edit: HistoryEdit, parents: Sequence[History]) -> FormerKeys:
    """The former keys under which parents may know a record.

    The only parent knows it by its present key, unless the commit itself renamed it.
    """
    former: FormerKeys = defaultdict(list)
    for key in edit.list_former_keys() if len(parents) > 1 else edit.changes.names:
        former[edit.resolve(key)].append(key)
    return former


def find_in_parent(parent: History, key: Key, former_keys: FormerKeys) -> RecordHistory | None:
    """A record as a parent had it, under whichever key."""
    for name in (key, *former_keys.get(key, ())):
        record = parent.find(name)
        if record is not None:
            return record
    return None


def record_departures(edit: HistoryEdit, parents: Sequence[History], timestamp: int) -> None:
    """Note on every record what had its events in a calendar on any side, and no longer has."""
    former_keys = list_former_keys(edit, parents)
    is_merge = len(parents) > 1
    for key in _list_keys_to_compare(edit, parents):
        departed = {
            edit.resolve(membership)
            for parent in parents
            if (past := find_in_parent(parent, key, former_keys))
            for membership in find_memberships(parent, past)
        }
        if not departed:
            continue
        record = edit.get(key)
        assert record
        departed -= find_memberships(edit, record)
        if is_merge:  # what it left before on one side, it does not leave again
            departed -= record.former_memberships.keys()
        if departed:
            former = record.former_memberships | dict.fromkeys(sorted(departed), timestamp)
            edit.put(key, msgspec.structs.replace(record, former_memberships=former))


def _list_keys_to_compare(edit: HistoryEdit, parents: Sequence[History]) -> list[Key]:
    """The records whose memberships may have changed.

    A stop also has those of its trip and its exhibition; these are the keys that spread.
    """
    keys = edit.list_changed_keys()
    spread = {key for key in keys if edit.get(key) and edit.parent.get_successor(key)}
    for key in _iterate_changed_memberships(edit, parents):
        keys.add(key)
        if key.table in ("trip", "exhibition"):
            spread.add(key)
    keys |= spread
    listed = sorted(key for key in keys if key.kind != "trip" and edit.get(key))
    if spread:
        for id, stop in edit.list_records("stop").items():
            key = Key("stop", id)
            if key not in keys and not spread.isdisjoint(find_memberships(edit, stop)):
                listed.append(key)
    return listed


def _iterate_changed_memberships(edit: HistoryEdit, parents: Sequence[History]) -> Iterator[Key]:
    """The present keys of records that name something else than on one of the sides."""
    for key in edit.list_changed_keys():
        past = edit.parent.get(key)
        if past:
            yield from _iterate_if_changed(edit, key, past)
    for parent in parents[1:]:
        for table in parent.list_tables():
            kind, language = parse_table(table)
            present = edit.list_records(table)
            for name, past in parent.list_records(table).items():
                if present.get(name) != past:
                    yield from _iterate_if_changed(edit, Key(kind, name, language), past)


def _iterate_if_changed(edit: HistoryEdit, key: Key, past: RecordHistory) -> Iterator[Key]:
    present = edit.resolve(key)
    record = edit.get(present)
    if record and _list_membership_fields(record) != _list_membership_fields(past):
        yield present


def _list_membership_fields(record: RecordHistory) -> tuple[object, ...]:
    return record.refs, record.memberships, record.copy, record.former_memberships
