"""What authors write, as types: the source of validation, JSON Schema and field tables.

The modules of types do without `from __future__ import annotations`: each annotation is compiled
with its module, and need not be compiled anew by whoever asks for the type of a field.
"""

from .bases import DescribedRecord, RecordBase
from .content import (
    ArticleRecord,
    CampaignRecord,
    CaravanRecord,
    ExhibitionRecord,
    OrganisationRecord,
    PageRecord,
    VenueRecord,
)
from .fields import Text
from .schedule import (
    RouteRecord,
    ScheduleRecord,
    StopDefaults,
    StopRecord,
    TourRecord,
    VisitRecord,
    apply_defaults,
    format_closing_day,
    get_stop_defaults,
    list_duties,
)
from .site import RegionRecord, SiteRecord
from .site_options import PlanningOptions

RegionRecords = dict[str, RegionRecord]

CONTENT_TYPES: dict[str, type[DescribedRecord]] = {
    "exhibitions": ExhibitionRecord,
    "venues": VenueRecord,
    "caravans": CaravanRecord,
    "organisations": OrganisationRecord,
    "campaigns": CampaignRecord,
    "news": ArticleRecord,
    "pages": PageRecord,
}
"""Folder under `content/` -> type of the front matter of its files."""

__all__ = [
    "CONTENT_TYPES",
    "ArticleRecord",
    "CampaignRecord",
    "CaravanRecord",
    "DescribedRecord",
    "ExhibitionRecord",
    "OrganisationRecord",
    "PageRecord",
    "PlanningOptions",
    "RecordBase",
    "RegionRecord",
    "RegionRecords",
    "RouteRecord",
    "ScheduleRecord",
    "SiteRecord",
    "StopDefaults",
    "StopRecord",
    "Text",
    "TourRecord",
    "VenueRecord",
    "VisitRecord",
    "apply_defaults",
    "format_closing_day",
    "get_stop_defaults",
    "list_duties",
]
