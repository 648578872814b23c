"""What a commit means for records that it does not touch itself: their venue is another, or an
exhibition on one side of a merge."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from .records import STOP_PREFIX, Histories, RecordHistory, resolve_key
from .visibility import compute_visible_state, find_memberships


class Consequences:
    def __init__(
        self,
        parents: list[Histories],
        histories: Histories,
        timestamp: int,
        previous: dict[str, RecordHistory | None],
    ) -> None:
        """`before` are the lives at the parents, `lives` those after the commit, `old` what of them
        was changed, as it was."""
        self.parents, self.histories, self.timestamp, self.previous = (
            parents,
            histories,
            timestamp,
            previous,
        )
        self.former_keys: dict[str, list[str]] = defaultdict(list)
        """Key -> those that the record had before."""
        for key in histories if len(parents) > 1 else previous:
            if histories[key].renamed_to:
                self.former_keys[resolve_key(histories, key)].append(key)

    def put(self, key: str, history: RecordHistory) -> None:
        self.previous.setdefault(key, self.histories[key])
        self.histories[key] = history

    def find_in_parent(
        self, parent: Mapping[str, RecordHistory | None], key: str
    ) -> RecordHistory | None:
        """A record as a parent had it, under whichever name."""
        lives = (
            parent.get(resolve_key(parent, name)) for name in (key, *self.former_keys.get(key, ()))
        )
        return next((one for one in lives if one and not one.renamed_to), None)

    def record_departures(self) -> None:
        """What a record was part of before the commit, for each side of a merge, and is not any
        more, keeps telling of it."""
        own: Mapping[str, RecordHistory | None] = ChainMap(dict(self.previous), self.histories)  # type: ignore[arg-type]
        for key in self.iterate_moved_keys():
            life, was = self.histories[key], set[str]()
            for eyes in (own, *self.parents[1:]):
                old = self.find_in_parent(eyes, key)
                was |= (
                    {resolve_key(self.histories, name) for name in find_memberships(eyes, old)}
                    if old
                    else set()
                )
            known = (
                life.former_memberships if len(self.parents) > 1 else ()
            )  # a side that it left before the merge
            if gone := was - find_memberships(self.histories, life) - set(known):
                self.put(
                    key,
                    msgspec.structs.replace(
                        life,
                        former_memberships=life.former_memberships
                        | dict.fromkeys(sorted(gone), self.timestamp),
                    ),
                )

    def iterate_moved_keys(self) -> Iterator[str]:
        """The records that may be part of something else now."""
        own, said = (
            set(self.previous),
            {
                key
                for key, old in self.previous.items()
                if old and old.renamed_to and not self.histories[key].renamed_to
            },
        )
        parents: list[Mapping[str, RecordHistory | None]] = [self.previous, *self.parents[1:]]
        for parent in parents:
            for key, was in parent.items():
                now = self.histories.get(name := resolve_key(self.histories, key))
                if (
                    was
                    and now
                    and (was.refs, was.memberships, was.former_memberships)
                    != (now.refs, now.memberships, now.former_memberships)
                ):
                    own.add(name)
                    if name.startswith(("trip/", "exhibition/")):  # they speak for their stops, too
                        said.add(name)
        own |= said  # a name that another record has now is said anew
        yield from sorted(
            key for key in own if not key.startswith("trip/") and not self.histories[key].renamed_to
        )
        for key, life in list(self.histories.items()) if said else ():
            if (
                key.startswith(STOP_PREFIX)
                and key not in own
                and not life.renamed_to
                and find_memberships(self.histories, life) & said
            ):
                yield key

    def redate_after_merge(self, keys: Iterable[str]) -> None:
        """A merge can change what an event shows of its venue or exhibition without a later moment
        than before: then it has its own."""
        languages = sorted(
            {
                kind
                for lives in (self.histories, *self.parents)
                for key in lives
                if "." in (kind := key.partition("/")[0])
            }
        )
        for key in keys:
            life = self.histories.get(key)
            if life is None or not key.startswith(STOP_PREFIX) or life.renamed_to:
                continue
            now = compute_visible_state(self.histories, life, languages)
            for parent in self.parents:
                old = self.find_in_parent(parent, key)
                if old is not None:
                    was = compute_visible_state(parent, old, languages)
                    if was.digests != now.digests and was.modified_at >= now.modified_at:
                        self.put(
                            key,
                            msgspec.structs.replace(
                                self.histories[key], modified_at=self.timestamp
                            ),
                        )
                        break
