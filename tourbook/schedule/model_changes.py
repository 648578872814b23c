"""What is different between two models of a site: for those who review a set of commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec

from tourbook.model.entries import Entry
from tourbook.model.trips import DatedVersion, Stay, Stop, Trip
from tourbook.views import ChangeKind

from .changes import classify
from .engine import Engine

EntryChangeKind = Literal["added", "removed", "text"]


class StopChange(NamedTuple):
    kind: ChangeKind | Literal["text"]
    stop: Stop
    """As it is now; of one that is removed, as it was."""
    previous_stop: Stop | None = None
    """As it was, if it is something else now."""
    keys: tuple[str, ...] = ()
    """The keys that say something else, if that is all."""


class EntryChange(NamedTuple):
    kind: EntryChangeKind
    entry: Entry | Trip
    keys: tuple[str, ...] = ()
    """The keys that say something else; "" for the text."""


def list_stop_changes(old: Engine, new: Engine) -> list[StopChange]:
    """The changes of all stops, those of one stop in the order of their weight."""
    old_stops = {stop.id: stop for stop in old.model.stops}
    changes: list[StopChange] = []
    for stop in new.model.stops:
        names = [stop.id, *stop.record.aliases]
        previous = next((old_stops.pop(name) for name in names if name in old_stops), None)
        changes += _iterate_changes(old, new, previous, stop)
    return changes + [StopChange("removed", stop) for stop in old_stops.values()]


def _iterate_changes(
    old: Engine, new: Engine, previous: Stop | None, stop: Stop
) -> Iterator[StopChange]:
    if previous is None:
        yield StopChange("added", stop)
        return
    has_other_venue = _is_replaced(previous.venue, stop.venue)
    a, b = _make_version(old, previous), _make_version(new, stop)
    if a.dates != b.dates or a.status != b.status or (a.hours != b.hours and not has_other_venue):
        yield StopChange(classify(a, b), stop, previous)
    if has_other_venue and stop.venue:
        yield StopChange("venue", stop, previous)
    if _is_replaced(previous.exhibition, stop.exhibition) and stop.exhibition:
        yield StopChange("exhibition", stop, previous)
    keys = tuple(sorted(_list_different_keys(previous.record, stop.record) - _DATED_KEYS))
    if keys:
        yield StopChange("text", stop, previous, keys)


def _is_replaced(old: Entry | None, new: Entry | None) -> bool:
    return (old and old.id) != (new and new.id)


_DATED_KEYS = {
    "id", "aliases", "slug", "status", "open", "close", "date", "time", "repeat", "hours", "venue",
    "exhibition", "updated",
}  # fmt: skip
"""What other kinds of changes tell."""


def _make_version(engine: Engine, stop: Stop) -> DatedVersion:
    return stop.make_present_version(
        engine.get_written_hours(stop) if isinstance(stop, Stay) else {}
    )


def list_entry_changes(old: Engine, new: Engine) -> list[EntryChange]:
    """The changes of all that is no stop: entries, and trips without their stops."""
    old_entries = {(entry.kind, entry.id): entry for entry in old.model.entries}
    changes: list[EntryChange] = []
    for entry in new.model.entries:
        names = [entry.id, *entry.record.aliases]
        keys = [(entry.kind, name) for name in names if (entry.kind, name) in old_entries]
        previous = old_entries.pop(keys[0]) if keys else None
        if previous is None:
            changes.append(EntryChange("added", entry))
            continue
        different_keys = _list_different_keys(previous.record, entry.record) - {"updated"}
        if _list_texts(previous) != _list_texts(entry):
            different_keys.add("")
        if different_keys:
            changes.append(EntryChange("text", entry, tuple(sorted(different_keys))))
    changes += [EntryChange("removed", entry) for entry in old_entries.values()]
    return [*changes, *_iterate_trip_changes(old.model.trips, new.model.trips)]


def list_setting_changes(old: Engine, new: Engine) -> list[str]:
    """The keys of the site's settings that say something else."""
    return sorted(_list_different_keys(old.model.site, new.model.site))


def _iterate_trip_changes(
    old: Mapping[str, Trip], new: Mapping[str, Trip]
) -> Iterator[EntryChange]:
    for trip in new.values():
        if trip.id not in old:
            yield EntryChange("added", trip)
            continue
        a, b = old[trip.id].record_without_stops, trip.record_without_stops
        if keys := _list_different_keys(a, b):
            yield EntryChange("text", trip, tuple(sorted(keys)))
    yield from (EntryChange("removed", trip) for trip in old.values() if trip.id not in new)


def _list_different_keys(a: msgspec.Struct, b: msgspec.Struct) -> set[str]:
    old, new = msgspec.to_builtins(a), msgspec.to_builtins(b)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _list_texts(entry: Entry) -> dict[str, str]:
    return {lang: body.text for lang, body in entry.bodies.items()}
