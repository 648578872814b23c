"""The site as one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from tourbook.common.problems import Location
from tourbook.history.ledger import Ledger
from tourbook.schema import SiteRecord
from tourbook.schema.maps import MapRecord
from tourbook.sources.paths import REGIONS_FILE, SITE_FILE, get_folder
from tourbook.timetable.holidays import HolidayCalendars

from .attachments import Attachment
from .entries import Caravan, EntryT, EntryTable, Exhibition, Venue
from .past_holidays import PastHolidays
from .regions import RegionTree
from .trips import Stop, StopPlace, Trip, make_stop_place


class Draft(NamedTuple):
    """A record that is not published."""

    kind: str
    id: str
    file: str
    is_bundle: bool
    texts: tuple[str, ...]
    """All that it says, where it may name files."""


class PlacedMap(NamedTuple):
    record: MapRecord
    location: Location

    @property
    def file(self) -> str:
        """In the folder of site.yaml, as other pictures of the site."""
        return f"{get_folder(SITE_FILE)}/{self.record.picture}"


@dataclass(slots=True)
class Model:
    """Everything that the site says."""

    site: SiteRecord
    regions: RegionTree
    entries: EntryTable
    trips: dict[str, Trip]
    stops: list[Stop]
    """In order of time."""
    holiday_calendars: HolidayCalendars
    """Public holidays by region."""
    past_holidays: PastHolidays
    pictures: frozenset[str]
    """Every file under content/ that is not a text."""
    ledger: Ledger = field(default_factory=Ledger)
    removed_stops: list[Stop] = field(default_factory=list)
    """Stops that were taken off the schedule before they were over, as cancelled ones; they are in
    no other list."""
    removed_entries: EntryTable = field(default_factory=EntryTable)
    """Their calendars go on."""
    removed_trips: list[Trip] = field(default_factory=list)
    past_regions: RegionTree = field(default_factory=lambda: RegionTree({}))
    """The regions, with those that were removed: removed stops may be in them."""
    drafts: tuple[Draft, ...] = ()
    """Those that are not published."""
    shows_drafts: bool = False
    """Whether drafts, and news of days to come, are published, too: in a preview."""
    attachments: tuple[Attachment, ...] = ()
    """The files that records and texts name; filled in when the texts are converted."""

    def locate_venue(self, venue: Venue) -> StopPlace:
        return make_stop_place(venue.record, self.regions, self.site.timezone)

    def list_timezones(self) -> list[str]:
        """The zones of the site and of all places, in the order of their names."""
        zones = {stop.place.timezone for stop in (*self.stops, *self.removed_stops)}
        zones |= {self.locate_venue(venue).timezone for venue in self.entries[Venue].values()}
        return sorted(zones | {self.site.timezone})

    def list_maps(self) -> list[PlacedMap]:
        """The base maps of trips and regions."""
        trips = ((trip.record.map, trip.location) for trip in self.trips.values())
        file = Location(REGIONS_FILE)
        regions = ((region.map, file.child(code)) for code, region in self.regions.records.items())
        return [PlacedMap(record, at.child("map")) for record, at in (*trips, *regions) if record]

    def list_exhibitors(self) -> list[Exhibition | Caravan | Venue]:
        """Whatever has exhibits."""
        table = self.entries
        kinds = (table[Exhibition], table[Caravan], table[Venue])
        return [e for kind in kinds for e in kind.values() if e.record.exhibits]

    def find_entry_or_removed(self, kind: type[EntryT], name: str) -> EntryT | None:
        """The entry with that id, or else the removed one."""
        return self.entries.find(kind, name) or self.removed_entries.find(kind, name)
