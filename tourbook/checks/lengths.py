"""Texts that are too long for a calendar."""

from __future__ import annotations

from collections.abc import Iterator

from tourbook.common.problems import Location, Message, Problems
from tourbook.model.entries import Article, Page
from tourbook.model.model import Model
from tourbook.schema import Text, VisitRecord

MAX_EVENT_TEXT = 2000
"""Characters of one text in an event. A thousand events of this size still do not crowd each other
out of a calendar, as one of a megabyte would."""


def check_event_texts(model: Model, problems: Problems) -> None:
    """Warn of texts that events show in part."""
    for location, path, text in _iterate_event_texts(model):
        if isinstance(text, str):
            _check_length(location, path, text, problems)
        else:
            for language, translation in text.items():
                _check_length(location, (*path, language), translation, problems)


def _iterate_event_texts(model: Model) -> Iterator[tuple[Location, tuple[str, ...], Text]]:
    """(location of a record, path of keys, text)"""
    for entry in model.entries:
        if not isinstance(entry, Article | Page):
            yield entry.location, ("name",), entry.name
            yield entry.location, ("address",), getattr(entry.record, "address", "")
    for trip in model.trips.values():
        yield trip.location, ("name",), trip.record.name
    for stop in model.stops:
        if booking := stop.record.booking:
            yield stop.location, ("booking", "note"), booking.note
            yield stop.location, ("booking", "phone"), booking.phone
        if isinstance(stop.record, VisitRecord) and stop.record.place:
            yield stop.location, ("place", "name"), stop.record.place.name
            yield stop.location, ("place", "address"), stop.record.place.address


def _check_length(location: Location, path: tuple[str, ...], text: str, problems: Problems) -> None:
    if len(text) > MAX_EVENT_TEXT:
        message = Message(
            f"文字太长：{len(text)} 字，日历里只放得下前 {MAX_EVENT_TEXT} 字",
            f"this text has {len(text)} characters; calendars show the first {MAX_EVENT_TEXT}",
        )
        help = Message(
            "写短些；长的说明写进 note 或网页正文",
            "shorten it; longer explanations belong in `note` or in the text of a page",
        )
        problems.add_warning("long-event-text", location.child(*path), message, help)
