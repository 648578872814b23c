"""The history of a project: its records, and the names that lead to them.

A `History` is what is known after a commit. A `HistoryEdit` is a commit on its way there: it reads
through to the parent's history, which it leaves as it is, and collects what changes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from .keys import Key, parse_table
from .records import RecordHistory

_MAX_RENAMES = 100
"""Renames in a row that are followed; more is a ring."""


class HistoryView(ABC):
    """What can be asked of a history, and of one that a commit is being applied to."""

    @abstractmethod
    def get(self, key: Key) -> RecordHistory | None:
        """The record with exactly that key, removed ones included."""

    @abstractmethod
    def get_successor(self, key: Key) -> Key | None:
        """The key that took the place of another when its record was renamed."""

    @abstractmethod
    def list_records(self, table: str) -> dict[str, RecordHistory]:
        """The records of a table, such as `stop` or `venue.en`, by their names."""

    @abstractmethod
    def list_tables(self) -> set[str]: ...

    def resolve(self, key: Key) -> Key:
        """The present key of a record that may have been renamed."""
        for _ in range(_MAX_RENAMES):
            successor = self.get_successor(key)
            if successor is None:
                break
            key = successor
        return key

    def find(self, key: Key) -> RecordHistory | None:
        """The record with a present or former key."""
        return self.get(self.resolve(key))

    def has(self, key: Key) -> bool:
        """Whether a record has the key, or had it before it was renamed."""
        return self.get(key) is not None or self.get_successor(key) is not None


class History(HistoryView):
    """The records after a commit, and the keys that they had before they were renamed."""

    def __init__(
        self,
        records: dict[str, dict[str, RecordHistory]] | None = None,
        names: dict[Key, Key] | None = None,
    ) -> None:
        self.records = {} if records is None else records
        """Table (see `Key.table`) -> name -> history."""
        self.names = {} if names is None else names
        """Former key -> its successor, which may have been renamed as well."""

    def get(self, key: Key) -> RecordHistory | None:
        table = self.records.get(key.table)
        return table.get(key.name) if table else None

    def get_successor(self, key: Key) -> Key | None:
        return self.names.get(key)

    def find(self, key: Key) -> RecordHistory | None:
        return super().find(key) if self.names else self.get(key)

    def list_records(self, table: str) -> dict[str, RecordHistory]:
        return self.records.get(table, {})

    def list_tables(self) -> set[str]:
        return {table for table, records in self.records.items() if records}

    def iterate_keys(self) -> Iterator[Key]:
        """The present keys of all records."""
        for table, records in self.records.items():
            kind, language = parse_table(table)
            for name in records:
                yield Key(kind, name, language)

    def put(self, key: Key, record: RecordHistory) -> None:
        self.names.pop(key, None)
        self.records.setdefault(key.table, {})[key.name] = record

    def rename(self, key: Key, successor: Key) -> None:
        """From now on `key` leads to the record of `successor`."""
        if key.table in self.records:
            self.records[key.table].pop(key.name, None)
        self.names[key] = successor

    def copy(self) -> History:
        return History(
            {table: dict(records) for table, records in self.records.items()}, dict(self.names)
        )

    def update(self, changes: History) -> None:
        """Apply the changes of a commit."""
        for key, successor in changes.names.items():
            self.rename(key, successor)
        for table, records in changes.records.items():
            self.records.setdefault(table, {}).update(records)
        if self.names:
            for key in changes.iterate_keys():
                self.names.pop(key, None)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, History)
            and self.names == other.names
            and all(
                self.list_records(table) == other.list_records(table)
                for table in self.list_tables() | other.list_tables()
            )
        )


class HistoryEdit(HistoryView):
    """The history of a parent, with what a commit has changed so far."""

    def __init__(self, parent: History) -> None:
        self.parent = parent
        self.changes = History()
        """The records and names that the commit changes; a key is in one of the two at most."""

    def get(self, key: Key) -> RecordHistory | None:
        record = self.changes.get(key)
        if record is None and key not in self.changes.names:
            record = self.parent.get(key)
        return record

    def get_successor(self, key: Key) -> Key | None:
        successor = self.changes.get_successor(key)
        if successor is None and self.changes.get(key) is None:
            successor = self.parent.get_successor(key)
        return successor

    def list_records(self, table: str) -> dict[str, RecordHistory]:
        records = self.parent.list_records(table) | self.changes.list_records(table)
        for key in self.changes.names:
            if key.table == table:
                records.pop(key.name, None)
        return records

    def list_tables(self) -> set[str]:
        return self.parent.list_tables() | self.changes.list_tables()

    def list_former_keys(self) -> list[Key]:
        """The keys of all records before they were renamed."""
        keys = self.parent.names | self.changes.names
        return [key for key in keys if self.changes.get(key) is None]

    def list_changed_keys(self) -> set[Key]:
        """The keys whose record or successor the commit changes."""
        return {*self.changes.iterate_keys(), *self.changes.names}

    def put(self, key: Key, record: RecordHistory) -> None:
        """From now on the record has that history; nothing happens if it is the same already."""
        if self.get(key) != record:
            self.changes.put(key, record)

    def rename(self, key: Key, successor: Key) -> None:
        """From now on `key` leads to the record of `successor`, and has none itself."""
        if self.get_successor(key) != successor:
            self.changes.rename(key, successor)
