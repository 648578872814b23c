"""The order in which people write the keys of a record: a new key goes where it is looked for."""

from __future__ import annotations

import msgspec

from tourbook.schema import CONTENT_TYPES, RouteRecord, StopRecord, TourRecord, VisitRecord
from tourbook.schema.fields import CopyRecord, Recurrence

_FIRST_STOP_KEYS = ("id", "slug", "aliases", "draft", "status")
_LAST_KEYS = ("updated", "remark", "waivers")
_LAST_STOP_KEYS = ("link", "expected", "visitors", "note", *_LAST_KEYS)
STAY_KEYS = (
    *_FIRST_STOP_KEYS,
    "venue",
    "hall",
    "exhibition",
    "copy",
    "round",
    "transport",
    "arrive",
    "set_up",
    "open",
    "close",
    "strike",
    "leave",
    "hours",
    "last_admission",
    "partners",
    "campaigns",
    "audience",
    "booking",
    "volunteers",
    "crew",
    *_LAST_STOP_KEYS,
)
VISIT_KEYS = (
    *_FIRST_STOP_KEYS,
    "date",
    "repeat",
    "time",
    "venue",
    "place",
    "exhibition",
    "audience",
    "partners",
    "campaigns",
    "volunteers",
    "crew",
    "booking",
    *_LAST_STOP_KEYS,
)
REPEAT_KEYS = (
    "first",
    "every",
    "days",
    "until",
    "count",
    "during",
    "holidays",
    "skip",
    "also",
    "moved",
)
_FIRST_KEYS = ("id", "name", "slug", "aliases", "draft")
_PICTURE_KEYS = ("picture", "picture_alt", "picture_credit", "picture_focus")
_FACE_KEYS = (*_PICTURE_KEYS, "links", "facts")
TOUR_KEYS = (
    *_FIRST_KEYS,
    "summary",
    "exhibition",
    "copy",
    "caravan",
    "organisers",
    "campaigns",
    "booking",
    "note",
    "map",
    *_LAST_KEYS,
    "stops",
)
ROUTE_KEYS = (
    *_FIRST_KEYS,
    "summary",
    "caravan",
    "exhibition",
    "organisers",
    "campaigns",
    "region",
    "booking",
    "note",
    "map",
    *_LAST_KEYS,
    "visits",
)
EXHIBITION_KEYS = (
    *_FIRST_KEYS,
    "series",
    "organisers",
    "lender",
    "ages",
    "languages",
    "duration",
    *_PICTURE_KEYS,
    "summary",
    "copies",
    "logistics",
    "loans",
    "exhibits",
    "links",
    "facts",
    *_LAST_KEYS,
)
VENUE_KEYS = (
    *_FIRST_KEYS,
    "class",
    "region",
    "address",
    "postcode",
    "township",
    "coordinates",
    "timezone",
    "hours",
    "free",
    "last_admission",
    "directions",
    "operator",
    "contact",
    "halls",
    "accessibility",
    "accreditations",
    "exhibits",
    "summary",
    *_FACE_KEYS,
    *_LAST_KEYS,
)
CARAVAN_KEYS = (
    *_FIRST_KEYS,
    "type",
    "plate",
    "holder",
    "pool",
    "region",
    "home",
    "since",
    "odometer",
    *_PICTURE_KEYS,
    "summary",
    "contact",
    "exhibits",
    "crew",
    "links",
    "facts",
    *_LAST_KEYS,
)
ORGANISATION_KEYS = (
    *_FIRST_KEYS,
    "class",
    "part_of",
    "region",
    "address",
    "url",
    "contact",
    "summary",
    "topics",
    *_FACE_KEYS,
    *_LAST_KEYS,
)
CAMPAIGN_KEYS = (
    *_FIRST_KEYS,
    "class",
    "start",
    "end",
    "theme",
    "organisers",
    "venue",
    "summary",
    *_FACE_KEYS,
    *_LAST_KEYS,
)
ARTICLE_KEYS = (
    "id",
    "title",
    "slug",
    "aliases",
    "draft",
    "date",
    "summary",
    *_FACE_KEYS,
    *_LAST_KEYS,
)
PAGE_KEYS = ("id", "title", "slug", "aliases", "draft", "menu", "summary", *_FACE_KEYS, *_LAST_KEYS)
_OWN_ORDERS: dict[type[msgspec.Struct], tuple[str, ...]] = {
    StopRecord: STAY_KEYS,
    VisitRecord: VISIT_KEYS,
    TourRecord: TOUR_KEYS,
    RouteRecord: ROUTE_KEYS,
    Recurrence: REPEAT_KEYS,
    CopyRecord: ("id", "aliases", "name", "home"),
    CONTENT_TYPES["exhibitions"]: EXHIBITION_KEYS,
    CONTENT_TYPES["venues"]: VENUE_KEYS,
    CONTENT_TYPES["caravans"]: CARAVAN_KEYS,
    CONTENT_TYPES["organisations"]: ORGANISATION_KEYS,
    CONTENT_TYPES["campaigns"]: CAMPAIGN_KEYS,
    CONTENT_TYPES["news"]: ARTICLE_KEYS,
    CONTENT_TYPES["pages"]: PAGE_KEYS,
}


def list_key_order(record_type: type[msgspec.Struct]) -> tuple[str, ...]:
    """The keys of a type of record as people write them: in an order of its own, or the id and then
    those of the type."""
    fields = sorted(record_type.__struct_encode_fields__, key=lambda name: name != "id")
    return _OWN_ORDERS.get(record_type) or tuple(fields)
