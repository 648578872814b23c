"""View -> structured data in terms of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tourbook import views as v
from tourbook.common import urls, zones
from tourbook.common.dates import OPEN_END, Session
from tourbook.formats.markdown_html import extract_text
from tourbook.schema.countries import CURRENCIES

from .jsonld_hours import iterate_hours
from .jsonld_schedules import describe_schedules

MAX_DESCRIPTION = 500
"""Characters of a note that the description of an event takes over."""

DATA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
}
"""Ending of a file of the open data -> its media type."""
_EVENT_TYPES = ("ExhibitionEvent", "Event", "EventSeries")
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def format_jsonld(view: Any, sample: str) -> str:
    """A JSON-LD graph, safe inside a script element; "" if there is nothing to say about the page.

    `sample` says in the language of the page that its events are not real.
    """
    if not isinstance(view, v.PageView):
        return ""
    graph = [_describe_breadcrumbs(view)] if view.crumbs else []
    describe = _DESCRIBERS.get(view.kind)
    if describe:
        graph += describe(view)
    if view.site.sample:
        for node in graph:
            if node["@type"] in _EVENT_TYPES:
                node["description"] = " ".join(filter(None, (sample, node.get("description"))))
    if not graph:
        return ""
    document = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _make_absolute(view: v.PageView, path: str) -> str:
    return path if "://" in path else view.site.base_url + urls.encode_path(path)


def _describe_breadcrumbs(view: v.PageView) -> dict[str, Any]:
    trail = [*view.crumbs, v.Link(name=view.title, url=view.url)]
    items = [
        {"@type": "ListItem", "position": i, "name": c.name, "item": _make_absolute(view, c.url)}
        for i, c in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _describe_picture(view: v.PageView) -> dict[str, str]:
    """The picture of what the page is about; of a cover, that for previews, if it has one."""
    image = view.image
    path = ((image.is_cover and image.share) or image.url) if image else ""
    return {"image": _make_absolute(view, path)} if path else {}


def _describe_organisers(view: Any) -> dict[str, Any]:
    """Who organises it; else who publishes the site."""
    organisers = view.organisers or tuple(filter(None, [view.site.organiser]))
    nodes = [_describe_link("Organization", view, organiser) for organiser in organisers]
    return {"organizer": nodes} if nodes else {}


def _describe_link(kind: str, view: v.PageView, link: v.Link) -> dict[str, str]:
    url = {"url": _make_absolute(view, link.url)} if link.url else {}
    return {"@type": kind, "name": link.name} | url


def _describe_place(view: v.PageView, place: v.StopPlace) -> dict[str, Any]:
    out: dict[str, Any] = {"@type": "Place", "name": place.name}
    if place.url:
        out["url"] = _make_absolute(view, place.url)
    address = {"@type": "PostalAddress"}
    if place.address:
        address["streetAddress"] = place.address
    if place.postcode:
        address["postalCode"] = place.postcode
    if place.divisions:
        address["addressRegion"] = place.divisions[0]
        address["addressLocality"] = place.divisions[-1]
    if place.country:
        address["addressCountry"] = place.country
    if len(address) > 1:
        out["address"] = address
    if place.datum == "wgs84":
        out["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return out


def _describe_home(view: Any) -> list[dict[str, Any]]:
    return [
        {
            "@type": "WebSite",
            "name": view.site.name,
            "url": view.site.base_url,
            "inLanguage": view.tag,
        }
    ]


# ---- stops -------------------------------------------------------------------------------


def _describe_stop(view: Any) -> list[dict[str, Any]]:
    """One event for a stay and a recurring visit, however many dates that has; for a visit on one
    day, an event for each of its times. None for a stop whose dates are still to come."""
    row: v.Row = view.row
    if row.state == "unscheduled":
        return []
    event: dict[str, Any] = {
        "@type": "ExhibitionEvent" if row.kind == "stop" else "Event",
        "name": row.name,
        "url": _make_absolute(view, view.url),
        "description": _describe_text(view),
        "eventStatus": "https://schema.org/" + _STATUS.get(row.state, "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _describe_place(view, view.where),
        "inLanguage": view.tag,
    }
    event |= _describe_picture(view) | _describe_organisers(view)
    if view.web_page:
        event["sameAs"] = view.web_page
    if view.audience:
        event["audience"] = {"@type": "Audience", "audienceType": view.audience}
    if view.free is not None:
        event["isAccessibleForFree"] = view.free
    if row.state not in ("over", "cancelled", "postponed"):
        event |= _describe_offer(view)
    if view.rule:
        event["eventSchedule"] = describe_schedules(view)
    elif row.start and row.start == row.end and len(row.sessions) > 1:
        return [event | _describe_dates(view, (session,)) for session in row.sessions]
    return [event | _describe_dates(view, row.sessions)]


def _describe_text(view: Any) -> str:
    """What comes and what the editor notes; at least the name and the place."""
    parts = (view.summary, extract_text(view.body, MAX_DESCRIPTION))
    return " ".join(filter(None, parts)) or view.description


def _describe_offer(view: Any) -> dict[str, Any]:
    """Where to book, and the price, which is known only where admission is free. Who need not book
    finds a place."""
    url = view.booking.url if view.booking else ""
    if not view.free and not url:
        return {}
    offer: dict[str, Any] = {"@type": "Offer", "url": url or _make_absolute(view, view.url)}
    if view.free:
        offer["price"] = 0
        if currency := CURRENCIES.get(view.where.country):
            offer["priceCurrency"] = currency
        if not (view.booking and view.booking.required):
            offer["availability"] = "https://schema.org/InStock"
    return {"offers": offer}


def _describe_dates(view: Any, sessions: tuple[Session, ...]) -> dict[str, Any]:
    """When it is, at these of its times.

    A recurring visit is given by its next date, or else by its last; what is put off or called off,
    without a new date, by the dates that it had.
    """
    row: v.Row = view.row
    previous: v.StopDates | None = view.previous_dates
    zone: str = view.where.timezone
    if row.start is None or row.end is None:
        if previous is None:
            return {}
        return _format_start_and_end(previous.start, previous.end, previous.sessions, zone)
    if not view.dates:
        dates = _format_start_and_end(row.start, row.end, sessions, zone)
        if previous and previous.date_count == 1:
            before = _format_start_and_end(previous.start, previous.end, previous.sessions, zone)
            dates |= _describe_move(row, before["startDate"], dates["startDate"])
        return dates
    occurrence = next((o for o in view.dates if o.date == row.next), view.dates[-1])
    times = occurrence.sessions or sessions
    dates = _format_start_and_end(occurrence.date, occurrence.date, times, zone)
    if occurrence.origin:
        origin = occurrence.origin
        before = _format_start_and_end(origin, origin, sessions, zone)
        dates |= _describe_move(row, before["startDate"], dates["startDate"])
    return dates


def _describe_move(row: v.Row, previous_start: str, start: str) -> dict[str, str]:
    """That an event had another beginning before, as long as that matters."""
    if previous_start == start or row.state in ("over", "cancelled", "postponed"):
        return {}
    return {
        "eventStatus": "https://schema.org/EventRescheduled",
        "previousStartDate": previous_start,
    }


def _format_start_and_end(
    start: dt.date, end: dt.date, sessions: tuple[Session, ...], zone: str
) -> dict[str, str]:
    """From the first to the last day or, on a single day with times, from the first to the last of
    these."""
    if sessions and start == end:
        times = {"startDate": _format_datetime(start, sessions[0].start, zone)}
        if end_time := sessions[-1].end:
            times["endDate"] = _format_datetime(start, end_time, zone)
        return times
    if end == OPEN_END:
        return {"startDate": start.isoformat()}
    return {"startDate": start.isoformat(), "endDate": end.isoformat()}


def _format_datetime(day: dt.date, time: str, zone: str) -> str:
    """ "2026-05-01T09:30:00+08:00" (ISO 8601); 25:00 is on the next day."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=zones.find_zone(zone))
    hours, minutes = map(int, time.split(":"))
    return (midnight + dt.timedelta(hours=hours, minutes=minutes)).isoformat()


