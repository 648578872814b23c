"""What authors write, as types: the source of validation, JSON Schema and field tables."""

from .content import (
    ArticleRecord,
    CampaignRecord,
    CaravanRecord,
    ExhibitionRecord,
    OrganisationRecord,
    PageRecord,
    VenueRecord,
)
from .fields import DescribedRecord, RecordBase, Text
from .schedule import (
    RouteRecord,
    ScheduleRecord,
    StopRecord,
    TourRecord,
    VisitRecord,
    format_closing_day,
    list_duties,
)
from .site import PlanningOptions, RegionRecord, SiteRecord

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
    "StopRecord",
    "Text",
    "TourRecord",
    "VenueRecord",
    "VisitRecord",
    "format_closing_day",
    "list_duties",
]
