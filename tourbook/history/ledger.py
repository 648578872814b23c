"""What the rest of the program asks about the past. A Ledger is a value: it holds the lives of all
records at the build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import Literal

import msgspec

from .records import Histories, RecordHistory, StoredRecord, Version, decode_timing, resolve_key
from .visibility import find_memberships

HistorySource = Literal["git", "shallow", "none"]
"""`shallow`: a repository that was fetched without its older commits; `none`: no repository at
all."""

_RECORD_DECODER = msgspec.msgpack.Decoder(StoredRecord)


SAMPLE_GRACE_PERIOD = 30 * 86400
"""For so many seconds after a site ceased to be a sample, what is taken away may be what is left of
that."""
RECENT_PERIOD = 90 * 86400
"""For so many seconds a change is something to speak of."""


class Ledger:
    """`source` says how far it can be trusted; `why` is what Git said where there is none. Keys are
    those of `Lives`."""

    def __init__(
        self,
        histories: Histories | None = None,
        source: HistorySource = "none",
        public_since: int = 0,
        error: str = "",
        future_commit: str = "",
        is_empty: bool = False,
        today_start: int = 0,
    ) -> None:
        """`since`: when the site went public; `today`: when the day of the build begins."""
        self.source, self.error, self.future_commit, self.is_empty, self.today_start = (
            source,
            error,
            future_commit,
            is_empty,
            today_start,
        )
        """`ahead`: the last commit, where its clock was ahead of the build's day; `empty`: nothing
        is committed yet."""
        self.histories: Histories = {}
        site = (histories or {}).get("site/")
        sample, moved, self.previous_domain = _find_cutoffs(
            site.versions if site else (), today_start - RECENT_PERIOD
        )
        self.cutoff = public_since = max(public_since, sample, moved)
        """What was before it does not count."""
        for key, life in (histories or {}).items():
            kept = (
                _trim_history(life, public_since, sample)
                if public_since
                and (life.removed_at or life.former_memberships or len(life.versions) > 1)
                else life
            )
            if kept is not None:
                self.histories[key] = kept

    def is_recent(self, timestamp: int) -> bool:
        return timestamp > self.today_start - RECENT_PERIOD

    @property
    def is_available(self) -> bool:
        return self.source != "none"

    def resolve_key(self, key: str) -> str:
        """The key that a record has now; that of a copy has its exhibition's name in it."""
        if key.startswith("copy/"):
            _, exhibition, copy = key.split("/", 2)
            return (
                f"copy/"
                f"{resolve_key(self.histories, f'exhibition/{exhibition}').partition('/')[2]}/"
                f"{copy}"
            )
        return resolve_key(self.histories, key)

    def find_history(self, kind: str, name: str) -> RecordHistory | None:
        """The life of a record that is there."""
        found = self.histories.get(self.resolve_key(f"{kind}/{name}"))
        return found if found and found.is_live else None

    def iterate_removed(self, kind: str) -> Iterator[tuple[str, RecordHistory, StoredRecord]]:
        """(id, life, what it said at last) of every record of a kind that was taken away, in the
        order of their ids."""
        start = kind + "/"
        for key in sorted(
            key
            for key, life in self.histories.items()
            if life.removed_at and not life.renamed_to and key.startswith(start)
        ):
            life = self.histories[key]
            if life.last_record:
                yield key.removeprefix(start), life, _RECORD_DECODER.decode(life.last_record)

    def find_former_memberships(self, history: RecordHistory) -> set[str]:
        """Keys of what a stop was part of at any time; it may be so again now."""
        left = {self.resolve_key(key) for key in history.former_memberships}
        if not left and not self._moved_keys:
            return left
        now, found = find_memberships(self.histories, history), set(left)
        for key in left | (now & self._moved_keys):
            if thing := self.histories.get(key):
                found |= {
                    self.resolve_key(one)
                    for one, at in thing.former_memberships.items()
                    if at >= history.versions[0].timestamp
                }
                found |= {
                    self.resolve_key(one)
                    for one in thing.memberships
                    if key in left and not one.startswith("copy/")
                }
        words = [
            *now,
            *found,
            *(
                one
                for key in now
                if (thing := self.histories.get(key))
                for one in thing.memberships
            ),
        ]
        return found | {
            "place/" + code
            for code in self.find_former_parent_regions(
                key[6:] for key in words if key.startswith("place/")
            )
        }

    def find_former_parent_regions(self, codes: Iterable[str]) -> set[str]:
        """Codes of the regions that some lay in, by regions.yaml as it was and is not any more."""
        found, seen, todo = set[str](), set[str](), list(codes)
        while todo:
            region = self.histories.get(f"region/{(code := todo.pop())}")
            if region is None or code in seen:
                continue
            seen.add(code)
            former = [
                key[6:]
                for key in (
                    *region.former_memberships,
                    *(region.memberships if region.removed_at else ()),
                )
            ]
            found.update(former)
            todo += [*former, *(key[6:] for key in region.memberships)]
        return found

    @cached_property
    def _moved_keys(self) -> set[str]:
        """Keys of the venues, exhibitions, caravans and regions that are part of something else
        than they were."""
        left = {
            key
            for key, life in self.histories.items()
            if life.former_memberships and not key.startswith("stop/")
        }
        return left | {
            key
            for key, life in self.histories.items()
            if life.removed_at and key.startswith("region/")
        }

    def find_modified_at(self, kind: str, name: str) -> int:
        """When something of an entry, in any language, that events show was changed last; 0 where
        nobody knows."""
        key = self.resolve_key(f"{kind}/{name}")
        found = self.histories.get(key)
        return max(
            [
                found.changed_at if found else 0,
                *(life.changed_at for life in self._translations.get(key, ())),
            ]
        )

    @cached_property
    def _translations(self) -> dict[str, list[RecordHistory]]:
        """Key of an entry -> the lives of its translations."""
        found: dict[str, list[RecordHistory]] = {}
        for key, life in self.histories.items():
            kind, dot, rest = key.partition(".")
            if dot and "/" not in kind:
                found.setdefault(f"{kind}/{rest.partition('/')[2]}", []).append(life)
        return found