# ---- venues ------------------------------------------------------------------------------


def _describe_venue(view: Any) -> list[dict[str, Any]]:
    place = _describe_place(view, view.where) | _describe_picture(view)
    if view.summary:
        place["description"] = view.summary
    if view.free is not None:
        place["isAccessibleForFree"] = view.free
    hours = list(iterate_hours(view.hours, view.years))
    if hours:
        place["openingHoursSpecification"] = hours
    return [place]


# ---- other pages -------------------------------------------------------------------------


def _describe_organisation(view: Any) -> list[dict[str, Any]]:
    kind = "Person" if view.label == "person" else "Organization"
    return [
        {"@type": kind, "name": view.name, "url": view.website or _make_absolute(view, view.url)}
    ]


def _describe_article(view: Any) -> list[dict[str, Any]]:
    organiser: v.Link | None = view.site.organiser
    return [
        {
            "@type": "NewsArticle",
            "headline": view.name,
            "datePublished": view.date.isoformat(),
            "url": _make_absolute(view, view.url),
            "inLanguage": view.name_tag or view.tag,
            **({"description": view.description} if view.description else {}),
            **_describe_picture(view),
            **({"author": _describe_link("Organization", view, organiser)} if organiser else {}),
        }
    ]


def _describe_campaign(view: Any) -> list[dict[str, Any]]:
    return [
        {
            "@type": "EventSeries",
            "name": view.name,
            "startDate": view.start.isoformat(),
            "endDate": view.end.isoformat(),
            "url": _make_absolute(view, view.url),
            **({"description": view.description} if view.description else {}),
            **_describe_picture(view),
            **_describe_organisers(view),
            **({"location": _describe_link("Place", view, view.venue)} if view.venue else {}),
        }
    ]


def _describe_data(view: Any) -> list[dict[str, Any]]:
    """The open data as one Dataset with all of its files."""
    files = [(link, DATA_TYPES[link.name.lower()]) for t in view.tables for link in t.downloads]
    if view.places:
        files.append((v.Link(name="GeoJSON", url=view.places), DATA_TYPES["geojson"]))
    dataset: dict[str, Any] = {
        "@type": "Dataset",
        "name": f"{view.title} · {view.site.name}",
        "description": view.description,
        "url": _make_absolute(view, view.url),
        "inLanguage": view.tag,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": link.url.rpartition("/")[2],
                "encodingFormat": media_type,
                "contentUrl": _make_absolute(view, link.url),
            }
            for link, media_type in files
        ],
    }
    if view.license:
        dataset["license"] = view.license.url
    if organiser := view.site.organiser:
        dataset["creator"] = _describe_link("Organization", view, organiser)
    return [dataset]


_DESCRIBERS = {
    "home": _describe_home,
    "stop": _describe_stop,
    "venue": _describe_venue,
    "organisation": _describe_organisation,
    "article": _describe_article,
    "campaign": _describe_campaign,
    "data": _describe_data,
}
