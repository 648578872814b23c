"""A physical copy of an exhibition gets another id, wherever stops or tours name it."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment, Edit
from tourbook.model.entries import Exhibition
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Trip
from tourbook.schema.fields import CopyRecord
from tourbook.schema.schedule import StopRecord

from .changes import Change
from .key_order import STAY_KEYS, list_key_order


def rename_copy(exhibition: Exhibition, copy: CopyRecord, new_id: str, model: Model) -> Change:
    """A copy with another id. Its former one goes into `aliases`, under which its calendar goes
    on."""
    at = exhibition.location
    path = (*at.path, "copies", exhibition.record.copies.index(copy))
    other_aliases = [alias for alias in copy.aliases if alias not in (copy.id, new_id)]
    order = list_key_order(CopyRecord)
    edits: dict[str, list[Edit]] = {
        at.file: [
            Assignment((*path, "id"), new_id),
            Assignment((*path, "aliases"), [*other_aliases, copy.id], order),
        ]
    }
    for trip in model.trips.values():
        trip_edits = list(_iterate_trip_edits(trip, exhibition, copy, new_id))
        if trip_edits:
            edits.setdefault(trip.location.file, []).extend(trip_edits)
    name = f"{exhibition.id}/{copy.id} → {exhibition.id}/{new_id}"
    tuples = {file: tuple(items) for file, items in edits.items()}
    return Change(Message(name, name), tuples, renamed=(copy.id, new_id))


def _iterate_trip_edits(
    trip: Trip, exhibition: Exhibition, copy: CopyRecord, new_id: str
) -> Iterator[Edit]:
    """What a tour and its stays say instead. A stay of another exhibition that takes its copy from
    the tour goes on to show the same one."""
    default, names = trip.copy_id, {copy.id, *copy.aliases}
    if default in names and trip.exhibition is exhibition:
        default = new_id
        yield Assignment((*trip.location.path, "copy"), new_id)
    for stay in trip.stops:
        if not isinstance(stay, Stay) or stay.copy is None or not (stay.record.copy or default):
            continue
        assert isinstance(stay.record, StopRecord)
        present = new_id if stay.copy is copy else stay.copy.id
        said = stay.record.copy or default
        is_former = stay.copy is not copy and said in stay.copy.aliases
        if present != said and not is_former:
            yield Assignment((*stay.location.path, "copy"), present, STAY_KEYS)
