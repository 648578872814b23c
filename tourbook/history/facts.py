"""Facts: what a commit says of a record, as far as calendars show it.

A fact does not depend on how its record is written. A draft has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .keys import Key
from .records import Refs, StoredRecord, Timing


class RecordFact(NamedTuple):
    """A record in one commit; the fields are those of `RecordHistory`."""

    key: Key
    timing: Timing = Timing()
    visible_digest: bytes = b""
    crew_digest: bytes = b""
    refs: Refs = Refs()
    aliases: tuple[str, ...] = ()
    """Its former ids."""
    slugs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Codes of the regions whose calendars have its events."""
    memberships: tuple[Key, ...] = ()
    copy: str = ""
    record: StoredRecord = StoredRecord("", "", b"")

    def is_equivalent(self, other: RecordFact) -> bool:
        """Whether both say the same, in the same file."""
        return self[:-1] == other[:-1] and self.record.file == other.record.file


class SchedulePiece(NamedTuple):
    """Lines of a schedule: a list of stops or visits, or one of its items."""

    kind: str
    """stop or visit."""
    trip: str
    text: str
    defaults: bytes = b""
    """What the trip says for its stops: `StopDefaults` (msgpack); b"" for nothing."""


class FileFacts(NamedTuple):
    """What a file says: the facts that are cheap to read, and lists still to be read.

    Most lists are the same in the next version of a file, and then nobody reads them.
    """

    facts: tuple[RecordFact, ...] = ()
    lists: frozenset[SchedulePiece] = frozenset()
    include_patterns: tuple[str, ...] = ()
    """Of schedule.yaml: the patterns of the other schedule files."""
    allows_private_numbers: bool = False
    """Of site.yaml: whether the rule against them blocks nothing."""


class CommitFacts(NamedTuple):
    """What a commit says that its first parent did not."""

    timestamp: int
    """The time of the commit; later than that of all its parents."""
    new: Mapping[Key, RecordFact]
    """The facts that the first parent did not have, or not in this form."""
    removed: Mapping[Key, RecordFact]
    """The last facts of records that the first parent had and the commit has not."""


class UnreadableError(Exception):
    """The file is invalid: no site was ever built from it."""
