"""The strings that every theme has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from tourbook.schema.content import CampaignClass, OrganisationClass, VenueClass
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import ChangeKind


def _add_prefix(prefix: str, names: Iterable[str]) -> list[str]:
    return [f"{prefix}_{name}" for name in names]


_LISTED_KINDS = """
    exhibition tour venue caravan organisation campaign article place month year report
"""
_CLASSES = {
    name for classes in (VenueClass, OrganisationClass, CampaignClass) for name in get_args(classes)
}
_OTHER_STRINGS = """
    subscribe not_found colon list_separator copy sample_short page_prevails
    group_tour group_route group_coming group_past
    kind_exhibition kind_caravan kind_tour kind_route kind_stop kind_visit
    about_subscribe about_availability about_one_report about_one_place about_changes
    about_near about_search about_data about_exhibits
    data exhibits_all updates_of availability changes near search
    free_from free_until opens_from closes_until
    map_amap map_baidu map_tencent map_osm map_google map_apple
    summary_cancelled summary_postponed daily from_to by_booking
    unknown_region stops_all place_parts page_number embed_title
"""
_REPORT_STRINGS = """
    of total region counties covered uncovered
    item stops visits township open_days expected visitors km miles
    by_province by_vehicle by_exhibition by_month list place what from until empty
"""
_FEED_STRINGS = "about until part opening upcoming campaigns archive archive_part copy crew"
_EVENT_STRINGS = """
    title was was_venue was_exhibition removed tour route last_admission booking_only unsure
    other_hours
"""
_CREW_STRINGS = "title transport arrive set_up strike leave visit derived people contact"

REQUIRED_STRINGS = (
    *_OTHER_STRINGS.split(),
    *_add_prefix("list", _LISTED_KINDS.split()),
    *_add_prefix("about", _LISTED_KINDS.split()),
    *_add_prefix("weekday", WEEKDAYS),
    *_add_prefix("class", sorted(_CLASSES)),
    *_add_prefix("report", _REPORT_STRINGS.split()),
    *_add_prefix("feed", _FEED_STRINGS.split()),
    *_add_prefix("feeds", ("upcoming", "campaigns")),
    *_add_prefix("event", _EVENT_STRINGS.split()),
    *_add_prefix("crew", _CREW_STRINGS.split()),
    *_add_prefix("change", get_args(ChangeKind)),
)
"""Keys of the strings that the program itself puts into views and feeds; a theme has them, its own
or inherited."""
