"""The lives before a commit and what the commit changed -> the lives after it.

What holds along every line of the history, however it forks and joins: a record's versions are never fewer, and there
are more where its time is another; it is never modified earlier, and later where something shown is another. So
SEQUENCE and LAST-MODIFIED of a published calendar can only rise, whichever side of a merge was the published one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from ..keys import canonical
from .facts import Fact
from .life import REMOVED, Life, Lives, Time, Version, decoded

STOP = "stop/"


def step(before: list[Lives], lives: Lives, at: int, now: Mapping[str, Fact], gone: Mapping[str, Fact]) -> set[str]:
    """Bring `lives`, a copy of those of the first parent, to the moment `at` of a commit; returns the keys that changed.

    `now` are the facts that the first parent did not have in this form, `gone` those whose records it had and the
    commit has not.
    """
    return _Step(before, lives, at, now, gone).run()


class _Step:
    def __init__(self, before: list[Lives], lives: Lives, at: int, now: Mapping[str, Fact], gone: Mapping[str, Fact]) -> None:
        self.before, self.lives, self.at, self.now, self.gone = before, lives, at, now, gone
        self.changed: set[str] = set()
        self.sides: dict[str, list[Life]] = defaultdict(list)
        """Key -> the lives that the other parents of a merge have, where they differ."""

    def run(self) -> set[str]:
        for key, fact in self.now.items():
            self.rename(key, fact)
        for other in self.before[1:]:
            for key, life in other.items():
                if self.lives.get(key) != life and not life.now:
                    self.sides[self.resolved(key)].append(life)
        touched = {*self.now, *self.gone, *self.sides}
        rehoused = set()
        for key in sorted(touched, key=lambda key: key.startswith(STOP)):  # a stop asks its venue for its hours
            hours = self.time_of(key) if key.startswith("venue/") else b""
            self.settle(key)
            if key.startswith("venue/") and self.time_of(key) != hours:
                rehoused.add(key)
        if rehoused:
            self.rehouse(rehoused)
        return self.changed

    def put(self, key: str, life: Life) -> None:
        if self.lives.get(key) != life:
            self.lives[key] = life
            self.changed.add(key)

    # ---- names ---------------------------------------------------------------------

    def resolved(self, key: str) -> str:
        """The key that a record has now."""
        seen = 0
        while (life := self.lives.get(key)) and life.now and seen < 100:
            key, seen = life.now, seen + 1
        return key

    def rename(self, key: str, fact: Fact) -> None:
        """A record that names a former id goes on with the life that it had under that; so does one that gets its own back."""
        kind, _, name = key.partition("/")
        own = self.lives.get(key)
        if own and own.now:
            other = self.resolved(key)
            if other not in self.now and (self.lives[other].gone or other in self.gone):
                self.put(key, self.lives[other])
                self.put(other, msgspec.structs.replace(self.lives[other], now=key))
                own = self.lives[key]
        for alias in fact.aliases:
            old = f"{kind}/{alias}"
            life = self.lives.get(old)
            if old == key or life is None or life.now or old in self.now or not (life.gone or old in self.gone):
                continue
            joined = life if own is None or own.now else _joined(life, own)
            self.put(key, msgspec.structs.replace(joined, origin=life.origin))
            self.put(old, msgspec.structs.replace(life, now=key))
            own = self.lives[key]
            for other in [k for k in self.lives if k.startswith(kind + ".") and k.endswith("/" + alias)]:  # its translations
                self.put(f"{other.partition('/')[0]}/{name}", self.lives[other])

    # ---- one record ----------------------------------------------------------------

    def settle(self, key: str) -> None:
        """The life of a record after the commit."""
        first = self.lives.get(key)
        if first is not None and first.now:
            if key not in self.now:
                return
            first = None  # another record has got the id of one that was renamed
        lives = [*([first] if first else []), *self.sides.get(key, ())]
        fact = self.now.get(key)
        if fact is not None:
            self.appear(key, fact, lives)
        elif key.startswith("place/"):
            self.put(key, lives[0])
        elif key in self.gone and first and first.file not in ("", self.gone[key].record.file):
            pass  # it is gone from this file only: it was in two for a while
        elif key in self.gone or first is None or first.gone:
            self.vanish(key, lives)
        else:  # only the other side of a merge has something else
            self.put(key, self.merged(lives, first.time, first.shown, first.refs, first))
            if key.startswith(STOP):
                self.rehouse_one(key)

    def appear(self, key: str, fact: Fact, lives: list[Life]) -> None:
        time, refs = self.housed(key, fact), fact.refs
        if not lives:
            kind = key.partition("/")[0]
            former = [a for a in fact.aliases if f"{kind}/{a}" not in self.lives]
            origin = former[0] if former else key.partition("/")[2]
            if key in self.lives:
                origin += "~2"
            versions, file = (Version(self.at, time),), fact.record.file
            self.put(key, Life(origin, versions, self.at, fact.shown, self.at, fact.crew, refs, fact.slugs, file))
        else:
            crew = fact.crew == lives[0].crew
            life = self.merged(lives, time, fact.shown, refs, lives[0])
            slugs = dict.fromkeys(s for one in lives for s in one.slugs if s not in fact.slugs)
            self.put(key, msgspec.structs.replace(
                life, slugs=(*slugs, *fact.slugs), crew=fact.crew, staff=life.staff if crew else self.at, gone=0, record=b"",
                file=fact.record.file,
            ))
        for code in fact.regions:
            if f"place/{code}" not in self.lives:
                self.put(f"place/{code}", Life(code, (Version(self.at, b""),), self.at, b"", self.at, b""))

    def vanish(self, key: str, lives: list[Life]) -> None:
        """It is not there any more; what it said at last is kept."""
        if not lives:
            return
        gone = max((life.gone for life in lives if life.gone), default=0)
        if gone <= max((life.modified for life in lives if not life.gone), default=0):
            gone = self.at
        last = self.gone.get(key)
        record = msgspec.msgpack.encode(last.record) if last else next((life.record for life in lives if life.record), b"")
        joined = _joined(*lives)
        time = decoded(joined.time)
        if time.status != REMOVED:
            removed = Version(self.at, canonical(msgspec.structs.replace(time, status=REMOVED)))
            joined = msgspec.structs.replace(joined, versions=(*joined.versions, removed))
        self.put(key, msgspec.structs.replace(joined, gone=gone, record=record))

    def merged(self, lives: list[Life], time: bytes, shown: bytes, refs: tuple[str, ...], like: Life) -> Life:
        """The lives of a record on all sides as one, with what it says now."""
        joined = _joined(*lives)
        versions = joined.versions
        if versions[-1].time != time:
            versions = (*versions, Version(self.at, time))
        modified = joined.modified
        for life in lives:
            same = (life.time, life.shown) == (time, shown) and self.same(life.refs, refs)
            if not same and life.modified >= modified:
                modified = self.at
        return msgspec.structs.replace(like, versions=versions, modified=modified, shown=shown, refs=refs, origin=joined.origin)

    def same(self, one: Iterable[str], other: Iterable[str]) -> bool:
        return one == other or [self.resolved(k) for k in one] == [self.resolved(k) for k in other]

    # ---- the hours of a venue are those of its stays ---------------------------------

    def time_of(self, key: str) -> bytes:
        life = self.lives.get(key)
        return life.time if life and life.live else b""

    def housed(self, key: str, fact: Fact) -> bytes:
        """The time of a record; that of a stay with the hours of its venue."""
        return canonical(self.with_hours(fact.time, fact.refs[0]) if fact.time.stay else fact.time)

    def with_hours(self, time: Time, venue: str) -> Time:
        found = self.time_of(self.resolved(venue))
        return msgspec.structs.replace(time, venue_hours=decoded(found).hours if found else {})

    def rehouse(self, venues: set[str]) -> None:
        for key, life in list(self.lives.items()):
            if key.startswith(STOP) and life.live and life.refs and life.refs[0] and self.resolved(life.refs[0]) in venues:
                self.rehouse_one(key)

    def rehouse_one(self, key: str) -> None:
        life = self.lives[key]
        time = decoded(life.time)
        if not time.stay:
            return
        new = canonical(self.with_hours(time, life.refs[0]))
        if new != life.time:
            self.put(key, msgspec.structs.replace(life, versions=(*life.versions, Version(self.at, new)), modified=self.at))


def _joined(*lives: Life) -> Life:
    """The first of them, with the versions and slugs of all, and the latest moments of any."""
    first = lives[0]
    if len(lives) == 1:
        return first
    versions = sorted({v for life in lives for v in life.versions}, key=lambda v: (v.at, v.time))
    oldest = min(lives, key=lambda life: life.versions[0].at)
    return msgspec.structs.replace(
        first, origin=oldest.origin, versions=tuple(versions), modified=max(life.modified for life in lives),
        staff=max(life.staff for life in lives), slugs=tuple(dict.fromkeys(s for life in (*lives[1:], first) for s in life.slugs)),
    )
