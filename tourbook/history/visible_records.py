"""What events show of each kind of record.

The history digests these values to find out when an event was last revised, and calendars make
events from these values and no other field. A field that events are to show is added here alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.schema import Text
from tourbook.schema.fields import (
    Booking,
    Contact,
    Coordinates,
    CrewMember,
    Duty,
    VisitPlace,
    Volunteers,
)

EVENT_STRING_PREFIXES = (
    "event_",
    "summary_",
    "crew_",
    "sample_short",
    "page_prevails",
    "list_separator",
    "weekday_",
    "daily",
    "from_to",
    "by_booking",
)
"""Strings of a theme that events show."""


EVENT_FOLDERS = ("campaigns", "caravans", "exhibitions", "stops")
"""Folders of what events link to: pages and pictures."""


class VisibleRecord(msgspec.Struct, frozen=True, array_like=True):
    """The fields of a record that events show, under their names in the schema."""


class VisibleStop(VisibleRecord, frozen=True, array_like=True):
    """A stay or a visit, besides its timing."""

    slug: str
    note: Text = ""
    booking: Booking | None = None
    last_admission: int | None = None
    """Of a stay: minutes before closing."""
    place: VisitPlace | None = None
    """Of a visit that has no venue."""
    audience: Text = ""
    link: str = ""


class VisibleTrip(VisibleRecord, frozen=True, array_like=True):
    name: Text


class VisibleVenue(VisibleRecord, frozen=True, array_like=True):
    name: Text
    address: Text = ""
    coordinates: Coordinates | None = None
    last_admission: int | None = None
    postcode: str = ""
    region: str = ""


class VisibleRegion(VisibleRecord, frozen=True, array_like=True):
    """A region of regions.yaml, which the location of an event names with those around it."""

    name: Text = ""
    parent: str = ""


class VisibleThing(VisibleRecord, frozen=True, array_like=True):
    """An exhibition or a caravan."""

    name: Text
    picture: str = ""
    """With the slug as its folder if it lies beside the entry: its address changes with both."""


class VisibleCampaign(VisibleRecord, frozen=True, array_like=True):
    """As the events of its stops show it."""

    name: Text


class VisibleThemeDay(VisibleRecord, frozen=True, array_like=True):
    """A campaign as its own event shows it."""

    name: Text
    summary: Text = ""
    slug: str = ""


class VisibleOrganisation(VisibleRecord, frozen=True, array_like=True):
    name: Text


class VisibleWork(VisibleRecord, frozen=True, array_like=True):
    """What only the crew's events show of a stop."""

    crew: list[str | Duty] = []
    volunteers: Volunteers | None = None
    expected: int | None = None
    transport: dt.date | None = None
    arrive: dt.date | None = None
    set_up: dt.date | None = None
    strike: dt.date | None = None
    leave: dt.date | None = None


class VisiblePast(VisibleRecord, frozen=True, array_like=True):
    """How much of the past of records the site tells of."""

    since: dt.date | None
    forget: list[str]


class VisibleCrew(VisibleRecord, frozen=True, array_like=True):
    """What only the crew's events show of a caravan."""

    crew: list[CrewMember] = []


class VisibleContact(VisibleRecord, frozen=True, array_like=True):
    """What only the crew's events show of a venue."""

    contact: Contact | None = None


class VisibleLogistics(VisibleRecord, frozen=True, array_like=True):
    """What the days of the crew's events at an exhibition depend on."""

    set_up_days: float | None = None
    strike_days: float | None = None


class VisibleSite(VisibleRecord, frozen=True, array_like=True):
    """What all events show of the site."""

    sample: bool
    theme: str
    first_language: str
    """That of texts without one, and of the addresses without one."""
    base_url: str
    """With a slash at its end."""
    event_properties: list[str] | None
    """The optional properties that it writes, sorted; None for all."""
    folders: dict[str, str]
    """Those in the addresses of events that are not called as by default."""
    words: dict[str, Text]
    """Its own instead of strings of the theme that events show."""


VISIBLE_ENTRIES: dict[str, type[VisibleRecord]] = {
    "exhibition": VisibleThing,
    "caravan": VisibleThing,
    "organisation": VisibleOrganisation,
    "campaign": VisibleCampaign,
    "venue": VisibleVenue,
}
"""Kind of an entry -> what events show of it. They show nothing of the other kinds."""

VISIBLE_TO_CREW: dict[str, type[VisibleRecord]] = {
    "exhibition": VisibleLogistics,
    "caravan": VisibleCrew,
    "campaign": VisibleThemeDay,
    "venue": VisibleContact,
}
"""Kind of an entry -> what only the crew's events show of it or, of a campaign, its own event."""

VisibleT = TypeVar("VisibleT", bound=VisibleRecord)


def select_visible(record: Any, visible_type: type[VisibleT], **derived: Any) -> VisibleT:
    """What events show of a record of the schema; `derived` are fields that depend on its file.

    A translation holds only texts: what it lacks has its default.
    """
    values = {
        name: getattr(record, name)
        for name in visible_type.__struct_fields__
        if name not in derived and hasattr(record, name)
    }
    return visible_type(**values, **derived)


def select_visible_entry(
    record: Any, visible_type: type[VisibleT], slug: str, is_bundle: bool
) -> VisibleT:
    """The same for an entry: its slug is part of the address of its page, and of its picture if
    that lies beside it (`is_bundle`)."""
    derived: dict[str, Any] = {}
    if visible_type is VisibleThing:
        picture = getattr(record, "picture", "")
        derived["picture"] = f"{slug}/{picture}" if picture and is_bundle else picture
    elif visible_type is VisibleThemeDay:
        derived["slug"] = slug
    elif visible_type is VisibleLogistics and (logistics := getattr(record, "logistics", None)):
        derived = {name: getattr(logistics, name) for name in VisibleLogistics.__struct_fields__}
    return select_visible(record, visible_type, **derived)


def digest_visible(visible: VisibleRecord) -> bytes:
    return compute_digest(encode_canonical(visible))
