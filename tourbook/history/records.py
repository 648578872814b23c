"""What is known of a record up to a moment. Moments are seconds since 1970 (UTC), as Git has
them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from tourbook.schema.fields import Recurrence

REMOVED = "removed"
STOP_PREFIX = "stop/"
"""Begins the keys of stops and visits."""
_EQUIVALENT_STATUSES = {"open": "confirmed", "done": "confirmed"}


def normalize_status(written: str) -> str:
    """The status of a `Time` from that of a record: `open` and `done` say no more than the dates
    do."""
    return _EQUIVALENT_STATUSES.get(written, written)


class Timing(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What says when something is, and whether it takes place. A change of it is a change of
    SEQUENCE (RFC 5545, 3.8.7.4)."""

    status: str = ""
    """planned, confirmed, postponed, cancelled or (of a record that was taken away) removed; `open`
    and `done` are `confirmed`."""
    start: dt.date | None = None
    """The first day of a stay or a campaign, the day of a visit."""
    end: dt.date | None = None
    times: str = ""
    """Of a visit, in one form: "09:00-11:30"."""
    repeat: Recurrence | None = None
    hours: dict[str, str] = {}
    venue_hours: dict[str, str] = {}
    """Of a stay: those of its venue."""
    is_stay: bool = False
    terms: dict[str, str] = {}
    """School terms: of the site all of them, of a recurring visit those that it keeps to."""
    address_settings: dict[str, str] = {}
    """Of the site: the settings that give its feeds their addresses, and whether it is a sample."""


class Version(msgspec.Struct, frozen=True, array_like=True):
    """Since a moment, the time of a record (a `Time` in its canonical bytes)."""

    timestamp: int
    timing: bytes


class RecordHistory(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    """The id under which it first appeared."""
    versions: tuple[Version, ...]
    """Every time that it had, in order; the first tells when it appeared. There is one, at
    least."""
    modified_at: int
    """When something that its events show changed last."""
    visible_digest: bytes
    """Digest of what its events show besides their time."""
    crew_modified_at: int
    """When something changed last that only the crew's events show."""
    crew_digest: bytes
    """Digest of that."""
    refs: tuple[str, ...] = ()
    """Keys of the records whose names it shows; that of the venue comes first, "" where there is
    none."""
    slugs: tuple[str, ...] = ()
    """Every name that it had in addresses; the last one is that of now."""
    file: str = ""
    """Where it stands."""
    removed_at: int = 0
    """When it was taken away; 0 while it is there."""
    last_record: bytes = b""
    """What it said at last (a `Record`), once it is gone."""
    renamed_to: str = ""
    """The key that it goes on under, "" where it was never renamed: else nothing else here
    matters."""
    memberships: tuple[str, ...] = ()
    """Keys of what it is part of besides `refs`; a stop has those that it names itself ("copy/ID"
    without the exhibition)."""
    former_memberships: dict[str, int] = {}
    """Key of what it was part of once -> when it was last so."""

    @property
    def timing(self) -> bytes:
        return self.versions[-1].timing

    @property
    def changed_at(self) -> int:
        """When anything of it changed last."""
        return max(self.modified_at, self.removed_at)

    @property
    def is_live(self) -> bool:
        return not self.removed_at and not self.renamed_to


class StoredRecord(msgspec.Struct, frozen=True, array_like=True):
    """A record as it was: the file and, of a stop, the trip that it stood in; its fields
    (msgpack)."""

    file: str
    trip: str
    fields: bytes


Histories = dict[str, RecordHistory]
"""By key: "stop/ID", "trip/ID", "venue/ID" ..., "venue.en/NAME" (a translation), "place/CODE" (a
region that had events), "region/CODE" (one in regions.yaml), "words.en/THEME" (its strings),
"holidays/..." (what is known of them), "site/"."""


def resolve_key(histories: Mapping[str, RecordHistory | None], key: str) -> str:
    """The key that a record has now."""
    for _ in range(100):  # renamed in a ring, it would never end
        life = histories.get(key)
        if life is None or not life.renamed_to:
            break
        key = life.renamed_to
    return key


_TIMING_DECODER = msgspec.msgpack.Decoder(Timing)


def decode_timing(timing: bytes) -> Timing:
    return _TIMING_DECODER.decode(timing)


def join_histories(*histories: RecordHistory) -> RecordHistory:
    """The first of them, with the versions and slugs of all, and the latest moments of any."""
    first = histories[0]
    if len(histories) == 1:
        return first
    versions = sorted(
        {v for life in histories for v in life.versions}, key=lambda v: (v.timestamp, v.timing)
    )
    oldest = min(histories, key=lambda life: life.versions[0].timestamp)
    return msgspec.structs.replace(
        first,
        origin=oldest.origin,
        versions=tuple(versions),
        modified_at=max(life.modified_at for life in histories),
        crew_modified_at=max(life.crew_modified_at for life in histories),
        former_memberships=_merge_latest(life.former_memberships for life in histories),
        slugs=(
            *dict.fromkeys(s for life in histories[1:] for s in life.slugs if s not in first.slugs),
            *first.slugs,
        ),
    )


def _merge_latest(found: Iterable[dict[str, int]]) -> dict[str, int]:
    out: dict[str, int] = {}
    for one in found:
        out |= {key: max(at, out.get(key, 0)) for key, at in one.items()}
    return out
