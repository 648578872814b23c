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

from tourbook.common.digests import encode_canonical

from .consequences import Consequences
from .facts import RecordFact
from .records import (
    REMOVED,
    STOP_PREFIX,
    Histories,
    RecordHistory,
    Timing,
    Version,
    decode_timing,
    join_histories,
    resolve_key,
)


def apply_commit(
    parents: list[Histories],
    histories: Histories,
    timestamp: int,
    new_facts: Mapping[str, RecordFact],
    removed_facts: Mapping[str, RecordFact],
    facts_removed_on_sides: Mapping[str, RecordFact] = MappingProxyType({}),
) -> dict[str, RecordHistory | None]:
    """Bring `lives`, a copy of those of the first parent, to the moment `at` of a commit; returns
    what changed as it was before.

    `now` are the facts that the first parent did not have in this form, `gone` those whose records
    it had and the
    commit has not, `lost` the same for the other parents of a merge.
    """
    return _CommitFold(
        parents, histories, timestamp, new_facts, removed_facts, facts_removed_on_sides
    ).run()


class _CommitFold:
    def __init__(
        self,
        parents: list[Histories],
        histories: Histories,
        timestamp: int,
        new_facts: Mapping[str, RecordFact],
        removed_facts: Mapping[str, RecordFact],
        facts_removed_on_sides: Mapping[str, RecordFact],
    ) -> None:
        (
            self.parents,
            self.histories,
            self.timestamp,
            self.new_facts,
            self.removed_facts,
            self.facts_removed_on_sides,
        ) = (
            parents,
            histories,
            timestamp,
            new_facts,
            removed_facts,
            facts_removed_on_sides,
        )
        self.previous: dict[str, RecordHistory | None] = {}
        self.taken_origins: dict[str, set[str]] = {}
        """Kind -> the names for ever that are somebody's."""
        self.side_histories: dict[str, list[RecordHistory]] = defaultdict(list)
        """Key -> the lives that the other parents of a merge have, where they differ."""

    def run(self) -> dict[str, RecordHistory | None]:
        for key, fact in self.new_facts.items():
            self.follow_aliases(key, fact)
        for other in self.parents[1:]:
            self.align_sides(other)
        for key in [
            key
            for key in self.side_histories
            if not self.is_present(key) and resolve_key(self.histories, key) != key
        ]:
            self.side_histories[resolve_key(self.histories, key)] += self.side_histories.pop(
                key
            )  # one side calls it by a name that another gave up
        touched = {*self.new_facts, *self.removed_facts, *self.side_histories}
        rehoused = set()
        for key in sorted(
            touched, key=lambda key: key.startswith(STOP_PREFIX)
        ):  # a stop asks its venue for its hours, the site for its terms
            hours = self.find_timing(key) if key.startswith("venue/") else b""
            self.update_record(key)
            if key.startswith("venue/") and self.find_timing(key) != hours:
                rehoused.add(key)
        if rehoused:
            self.update_inherited_hours(rehoused)
        if touched & {"site/"}:
            self.update_inherited_hours({""})
        if len(self.parents) > 1:
            self.separate_identities()
        found = Consequences(self.parents, self.histories, self.timestamp, self.previous)
        found.record_departures()
        if len(self.parents) > 1:
            everything = not all(key.startswith((STOP_PREFIX, "place/")) for key in touched)
            found.redate_after_merge(
                list(self.histories) if everything else sorted(touched | self.previous.keys())
            )
        return self.previous

    def put(self, key: str, history: RecordHistory) -> None:
        if self.histories.get(key) != history:
            self.previous.setdefault(key, self.histories.get(key))
            self.histories[key] = history

    def is_present(self, key: str) -> bool:
        """Whether the commit has the record."""
        life = self.histories.get(key)
        return key in self.new_facts or (
            life is not None and life.is_live and key not in self.removed_facts
        )

    # ---- names ---------------------------------------------------------------------

    def follow_aliases(self, key: str, fact: RecordFact) -> None:
        """A record that names a former id goes on with the life that it had under that; so does one
        that gets its own back."""
        kind, _, name = key.partition("/")
        own = self.histories.get(key)
        if own and own.renamed_to:
            other = resolve_key(self.histories, key)
            if not self.is_present(other):
                self.put(key, self.histories[other])
                self.put(other, msgspec.structs.replace(self.histories[other], renamed_to=key))
                own = self.histories[key]
        for alias in fact.aliases:
            old = resolve_key(self.histories, f"{kind}/{alias}")
            life = self.histories.get(old)
            if old == key or life is None or self.is_present(old):
                continue
            together = (
                life
                if own is None or own.renamed_to
                else msgspec.structs.replace(join_histories(life, own), visible_digest=b"")
            )  # one is another now
            self.put(key, msgspec.structs.replace(together, origin=life.origin))
            self.put(old, msgspec.structs.replace(life, renamed_to=key))
            own = self.histories[key]
            former = old.partition("/")[2]
            for other in [
                k
                for k in self.histories
                if k.startswith(kind + ".") and k.partition("/")[2] == former
            ]:  # its translations
                self.put(f"{other.partition('/')[0]}/{name}", self.histories[other])

    def align_sides(self, other: Histories) -> None:
        """What another parent of a merge has, under the names that the records have after the
        merge."""
        former: dict[str, list[str]] = defaultdict(list)
        for key, life in other.items():
            if life.renamed_to:
                former[resolve_key(other, key)].append(key)
        for key, life in other.items():
            if life.renamed_to or self.histories.get(key) == life:
                continue
            target = key if self.is_present(key) else resolve_key(self.histories, key)
            if not self.is_present(
                target
                # the other side gave it this name, and the merge calls it by the old one, or by
                # another
            ):
                back = next(
                    (
                        name
                        for k in former[key]
                        if self.is_present(name := resolve_key(self.histories, k))
                    ),
                    "",
                )
                if back:
                    self.put(key, msgspec.structs.replace(life, renamed_to=back))
                    target = back
            self.side_histories[target].append(life)
        for key, life in other.items():  # names that only that side knows
            if life.renamed_to and key not in self.histories:
                self.put(key, life)

    def separate_identities(self) -> None:
        """Two sides of a merge may have given one name to two records, or two names to one: a UID
        is one event's only."""
        known: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, life in self.histories.items():
            if not life.renamed_to:
                known[key.partition("/")[0], life.origin].append(key)
        for keys in known.values():
            if len(keys) > 1:
                keys.sort(
                    key=lambda key: (
                        not self.histories[key].is_live,
                        self.histories[key].versions[0].timestamp,
                        key,
                    )
                )
                first = keys[0]
                for key in keys[1:]:
                    life = self.histories[key]
                    if life.is_live:
                        self.put(
                            key,
                            msgspec.structs.replace(
                                life, origin=self.allocate_origin(key), modified_at=self.timestamp
                            ),
                        )
                    else:
                        together = join_histories(self.histories[first], life)
                        versions, now = together.versions, self.histories[first].timing
                        if (
                            versions[-1].timing != now
                        ):  # after both of them, which may have gone at once
                            together = msgspec.structs.replace(
                                together,
                                versions=(*versions, Version(versions[-1].timestamp + 1, now)),
                            )
                        self.put(
                            first,
                            msgspec.structs.replace(
                                together,
                                modified_at=self.timestamp,
                                removed_at=self.timestamp if together.removed_at else 0,
                            ),
                        )
                        self.put(key, msgspec.structs.replace(life, renamed_to=first))

    # ---- one record ----------------------------------------------------------------

    def update_record(self, key: str) -> None:
        """The life of a record after the commit."""
        first = self.histories.get(key)
        if first is not None and first.renamed_to:
            if key not in self.new_facts:
                return
            first = None  # another record has got the id of one that was renamed
        lives = [*([first] if first else []), *self.side_histories.get(key, ())]
        fact = self.new_facts.get(key)
        if fact is not None:
            self.apply_fact(key, fact, lives)
        elif key.startswith("place/"):
            self.put(key, lives[0])
        elif (
            key in self.removed_facts
            and first
            and first.file not in ("", self.removed_facts[key].record.file)
        ):
            pass  # it is gone from this file only: it was in two for a while
        elif key in self.removed_facts or first is None or first.removed_at:
            self.remove_record(key, lives)
        else:  # only the other side of a merge has something else
            self.put(
                key,
                self.merge_sides(
                    lives,
                    self.inherit_hours(decode_timing(first.timing), first.refs),
                    first.visible_digest,
                    first.refs,
                    first,
                ),
            )

    def apply_fact(self, key: str, fact: RecordFact, histories: list[RecordHistory]) -> None:
        time, refs = self.inherit_hours(fact.timing, fact.refs), fact.refs
        if not histories:
            origin = self.allocate_origin(key, fact.aliases)
            versions, file = (Version(self.timestamp, time),), fact.record.file
            self.put(
                key,
                RecordHistory(
                    origin,
                    versions,
                    self.timestamp,
                    fact.visible_digest,
                    self.timestamp,
                    fact.crew_digest,
                    refs,
                    fact.slugs,
                    file,
                    memberships=fact.memberships,
                ),
            )
        else:
            crew = fact.crew_digest == histories[0].crew_digest
            life = self.merge_sides(histories, time, fact.visible_digest, refs, histories[0])
            slugs = dict.fromkeys(s for one in histories for s in one.slugs if s not in fact.slugs)
            self.put(
                key,
                msgspec.structs.replace(
                    life,
                    slugs=(*slugs, *fact.slugs),
                    crew_digest=fact.crew_digest,
                    crew_modified_at=life.crew_modified_at if crew else self.timestamp,
                    removed_at=0,
                    last_record=b"",
                    file=fact.record.file,
                    memberships=fact.memberships,
                ),
            )
        for alias in (
            fact.aliases
        ):  # a name of before the history: a stop may call its venue so, or get it back
            old = f"{key.partition('/')[0]}/{alias}"
            if old not in self.histories:
                self.put(old, msgspec.structs.replace(self.histories[key], renamed_to=key))
        for code in fact.regions:
            if f"place/{code}" not in self.histories:
                self.put(
                    f"place/{code}",
                    RecordHistory(
                        code,
                        (Version(self.timestamp, b""),),
                        self.timestamp,
                        b"",
                        self.timestamp,
                        b"",
                    ),
                )

    def allocate_origin(self, key: str, aliases: Iterable[str] = ()) -> str:
        """What a new record is called for ever: by the oldest of its names that is nobody
        else's."""
        kind, _, name = key.partition("/")
        if kind not in self.taken_origins:
            self.taken_origins[kind] = {
                life.origin
                for k, life in self.histories.items()
                if k.startswith(kind + "/") and not life.renamed_to
            }
        taken = self.taken_origins[kind]
        found = next(
            (a for a in aliases if a not in taken and f"{kind}/{a}" not in self.histories), name
        )
        while found in taken:
            found += "~2"
        taken.add(found)
        return found

    def remove_record(self, key: str, histories: list[RecordHistory]) -> None:
        """It is not there any more; what it said at last is kept."""
        if not histories:
            return
        base = max(histories, key=lambda life: (life.modified_at, life.removed_at))
        own, other = (
            msgspec.msgpack.encode(f[key].record) if key in f else b""
            for f in (self.removed_facts, self.facts_removed_on_sides)
        )
        known = [
            own if base is self.histories.get(key) else b"",
            base.last_record,
            other,
            own,
            *(life.last_record for life in histories),
        ]
        record = next(filter(None, known), b"")
        together = join_histories(base, *(life for life in histories if life is not base))
        time = decode_timing(base.timing)
        removed = (
            base.timing
            if time.status == REMOVED
            else encode_canonical(msgspec.structs.replace(time, status=REMOVED))
        )
        if together.versions[-1].timing != removed:
            together = msgspec.structs.replace(
                together, versions=(*together.versions, Version(self.timestamp, removed))
            )
        gone = max(
            (
                life.removed_at
                for life in histories
                if (life.timing, life.visible_digest) == (removed, base.visible_digest)
            ),
            default=0,
        )
        if gone <= max(
            (
                life.changed_at
                for life in histories
                if (life.timing, life.visible_digest) != (removed, base.visible_digest)
            ),
            default=0,
        ):
            gone = self.timestamp
        self.put(key, msgspec.structs.replace(together, removed_at=gone, last_record=record))

    def merge_sides(
        self,
        histories: list[RecordHistory],
        timing: bytes,
        visible_digest: bytes,
        refs: tuple[str, ...],
        base: RecordHistory,
    ) -> RecordHistory:
        """The lives of a record on all sides as one, with what it says now."""
        together = join_histories(*histories)
        versions = together.versions
        if versions[-1].timing != timing:
            versions = (*versions, Version(self.timestamp, timing))
        same = [
            life
            for life in histories
            if (life.timing, life.visible_digest, len(life.versions))
            == (timing, visible_digest, len(versions))
            and self.are_same_refs(life.refs, refs)
        ]
        modified = max((life.changed_at for life in same), default=0)
        if modified <= max((life.changed_at for life in histories if life not in same), default=0):
            modified = self.timestamp
        slugs = dict.fromkeys(s for life in histories for s in life.slugs if s not in base.slugs)
        return msgspec.structs.replace(
            base,
            versions=versions,
            modified_at=modified,
            visible_digest=visible_digest,
            refs=refs,
            origin=together.origin,
            slugs=(*slugs, *base.slugs),
            former_memberships=together.former_memberships,
        )

    def are_same_refs(self, refs: Iterable[str], other_refs: Iterable[str]) -> bool:
        return refs == other_refs or [resolve_key(self.histories, k) for k in refs] == [
            resolve_key(self.histories, k) for k in other_refs
        ]

    # ---- the hours of a venue are those of its stays ---------------------------------

    def find_timing(self, key: str) -> bytes:
        life = self.histories.get(key)
        return life.timing if life and life.is_live else b""

    def inherit_hours(self, timing: Timing, refs: tuple[str, ...]) -> bytes:
        """The time of a record; that of a stay with the hours of its venue, of a recurring visit
        with the dates of its terms."""
        if timing.is_stay:
            found = self.find_timing(resolve_key(self.histories, refs[0])) if refs[0] else b""
            timing = msgspec.structs.replace(
                timing, venue_hours=decode_timing(found).hours if found else {}
            )
        elif timing.repeat and timing.repeat.during:
            site = self.histories.get("site/")
            terms = decode_timing(site.timing).terms if site else {}
            timing = msgspec.structs.replace(
                timing, terms={name: terms[name] for name in timing.repeat.during if name in terms}
            )
        return encode_canonical(timing)

    def update_inherited_hours(self, venues: set[str]) -> None:
        """Stays at some venues get the hours of these; where it is "", visits get the terms of the
        site."""
        for key, life in list(self.histories.items()):
            if (
                key.startswith(STOP_PREFIX)
                and life.is_live
                and (
                    "" in venues
                    or (life.refs[0] and resolve_key(self.histories, life.refs[0]) in venues)
                )
            ):
                new = self.inherit_hours(decode_timing(life.timing), life.refs)
                if new != life.timing:
                    self.put(
                        key,
                        msgspec.structs.replace(
                            life,
                            versions=(*life.versions, Version(self.timestamp, new)),
                            modified_at=self.timestamp,
                        ),
                    )
