"""Nothing is part of itself: regions, organisations and series have a top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entries import Entry, Exhibition, Organisation
from tourbook.model.model import Model
from tourbook.sources.paths import REGIONS_FILE

_PARENT_KEYS: tuple[tuple[type[Entry], str], ...] = (
    (Exhibition, "series"),
    (Organisation, "part_of"),
)
"""Kind of entry -> the key that names what it is part of."""
_MAX_LISTED = 6


def check_circles(model: Model, problems: Problems) -> None:
    """Report each circle of records of which one is part of the next."""
    regions = model.regions
    region_parents = {
        region.code: region.parent
        for code in regions.records
        for region in reversed(regions.list_ancestry(code))
    }
    for circle in find_circles(region_parents):
        # some may be regions of GB/T 2260, which have no line
        start = next(i for i, code in enumerate(circle) if code in regions.records)
        at = Location(REGIONS_FILE).child(circle[start], "parent")
        _report_circle(circle[start:] + circle[:start], at, problems)
    for kind, key in _PARENT_KEYS:
        entries = model.entries[kind]
        parents = {
            e.id: parent.id
            for e in entries.values()
            if (parent := model.entries.find(kind, getattr(e.record, key)))
        }
        for circle in find_circles(parents):
            _report_circle(circle, entries[circle[0]].location.child(key), problems)


def find_circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """The circles in which parents lead back to where they began, each once."""
    visited: set[str] = set()
    for name in parents:
        chain: dict[str, int] = {}
        while name in parents and name not in visited:
            chain[name] = len(chain)
            visited.add(name)
            name = parents[name]
        if name in chain:
            yield list(chain)[chain[name] :]


def _report_circle(circle: list[str], location: Location, problems: Problems) -> None:
    listed = [*circle, circle[0]]
    if len(listed) > _MAX_LISTED:
        listed[_MAX_LISTED - 1 : -1] = ["…"]
    path = " → ".join(listed)
    problems.add_error(
        "circle",
        location,
        Message(f"上级关系绕成了一圈：{path}", f"this leads back to itself: {path}"),
        Message("改正其中一个的上级，或删去这一栏", "correct one of these keys, or delete it"),
    )
