"""A new record while it is described: what can be said of its kind, and what is known so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from tourbook.common.problems import NO_HELP, Message
from tourbook.editing.key_order import list_key_order
from tourbook.model.entries import ENTRY_CLASSES, Exhibition, Venue
from tourbook.model.trips import Trip
from tourbook.schedule.agenda import Agenda
from tourbook.schema import CONTENT_TYPES, Text
from tourbook.sources.paths import KIND_BY_FOLDER

from .fields import NewField, list_fields
from .values import Choices, list_names

_TRIP_FIELDS = {
    "stop": ("tour", Message("哪个巡展", "the tour")),
    "visit": ("route", Message("哪条线路", "the route")),
}
"""Kind of stop -> the field that says what it is part of, which is not written in it."""

_STOP_LISTS = ("stops", "visits")
"""What is added to a trip one by one."""


@dataclass
class NewRecord:
    """What is known of a new record so far."""

    kind: RecordKind
    agenda: Agenda
    values: dict[str, Any] = field(default_factory=dict)
    """Key of a field -> its value, as JSON would hold it."""

    def get(self, key: str) -> Any:
        return self.values.get(key) or ""

    @property
    def trip(self) -> Trip | None:
        """What a new stop is part of."""
        return self.agenda.model.trips.get(self.get("tour") or self.get("route"))

    @property
    def venue(self) -> Venue | None:
        return self.agenda.model.entries.find(Venue, self.get("venue"))

    @property
    def exhibition(self) -> Exhibition | None:
        """What a new stay shows: its own exhibition, or that of its tour."""
        if self.get("exhibition"):
            return self.agenda.model.entries.find(Exhibition, self.get("exhibition"))
        return self.trip.exhibition if self.trip else None

    def make_tree(self) -> dict[str, Any]:
        """Its values as they are written, keys in their usual order."""
        values = dict(self.values)
        if self.kind.name in _TRIP_FIELDS:
            values.pop(_TRIP_FIELDS[self.kind.name][0], None)
        if values.get("date") and any(key.startswith("repeat.") for key in values):
            values = {"repeat.first": values.pop("date"), **values}
        if "hall" in values:
            values["hall"] = self._find_hall_name(values["hall"])
        tree: dict[str, Any] = {}
        for key, value in values.items():
            if value == self.kind.fields[key].default:
                continue
            *parents, last = key.split(".")
            at = tree
            for parent in parents:
                at = at.setdefault(parent, {})
            at[last] = value
        return {key: tree[key] for key in list_key_order(self.kind.record_type) if key in tree}

    def _find_hall_name(self, name: Text) -> Text:
        """The name of a hall as the venue has it, in all languages, if it has such a hall."""
        texts = set(list_names(name))
        own_names = (hall.name for hall in (self.venue.record.halls if self.venue else ()))
        return next((own for own in own_names if texts <= set(list_names(own))), name)


class Question(NamedTuple):
    """A field that somebody at a terminal is asked for."""

    key: str
    find_default: Callable[[NewRecord], str] = lambda _: ""
    """What is proposed; "" for nothing."""
    is_asked: Callable[[NewRecord], bool] = lambda _: True
    is_needed: bool = False
    """Whether there is no such record without it, whatever the schema says."""
    text: Message = NO_HELP
    """How it is asked, if the description of the field does not do."""


@dataclass(frozen=True)
class RecordKind:
    name: str
    title: Message
    record_type: type[msgspec.Struct]
    folder: str
    """Of its file, or the key of the list that holds it."""
    questions: tuple[Question, ...]
    propose_id: Callable[[NewRecord], str]
    """An id that says what it is; "" if there are no Latin letters to make one of."""

    @property
    def history_kind(self) -> str:
        """What the history calls it."""
        if self.is_entry:
            return KIND_BY_FOLDER[self.folder]
        return "stop" if self.name in _TRIP_FIELDS else "trip"

    @property
    def is_entry(self) -> bool:
        """Whether it has a file of its own."""
        return self.folder in CONTENT_TYPES

    @cached_property
    def fields(self) -> dict[str, NewField]:
        """Key -> field; that of a stop's trip among them."""
        fields = {f.key: f for f in list_fields(self.record_type) if f.key not in _STOP_LISTS}
        if self.name in _TRIP_FIELDS:
            key, description = _TRIP_FIELDS[self.name]
            options = fields["id"].options
            fields = {key: NewField((key,), description, options, True, ""), **fields}
        return fields

    def is_needed(self, question: Question) -> bool:
        return question.is_needed or self.fields[question.key].is_required


def make_choices(agenda: Agenda) -> Choices:
    """What new records can refer to."""
    model = agenda.model
    names: dict[str, dict[str, Text]] = {
        kind: {id: entry.name for id, entry in model.entries[entry_type].items()}
        for kind, entry_type in ENTRY_CLASSES.items()
    }
    for trip in model.trips.values():
        names.setdefault(trip.kind, {})[trip.id] = trip.name
    return Choices(model.site.languages, model.regions, names)
