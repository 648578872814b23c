"""One source file -> what it says, typed; or every problem in it, with its place.

Pure and independent from file to file, so results can be kept by content and made in parallel.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, TypeVar

import msgspec

from tourbook.common.dates import explain_period, period, sessions
from tourbook.common.problems import At, Problems, Say
from tourbook.formats import front_matter, yaml_source
from tourbook.schema import CONTENT, Regions, Schedule, Site
from tourbook.timetable import holidays, hours

from . import paths
from .validation import typed

Record = TypeVar("Record")


class Content(msgspec.Struct, Generic[Record], frozen=True):
    """A Markdown file: the record, its body and the line that the body begins on."""

    record: Record
    body: str
    body_line: int


def read_site(raw: bytes, problems: Problems) -> Site | None:
    found: Site | None = typed(
        _yaml(raw, paths.SITE, problems), raw, Site, At(paths.SITE), problems
    )
    if found is not None:
        for country, days in found.holidays.items():
            holidays.check(days, At(paths.SITE).down("holidays", country), problems)
        for name, written in found.terms.items():
            if period(written) is None:
                problems.error("term", At(paths.SITE).down("terms", name), *explain_period(written))
    return found


def read_regions(raw: bytes, problems: Problems) -> Regions | None:
    found: Regions | None = typed(
        _yaml(raw, paths.REGIONS, problems), raw, Regions, At(paths.REGIONS), problems
    )
    return found


def read_schedule(file: str, raw: bytes, problems: Problems) -> Schedule | None:
    found: Schedule | None = typed(_yaml(raw, file, problems), raw, Schedule, At(file), problems)
    if found is not None:
        at = At(file)
        for t, tour in enumerate(found.tours):
            for s, stop in enumerate(tour.stops):
                if stop.hours:
                    hours.check(stop.hours, at.down("tours", t, "stops", s, "hours"), problems)
        for r, route in enumerate(found.routes):
            for v, visit in enumerate(route.visits):
                here = at.down("routes", r, "visits", v)
                _time(visit.time, here.down("time"), problems)
                if visit.repeat:
                    for m, moved in enumerate(visit.repeat.moved):
                        _time(moved.time, here.down("repeat", "moved", m, "time"), problems)
    return found


def _time(written: str, at: At, problems: Problems) -> None:
    if written and not sessions(written):
        problems.error(
            "time",
            at,
            Say(f"看不懂时间 “{written}”", f"“{written}” is not a time"),
            Say("写成 09:00-11:30，多段用逗号隔开", "write 09:00-11:30, several with commas"),
        )


def read_content(file: str, raw: bytes, problems: Problems) -> Content[Any] | None:
    """A Markdown file under content/<folder>/; a translation holds texts only."""
    where = paths.content_path(file)
    text = front_matter.decode(raw, file, problems)
    if where is None or text is None:
        return None
    parts = front_matter.split(text, file, problems)
    if parts is None:
        return None
    before = len(problems)
    tree = yaml_source.load(parts.front, file, problems, parts.front_line)
    if len(problems) > before:
        return None
    kind: Any = CONTENT[where.folder]
    wanted = translation_of(kind) if where.language else kind
    record = typed({} if tree is None else tree, raw, wanted, At(file), problems)
    if record is None:
        return None
    if getattr(record, "hours", None):
        hours.check(record.hours, At(file).down("hours"), problems)
    return Content(
        record,
        parts.body.strip("\n"),
        parts.body_line + len(parts.body) - len(parts.body.lstrip("\n")),
    )


@cache
def text_fields(kind: type[msgspec.Struct]) -> list[str]:
    """The names of the fields of a record that hold a text to translate."""
    out = []
    for f in msgspec.structs.fields(kind):
        names = {getattr(t, "__origin__", t) for t in getattr(_plain(f.type), "__args__", ())}
        if names == {str, dict}:
            out.append(f.encode_name)
    return out


def _plain(annotated: Any) -> Any:
    while hasattr(annotated, "__metadata__"):
        annotated = annotated.__origin__
    return annotated


@cache
def translation_of(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """The type of a translation's front matter: the text fields of the kind, each optional."""
    return msgspec.defstruct(
        kind.__name__ + "Translation",
        [(name, str, "") for name in text_fields(kind)],
        frozen=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
    )


def _yaml(raw: bytes, file: str, problems: Problems) -> Any:
    text = front_matter.decode(raw, file, problems)
    return None if text is None else (yaml_source.load(text, file, problems), text)[0]
