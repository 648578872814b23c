"""Long lists: how much a page may list, and how the rest is divided among several pages.

A list of stops is divided by region, because a visitor looks for a place; what is still too long,
or lies in one region, has numbered pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, TypeVar

from tourbook.model.regions import Region, RegionTree
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda

Item = TypeVar("Item")
CountLines = Callable[[Stop], int]

MAX_ROWS = 200
"""Stops on a page: about 120 kB of HTML, and more than anybody scrolls through on a phone."""
MAX_LINES = 400
"""Lines on the page of a month, where a stop has one for each of its days: as many bytes as that
many stops."""
MAX_CARDS = 200
"""Entries on a page of a list."""
MAX_CHIPS = 500
"""Names without more on a page of a list."""
MAX_REGIONS = 60
"""Regions among which a list is divided, or that a page offers for a choice. China has 34
provinces, and the largest of them 21 cities."""


class RegionPart(NamedTuple):
    """The stops of a list that lie in a region."""

    region: Region | None
    """None for stops without a known region."""
    path: str
    stops: list[Stop]


class ListPage(NamedTuple):
    """A page of a list of stops."""

    path: str
    stops: list[Stop]
    part: RegionPart | None = None
    """If the list is divided by region: the part that this is a page of."""
    parts: tuple[RegionPart, ...] = ()
    """The parts of a list that is divided by region, of its first page, which has no stops."""
    numbered: tuple[tuple[str, Stop], ...] = ()
    """The path and the first stop of each numbered page of the list or the part, if there are
    several."""


def divide_stops(
    regions: RegionTree, path: str, stops: list[Stop], count_lines: CountLines | None = None
) -> Iterator[ListPage]:
    """The pages of a list of stops; `path` is that of its first page. Each stop is a row, or so
    many lines."""
    if _fits_on_page(stops, count_lines):
        yield ListPage(path, stops)
        return
    parts = _divide_by_region(regions, path, stops)
    if parts:
        yield ListPage(path, [], parts=parts)
    for part in parts:
        slices = _slice_stops(part.stops, count_lines)
        yield from _number_pages(ListPage(part.path, part.stops, part), slices)
    if not parts:
        yield from _number_pages(ListPage(path, stops), _slice_stops(stops, count_lines))


def _fits_on_page(stops: list[Stop], count_lines: CountLines | None) -> bool:
    if count_lines is None or len(stops) < 2:
        return len(stops) <= MAX_ROWS
    line_count = 0
    for stop in stops:
        line_count += count_lines(stop)
        if line_count > MAX_LINES:
            return False
    return True


def _slice_stops(stops: list[Stop], count_lines: CountLines | None) -> list[list[Stop]]:
    """The stops of each page, if they are not divided otherwise; one empty list if there are
    none."""
    if count_lines is None:
        return list(slice_items(stops, MAX_ROWS))
    pages: list[list[Stop]] = [[]]
    line_count = 0
    for stop in stops:
        line_count += count_lines(stop)
        if pages[-1] and line_count > MAX_LINES:
            pages.append([])
            line_count = count_lines(stop)
        pages[-1].append(stop)
    return pages


def _divide_by_region(regions: RegionTree, path: str, stops: list[Stop]) -> tuple[RegionPart, ...]:
    """The stops by the largest regions that tell them apart; () if these are one or too many."""
    groups = group_by_region(regions, stops)[1]
    if not 1 < len(groups) <= MAX_REGIONS:
        return ()
    return tuple(_make_part(regions.get(code), path, stops) for code, stops in groups.items())


def group_by_region(regions: RegionTree, stops: list[Stop]) -> tuple[int, dict[str, list[Stop]]]:
    """The level of the largest regions that tell the stops apart, and the stops by the codes of
    these, in their order; under "" those without a known region."""
    codes = [stop.place.region for stop in stops]
    ancestries = {code: regions.list_ancestry(code) for code in set(codes)}
    depth = find_branching_depth(ancestries.values())
    homes = {
        code: ancestry[min(depth, len(ancestry) - 1)].code if ancestry else ""
        for code, ancestry in ancestries.items()
    }
    groups: dict[str, list[Stop]] = {}
    for code, stop in zip(codes, stops, strict=True):
        groups.setdefault(homes[code], []).append(stop)
    return depth, {code: groups[code] for code in sorted(groups, key=lambda code: (not code, code))}


def _make_part(region: Region | None, path: str, stops: list[Stop]) -> RegionPart:
    return RegionPart(region, f"{path}{region.slug if region else '-'}/", stops)


def find_branching_depth(ancestries: Collection[Sequence[Region]]) -> int:
    """The first level (0 for provinces or countries) on which regions differ; 0 if none does."""
    for depth in range(max(map(len, ancestries), default=0)):
        if len({ancestry[depth].code for ancestry in ancestries if len(ancestry) > depth}) > 1:
            return depth
    return 0


def _number_pages(page: ListPage, slices: list[list[Stop]]) -> Iterator[ListPage]:
    paths = [number_path(page.path, number) for number in range(1, len(slices) + 1)]
    numbered = tuple(zip(paths, (part[0] for part in slices), strict=True))
    for path, part in zip(paths, slices, strict=True):
        yield page._replace(path=path, stops=part, numbered=numbered if len(slices) > 1 else ())


def number_path(path: str, number: int) -> str:
    """The site path of a page of a list, counted from 1: "venues/", "venues/2/"."""
    return path if number == 1 else f"{path}{number}/"


def slice_items(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`; one empty list if there are none."""
    for start in range(0, max(len(items), 1), size):
        yield list(items[start : start + size])


def select_current(agenda: Agenda, stops: list[Stop]) -> list[Stop]:
    """The stops of a long list that matter most today, in the order of the list: what is on, what
    comes next and, if there is room, what was last."""
    if len(stops) <= MAX_ROWS:
        return stops

    def get_order(numbered: tuple[int, Stop]) -> tuple[bool, dt.date, int]:
        number, stop = numbered
        if agenda.is_finished(stop):
            return True, dt.date.max, -number
        return False, agenda.find_next_start(stop), number

    chosen = sorted(enumerate(stops), key=get_order)[:MAX_ROWS]
    return [stop for _, stop in sorted(chosen, key=lambda numbered: numbered[0])]
