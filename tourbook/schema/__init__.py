"""What authors write, as types: the one source of the checks, the JSON Schema and the field
tables."""

from .content import Campaign, Caravan, Exhibition, News, Organisation, Page, Venue
from .fields import Described, Header, Text
from .schedule import Route, Schedule, Stop, Tour, Visit, duties
from .site import Planning, Region, Site

Regions = dict[str, Region]

CONTENT: dict[str, type[Described]] = {
    "exhibitions": Exhibition,
    "venues": Venue,
    "caravans": Caravan,
    "organisations": Organisation,
    "campaigns": Campaign,
    "news": News,
    "pages": Page,
}
"""Folder under `content/` -> what a file in it holds."""

__all__ = [
    "CONTENT",
    "Campaign",
    "Caravan",
    "Described",
    "Exhibition",
    "Header",
    "News",
    "Organisation",
    "Page",
    "Planning",
    "Region",
    "Regions",
    "Route",
    "Schedule",
    "Site",
    "Stop",
    "Text",
    "Tour",
    "Venue",
    "Visit",
    "duties",
]