def _find_cutoffs(site: tuple[Version, ...], recent_cutoff: int) -> tuple[int, int, str]:
    """(when the site ceased to be a sample, when its events got another domain, what that was
    before if it was lately).

    What a sample showed was nobody's schedule; with another domain every event is another to those
    who subscribed.
    """
    sample, moved, before = 0, 0, ""
    for old, new in pairwise(site):
        was, now = (
            decode_timing(old.timing).address_settings,
            decode_timing(new.timing).address_settings,
        )
        if "sample" in was and "sample" not in now:
            sample = new.timestamp + 1
        if was.get("domain") != now.get("domain"):
            moved, before = (
                new.timestamp + 1,
                was.get("domain", "")
                if new.timestamp > recent_cutoff and "sample" not in was
                else "",
            )
    return sample, moved, before


def _trim_history(history: RecordHistory, cutoff: int, sample: int) -> RecordHistory | None:
    """The life without the changes before a moment; None where it was over by then, or belonged to
    the sample."""
    if history.removed_at and (
        history.removed_at < cutoff
        or (
            history.versions[0].timestamp < sample
            and history.removed_at < sample + SAMPLE_GRACE_PERIOD
        )
    ):
        return None
    if history.former_memberships:
        history = msgspec.structs.replace(
            history,
            former_memberships={
                key: at for key, at in history.former_memberships.items() if at >= cutoff
            },
        )
    old = [v for v in history.versions if v.timestamp < cutoff]
    if len(old) < 2:
        return history
    first = Version(old[0].timestamp, old[-1].timing)
    return msgspec.structs.replace(history, versions=(first, *history.versions[len(old) :]))
