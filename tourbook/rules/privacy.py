"""Private numbers in published text: mobile numbers, and identity numbers of the People's Republic
of China."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.problems import Location, Message
from tourbook.model.entries import Entry
from tourbook.schedule.agenda import Agenda
from tourbook.schema import private_numbers
from tourbook.schema.countries import find_country
from tourbook.sources.paths import SITE_FILE

from .base import Finding, Subject


def find_private_numbers(agenda: Agenda) -> Iterator[Finding]:
    model = agenda.model
    country = find_country(model.site)
    yield from _check_record(Location(SITE_FILE), model.site, None, country)
    for entry in model.entries:
        yield from _check_record(entry.location, entry.record, entry, country)
        yield from _check_bodies(entry, country)
    trips = {trip: None for trip in model.trips.values() if _may_hold_numbers(trip.record)}
    for trip in trips:
        yield from _check_record(trip.location, trip.record_without_stops, trip, country)
    for stop in model.stops if trips else ():
        if stop.trip in trips:  # all that a stop says is in the record of its trip
            yield from _check_record(stop.location, stop.record, stop, country)
    for attachment in model.attachments:
        subjects = tuple(mention.subject for mention in attachment.mentions)
        for line, number in attachment.facts.private_numbers[:1]:
            yield _describe_number(
                Location(attachment.file, line=line, column=1), number, *subjects
            )


def _check_bodies(entry: Entry, country: str) -> Iterator[Finding]:
    for body in entry.bodies.values():
        for number in private_numbers.find_numbers(body.text, country):
            location = Location(body.file, line=body.line, column=1, word=number)
            yield _describe_number(location, number, entry)


def _may_hold_numbers(record: Any) -> bool:
    return private_numbers.may_hold_numbers(msgspec.msgpack.encode(record))


def _check_record(
    location: Location, record: Any, subject: Subject | None, country: str
) -> Iterator[Finding]:
    fields = msgspec.msgpack.encode(record)
    for path, number in private_numbers.iterate_numbers(fields, country):
        yield _describe_number(location.child(*path), number, subject)


def _describe_number(location: Location, number: str, *subjects: Subject | None) -> Finding:
    masked = number[:3] + "…" + number[-2:]  # the log of a public build is public, too
    kind = Message("手机号", "a mobile number")
    if private_numbers.is_identity_number(number):
        kind = Message("身份证号", "an identity number")
    message = Message(
        f"要公开的内容里有{kind.zh}：{masked}", f"published text contains {kind.en}: {masked}"
    )
    help = Message("换成单位的座机，或删去", "use the office's telephone instead, or delete it")
    return Finding(location, message, help, subjects)
