"""The kinds of records that `new` makes, and what is asked of each."""

from __future__ import annotations

from tourbook.common.problems import Message
from tourbook.model.references import KIND_NAMES
from tourbook.schema import CONTENT_TYPES, RouteRecord, StopRecord, TourRecord, VisitRecord

from . import proposals
from .records import NewRecord, Question, RecordKind


def _needs_place(new: NewRecord) -> bool:
    return "venue" not in new.values


def _has_no_region(new: NewRecord) -> bool:
    return bool(new.get("place.name")) and not proposals.propose_region(new)


def _recurs(new: NewRecord) -> bool:
    return bool(new.get("repeat.every"))


_NAME = Question("name")
_COPIES = Message(
    "有几套：每套的编号，用逗号隔开", "the physical copies: an id for each, with commas"
)
_HALLS = Message("展厅的名称，用逗号隔开", "the names of its halls, with commas")
_VENUE_OR_PLACE = Message(
    "场馆；没有建过的地方直接回车", "venue; press Enter for a place without a file"
)
_PLACE = Message("那个地方的名称", "the name of that place")
_FIRST_DATE = Message("日期（重复的写第一次）", "date; of several, the first one")
_EVERY = Message(
    "每隔多久来一次：1 week、2 weeks、1 month；只来一次直接回车",
    "how often: 1 week, 2 weeks, 1 month; press Enter for a single date",
)
_CLASS = Question("class", proposals.propose_usual_class)

RECORD_KINDS = {
    kind.name: kind
    for kind in (
        RecordKind(
            "exhibition",
            KIND_NAMES["exhibition"],
            CONTENT_TYPES["exhibitions"],
            "exhibitions",
            (
                _NAME,
                Question("summary"),
                Question("copies", lambda _: "a", text=_COPIES),
                Question("ages"),
                Question("logistics.area"),
                Question("logistics.set_up_days"),
                Question("logistics.strike_days"),
            ),
            proposals.propose_id_by_name,
        ),
        RecordKind(
            "venue",
            KIND_NAMES["venue"],
            CONTENT_TYPES["venues"],
            "venues",
            (
                _NAME,
                _CLASS,
                Question("region"),
                Question("address"),
                Question("hours"),
                Question("halls", text=_HALLS),
            ),
            proposals.propose_id_by_place,
        ),
        RecordKind(
            "tour",
            Message("巡展", "tour"),
            TourRecord,
            "tours",
            (
                Question("exhibition", proposals.propose_only("exhibition"), is_needed=True),
                Question("name"),
                Question("organisers", proposals.propose_organiser),
            ),
            proposals.propose_id_of_tour,
        ),
        RecordKind(
            "stop",
            Message("站点", "stop"),
            StopRecord,
            "stops",
            (
                Question("tour", proposals.propose_only("tour")),
                Question("exhibition", is_asked=proposals.shows_nothing, is_needed=True),
                Question("venue", proposals.propose_only("venue")),
                Question("copy", proposals.propose_copy, proposals.has_choice_of_copies),
                Question("hall", proposals.propose_hall, proposals.has_choice_of_halls),
                Question("open", proposals.propose_opening),
                Question("close", proposals.propose_closing),
                Question("status", lambda _: "confirmed"),
            ),
            proposals.propose_id_of_stay,
        ),
        RecordKind(
            "route",
            Message("线路", "route"),
            RouteRecord,
            "routes",
            (
                Question("caravan", proposals.propose_only("caravan")),
                Question("name"),
                Question("region", proposals.propose_region_of_caravan),
                Question("organisers", proposals.propose_organiser),
            ),
            proposals.propose_id_of_route,
        ),
        RecordKind(
            "visit",
            Message("到访", "visit"),
            VisitRecord,
            "visits",
            (
                Question("route", proposals.propose_only("route")),
                Question("venue", text=_VENUE_OR_PLACE),
                Question("place.name", is_asked=_needs_place, is_needed=True, text=_PLACE),
                Question("place.region", is_asked=_has_no_region),
                Question(
                    "date", is_asked=proposals.has_no_first_day, is_needed=True, text=_FIRST_DATE
                ),
                Question("time", proposals.propose_times),
                Question("repeat.every", text=_EVERY),
                Question("repeat.until", is_asked=_recurs),
            ),
            proposals.propose_id_of_visit,
        ),
        RecordKind(
            "caravan",
            KIND_NAMES["caravan"],
            CONTENT_TYPES["caravans"],
            "caravans",
            (
                _NAME,
                Question("type"),
                Question("plate"),
                Question("holder", proposals.propose_organiser),
                Question("region"),
            ),
            proposals.propose_id_by_name,
        ),
        RecordKind(
            "organisation",
            KIND_NAMES["organisation"],
            CONTENT_TYPES["organisations"],
            "organisations",
            (_NAME, _CLASS, Question("region"), Question("url")),
            proposals.propose_id_by_place,
        ),
        RecordKind(
            "campaign",
            KIND_NAMES["campaign"],
            CONTENT_TYPES["campaigns"],
            "campaigns",
            (_NAME, _CLASS, Question("start"), Question("end")),
            proposals.propose_id_by_year,
        ),
        RecordKind(
            "news",
            KIND_NAMES["article"],
            CONTENT_TYPES["news"],
            "news",
            (Question("title"), Question("date", proposals.propose_today), Question("summary")),
            proposals.propose_id_by_date,
        ),
        RecordKind(
            "page",
            KIND_NAMES["page"],
            CONTENT_TYPES["pages"],
            "pages",
            (Question("title"), Question("menu"), Question("summary")),
            proposals.propose_id_by_name,
        ),
    )
}
"""Name on the command line -> the kind."""
