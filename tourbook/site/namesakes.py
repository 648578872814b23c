"""Places in several regions that have one name: what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from tourbook.common import l10n
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.schema import Text

Regions = tuple[str, ...]
"""Names of a region and those around it, the largest first."""


class Qualifier(NamedTuple):
    """What tells a place from others of its name, in one language."""

    text: str
    """Its region, with those around it if regions have one name, too."""
    regions: Regions
    """The same without what is around them all: a month on a phone shows the first letters only."""


Place = tuple[Text, str]
"""(name, code of its region)."""
PlaceNames = Mapping[tuple[str, str], Qualifier]
"""(name, code of its region) -> what tells it apart. Other names are left out."""


def name_namesakes(model: Model, places: Sequence[Place], lang: str) -> PlaceNames:
    """The namesakes in one language: 体育馆 in two counties -> 通渭县 and 陇西县."""
    first = model.site.languages[0]
    codes_by_name: dict[str, set[str]] = defaultdict(set)
    for text, code in places:
        codes_by_name[l10n.localize_text(text, lang, first)].add(code)
    names = {}
    for name, codes in codes_by_name.items():
        if len(codes) < 2:
            continue
        chains = {
            code: tuple(
                l10n.localize_text(region.name, lang, first)
                for region in model.regions.list_ancestry(code)
            )
            for code in codes
        }
        chains_by_end: dict[Regions, list[Regions]] = defaultdict(list)
        for chain in chains.values():
            chains_by_end[chain[-1:]].append(chain)
        for code, chain in chains.items():
            namesakes = chains_by_end[chain[-1:]]
            is_enough = len(namesakes) == 1
            text = l10n.format_region(lang, chain[-1:] if is_enough else chain)
            regions = chain[-1:] if is_enough else chain[_count_common_regions(namesakes) :]
            names[name, code] = Qualifier(text, regions)
    return names


def _count_common_regions(chains: list[Regions]) -> int:
    """How many of the largest regions are around all."""
    levels = zip(*chains, strict=False)
    return sum(1 for _ in takewhile(lambda names: len(set(names)) == 1, levels))


def list_places(model: Model) -> list[Place]:
    """Every venue, and every place without a venue."""
    venues = model.entries[Venue].values()
    return [
        *((venue.name, venue.record.region) for venue in venues),
        *((stop.place.name, stop.place.region) for stop in model.stops if stop.venue is None),
    ]
