"""Places in several regions that have one name: what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tourbook.common import l10n
from tourbook.model.entries import Venue
from tourbook.model.model import Model
from tourbook.schema import Text

PlaceNames = Mapping[tuple[str, str], str]
"""(name, code of its region) -> the name with what tells it apart. Other names are left out."""


def name_namesakes(model: Model, lang: str) -> PlaceNames:
    """The names in one language: 体育馆 in two counties -> 体育馆（通渭县）, 体育馆（陇西县）."""
    first = model.site.languages[0]
    codes_by_name: dict[str, set[str]] = defaultdict(set)
    for text, code in _iterate_places(model):
        codes_by_name[l10n.localize_text(text, lang, first)].add(code)
    names = {}
    for name, codes in codes_by_name.items():
        if len(codes) < 2:
            continue
        chains = {
            code: [
                l10n.localize_text(region.name, lang, first)
                for region in model.regions.list_ancestry(code)
            ]
            for code in codes
        }
        ends = [chain[-1:] for chain in chains.values()]
        for code, chain in chains.items():
            is_enough = ends.count(chain[-1:]) == 1
            names[name, code] = l10n.format_qualified_name(
                lang, name, l10n.format_region(lang, chain[-1:] if is_enough else chain)
            )
    return names


def _iterate_places(model: Model) -> Iterator[tuple[Text, str]]:
    """(name, code of its region) of every venue, and of every place without a venue."""
    for venue in model.entries[Venue].values():
        yield venue.name, venue.record.region
    for stop in model.stops:
        if stop.venue is None:
            yield stop.place.name, stop.place.region
