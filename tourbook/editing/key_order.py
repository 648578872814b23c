"""The order in which people write the keys of a record: a new key goes where it is looked for."""

from __future__ import annotations

import msgspec

from tourbook.schema import StopRecord, VisitRecord

STAY_KEYS = (
    "id",
    "slug",
    "aliases",
    "draft",
    "status",
    "venue",
    "exhibition",
    "copy",
    "hall",
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
    "campaigns",
    "partners",
    "crew",
    "volunteers",
    "audience",
    "booking",
    "link",
    "expected",
    "visitors",
    "note",
    "updated",
    "waivers",
)
VISIT_KEYS = (
    "id",
    "slug",
    "aliases",
    "draft",
    "status",
    "date",
    "repeat",
    "time",
    "venue",
    "place",
    "exhibition",
    *STAY_KEYS[STAY_KEYS.index("campaigns") :],
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
_OWN_ORDERS: dict[type[msgspec.Struct], tuple[str, ...]] = {
    StopRecord: STAY_KEYS,
    VisitRecord: VISIT_KEYS,
}


def list_key_order(record_type: type[msgspec.Struct]) -> tuple[str, ...]:
    """The keys of a type of record as people write them: the id, what is its own, what all have."""
    if record_type in _OWN_ORDERS:
        return _OWN_ORDERS[record_type]
    fields = record_type.__struct_fields__
    own_fields = record_type.__annotations__
    ordered = sorted(fields, key=lambda name: (name != "id", name not in own_fields))
    names = dict(zip(fields, record_type.__struct_encode_fields__, strict=True))
    return tuple(names[name] for name in ordered)
