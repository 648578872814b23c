"""One source file as a typed record, or every problem in it with its place.

Each file is read on its own, without looking at others: so records can be cached by content and
read in parallel.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, TypeVar, get_args, get_origin

import msgspec

from tourbook.common.dates import (
    parse_sessions,
    parse_span,
)
from tourbook.common.problems import Location, Problems
from tourbook.formats import front_matter, source_text, yaml_source
from tourbook.formats.yaml_source import Tree
from tourbook.schema import (
    CONTENT_TYPES,
    RegionRecords,
    RouteRecord,
    ScheduleRecord,
    SiteRecord,
    TourRecord,
)
from tourbook.timetable import holidays
from tourbook.timetable.date_diagnoses import diagnose_span
from tourbook.timetable.hours_checks import check_hours
from tourbook.timetable.time_diagnoses import diagnose_times

from . import paths
from .validation import validate

RecordT = TypeVar("RecordT")


class Content(msgspec.Struct, Generic[RecordT], frozen=True):
    """A Markdown file: the record, its body and the line that the body begins on."""

    record: RecordT
    body: str
    body_line: int


def read_site(raw: bytes, problems: Problems) -> SiteRecord | None:
    record: SiteRecord | None = _read_yaml(paths.SITE_FILE, raw, SiteRecord, problems)
    if record is not None:
        location = Location(paths.SITE_FILE)
        for country, days in record.holidays.items():
            holidays.check_holidays(days, location.child("holidays", country), problems)
        for name, span in record.terms.items():
            if parse_span(span) is None:
                problems.add_error("term", location.child("terms", name), *diagnose_span(span))
    return record


def read_regions(raw: bytes, problems: Problems) -> RegionRecords | None:
    record: RegionRecords | None = _read_yaml(paths.REGIONS_FILE, raw, RegionRecords, problems)
    return record


def read_schedule(file: str, raw: bytes, problems: Problems) -> ScheduleRecord | None:
    record: ScheduleRecord | None = _read_yaml(file, raw, ScheduleRecord, problems)
    if record is not None:
        location = Location(file)
        for number, tour in enumerate(record.tours):
            _check_hours_of_stops(tour, location.child("tours", number, "stops"), problems)
        for number, route in enumerate(record.routes):
            _check_times_of_visits(route, location.child("routes", number, "visits"), problems)
    return record


def _check_hours_of_stops(tour: TourRecord, location: Location, problems: Problems) -> None:
    for number, stop in enumerate(tour.stops):
        if stop.hours:
            check_hours(stop.hours, location.child(number, "hours"), problems)


def _check_times_of_visits(route: RouteRecord, location: Location, problems: Problems) -> None:
    for number, visit in enumerate(route.visits):
        _check_time(visit.time, location.child(number, "time"), problems)
        moved_dates = visit.repeat.moved if visit.repeat else []
        for index, moved_date in enumerate(moved_dates):
            place = location.child(number, "repeat", "moved", index, "time")
            _check_time(moved_date.time, place, problems)


def _check_time(time: str, location: Location, problems: Problems) -> None:
    if time and not parse_sessions(time, allows_open_end=True):
        problems.add_error("time", location, *diagnose_times(time, allows_open_end=True))


def _read_yaml(file: str, raw: bytes, target_type: Any, problems: Problems) -> Any:
    text = source_text.decode(raw, file, problems)
    tree = None if text is None else yaml_source.load(text, file, problems)
    return validate(tree, target_type, Location(file), problems)


def read_content(file: str, raw: bytes, problems: Problems) -> Content[Any] | None:
    """A Markdown file under content/<folder>/; the record of a translation holds only texts."""
    path = paths.parse_content_path(file)
    text = source_text.decode(raw, file, problems)
    if path is None or text is None:
        return None
    document = front_matter.split_front_matter(text, file, problems)
    if document is None:
        return None
    new_problems = problems.watch()
    tree = yaml_source.load(
        document.front_matter, file, problems, first_line=document.front_matter_line
    )
    if new_problems():
        return None
    record_type: Any = CONTENT_TYPES[path.folder]
    if path.language:
        record_type = build_translation_type(record_type)
    if tree is None:
        tree = {}
    record = validate(tree, record_type, Location(file), problems)
    if record is None:
        _check_hours_of_broken_record(tree, Location(file).child("hours"), problems)
        return None
    if getattr(record, "hours", None):
        check_hours(record.hours, Location(file).child("hours"), problems)
    empty_lines = len(document.body) - len(document.body.lstrip("\n"))
    return Content(record, document.body.strip("\n"), document.body_line + empty_lines)


def _check_hours_of_broken_record(tree: Tree, location: Location, problems: Problems) -> None:
    """So that one run tells of them, too, unless it has done so."""
    hours = tree.get("hours") if isinstance(tree, dict) else None
    has_problem = any(
        p.location.file == location.file and p.location.path[:1] == location.path for p in problems
    )
    if isinstance(hours, dict) and not has_problem:
        check_hours(hours, location, problems)


@cache
def build_translation_type(record_type: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The type of a translation's front matter: the text fields of the record, each optional."""
    return msgspec.defstruct(
        record_type.__name__ + "Translation",
        [(name, str, "") for name in list_text_fields(record_type)],
        frozen=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
    )


@cache
def list_text_fields(record_type: type[msgspec.Struct]) -> list[str]:
    """The names of the fields of a record that hold a text to translate."""
    return [
        field.encode_name
        for field in msgspec.structs.fields(record_type)
        if _is_text(strip_annotation(field.type))
    ]


def _is_text(field_type: Any) -> bool:
    """True for `fields.Text`: str | dict[str, str]."""
    return {get_origin(option) or option for option in get_args(field_type)} == {str, dict}


def strip_annotation(annotated: Any) -> Any:
    """A type without what is said of it."""
    while hasattr(annotated, "__metadata__"):
        annotated = annotated.__origin__
    return annotated
