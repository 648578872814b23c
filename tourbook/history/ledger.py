"""What the rest of the program asks about the past: the history at the time of the build."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Literal

import msgspec

from .cutoffs import find_cutoffs, trim_histories
from .histories import History
from .keys import SITE_KEY, Key, make_copy_key, parse_copy_name, parse_table
from .records import RecordHistory, StoredRecord, decode_timing
from .visibility import find_memberships, is_stay, list_languages

HistorySource = Literal["git", "shallow", "none"]
"""`shallow`: a clone without its older commits; `none`: no repository, or none that can be read."""

_RECORD_DECODER = msgspec.msgpack.Decoder(StoredRecord)
RECENT_PERIOD = 90 * 86400
"""Seconds for which a change is worth a warning."""


class Ledger:
    def __init__(
        self,
        history: History | None = None,
        source: HistorySource = "none",
        public_since: int = 0,
        error: str = "",
        future_commit: str = "",
        is_empty: bool = False,
        today_start: int = 0,
    ) -> None:
        self.source = source
        self.error = error
        """The message of Git if it failed."""
        self.future_commit = future_commit
        """The last commit, if its clock was ahead of the build's day."""
        self.is_empty = is_empty
        """Whether there is a repository without a commit."""
        self.today_start = today_start
        """When the day of the build begins."""
        self.uncommitted_at = 0
        """The moment that counts for what is not committed; 0 if all is."""
        self.file_moments: dict[str, int] = {}
        """Path -> when the file last changed (seconds since 1970, UTC)."""
        self.forgotten_ids: frozenset[str] = frozenset()
        """Ids of removed records of which nothing may be told, whatever their kind."""
        self.present_keys: frozenset[Key] = frozenset()
        """The records that there are: also drafts, if they are built, which the history has
        removed."""
        history = history or History()
        site = history.get(SITE_KEY)
        cutoffs = find_cutoffs(site.versions if site else (), today_start - RECENT_PERIOD)
        self.previous_domain = cutoffs.previous_domain
        """The domain of UIDs before a recent change, or empty."""
        self.cutoff = max(public_since, cutoffs.sample_end, cutoffs.domain_change)
        """When the site went public: what happened before does not count."""
        self.history = self._whole_history = history
        if self.cutoff:
            records = {
                table: trim_histories(records, self.cutoff, cutoffs.sample_end)
                for table, records in history.records.items()
            }
            self.history = History(records, history.names)

    def is_recent(self, timestamp: int) -> bool:
        return timestamp > self.today_start - RECENT_PERIOD

    @property
    def is_available(self) -> bool:
        return self.source != "none"

    # ---- records -----------------------------------------------------------------------

    def resolve_key(self, key: Key) -> Key:
        """The present key of a record. That of a copy changes with the id of its exhibition."""
        if key.kind == "copy":
            exhibition, copy = parse_copy_name(self.history.resolve(key).name)
            present = self.history.resolve(Key("exhibition", exhibition)).name
            key = make_copy_key(present, copy)
        return self.history.resolve(key)

    def find_history(self, kind: str, name: str) -> RecordHistory | None:
        """The history of a record that was not removed, by its present or a former id."""
        record = self.history.find(Key(kind, name))
        return record if record and record.is_live else None

    def list_histories(self, kind: str) -> dict[str, RecordHistory]:
        """What `find_history` finds, by present and former ids."""
        live = {
            name: record
            for name, record in self.history.list_records(kind).items()
            if record.is_live
        }
        former_ids = [key.name for key in self.history.names if key.kind == kind]
        by_former_id = {name: self.find_history(kind, name) for name in former_ids}
        return live | {name: record for name, record in by_former_id.items() if record}

    def get_history(self, kind: str, name: str) -> RecordHistory | None:
        """The history of a record by its present id, even if it was removed."""
        return self.history.get(Key(kind, name))

    def list_former_ids(self, kind: str, name: str) -> list[str]:
        """The ids that a record had before, or was said to have had, in `aliases` at any time."""
        return self._former_ids.get(Key(kind, name), [])

    @cached_property
    def _former_ids(self) -> dict[Key, list[str]]:
        former_ids: dict[Key, list[str]] = {}
        for key in self.history.names:
            former_ids.setdefault(self.history.resolve(key), []).append(key.name)
        return former_ids

    def iterate_removed(self, kind: str) -> Iterator[tuple[str, RecordHistory, StoredRecord]]:
        """(id, history, last record) of every removed record of a kind that may be told of, in the
        order of ids."""
        records = self.history.list_records(kind)
        for name in sorted(name for name, record in records.items() if record.last_record):
            record = records[name]
            is_present = Key(kind, name) in self.present_keys
            if not is_present and self.forgotten_ids.isdisjoint((name, *record.slugs)):
                yield name, record, _RECORD_DECODER.decode(record.last_record)

    def iterate_removed_translations(
        self, kind: str, removed: RecordHistory, stem: str
    ) -> Iterator[tuple[str, StoredRecord]]:
        """(language, last record) of each translation that went with a removed record, or after it.
        `stem` is the name of its file."""
        for language in self._languages:
            record = self.history.get(Key(kind, stem, language))
            if record and record.last_record and record.removed_at >= removed.removed_at:
                yield language, _RECORD_DECODER.decode(record.last_record)

    def knows_id(self, id: str) -> bool:
        """Whether a record of any kind has or had an id."""
        return any(
            self.history.has(Key(kind, id, language))
            for kind, language in map(parse_table, self.history.records)
        )

    # ---- memberships -------------------------------------------------------------------

    def find_former_memberships(self, stop: RecordHistory) -> set[Key]:
        """The keys of what ever had a stop in its calendar; some of it may have it again.

        That includes what its venue, exhibition or, for a visit, its caravan belonged to during its
        lifetime, and the regions that its regions lay in. A removed stop has left everything.
        """
        former = {self.resolve_key(key) for key in stop.former_memberships}
        if stop.is_live and not former and not self._moved_keys:
            return former
        present = find_memberships(self.history, stop)
        if not stop.is_live:
            former |= present
        memberships = set(former)
        for key in former | (present & self._moved_keys):
            record = self.history.get(key)
            if record is None or (key.kind == "caravan" and is_stay(stop)):
                continue
            memberships |= {
                self.resolve_key(membership)
                for membership, timestamp in record.former_memberships.items()
                if timestamp >= stop.created_at
            }
            if key in former:
                memberships |= {self.resolve_key(membership) for membership in record.memberships}
        keys = present | memberships
        for key in present:
            if record := self.history.get(key):
                keys.update(record.memberships)
        codes = [key.name for key in keys if key.kind == "place"]
        memberships |= {Key("place", code) for code in self.find_former_parent_regions(codes)}
        return {key for key in memberships if key.kind != "place_name"}  # which has no calendar

    def find_former_parent_regions(self, codes: Iterable[str]) -> set[str]:
        """Codes of the regions that some lay in according to earlier versions of regions.yaml."""
        former_parents: set[str] = set()
        visited: set[str] = set()
        todo = list(codes)
        while todo:
            code = todo.pop()
            region = self.history.get(Key("region", code))
            if region is None or code in visited:
                continue
            visited.add(code)
            parents = [key.name for key in region.memberships]
            former = [key.name for key in region.former_memberships]
            if region.removed_at:
                former += parents
            former_parents.update(former)
            todo += former + parents
        return former_parents

    @cached_property
    def _moved_keys(self) -> set[Key]:
        """The keys of all but stops that left something, and of regions that were removed."""
        moved = set()
        for key in self.history.iterate_keys():
            if key.kind != "stop":
                record = self.history.get(key)
                assert record
                if record.former_memberships or (record.removed_at and key.kind == "region"):
                    moved.add(key)
        return moved

    # ---- moments -----------------------------------------------------------------------

    def find_created_at(self, record: RecordHistory) -> int | None:
        """When a record first appeared; None until it is committed, for only then it is known."""
        return None if record.created_at == self.uncommitted_at else record.created_at

    def find_modified_at(self, kind: str, name: str) -> int:
        """When anything of a record or its translations last changed; 0 if it is unknown."""
        return max((record.changed_at for record in self._list_records(kind, name)), default=0)

    def find_shown_at(self, kind: str, name: str) -> int:
        """When what events show of a record or its translations last changed, besides timings.

        A removed record is shown as it last was: its removal, and that of its translations with it,
        change nothing.
        """
        main, records = self.history.find(Key(kind, name)), self._list_records(kind, name)
        end = (main and main.removed_at) or sys.maxsize
        moments = [record.shown_at for record in records]
        moments += [record.removed_at for record in records if record.removed_at < end]
        return max(moments, default=0)

    def find_crew_modified_at(self, kind: str, name: str) -> int:
        """The latest `crew_modified_at` of a record and its translations; 0 if it is unknown."""
        return max((r.crew_modified_at for r in self._list_records(kind, name)), default=0)

    def _list_records(self, kind: str, name: str) -> list[RecordHistory]:
        """A record and its translations."""
        key = self.resolve_key(Key(kind, name))
        keys = [key, *(key._replace(language=language) for language in self._languages)]
        return [record for key in keys if (record := self.history.find(key))]

    def find_past_changed_at(self, kind: str, name: str) -> int:
        """When the settings of the site last changed what counts of the past (`since`, `forget`);
        0 for a record without a past."""
        record, site = self._whole_history.get(Key(kind, name)), self.history.get(SITE_KEY)
        has_past = record and (len(record.versions) > 1 or record.former_memberships)
        return site.crew_modified_at if site and has_past else 0

    @cached_property
    def timezone_changed_at(self) -> int:
        """When the time zone of the site last changed; 0 if it never did."""
        site = self.history.get(SITE_KEY)
        versions = site.versions if site else ()
        return max(
            (
                new.timestamp
                for old, new in pairwise(versions)
                if decode_timing(old.timing).timezone != decode_timing(new.timing).timezone
            ),
            default=0,
        )

    def find_strings_modified_at(self, language: str) -> int:
        """When the strings of the themes last changed in a language, or which ones they use."""
        tables = (Key("words", "").table, Key("words", "", language).table)
        return max(
            (
                record.changed_at
                for table in tables
                for record in self.history.list_records(table).values()
            ),
            default=0,
        )

    @cached_property
    def _languages(self) -> list[str]:
        return list_languages([self.history])
