"""Private numbers in what is published: mobile numbers and identity numbers of the People's
Republic of China."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import Location, Message, PathKey
from tourbook.model.entities import Entry, Stop, Trip
from tourbook.schedule.agenda import Agenda
from tourbook.sources.paths import SITE_FILE

from .base import Finding

MOBILE_NUMBER = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
"""GB 11643: region, birthday, serial number, check character."""
_DIGIT_RUN = re.compile(rb"\d[\d -]{9,}[\dXx]")
_FULL_WIDTH_DIGIT = re.compile(rb"\xef\xbc[\x90-\x99]")
"""In the bytes of a record, a run of digits as long as any of them, or digits of full width: most
records hold none."""


_HALF_WIDTH_FORMS = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-", strict=True)
}


def find_private_numbers(index: Agenda) -> Iterator[Finding]:
    model = index.model
    yield from _check_record(Location(SITE_FILE), model.site, None)
    for entries in model.entries.values():
        for e in entries.values():
            yield from _check_record(e.location, e.record, e)
            for body in e.bodies.values():
                for found in _find_numbers(body.text):
                    yield _make_finding(
                        Location(body.file, line=body.line, column=1, word=found), found, e
                    )
    for trip in model.trips.values():
        r = msgspec.structs.replace(
            trip.record, **{"stops" if trip.kind == "tour" else "visits": []}
        )
        yield from _check_record(trip.location, r, trip)
    for stop in model.stops:
        yield from _check_record(stop.location, stop.record, stop)


def _check_record(
    location: Location, record: Any, subject: Stop | Entry | Trip | None
) -> Iterator[Finding]:
    raw = msgspec.json.encode(record)
    if not (_DIGIT_RUN.search(raw) or _FULL_WIDTH_DIGIT.search(raw)):
        return
    for path, text in _iterate_texts(msgspec.json.decode(raw), ()):
        for found in _find_numbers(text):
            yield _make_finding(location.child(*path), found, subject)


def _iterate_texts(
    value: Any, path: tuple[PathKey, ...]
) -> Iterator[tuple[tuple[PathKey, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "waivers":  # nobody publishes these
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


def _make_finding(location: Location, number: str, subject: Stop | Entry | Trip | None) -> Finding:
    shown = number[:3] + "…" + number[-2:]  # the log of a public build is public, too
    what = (
        Message("身份证号", "an identity number")
        if IDENTITY_NUMBER.fullmatch(number.translate(_HALF_WIDTH_FORMS))
        else Message("手机号", "a mobile number")
    )
    return Finding(
        location,
        Message(f"要公开的内容里有{what.zh}：{shown}", f"{what.en} in what is published: {shown}"),
        Message("换成单位的座机，或删去", "write the office's telephone instead, or delete it"),
        (subject,),
    )
