"""What a commit means for records that it does not touch itself: their venue is another, or an
exhibition on one side of a merge."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from .records import STOP, Life, Lives, resolved
from .visibility import homes, sight


class Aftermath:
    def __init__(
        self, before: list[Lives], lives: Lives, at: int, old: dict[str, Life | None]
    ) -> None:
        """`before` are the lives at the parents, `lives` those after the commit, `old` what of them
        was changed, as it was."""
        self.before, self.lives, self.at, self.old = before, lives, at, old
        self.former: dict[str, list[str]] = defaultdict(list)
        """Key -> those that the record had before."""
        for key in lives if len(before) > 1 else old:
            if lives[key].renamed:
                self.former[resolved(lives, key)].append(key)

    def put(self, key: str, life: Life) -> None:
        self.old.setdefault(key, self.lives[key])
        self.lives[key] = life

    def seen(self, parent: Mapping[str, Life | None], key: str) -> Life | None:
        """A record as a parent had it, under whichever name."""
        lives = (parent.get(resolved(parent, name)) for name in (key, *self.former.get(key, ())))
        return next((one for one in lives if one and not one.renamed), None)

    def leave(self) -> None:
        """What a record was part of before the commit, for each side of a merge, and is not any
        more, keeps telling of it."""
        own: Mapping[str, Life | None] = ChainMap(dict(self.old), self.lives)  # type: ignore[arg-type]
        for key in self.moved():
            life, was = self.lives[key], set[str]()
            for eyes in (own, *self.before[1:]):
                old = self.seen(eyes, key)
                was |= {resolved(self.lives, name) for name in homes(eyes, old)} if old else set()
            known = (
                life.left if len(self.before) > 1 else ()
            )  # a side that it left before the merge
            if gone := was - homes(self.lives, life) - set(known):
                self.put(
                    key,
                    msgspec.structs.replace(
                        life, left=life.left | dict.fromkeys(sorted(gone), self.at)
                    ),
                )

    def moved(self) -> Iterator[str]:
        """The records that may be part of something else now."""
        own, said = (
            set(self.old),
            {
                key
                for key, old in self.old.items()
                if old and old.renamed and not self.lives[key].renamed
            },
        )
        parents: list[Mapping[str, Life | None]] = [self.old, *self.before[1:]]
        for parent in parents:
            for key, was in parent.items():
                now = self.lives.get(name := resolved(self.lives, key))
                if (
                    was
                    and now
                    and (was.refs, was.others, was.left) != (now.refs, now.others, now.left)
                ):
                    own.add(name)
                    if name.startswith(("trip/", "exhibition/")):  # they speak for their stops, too
                        said.add(name)
        own |= said  # a name that another record has now is said anew
        yield from sorted(
            key for key in own if not key.startswith("trip/") and not self.lives[key].renamed
        )
        for key, life in list(self.lives.items()) if said else ():
            if (
                key.startswith(STOP)
                and key not in own
                and not life.renamed
                and homes(self.lives, life) & said
            ):
                yield key

    def look_again(self, keys: Iterable[str]) -> None:
        """A merge can change what an event shows of its venue or exhibition without a later moment
        than before: then it has its own."""
        languages = sorted(
            {
                kind
                for lives in (self.lives, *self.before)
                for key in lives
                if "." in (kind := key.partition("/")[0])
            }
        )
        for key in keys:
            life = self.lives.get(key)
            if life is None or not key.startswith(STOP) or life.renamed:
                continue
            now = sight(self.lives, life, languages)
            for parent in self.before:
                old = self.seen(parent, key)
                if old is not None:
                    was = sight(parent, old, languages)
                    if was.shown != now.shown and was.modified >= now.modified:
                        self.put(key, msgspec.structs.replace(self.lives[key], modified=self.at))
                        break
