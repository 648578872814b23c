"""How a site gets along with fewer files: lines of site.yaml, and how many files each set saves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import NamedTuple

from tourbook.common.problems import Location
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.schedule.agenda import Agenda
from tourbook.schema import SiteRecord
from tourbook.schema.site_options import FeedKind

from .addresses import OutputSettings
from .archive import list_archivable_stops
from .outputs import HtmlPage, Output


class OldStops(NamedTuple):
    """The places of stops that ended so many years ago."""

    rows: Set[Location]
    """Those that would be rows only."""
    ended: Set[Location]
    """All, whose own calendars would not be made."""


def list_old_stops(
    agenda: Agenda,
    settings: OutputSettings,
    converted_texts: Mapping[str, ConvertedMarkdown],
    years: int,
) -> OldStops:
    """The places of the stops that ended so many years ago."""
    rows = list_archivable_stops(agenda, settings, converted_texts, years)
    ended = (s for s in agenda.model.stops if agenda.has_ended_years_ago(s, years))
    return OldStops({s.location for s in rows}, {s.location for s in ended})


class Saving(NamedTuple):
    lines: tuple[str, ...]
    """Of site.yaml."""
    file_count: int
    """Files that would not be made."""


class _Step(NamedTuple):
    years: int
    feeds_off: tuple[FeedKind, ...] = ()


_STEPS = (
    _Step(5),
    _Step(3),
    _Step(3, ("code",)),
    _Step(2, ("code",)),
    _Step(2, ("code", "stop")),
    _Step(1, ("code", "stop")),
)
"""The mildest first: what is old serves fewest, then pictures of QR codes, whose links stay."""


def propose_saving(
    site: SiteRecord,
    find_old_stops: Callable[[int], OldStops],
    outputs: Sequence[Output],
    excesses: Sequence[int],
) -> Saving | None:
    """The mildest setting that saves so many files, by the first of the `excesses` that one does;
    else the one that saves most; None if none saves any."""
    savings = [_compute_saving(site, outputs, find_old_stops, step) for step in _STEPS]
    savings = [saving for saving in savings if saving.file_count > 0]
    for excess in excesses:
        for saving in savings:
            if saving.file_count >= excess:
                return saving
    return max(savings, key=lambda saving: saving.file_count, default=None)


def _compute_saving(
    site: SiteRecord,
    outputs: Sequence[Output],
    find_old_stops: Callable[[int], OldStops],
    step: _Step,
) -> Saving:
    present = site.archive.pages if site.archive and site.archive.pages else step.years
    years, feeds_off = min(step.years, present), (*site.feeds_off, *step.feeds_off)
    old_stops = find_old_stops(years)
    page_count = sum(_is_page_of(output, old_stops.rows) for output in outputs)
    if old_stops.rows and not (site.archive and not site.archive.redirect_pages):
        page_count -= len(site.languages)  # moved.json
    feed_count = sum(
        _is_calendar_of(output, old_stops.ended) or _is_feed_of(output, feeds_off)
        for output in outputs
    )
    lines = []
    if old_stops.ended:
        lines.append(f"archive: {{pages: {years}, calendars: {years}, redirect_pages: false}}")
    if step.feeds_off:
        lines.append(f"feeds_off: [{', '.join(dict.fromkeys(feeds_off))}]")
    return Saving(tuple(lines), feed_count + page_count)


def _is_page_of(output: Output, stops: Set[Location]) -> bool:
    return (
        isinstance(output, HtmlPage)
        and output.kind in ("stop", "redirect")
        and not stops.isdisjoint(output.sources)
    )


def _is_calendar_of(output: Output, stops: Set[Location]) -> bool:
    return _is_feed_of(output, ("stop",)) and not stops.isdisjoint(output.sources)


def _is_feed_of(output: Output, kinds: Collection[str]) -> bool:
    return not isinstance(output, HtmlPage) and output.kind in kinds
