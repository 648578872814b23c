"""Stops that ended long ago: rows on other pages, to which their addresses lead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tourbook.common.memoized import Memoized
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.model.entries import ENTRY_CLASSES
from tourbook.model.texts import list_notes
from tourbook.model.trips import Stop
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.membership import Membership
from tourbook.schema.site_options import ArchiveOptions

from . import paging
from .addresses import Addresses, OutputSettings
from .paging import divide_stops


class RowAddress(NamedTuple):
    """Where the row of a stop is."""

    path: str
    """Site path of the page."""
    anchor: str
    """The id of the row."""


class StopArchive:
    """The stops of a site that are rows only, and where these are in one language."""

    def __init__(
        self, agenda: Agenda, addresses: Addresses, stops: Collection[Stop] = frozenset()
    ) -> None:
        """`stops` are those that `select_archived_stops` chose."""
        self._agenda, self._addresses, self.stops = agenda, addresses, stops
        options = agenda.model.site.archive or ArchiveOptions()
        self._calendar_years = options.calendars
        self.is_led_by_404 = (
            bool(stops) and not options.redirect_pages and "404" in addresses.settings.pages
        )
        """Whether the page 404.html leads to the rows, instead of a page at each address."""
        self._row_pages = Memoized(self._list_row_pages)

    def find_row(self, stop: Stop) -> RowAddress | None:
        """None for a stop with a page of its own."""
        if stop not in self.stops:
            return None
        membership = _find_home(self._agenda, self._addresses.settings, stop)
        assert membership is not None  # else it would not have been selected
        return RowAddress(self._row_pages[membership][stop.id], make_anchor(stop))

    def find_url(self, stop: Stop) -> str:
        """The site path of the page of a stop; "" if it has none."""
        return "" if stop in self.stops else self._addresses.url_for("stop", stop.slug)

    def has_calendar(self, stop: Stop) -> bool:
        """Whether there is a file for a stop alone, if the site has such files."""
        years = self._calendar_years
        return years is None or not self._agenda.has_ended_years_ago(stop, years)

    def iterate_moved_paths(self) -> Iterator[tuple[str, RowAddress]]:
        """(site path of a former page, where the row is now), in the order of the schedule."""
        for stop in self._agenda.model.stops:
            if row := self.find_row(stop):
                yield self._addresses.path_for("stop", stop.slug), row

    def _list_row_pages(self, membership: Membership) -> dict[str, str]:
        """Id of a stop -> the page that lists it, of all stops of something with a page."""
        kind, name = membership
        stops, slug = self._agenda.list_stops(kind, name), _find_slug(self._agenda, kind, name)
        if len(stops) <= paging.MAX_ROWS:
            path = self._addresses.path_for(kind, slug)
            return {stop.id: path for stop in stops}
        path = self._addresses.full_list_path_for(kind, slug)
        pages = divide_stops(self._agenda.model.regions, path, stops)
        return {stop.id: page.path for page in pages for stop in page.stops}


def select_archived_stops(
    agenda: Agenda, settings: OutputSettings, converted_texts: Mapping[str, ConvertedMarkdown]
) -> frozenset[Stop]:
    """The stops that ended longer ago than site.yaml gives pages to.

    One with a picture in its note keeps its page, for that is a report; so does one that no page
    lists, and all if the site has no redirects.
    """
    options = agenda.model.site.archive
    if options is None or options.pages is None:
        return frozenset()
    return list_archivable_stops(agenda, settings, converted_texts, options.pages)


def list_archivable_stops(
    agenda: Agenda,
    settings: OutputSettings,
    converted_texts: Mapping[str, ConvertedMarkdown],
    years: int,
) -> frozenset[Stop]:
    """The stops that would be rows only, if pages were for so many years."""
    if not {"stop", "redirect"} <= settings.pages:
        return frozenset()
    return frozenset(
        stop
        for stop in agenda.model.stops
        if agenda.has_ended_years_ago(stop, years)
        and not _has_picture(stop, converted_texts)
        and _find_home(agenda, settings, stop)
    )


def make_anchor(stop: Stop) -> str:
    return f"stop-{stop.slug}"


def _has_picture(stop: Stop, converted_texts: Mapping[str, ConvertedMarkdown]) -> bool:
    targets = (t for text in list_notes(stop).values() for t in converted_texts[text].targets)
    return any(attribute == "src" for attribute, _ in targets)


def _find_home(agenda: Agenda, settings: OutputSettings, stop: Stop) -> Membership | None:
    """What has the page that lists a stop and tells most of it: the caravan of a visit, or the tour
    of a stay, before its place."""
    candidates: list[Membership] = []
    if stop.caravan:
        candidates.append(("caravan", stop.caravan.id))
    candidates.append(("tour", stop.trip.id))
    if stop.exhibition:
        candidates.append(("exhibition", stop.exhibition.id))
    if stop.venue:
        candidates.append(("venue", stop.venue.id))
    if stop.place.region in agenda.regions_in_use:
        candidates.append(("place", stop.place.region))
    return next((home for home in candidates if home[0] in settings.pages), None)


def _find_slug(agenda: Agenda, kind: str, name: str) -> str:
    model = agenda.model
    if kind == "tour":
        return model.trips[name].slug
    if kind == "place":
        return agenda.regions_in_use[name].slug
    return model.entries[ENTRY_CLASSES[kind]][name].slug
