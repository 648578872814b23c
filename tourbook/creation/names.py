"""Ids that a new record cannot have, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count

from tourbook.common.problems import Message
from tourbook.history.keys import Key
from tourbook.model.entries import ENTRY_CLASSES, Entry
from tourbook.model.model import Model
from tourbook.model.trips import Stop, Trip
from tourbook.sources.paths import FOLDER_BY_KIND, parse_content_path


class TakenNames:
    """The names of the records of a kind, present and past, under which no other can be found."""

    def __init__(self, model: Model, kind: str, files: Iterable[str]) -> None:
        """`kind`: as in the history: an entry's, "trip" or "stop"."""
        self._model, self._kind = model, kind
        self._owners: dict[str, str] = {}
        """Name, in small letters, since some systems do not tell them apart -> id."""
        for record in self._iterate_records():
            for name in (record.id, record.slug, *record.record.aliases):
                self._owners.setdefault(name.lower(), record.id)
        folder = FOLDER_BY_KIND.get(kind)
        for path in filter(None, map(parse_content_path, files)):
            if path.folder == folder:
                self._owners.setdefault(path.stem.lower(), path.stem)

    def _iterate_records(self) -> Iterator[Entry | Trip | Stop]:
        model = self._model
        if entry_type := ENTRY_CLASSES.get(self._kind):
            yield from model.entries[entry_type].values()
        yield from model.trips.values() if self._kind == "trip" else ()
        yield from model.stops if self._kind == "stop" else ()

    def make_unique(self, name: str) -> str:
        """The name, or with the first number that makes it like no other: hall, hall-2."""
        numbered = (f"{name}-{number}" for number in count(2))
        return next(free for free in chain([name], numbered) if self.explain(free) is None)

    def explain(self, name: str, own_id: str = "") -> Message | None:
        """Why a name cannot be that of a new record, or of the one with an id; None if it can."""
        owner = self._owners.get(name.lower())
        if owner == own_id != "":
            return None
        if owner is not None and owner.lower() == name.lower():
            return Message(f"已经有 “{owner}”", f"there is “{owner}” already")
        if owner is not None:
            return Message(
                f"“{owner}” 叫过 “{name}”，旧链接靠它认",
                f"“{name}” is a name of “{owner}”, to which old links lead",
            )
        record = self._model.ledger.history.get(Key(self._kind, name))
        if record is not None and self._model.ledger.find_history(self._kind, name) is None:
            return Message(
                f"“{name}” 是一条删掉了的记录的编号，它的日历还有人订阅：换一个",
                f"“{name}” was the id of a record that was removed, whose calendar people may "
                f"still have: take another one",
            )
        return None
