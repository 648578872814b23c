"""What is known of a record up to a moment. Moments are seconds since 1970 (UTC), as Git has
them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from tourbook.schema.fields import Repeat

REMOVED = "removed"
STOP = "stop/"
"""Begins the keys of stops and visits."""
_SAME = {"open": "confirmed", "done": "confirmed"}


def status_of(written: str) -> str:
    """The status of a `Time` from that of a record: `open` and `done` say no more than the dates
    do."""
    return _SAME.get(written, written)


class Time(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """What says when something is, and whether it takes place. A change of it is a change of
    SEQUENCE (RFC 5545, 3.8.7.4)."""

    status: str = ""
    """planned, confirmed, postponed, cancelled or (of a record that was taken away) removed; `open`
    and `done` are `confirmed`."""
    start: dt.date | None = None
    """The first day of a stay or a campaign, the day of a visit."""
    end: dt.date | None = None
    time: str = ""
    """Of a visit, in one form: "09:00-11:30"."""
    repeat: Repeat | None = None
    hours: dict[str, str] = {}
    venue_hours: dict[str, str] = {}
    """Of a stay: those of its venue."""
    stay: bool = False
    terms: dict[str, str] = {}
    """School terms: of the site all of them, of a recurring visit those that it keeps to."""
    addresses: dict[str, str] = {}
    """Of the site: the settings that give its feeds their addresses, and whether it is a sample."""


class Version(msgspec.Struct, frozen=True, array_like=True):
    """Since a moment, the time of a record (a `Time` in its canonical bytes)."""

    at: int
    time: bytes


class Life(msgspec.Struct, frozen=True, array_like=True):
    origin: str
    """The id under which it first appeared."""
    versions: tuple[Version, ...]
    """Every time that it had, in order; the first tells when it appeared. There is one, at
    least."""
    modified: int
    """When something that its events show changed last."""
    shown: bytes
    """Digest of what its events show besides their time."""
    staff: int
    """When something changed last that only the crew's events show."""
    crew: bytes
    """Digest of that."""
    refs: tuple[str, ...] = ()
    """Keys of the records whose names it shows; that of the venue comes first, "" where there is
    none."""
    slugs: tuple[str, ...] = ()
    """Every name that it had in addresses; the last one is that of now."""
    file: str = ""
    """Where it stands."""
    gone: int = 0
    """When it was taken away; 0 while it is there."""
    record: bytes = b""
    """What it said at last (a `Record`), once it is gone."""
    renamed: str = ""
    """The key that it goes on under, "" where it was never renamed: else nothing else here
    matters."""
    others: tuple[str, ...] = ()
    """Keys of what it is part of besides `refs`; a stop has those that it names itself ("copy/ID"
    without the exhibition)."""
    left: dict[str, int] = {}
    """Key of what it was part of once -> when it was last so."""

    @property
    def time(self) -> bytes:
        return self.versions[-1].time

    @property
    def last(self) -> int:
        """When anything of it changed last."""
        return max(self.modified, self.gone)

    @property
    def live(self) -> bool:
        return not self.gone and not self.renamed


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A record as it was: the file and, of a stop, the trip that it stood in; its fields
    (msgpack)."""

    file: str
    trip: str
    fields: bytes


Lives = dict[str, Life]
"""By key: "stop/ID", "trip/ID", "venue/ID" ..., "venue.en/NAME" (a translation), "place/CODE" (a
region that had events), "region/CODE" (one in regions.yaml), "words.en/THEME" (its strings),
"holidays/..." (what is known of them), "site/"."""


def resolved(lives: Mapping[str, Life | None], key: str) -> str:
    """The key that a record has now."""
    for _ in range(100):  # renamed in a ring, it would never end
        life = lives.get(key)
        if life is None or not life.renamed:
            break
        key = life.renamed
    return key


_TIME = msgspec.msgpack.Decoder(Time)


def decoded(time: bytes) -> Time:
    return _TIME.decode(time)


def joined(*lives: Life) -> Life:
    """The first of them, with the versions and slugs of all, and the latest moments of any."""
    first = lives[0]
    if len(lives) == 1:
        return first
    versions = sorted({v for life in lives for v in life.versions}, key=lambda v: (v.at, v.time))
    oldest = min(lives, key=lambda life: life.versions[0].at)
    return msgspec.structs.replace(
        first,
        origin=oldest.origin,
        versions=tuple(versions),
        modified=max(life.modified for life in lives),
        staff=max(life.staff for life in lives),
        left=_latest(life.left for life in lives),
        slugs=(
            *dict.fromkeys(s for life in lives[1:] for s in life.slugs if s not in first.slugs),
            *first.slugs,
        ),
    )


def _latest(found: Iterable[dict[str, int]]) -> dict[str, int]:
    out: dict[str, int] = {}
    for one in found:
        out |= {key: max(at, out.get(key, 0)) for key, at in one.items()}
    return out
