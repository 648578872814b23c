"""Where records are referred to by their ids."""

from __future__ import annotations

from typing import NamedTuple

from tourbook.common.problems import Location, PathKey, Problems
from tourbook.model.assemble import Sources, assemble
from tourbook.model.entries import EntryT
from tourbook.model.references import References
from tourbook.model.regions import RegionTree


class Use(NamedTuple):
    """A value that is the id of an entry."""

    kind: str
    id: str
    """As it is written; it may be a former one."""
    location: Location


def list_uses(sources: Sources) -> list[Use]:
    """Every place that refers to an entry: whatever the model looks up."""
    uses: dict[Location, Use] = {}

    def make_recorder(regions: RegionTree, problems: Problems) -> References:
        return _Recorder(regions, problems, uses)

    assemble(sources, True, Problems(), make_references=make_recorder)
    return list(uses.values())


class _Recorder(References):
    """References that write down where each stands."""

    def __init__(self, regions: RegionTree, problems: Problems, uses: dict[Location, Use]) -> None:
        super().__init__(regions, problems)
        self._uses = uses

    def resolve(
        self, kind: type[EntryT], entry_id: str, location: Location, *keys: PathKey
    ) -> EntryT | None:
        if entry_id:
            at = location.child(*keys)
            self._uses[at] = Use(kind.kind, entry_id, at)
        return super().resolve(kind, entry_id, location, *keys)
