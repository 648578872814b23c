"""Two sets change places: each goes to the venue, and at the time, of the other."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment, Edit, Removal
from tourbook.model.trips import Stay
from tourbook.schema import TourRecord

from .changes import Change, ImpossibleChangeError
from .key_order import STAY_KEYS


def exchange_sets(a: Stay, b: Stay) -> Change:
    """Raises ImpossibleChangeError if both show the same."""
    edits_a, edits_b = tuple(_iterate_edits(a, b)), tuple(_iterate_edits(b, a))
    if not edits_a:
        raise ImpossibleChangeError(
            f"“{a.id}” 和 “{b.id}” 展出的是同一套",
            f"“{a.id}” and “{b.id}” show the same set",
        )
    edits: dict[str, tuple[Edit, ...]] = {a.location.file: edits_a}
    edits[b.location.file] = edits.get(b.location.file, ()) + edits_b
    summary = Message(
        f"{a.id} 改展 {_name_set(b)}，{b.id} 改展 {_name_set(a)}",
        f"{a.id} shows {_name_set(b)}, and {b.id} shows {_name_set(a)}",
    )
    return Change(summary, edits)


def _iterate_edits(stay: Stay, other: Stay) -> Iterator[Edit]:
    """What is written at a stay, so that it shows what the other one shows."""
    trip = stay.trip.record
    default_copy = trip.copy if isinstance(trip, TourRecord) else ""
    values = {
        "exhibition": (_get_exhibition(other), _get_exhibition(stay), trip.exhibition),
        "copy": (_get_copy(other), _get_copy(stay), default_copy),
    }
    for key, (new, old, default) in values.items():
        path = (*stay.location.path, key)
        if new != old and new == default:
            yield Removal(path)
        elif new != old:
            yield Assignment(path, new, STAY_KEYS)


def _get_exhibition(stay: Stay) -> str:
    return stay.exhibition.id if stay.exhibition else ""


def _get_copy(stay: Stay) -> str:
    return stay.copy.id if stay.copy else ""


def _name_set(stay: Stay) -> str:
    return "/".join(filter(None, (_get_exhibition(stay), _get_copy(stay))))
