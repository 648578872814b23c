"""One source file -> what it says, typed; or every problem in it, with its place.

Pure and independent from file to file, so results can be kept by content and made in parallel.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from tourbook.common.dates import diagnose_span, parse_sessions, parse_span
from tourbook.common.problems import Location, Message, Problems
from tourbook.formats import front_matter, source_text, yaml_source
from tourbook.schema import CONTENT_TYPES, RegionRecords, ScheduleRecord, SiteRecord
from tourbook.timetable import holidays, hours

from . import paths
from .validation import validate

RecordT = TypeVar("RecordT")


class Content(msgspec.Struct, Generic[RecordT], frozen=True):
    """A Markdown file: the record, its body and the line that the body begins on."""

    record: RecordT
    body: str
    body_line: int


def read_site(raw: bytes, problems: Problems) -> SiteRecord | None:
    found: SiteRecord | None = validate(
        _load_yaml(raw, paths.SITE_FILE, problems),
        raw,
        SiteRecord,
        Location(paths.SITE_FILE),
        problems,
    )
    if found is not None:
        for country, days in found.holidays.items():
            holidays.check_holidays(
                days, Location(paths.SITE_FILE).child("holidays", country), problems
            )
        for name, written in found.terms.items():
            if parse_span(written) is None:
                problems.add_error(
                    "term", Location(paths.SITE_FILE).child("terms", name), *diagnose_span(written)
                )
    return found


def read_regions(raw: bytes, problems: Problems) -> RegionRecords | None:
    found: RegionRecords | None = validate(
        _load_yaml(raw, paths.REGIONS_FILE, problems),
        raw,
        RegionRecords,
        Location(paths.REGIONS_FILE),
        problems,
    )
    return found


def read_schedule(file: str, raw: bytes, problems: Problems) -> ScheduleRecord | None:
    found: ScheduleRecord | None = validate(
        _load_yaml(raw, file, problems), raw, ScheduleRecord, Location(file), problems
    )
    if found is not None:
        at = Location(file)
        for t, tour in enumerate(found.tours):
            for s, stop in enumerate(tour.stops):
                if stop.hours:
                    hours.check_hours(
                        stop.hours, at.child("tours", t, "stops", s, "hours"), problems
                    )
        for r, route in enumerate(found.routes):
            for v, visit in enumerate(route.visits):
                here = at.child("routes", r, "visits", v)
                _check_time(visit.time, here.child("time"), problems)
                if visit.repeat:
                    for m, moved in enumerate(visit.repeat.moved):
                        _check_time(moved.time, here.child("repeat", "moved", m, "time"), problems)
    return found


def _check_time(written: str, at: Location, problems: Problems) -> None:
    if written and not parse_sessions(written):
        problems.add_error(
            "time",
            at,
            Message(f"看不懂时间 “{written}”", f"“{written}” is not a time"),
            Message("写成 09:00-11:30，多段用逗号隔开", "write 09:00-11:30, several with commas"),
        )


def read_content(file: str, raw: bytes, problems: Problems) -> Content[Any] | None:
    """A Markdown file under content/<folder>/; a translation holds texts only."""
    where = paths.parse_content_path(file)
    text = source_text.decode(raw, file, problems)
    if where is None or text is None:
        return None
    parts = front_matter.split_front_matter(text, file, problems)
    if parts is None:
        return None
    new_problems = problems.watch()
    tree = yaml_source.load(parts.front_matter, file, problems, parts.front_matter_line)
    if new_problems():
        return None
    kind: Any = CONTENT_TYPES[where.folder]
    wanted = build_translation_type(kind) if where.language else kind
    record = validate({} if tree is None else tree, raw, wanted, Location(file), problems)
    if record is None:
        return None
    if getattr(record, "hours", None):
        hours.check_hours(record.hours, Location(file).child("hours"), problems)
    return Content(
        record,
        parts.body.strip("\n"),
        parts.body_line + len(parts.body) - len(parts.body.lstrip("\n")),
    )


@cache
def list_text_fields(kind: type[msgspec.Struct]) -> list[str]:
    """The names of the fields of a record that hold a text to translate."""
    out = []
    for f in msgspec.structs.fields(kind):
        names = {
            getattr(t, "__origin__", t) for t in getattr(_strip_annotation(f.type), "__args__", ())
        }
        if names == {str, dict}:
            out.append(f.encode_name)
    return out


def _strip_annotation(annotated: Any) -> Any:
    while hasattr(annotated, "__metadata__"):
        annotated = annotated.__origin__
    return annotated


@cache
def build_translation_type(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The type of a translation's front matter: the text fields of the kind, each optional."""
    return msgspec.defstruct(
        kind.__name__ + "Translation",
        [(name, str, "") for name in list_text_fields(kind)],
        frozen=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
    )


def _load_yaml(raw: bytes, file: str, problems: Problems) -> Any:
    text = source_text.decode(raw, file, problems)
    return None if text is None else (yaml_source.load(text, file, problems), text)[0]
