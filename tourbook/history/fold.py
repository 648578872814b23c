"""The lives before a commit and what the commit changed -> the lives after it.

What holds along every line of the history, however it forks and joins: a record's versions are
never fewer, and there are more where its time is another; it is never modified earlier, and later
where something that its events show is another. So SEQUENCE and LAST-MODIFIED of a published
calendar can only rise, whichever side of a merge was the published one; and where a side had what
the merge has, they are what they were there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from tourbook.common.digests import canonical

from .consequences import Aftermath
from .facts import Fact
from .records import REMOVED, STOP, Life, Lives, Time, Version, decoded, joined, resolved


def step(
    before: list[Lives],
    lives: Lives,
    at: int,
    now: Mapping[str, Fact],
    gone: Mapping[str, Fact],
    lost: Mapping[str, Fact] = MappingProxyType({}),
) -> dict[str, Life | None]:
    """Bring `lives`, a copy of those of the first parent, to the moment `at` of a commit; returns
    what changed as it was before.

    `now` are the facts that the first parent did not have in this form, `gone` those whose records
    it had and the
    commit has not, `lost` the same for the other parents of a merge.
    """
    return _Step(before, lives, at, now, gone, lost).run()


class _Step:
    def __init__(
        self,
        before: list[Lives],
        lives: Lives,
        at: int,
        now: Mapping[str, Fact],
        gone: Mapping[str, Fact],
        lost: Mapping[str, Fact],
    ) -> None:
        self.before, self.lives, self.at, self.now, self.gone, self.lost = (
            before,
            lives,
            at,
            now,
            gone,
            lost,
        )
        self.old: dict[str, Life | None] = {}
        self.taken: dict[str, set[str]] = {}
        """Kind -> the names for ever that are somebody's."""
        self.sides: dict[str, list[Life]] = defaultdict(list)
        """Key -> the lives that the other parents of a merge have, where they differ."""

    def run(self) -> dict[str, Life | None]:
        for key, fact in self.now.items():
            self.rename(key, fact)
        for other in self.before[1:]:
            self.take_sides(other)
        for key in [
            key for key in self.sides if not self.there(key) and resolved(self.lives, key) != key
        ]:
            self.sides[resolved(self.lives, key)] += self.sides.pop(
                key
            )  # one side calls it by a name that another gave up
        touched = {*self.now, *self.gone, *self.sides}
        rehoused = set()
        for key in sorted(
            touched, key=lambda key: key.startswith(STOP)
        ):  # a stop asks its venue for its hours, the site for its terms
            hours = self.time_of(key) if key.startswith("venue/") else b""
            self.settle(key)
            if key.startswith("venue/") and self.time_of(key) != hours:
                rehoused.add(key)
        if rehoused:
            self.rehouse(rehoused)
        if touched & {"site/"}:
            self.rehouse({""})
        if len(self.before) > 1:
            self.tell_apart()
        found = Aftermath(self.before, self.lives, self.at, self.old)
        found.leave()
        if len(self.before) > 1:
            everything = not all(key.startswith((STOP, "place/")) for key in touched)
            found.look_again(list(self.lives) if everything else sorted(touched | self.old.keys()))
        return self.old

    def put(self, key: str, life: Life) -> None:
        if self.lives.get(key) != life:
            self.old.setdefault(key, self.lives.get(key))
            self.lives[key] = life

    def there(self, key: str) -> bool:
        """Whether the commit has the record."""
        life = self.lives.get(key)
        return key in self.now or (life is not None and life.live and key not in self.gone)

    # ---- names ---------------------------------------------------------------------

    def rename(self, key: str, fact: Fact) -> None:
        """A record that names a former id goes on with the life that it had under that; so does one
        that gets its own back."""
        kind, _, name = key.partition("/")
        own = self.lives.get(key)
        if own and own.renamed:
            other = resolved(self.lives, key)
            if not self.there(other):
                self.put(key, self.lives[other])
                self.put(other, msgspec.structs.replace(self.lives[other], renamed=key))
                own = self.lives[key]
        for alias in fact.aliases:
            old = resolved(self.lives, f"{kind}/{alias}")
            life = self.lives.get(old)
            if old == key or life is None or self.there(old):
                continue
            together = (
                life
                if own is None or own.renamed
                else msgspec.structs.replace(joined(life, own), shown=b"")
            )  # one is another now
            self.put(key, msgspec.structs.replace(together, origin=life.origin))
            self.put(old, msgspec.structs.replace(life, renamed=key))
            own = self.lives[key]
            former = old.partition("/")[2]
            for other in [
                k for k in self.lives if k.startswith(kind + ".") and k.partition("/")[2] == former
            ]:  # its translations
                self.put(f"{other.partition('/')[0]}/{name}", self.lives[other])

    def take_sides(self, other: Lives) -> None:
        """What another parent of a merge has, under the names that the records have after the
        merge."""
        former: dict[str, list[str]] = defaultdict(list)
        for key, life in other.items():
            if life.renamed:
                former[resolved(other, key)].append(key)
        for key, life in other.items():
            if life.renamed or self.lives.get(key) == life:
                continue
            target = key if self.there(key) else resolved(self.lives, key)
            if not self.there(
                target
                # the other side gave it this name, and the merge calls it by the old one, or by
                # another
            ):
                back = next(
                    (name for k in former[key] if self.there(name := resolved(self.lives, k))), ""
                )
                if back:
                    self.put(key, msgspec.structs.replace(life, renamed=back))
                    target = back
            self.sides[target].append(life)
        for key, life in other.items():  # names that only that side knows
            if life.renamed and key not in self.lives:
                self.put(key, life)

    def tell_apart(self) -> None:
        """Two sides of a merge may have given one name to two records, or two names to one: a UID
        is one event's only."""
        known: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, life in self.lives.items():
            if not life.renamed:
                known[key.partition("/")[0], life.origin].append(key)
        for keys in known.values():
            if len(keys) > 1:
                keys.sort(
                    key=lambda key: (not self.lives[key].live, self.lives[key].versions[0].at, key)
                )
                first = keys[0]
                for key in keys[1:]:
                    life = self.lives[key]
                    if life.live:
                        self.put(
                            key,
                            msgspec.structs.replace(life, origin=self.free(key), modified=self.at),
                        )
                    else:
                        together = joined(self.lives[first], life)
                        versions, now = together.versions, self.lives[first].time
                        if (
                            versions[-1].time != now
                        ):  # after both of them, which may have gone at once
                            together = msgspec.structs.replace(
                                together, versions=(*versions, Version(versions[-1].at + 1, now))
                            )
                        self.put(
                            first,
                            msgspec.structs.replace(
                                together, modified=self.at, gone=self.at if together.gone else 0
                            ),
                        )
                        self.put(key, msgspec.structs.replace(life, renamed=first))

    # ---- one record ----------------------------------------------------------------

    def settle(self, key: str) -> None:
        """The life of a record after the commit."""
        first = self.lives.get(key)
        if first is not None and first.renamed:
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
            self.put(
                key,
                self.merged(
                    lives,
                    self.housed(decoded(first.time), first.refs),
                    first.shown,
                    first.refs,
                    first,
                ),
            )

    def appear(self, key: str, fact: Fact, lives: list[Life]) -> None:
        time, refs = self.housed(fact.time, fact.refs), fact.refs
        if not lives:
            origin = self.free(key, fact.aliases)
            versions, file = (Version(self.at, time),), fact.record.file
            self.put(
                key,
                Life(
                    origin,
                    versions,
                    self.at,
                    fact.shown,
                    self.at,
                    fact.crew,
                    refs,
                    fact.slugs,
                    file,
                    others=fact.others,
                ),
            )
        else:
            crew = fact.crew == lives[0].crew
            life = self.merged(lives, time, fact.shown, refs, lives[0])
            slugs = dict.fromkeys(s for one in lives for s in one.slugs if s not in fact.slugs)
            self.put(
                key,
                msgspec.structs.replace(
                    life,
                    slugs=(*slugs, *fact.slugs),
                    crew=fact.crew,
                    staff=life.staff if crew else self.at,
                    gone=0,
                    record=b"",
                    file=fact.record.file,
                    others=fact.others,
                ),
            )
        for alias in (
            fact.aliases
        ):  # a name of before the history: a stop may call its venue so, or get it back
            old = f"{key.partition('/')[0]}/{alias}"
            if old not in self.lives:
                self.put(old, msgspec.structs.replace(self.lives[key], renamed=key))
        for code in fact.regions:
            if f"place/{code}" not in self.lives:
                self.put(
                    f"place/{code}",
                    Life(code, (Version(self.at, b""),), self.at, b"", self.at, b""),
                )

    def free(self, key: str, aliases: Iterable[str] = ()) -> str:
        """What a new record is called for ever: by the oldest of its names that is nobody
        else's."""
        kind, _, name = key.partition("/")
        if kind not in self.taken:
            self.taken[kind] = {
                life.origin
                for k, life in self.lives.items()
                if k.startswith(kind + "/") and not life.renamed
            }
        taken = self.taken[kind]
        found = next(
            (a for a in aliases if a not in taken and f"{kind}/{a}" not in self.lives), name
        )
        while found in taken:
            found += "~2"
        taken.add(found)
        return found

    def vanish(self, key: str, lives: list[Life]) -> None:
        """It is not there any more; what it said at last is kept."""
        if not lives:
            return
        base = max(lives, key=lambda life: (life.modified, life.gone))
        own, other = (
            msgspec.msgpack.encode(f[key].record) if key in f else b""
            for f in (self.gone, self.lost)
        )
        known = [
            own if base is self.lives.get(key) else b"",
            base.record,
            other,
            own,
            *(life.record for life in lives),
        ]
        record = next(filter(None, known), b"")
        together = joined(base, *(life for life in lives if life is not base))
        time = decoded(base.time)
        removed = (
            base.time
            if time.status == REMOVED
            else canonical(msgspec.structs.replace(time, status=REMOVED))
        )
        if together.versions[-1].time != removed:
            together = msgspec.structs.replace(
                together, versions=(*together.versions, Version(self.at, removed))
            )
        gone = max(
            (life.gone for life in lives if (life.time, life.shown) == (removed, base.shown)),
            default=0,
        )
        if gone <= max(
            (life.last for life in lives if (life.time, life.shown) != (removed, base.shown)),
            default=0,
        ):
            gone = self.at
        self.put(key, msgspec.structs.replace(together, gone=gone, record=record))

    def merged(
        self, lives: list[Life], time: bytes, shown: bytes, refs: tuple[str, ...], like: Life
    ) -> Life:
        """The lives of a record on all sides as one, with what it says now."""
        together = joined(*lives)
        versions = together.versions
        if versions[-1].time != time:
            versions = (*versions, Version(self.at, time))
        same = [
            life
            for life in lives
            if (life.time, life.shown, len(life.versions)) == (time, shown, len(versions))
            and self.same(life.refs, refs)
        ]
        modified = max((life.last for life in same), default=0)
        if modified <= max((life.last for life in lives if life not in same), default=0):
            modified = self.at
        slugs = dict.fromkeys(s for life in lives for s in life.slugs if s not in like.slugs)
        return msgspec.structs.replace(
            like,
            versions=versions,
            modified=modified,
            shown=shown,
            refs=refs,
            origin=together.origin,
            slugs=(*slugs, *like.slugs),
            left=together.left,
        )

    def same(self, one: Iterable[str], other: Iterable[str]) -> bool:
        return one == other or [resolved(self.lives, k) for k in one] == [
            resolved(self.lives, k) for k in other
        ]

    # ---- the hours of a venue are those of its stays ---------------------------------

    def time_of(self, key: str) -> bytes:
        life = self.lives.get(key)
        return life.time if life and life.live else b""

    def housed(self, time: Time, refs: tuple[str, ...]) -> bytes:
        """The time of a record; that of a stay with the hours of its venue, of a recurring visit
        with the dates of its terms."""
        if time.stay:
            found = self.time_of(resolved(self.lives, refs[0])) if refs[0] else b""
            time = msgspec.structs.replace(time, venue_hours=decoded(found).hours if found else {})
        elif time.repeat and time.repeat.during:
            site = self.lives.get("site/")
            terms = decoded(site.time).terms if site else {}
            time = msgspec.structs.replace(
                time, terms={name: terms[name] for name in time.repeat.during if name in terms}
            )
        return canonical(time)

    def rehouse(self, venues: set[str]) -> None:
        """Stays at some venues get the hours of these; where it is "", visits get the terms of the
        site."""
        for key, life in list(self.lives.items()):
            if (
                key.startswith(STOP)
                and life.live
                and (
                    "" in venues or (life.refs[0] and resolved(self.lives, life.refs[0]) in venues)
                )
            ):
                new = self.housed(decoded(life.time), life.refs)
                if new != life.time:
                    self.put(
                        key,
                        msgspec.structs.replace(
                            life, versions=(*life.versions, Version(self.at, new)), modified=self.at
                        ),
                    )
