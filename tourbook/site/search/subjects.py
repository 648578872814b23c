"""What can be found: every page of something that has a name, with the texts that lead to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tourbook.common import l10n, urls
from tourbook.common.dates import OPEN_END
from tourbook.formats.markdown_html import extract_text
from tourbook.model.entries import (
    ENTRY_CLASSES,
    Article,
    Campaign,
    Caravan,
    Entry,
    Organisation,
    Venue,
)
from tourbook.model.regions import Region
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.site.edition import Edition
from tourbook.site.live_days import encode_days

SUBJECT_KINDS = (
    "stop",
    "place",
    "exhibition",
    "tour",
    "venue",
    "caravan",
    "campaign",
    "organisation",
    "article",
    "page",
)
"""In the order in which results are shown."""
DATED_KINDS = ("stop", "tour", "campaign", "article")


class Subject(NamedTuple):
    kind: str
    path: str
    """Site path of its own, by which it has its number."""
    record: Stop | Region | Trip | Entry
    last_day: dt.date | None = None
    """Of one of DATED_KINDS; OPEN_END if it is not known."""
    neighbourhood: str = ""
    """What it has in common with those that are often found together with it."""


class Description(NamedTuple):
    """What a result shows."""

    url: str
    """Percent-encoded, from the root of the site."""
    name: str
    place: str = ""
    region: str = ""
    label: str = ""
    """What sort of its kind it is."""
    dates: str = ""
    """Its days in words."""
    start: str = ""
    """The first day, as in 2026-11-29; "" if how it stands does not depend on days."""
    end: str = ""
    days: str = ""
    """The days of a recurring visit, in short (see `site/live_days`)."""
    timezone: str = ""
    status: str = ""
    """"cancelled" or "postponed"."""


# ---- what there is ---------------------------------------------------------------------------


def list_subjects(edition: Edition) -> list[Subject]:
    """Those of the kinds of which the site has pages."""
    pages = edition.addresses.settings.pages
    return [subject for subject in _iterate_subjects(edition) if subject.kind in pages]


def _iterate_subjects(edition: Edition) -> Iterator[Subject]:
    path_for, model = edition.addresses.path_for, edition.model
    for stop in model.stops:
        last_day = stop.end or OPEN_END
        yield Subject("stop", path_for("stop", stop.slug), stop, last_day)
    for region in edition.agenda.regions_in_use.values():
        path = path_for("place", region.slug)
        yield Subject("place", path, region, neighbourhood=region.parent)
    for trip in model.trips.values():
        last_day = max((stop.end for stop in trip.stops if stop.end), default=OPEN_END)
        yield Subject("tour", path_for("tour", trip.slug), trip, last_day)
    for kind in SUBJECT_KINDS:
        for entry in model.entries[ENTRY_CLASSES[kind]].values() if kind in ENTRY_CLASSES else ():
            if not isinstance(entry, Article) or edition.agenda.is_published(entry):
                yield _make_entry_subject(kind, path_for(kind, entry.slug), entry)


def _make_entry_subject(kind: str, path: str, entry: Entry) -> Subject:
    if isinstance(entry, Campaign):
        return Subject(kind, path, entry, entry.last_day)
    if isinstance(entry, Article):
        return Subject(kind, path, entry, entry.record.date)
    region = entry.record.region if isinstance(entry, Venue | Organisation | Caravan) else entry.id
    return Subject(kind, path, entry, neighbourhood=region)


# ---- what is said of it ----------------------------------------------------------------------


def describe(edition: Edition, subject: Subject) -> Description:
    record, url = subject.record, urls.encode_path(subject.path)
    if isinstance(record, Stop):
        return describe_stop(edition, record)
    if isinstance(record, Region):
        name = edition.language.localize(record.name)
        return Description(url, name, region=edition.region_names[record.parent])
    localize = edition.language.localize
    if isinstance(record, Trip):
        days = [day for stop in record.stops for day in (stop.start, stop.end) if day]
        label = edition.language.t("kind_" + record.kind)
        return Description(url, localize(record.name), label=label, **_describe_days(edition, days))
    return _describe_entry(edition, record, url)


def describe_stop(edition: Edition, stop: Stop) -> Description:
    language, row = edition.language, edition.archive.find_row(stop)
    own_path = edition.addresses.path_for("stop", stop.slug)
    days = [day for day in (stop.start, stop.end) if day]
    has_own_zone = stop.place.timezone != edition.model.site.timezone
    return Description(
        url=_encode_address(row.path, row.anchor) if row else urls.encode_path(own_path),
        name=language.localize((stop.exhibition or stop.caravan or stop.trip).name),
        place=language.name_place(stop.place.name, stop.place.region),
        region=edition.region_names[stop.place.region],
        label=language.t("kind_stop" if isinstance(stop, Stay) else "kind_visit"),
        **_describe_days(edition, days),
        days=encode_days([day for day, _ in stop.spans]) if len(stop.spans) > 1 else "",
        timezone=stop.place.timezone if has_own_zone else "",
        status="" if stop.takes_place else stop.record.status,
    )


def _encode_address(path: str, anchor: str) -> str:
    return f"{urls.encode_path(path)}#{urls.encode_path(anchor)}"


def _describe_entry(edition: Edition, entry: Entry, url: str) -> Description:
    name = edition.language.name_entry(entry)
    if isinstance(entry, Campaign):
        days = _describe_days(edition, [entry.record.start, entry.last_day])
        return Description(url, name, **days)
    if isinstance(entry, Article):
        return Description(url, name, dates=l10n.format_date(edition.lang, entry.record.date))
    if isinstance(entry, Venue | Organisation | Caravan):
        region = edition.region_names[entry.record.region]
        label = "" if isinstance(entry, Caravan) else "class_" + entry.record.class_
        return Description(url, name, region=region, label=label and edition.language.t(label))
    return Description(url, name)


def _describe_days(edition: Edition, days: Iterable[dt.date]) -> dict[str, str]:
    days = list(days)
    if not days:
        return {}
    start, end = min(days), max(days)
    dates = l10n.format_span(edition.lang, start, end)
    return {"dates": dates, "start": start.isoformat(), "end": end.isoformat()}


# ---- the texts that lead to it ---------------------------------------------------------------


def list_texts(edition: Edition, subject: Subject) -> Iterator[str]:
    """Its title, its place with the regions around it, its note or summary."""
    language, record = edition.language, subject.record
    if isinstance(record, Stop):
        yield language.format_stop_name(record)
        yield edition.region_names[record.place.region]
        yield language.localize(record.place.address)
        note = language.localize_markdown(record.record.note)
        if note and record not in edition.archive.stops:  # whose pages showed it
            html = language.convert(note).html
            yield extract_text(html, len(html))
        if record.exhibition and record.caravan:
            yield language.localize(record.caravan.name)
    elif isinstance(record, Region):
        yield edition.region_names[record.code]
    elif isinstance(record, Trip):
        yield language.localize(record.name)
        yield language.localize(record.record.summary)
    else:
        yield language.name_entry(record)
        yield language.localize(record.record.summary)
        if isinstance(record, Venue | Organisation | Caravan):
            yield edition.region_names[record.record.region]
        if isinstance(record, Venue | Organisation):
            yield language.localize(record.record.address)
