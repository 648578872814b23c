"""Private numbers in what is published: mobile numbers and identity numbers of the People's
Republic of China."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import At, Key, Say
from tourbook.model.entities import Entry, Stop, Trip
from tourbook.schedule.agenda import Index
from tourbook.sources.paths import SITE

from .base import Finding

MOBILE = re.compile(r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
"""GB 11643: region, birthday, serial number, check character."""
_RUN = re.compile(rb"\d[\d -]{9,}[\dXx]")
_WIDE = re.compile(rb"\xef\xbc[\x90-\x99]")
"""In the bytes of a record, a run of digits as long as any of them, or digits of full width: most
records hold none."""


_NARROW = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-", strict=True)
}


def private_number(index: Index) -> Iterator[Finding]:
    model = index.model
    yield from _record(At(SITE), model.site, None)
    for entries in model.entries.values():
        for e in entries.values():
            yield from _record(e.at, e.record, e)
            for body in e.bodies.values():
                for found in _numbers(body.text):
                    yield _finding(At(body.file, line=body.line, column=1, word=found), found, e)
    for trip in model.trips.values():
        r = msgspec.structs.replace(
            trip.record, **{"stops" if trip.kind == "tour" else "visits": []}
        )
        yield from _record(trip.at, r, trip)
    for stop in model.stops:
        yield from _record(stop.at, stop.record, stop)


def _record(at: At, record: Any, about: Stop | Entry | Trip | None) -> Iterator[Finding]:
    raw = msgspec.json.encode(record)
    if not (_RUN.search(raw) or _WIDE.search(raw)):
        return
    for path, text in _texts(msgspec.json.decode(raw), ()):
        for found in _numbers(text):
            yield _finding(at.down(*path), found, about)


def _texts(value: Any, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "waivers":  # nobody publishes these
                yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*path, i))


def _numbers(text: str) -> list[str]:
    """The private numbers in a text, as they are written there."""
    plain = text.translate(_NARROW)
    return [
        text[m.start() : m.end()] for pattern in (MOBILE, IDENTITY) for m in pattern.finditer(plain)
    ]


def _finding(at: At, number: str, about: Stop | Entry | Trip | None) -> Finding:
    shown = number[:3] + "…" + number[-2:]  # the log of a public build is public, too
    what = (
        Say("身份证号", "an identity number")
        if IDENTITY.fullmatch(number.translate(_NARROW))
        else Say("手机号", "a mobile number")
    )
    return Finding(
        at,
        Say(f"要公开的内容里有{what.zh}：{shown}", f"{what.en} in what is published: {shown}"),
        Say("换成单位的座机，或删去", "write the office's telephone instead, or delete it"),
        (about,),
    )
