"""Which record is which: ids, former ids, and origins, of which UIDs are made.

A record that gets another id names its former ones in `aliases`, and goes on as the same record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from .facts import CommitFacts
from .histories import HistoryEdit
from .keys import Key, parse_table
from .records import add_version, join_histories
from .visibility import list_languages


def is_in_commit(edit: HistoryEdit, commit: CommitFacts, key: Key) -> bool:
    """Whether the files of the commit have the record."""
    if key in commit.new:
        return True
    record = edit.get(key)
    return record is not None and record.is_live and key not in commit.removed


# ---- renames ---------------------------------------------------------------------------


def follow_aliases(edit: HistoryEdit, commit: CommitFacts) -> None:
    """Move the history of every record that was renamed to its present id."""
    renamed = [key for key, fact in commit.new.items() if fact.aliases or edit.get_successor(key)]
    for key in sorted(renamed):  # if two records claim an id, the first one gets it
        _take_back_own_id(edit, commit, key)
        for alias in commit.new[key].aliases:
            former = edit.resolve(key._replace(name=alias))
            if former != key and not is_in_commit(edit, commit, former):
                _take_over(edit, former, key)


def _take_back_own_id(edit: HistoryEdit, commit: CommitFacts, key: Key) -> None:
    """A record that was renamed, and now has its former id again, is the same."""
    renamed = edit.resolve(key)
    record = edit.get(renamed)
    if renamed != key and record and not is_in_commit(edit, commit, renamed):
        edit.put(key, record)
        edit.rename(renamed, key)


def _take_over(edit: HistoryEdit, former: Key, key: Key) -> None:
    """Go on with the history of a former key, and of its translations."""
    record = edit.get(former)
    if record is None:
        return
    own = edit.get(key)
    if own is None:
        edit.put(key, record)
    else:  # a record that was removed had the same id: from now on both are one, and that is new
        joined = join_histories(record, own)
        edit.put(key, msgspec.structs.replace(joined, origin=record.origin, visible_digest=b""))
    edit.rename(former, key)
    for language in list_languages([edit]):
        translation = edit.get(former._replace(language=language))
        if translation:
            edit.put(key._replace(language=language), translation)


# ---- origins ---------------------------------------------------------------------------


class OriginAllocator:
    """Gives new records an origin that no other record of the kind has."""

    def __init__(self, edit: HistoryEdit) -> None:
        self.edit = edit
        self.taken: dict[str, set[str]] = {}
        """Table -> the origins of its records."""

    def allocate(self, key: Key, aliases: Iterable[str] = ()) -> str:
        """The first of its former ids that no other record has or had, else its present one.

        If another record has the present one as its origin, `~2` is added.
        """
        if key.table not in self.taken:
            records = self.edit.list_records(key.table).values()
            self.taken[key.table] = {record.origin for record in records}
        origins = self.taken[key.table]
        free = (a for a in aliases if a not in origins and not self.edit.has(key._replace(name=a)))
        origin = next(free, key.name)
        while origin in origins:
            origin += "~2"
        origins.add(origin)
        return origin


def separate_identities(edit: HistoryEdit, origins: OriginAllocator, timestamp: int) -> None:
    """Give every record an origin of its own after a merge.

    Two sides may have given one id to two records, or two ids to one; a UID is that of one event.
    """
    for keys in _list_shared_origins(edit):
        first, *other_keys = sorted(keys, key=lambda key: _rank_claim(edit, key))
        for key in other_keys:
            record = edit.get(key)
            assert record
            if record.is_live:
                origin = origins.allocate(key)
                renamed = msgspec.structs.replace(
                    record, origin=origin, modified_at=timestamp, shown_at=timestamp
                )
                edit.put(key, renamed)
            else:
                _unite(edit, first, key, timestamp)


def _list_shared_origins(edit: HistoryEdit) -> list[list[Key]]:
    """The keys of records with the same origin."""
    shared = []
    for table in sorted(edit.list_tables()):
        kind, language = parse_table(table)
        names: dict[str, list[str]] = defaultdict(list)
        for name, record in edit.list_records(table).items():
            names[record.origin].append(name)
        shared += [
            [Key(kind, name, language) for name in group]
            for group in names.values()
            if len(group) > 1
        ]
    return shared


def _rank_claim(edit: HistoryEdit, key: Key) -> tuple[bool, int, Key]:
    """The first keeps the origin: a live record before a removed one, an old before a new one."""
    record = edit.get(key)
    assert record
    return not record.is_live, record.created_at, key


def _unite(edit: HistoryEdit, key: Key, removed: Key, timestamp: int) -> None:
    """Let a record go on for one that was removed, which it is itself by another id."""
    own, other = edit.get(key), edit.get(removed)
    assert own and other
    joined = join_histories(own, other)
    # The timing of now comes last, even if both sides removed the record in the same second.
    versions = add_version(joined.versions, joined.versions[-1].timestamp + 1, own.timing)
    joined = msgspec.structs.replace(
        joined,
        versions=versions,
        modified_at=timestamp,
        shown_at=timestamp,
        removed_at=timestamp if joined.removed_at else 0,
        last_record=b"" if own.is_live else own.last_record or other.last_record,
    )
    edit.put(key, joined)
    edit.rename(removed, key)
