"""Private numbers in published text: mobile and identity numbers of the People's Republic of
China."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import Location, Message, PathKey
from tourbook.model.entries import Entry
from tourbook.schedule.agenda import Agenda
from tourbook.sources.paths import SITE_FILE

from .base import Finding, Subject

MOBILE_NUMBER = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
"""GB 11643: region, birthday, serial number, check character."""
_DIGIT_RUN = re.compile(rb"\d[\d -]{9,}[\dXx]")
"""As long as the shortest private number. Most records have none in their bytes."""
_FULL_WIDTH_DIGIT = re.compile(rb"\xef\xbc[\x90-\x99]")
_HALF_WIDTH_FORMS = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-", strict=True)
}


def find_private_numbers(agenda: Agenda) -> Iterator[Finding]:
    model = agenda.model
    yield from _check_record(Location(SITE_FILE), model.site, None)
    for entry in model.entries:
        yield from _check_record(entry.location, entry.record, entry)
        yield from _check_bodies(entry)
    for trip in model.trips.values():
        yield from _check_record(trip.location, trip.record_without_stops, trip)
    for stop in model.stops:
        yield from _check_record(stop.location, stop.record, stop)


def _check_bodies(entry: Entry) -> Iterator[Finding]:
    for body in entry.bodies.values():
        for number in _find_numbers(body.text):
            location = Location(body.file, line=body.line, column=1, word=number)
            yield _describe_number(location, number, entry)


def _check_record(location: Location, record: Any, subject: Subject | None) -> Iterator[Finding]:
    raw = msgspec.json.encode(record)
    if not (_DIGIT_RUN.search(raw) or _FULL_WIDTH_DIGIT.search(raw)):
        return
    for path, text in _iterate_texts(msgspec.json.decode(raw), ()):
        for number in _find_numbers(text):
            yield _describe_number(location.child(*path), number, subject)


def _iterate_texts(
    value: Any, path: tuple[PathKey, ...]
) -> Iterator[tuple[tuple[PathKey, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "waivers":  # these are not published
                yield from _iterate_texts(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _iterate_texts(inner, (*path, i))


def _find_numbers(text: str) -> list[str]:
    """The private numbers in a text, as they are written there."""
    plain = text.translate(_HALF_WIDTH_FORMS)
    return [
        text[m.start() : m.end()]
        for pattern in (MOBILE_NUMBER, IDENTITY_NUMBER)
        for m in pattern.finditer(plain)
    ]


def _describe_number(location: Location, number: str, subject: Subject | None) -> Finding:
    masked = number[:3] + "…" + number[-2:]  # the log of a public build is public, too
    kind = Message("手机号", "a mobile number")
    if IDENTITY_NUMBER.fullmatch(number.translate(_HALF_WIDTH_FORMS)):
        kind = Message("身份证号", "an identity number")
    message = Message(
        f"要公开的内容里有{kind.zh}：{masked}", f"published text contains {kind.en}: {masked}"
    )
    help = Message("换成单位的座机，或删去", "use the office's telephone instead, or delete it")
    return Finding(location, message, help, (subject,))
