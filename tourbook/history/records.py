"""What the history knows of one record. Timestamps are seconds since 1970 (UTC), as in Git.

The types of which a history has thousands are not tracked by the garbage collector (`gc=False`):
none of them can be part of a cycle.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from tourbook.schema.fields import Recurrence, Text

from .keys import Key

REMOVED = "removed"
"""The status of a record that was removed."""
_EQUIVALENT_STATUSES = {"open": "confirmed", "done": "confirmed"}


def normalize_status(status: str) -> str:
    """The status in a `Timing`. `open` and `done` say no more than the dates: `confirmed`."""
    return _EQUIVALENT_STATUSES.get(status, status)


class Timing(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """When an event takes place, if at all. A change raises SEQUENCE (RFC 5545, 3.8.7.4)."""

    status: str = ""
    """planned, confirmed, postponed, cancelled or removed."""
    start: dt.date | None = None
    """The first day of a stay or a campaign, the day of a visit."""
    end: dt.date | None = None
    times: str = ""
    """Of a visit, in canonical form: `09:00-11:30`."""
    repeat: Recurrence | None = None
    hours: dict[str, str] = {}
    venue_hours: dict[str, str] = {}
    """Of a stay: the hours of its venue."""
    is_stay: bool = False
    holidays: dict[str, dict[str, Text]] = {}
    """Country -> its public holidays, as site.yaml has them."""
    holiday_data: str = ""
    """Which version of the library of public holidays there is, such as `1.11.0`."""
    terms: dict[str, str] = {}
    """School terms: all of them for the site, those it keeps to for a recurring visit."""
    address_settings: dict[str, str] = {}
    """Of the site: the settings that determine the addresses of its feeds, and `sample`."""
    timezone: str = ""
    """Of a stop: that of its times, wherever it is written; else the one that the record gives."""
    country: str = ""
    """Of a stop: whose public holidays its place keeps."""
    place_timezone: str = ""
    """Of a visit: the one that its own place gives."""


class Version(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A timing, and since when the record has it."""

    timestamp: int
    timing: bytes
    """A `Timing` in canonical bytes."""


class Refs(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Ids of the records that a stop or a trip names and its events show; empty if there is none.

    Every stop has a trip, and nothing else does.
    """

    venue: str = ""
    trip: str = ""
    exhibition: str = ""
    caravan: str = ""
    campaigns: tuple[str, ...] = ()

    def list_keys(self) -> list[Key]:
        keys = [
            Key("venue", self.venue),
            Key("trip", self.trip),
            Key("exhibition", self.exhibition),
            Key("caravan", self.caravan),
        ]
        return [key for key in keys if key.name] + [Key("campaign", id) for id in self.campaigns]


class RecordHistory(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What happened to a record up to a commit."""

    origin: str
    """The id under which it first appeared. UIDs are made of it, so it never changes."""
    versions: tuple[Version, ...]
    """Every timing it had, oldest first; at least one. The first one tells when it appeared."""
    modified_at: int
    """When anything its events show last changed."""
    shown_at: int
    """The same without their timing: `versions` have the moments of that."""
    visible_digest: bytes
    """Digest of what its events show besides their timing."""
    crew_modified_at: int
    """When anything that only the crew's events show last changed; of a campaign, what only its own
    event shows; of the site, what counts of the past."""
    crew_digest: bytes
    """Digest of that."""
    refs: Refs = Refs()
    slugs: tuple[str, ...] = ()
    """Every slug it had; the last one is its present slug."""
    file: str = ""
    """Path of the file that holds it."""
    removed_at: int = 0
    """When it was removed; 0 if it was not."""
    last_record: bytes = b""
    """A removed record as it last was on the line of first parents: a `StoredRecord` (msgpack).
    Without it, nothing is told of the record."""
    memberships: tuple[Key, ...] = ()
    """What has the record's events in its calendar, besides `refs` and `copy`."""
    copy: str = ""
    """The copy that a stop or a trip names, or the only one that an exhibition has."""
    former_memberships: dict[Key, int] = {}
    """What had the record's events in its calendar once -> when it last had."""
    last_seen_at: int = 0
    """When a merge took over its removal, so that the last line of history lost it."""
    forked_at: int = 0
    """When the first of the versions came that not all lines of history had, before they joined; 0
    if all versions are of one line."""
    joined_at: int = 0
    """The same for the last one."""

    @property
    def timing(self) -> bytes:
        return self.versions[-1].timing

    @property
    def created_at(self) -> int:
        return self.versions[0].timestamp

    @property
    def changed_at(self) -> int:
        """When the record was last modified or removed."""
        return max(self.modified_at, self.removed_at)

    @property
    def is_live(self) -> bool:
        return not self.removed_at


class StoredRecord(msgspec.Struct, frozen=True, array_like=True):
    """A record as its file had it."""

    file: str
    trip: str
    """Of a stop, the id of its trip; of a trip, `tour` or `route`."""
    fields: bytes
    """The record of the schema (msgpack)."""


_TIMING_DECODER = msgspec.msgpack.Decoder(Timing)


def decode_timing(timing: bytes) -> Timing:
    return _TIMING_DECODER.decode(timing)


def add_version(
    versions: tuple[Version, ...], timestamp: int, timing: bytes
) -> tuple[Version, ...]:
    """The versions, with a further one unless the last one has that timing already."""
    if versions[-1].timing == timing:
        return versions
    return (*versions, Version(timestamp, timing))


def join_histories(*histories: RecordHistory) -> RecordHistory:
    """The first history, with the versions and slugs of all, and the latest moments of any."""
    first = histories[0]
    if len(histories) == 1:
        return first
    versions = {version for history in histories for version in history.versions}
    return msgspec.structs.replace(
        first,
        origin=min(histories, key=lambda history: history.created_at).origin,
        versions=tuple(sorted(versions, key=lambda v: (v.timestamp, v.timing))),
        modified_at=max(history.modified_at for history in histories),
        shown_at=max(history.shown_at for history in histories),
        crew_modified_at=max(history.crew_modified_at for history in histories),
        former_memberships=_merge_latest(history.former_memberships for history in histories),
        slugs=join_slugs(histories[1:], first.slugs),
        last_seen_at=max(history.last_seen_at for history in histories),
        **_find_fork(histories, versions),
    )


def _find_fork(histories: Iterable[RecordHistory], versions: set[Version]) -> dict[str, int]:
    """`forked_at` and `joined_at` of what is joined; `versions` are those of all."""
    forks = [history.forked_at for history in histories if history.forked_at]
    joins = [history.joined_at for history in histories]
    lines = [set(history.versions) for history in histories]
    if versions not in lines:
        single = versions - lines[0].intersection(*lines)
        forks.append(min(version.timestamp for version in single))
        joins.append(max(version.timestamp for version in single))
    return {"forked_at": min(forks, default=0), "joined_at": max(joins)}


def join_slugs(histories: Iterable[RecordHistory], slugs: tuple[str, ...]) -> tuple[str, ...]:
    """The other slugs of some histories, then those given."""
    other_slugs = dict.fromkeys(s for history in histories for s in history.slugs if s not in slugs)
    return (*other_slugs, *slugs)


def _merge_latest(memberships: Iterable[dict[Key, int]]) -> dict[Key, int]:
    latest: dict[Key, int] = {}
    for former in memberships:
        for key, timestamp in former.items():
            latest[key] = max(timestamp, latest.get(key, 0))
    return latest
