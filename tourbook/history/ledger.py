"""What the rest of the program asks about the past. A Ledger is a value: it holds the lives of all
records at the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Literal

import msgspec

from .records import Life, Lives, Record, Version, decoded, resolved
from .visibility import homes

Source = Literal["git", "shallow", "none"]
"""`shallow`: a repository that was fetched without its older commits; `none`: no repository at
all."""

_RECORD = msgspec.msgpack.Decoder(Record)


MONTH = 30 * 86400
"""For so many seconds after a site ceased to be a sample, what is taken away may be what is left of
that."""
RECENT = 90 * 86400
"""For so many seconds a change is something to speak of."""


class Ledger:
    """`source` says how far it can be trusted; `why` is what Git said where there is none. Keys are
    those of `Lives`."""

    def __init__(
        self,
        lives: Lives | None = None,
        source: Source = "none",
        since: int = 0,
        why: str = "",
        ahead: str = "",
        empty: bool = False,
        today: int = 0,
    ) -> None:
        """`since`: when the site went public; `today`: when the day of the build begins."""
        self.source, self.why, self.ahead, self.empty, self.today = source, why, ahead, empty, today
        """`ahead`: the last commit, where its clock was ahead of the build's day; `empty`: nothing
        is committed yet."""
        self.lives: Lives = {}
        site = (lives or {}).get("site/")
        sample, moved, self.domain_before = _beginnings(
            site.versions if site else (), today - RECENT
        )
        self.since = since = max(since, sample, moved)
        """What was before it does not count."""
        for key, life in (lives or {}).items():
            kept = (
                _since(life, since, sample)
                if since and (life.gone or life.left or len(life.versions) > 1)
                else life
            )
            if kept is not None:
                self.lives[key] = kept

    def recent(self, moment: int) -> bool:
        return moment > self.today - RECENT

    @property
    def known(self) -> bool:
        return self.source != "none"

    def key(self, key: str) -> str:
        """The key that a record has now; that of a copy has its exhibition's name in it."""
        if key.startswith("copy/"):
            _, exhibition, copy = key.split("/", 2)
            return (
                f"copy/{resolved(self.lives, f'exhibition/{exhibition}').partition('/')[2]}/{copy}"
            )
        return resolved(self.lives, key)

    def life(self, kind: str, name: str) -> Life | None:
        """The life of a record that is there."""
        found = self.lives.get(self.key(f"{kind}/{name}"))
        return found if found and found.live else None

    def gone(self, kind: str) -> Iterator[tuple[str, Life, Record]]:
        """(id, life, what it said at last) of every record of a kind that was taken away, in the
        order of their ids."""
        start = kind + "/"
        for key in sorted(
            key
            for key, life in self.lives.items()
            if life.gone and not life.renamed and key.startswith(start)
        ):
            life = self.lives[key]
            if life.record:
                yield key.removeprefix(start), life, _RECORD.decode(life.record)

    def left(self, life: Life) -> set[str]:
        """Keys of what a stop was part of at any time; it may be so again now."""
        left = {self.key(key) for key in life.left}
        if not left and not self._moved:
            return left
        now, found = homes(self.lives, life), set(left)
        for key in left | (now & self._moved):
            if thing := self.lives.get(key):
                found |= {
                    self.key(one) for one, at in thing.left.items() if at >= life.versions[0].at
                }
                found |= {
                    self.key(one)
                    for one in thing.others
                    if key in left and not one.startswith("copy/")
                }
        words = [
            *now,
            *found,
            *(one for key in now if (thing := self.lives.get(key)) for one in thing.others),
        ]
        return found | {
            "place/" + code
            for code in self.above(key[6:] for key in words if key.startswith("place/"))
        }

    def above(self, codes: Iterable[str]) -> set[str]:
        """Codes of the regions that some lay in, by regions.yaml as it was and is not any more."""
        found, seen, todo = set[str](), set[str](), list(codes)
        while todo:
            region = self.lives.get(f"region/{(code := todo.pop())}")
            if region is None or code in seen:
                continue
            seen.add(code)
            former = [key[6:] for key in (*region.left, *(region.others if region.gone else ()))]
            found.update(former)
            todo += [*former, *(key[6:] for key in region.others)]
        return found

    @cached_property
    def _moved(self) -> set[str]:
        """Keys of the venues, exhibitions, caravans and regions that are part of something else
        than they were."""
        left = {
            key for key, life in self.lives.items() if life.left and not key.startswith("stop/")
        }
        return left | {
            key for key, life in self.lives.items() if life.gone and key.startswith("region/")
        }

    def modified(self, kind: str, name: str) -> int:
        """When something of an entry, in any language, that events show was changed last; 0 where
        nobody knows."""
        key = self.key(f"{kind}/{name}")
        found = self.lives.get(key)
        return max(
            [found.last if found else 0, *(life.last for life in self._translations.get(key, ()))]
        )

    @cached_property
    def _translations(self) -> dict[str, list[Life]]:
        """Key of an entry -> the lives of its translations."""
        found: dict[str, list[Life]] = {}
        for key, life in self.lives.items():
            kind, dot, rest = key.partition(".")
            if dot and "/" not in kind:
                found.setdefault(f"{kind}/{rest.partition('/')[2]}", []).append(life)
        return found


def _beginnings(site: tuple[Version, ...], recent: int) -> tuple[int, int, str]:
    """(when the site ceased to be a sample, when its events got another domain, what that was
    before if it was lately).

    What a sample showed was nobody's schedule; with another domain every event is another to those
    who subscribed.
    """
    sample, moved, before = 0, 0, ""
    for old, new in pairwise(site):
        was, now = decoded(old.time).addresses, decoded(new.time).addresses
        if "sample" in was and "sample" not in now:
            sample = new.at + 1
        if was.get("domain") != now.get("domain"):
            moved, before = (
                new.at + 1,
                was.get("domain", "") if new.at > recent and "sample" not in was else "",
            )
    return sample, moved, before


def _since(life: Life, since: int, sample: int) -> Life | None:
    """The life without the changes before a moment; None where it was over by then, or belonged to
    the sample."""
    if life.gone and (
        life.gone < since or (life.versions[0].at < sample and life.gone < sample + MONTH)
    ):
        return None
    if life.left:
        life = msgspec.structs.replace(
            life, left={key: at for key, at in life.left.items() if at >= since}
        )
    old = [v for v in life.versions if v.at < since]
    if len(old) < 2:
        return life
    first = Version(old[0].at, old[-1].time)
    return msgspec.structs.replace(life, versions=(first, *life.versions[len(old) :]))
