"""In a straight history every record is exact: a simple book-keeper, who knows
nothing of merges, comes to the same."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.support.random_history import HOURS, Row, Tree
from tourbook.history.keys import Key


class AmbiguousError(Exception):
    """Which record a row continues is anybody's guess: the history does not count."""


@dataclass(eq=False)
class Entry:
    key: Key
    origin: str
    row: Row
    times: list[tuple[int, object]]
    """Since when it had which time; None for that of a record that was taken away."""
    modified: int
    removed_at: int = 0


@dataclass
class Book:
    entries: list[Entry] = field(default_factory=list)
    holders: dict[Key, Entry] = field(default_factory=dict)
    """Who has, or had last, a key."""
    tree: Tree = field(default_factory=dict)

    def enter(self, tree: Tree, at: int) -> None:
        new = [row for row in tree.values() if row.key not in self.tree]
        old = [row for row in tree.values() if row.key in self.tree]
        claims = {row.key: self.claimed(row, tree) for row in new}
        claimed = [id(e) for entries in claims.values() for e in entries]
        if (
            any(self.claimed(row, tree) != [self.holders[row.key]] for row in old)
            or any(len(entries) > 1 for entries in claims.values())
            or any(
                Key(row.kind, a) not in self.holders for row in tree.values() for a in row.aliases
            )
            or len(claimed) != len(set(claimed))
        ):
            raise AmbiguousError
        for row in new:
            if claims[row.key]:
                entry = claims[row.key][0]
                entry.key = row.key
            else:
                entry = Entry(row.key, row.id, row, [], at)
                self.entries.append(entry)
            self.holders[row.key] = entry
        for entry in self.entries:
            if entry.key not in tree:
                if not entry.removed_at:
                    entry.removed_at = at
                    entry.times.append((at, None))
                continue
            row = tree[entry.key]
            time = self.time(row, tree)
            if not entry.times or entry.times[-1][1] != time:
                entry.times.append((at, time))
                entry.modified = at
            if entry.row.name != row.name or self.holders.get(
                Key("venue", entry.row.venue)
            ) is not self.holders.get(Key("venue", row.venue)):
                entry.modified = at
            entry.row, entry.removed_at = row, 0
        self.tree = tree

    def claimed(self, row: Row, tree: Tree) -> list[Entry]:
        """The records that a row may be the continuation of: one that had its id, and those whose
        ids it gives as former ones."""
        own = self.holders.get(row.key)
        found = [own] if own and (own.key == row.key or own.key not in tree) else []
        for other in (Key(row.kind, alias) for alias in row.aliases):
            entry = self.holders.get(other)
            if entry and entry.key == other and other not in tree and entry not in found:
                found.append(entry)
        return found

    def time(self, row: Row, tree: Tree) -> object:
        if row.kind == "venue":
            return HOURS[row.when]
        return row.when, row.status, HOURS[tree[self.holders[Key("venue", row.venue)].key].when]
