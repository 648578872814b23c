"""View -> structured data in terms of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tourbook import views as v
from tourbook.common import urls, zones
from tourbook.common.dates import OPEN_END, Session
from tourbook.common.l10n import ENGLISH_WEEKDAYS

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
            if node["@type"] in ("ExhibitionEvent", "Event"):
                node["description"] = sample
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


def _describe_place(view: v.PageView, place: v.StopPlace) -> dict[str, Any]:
    out: dict[str, Any] = {"@type": "Place", "name": place.name}
    if place.url:
        out["url"] = _make_absolute(view, place.url)
    address = {"@type": "PostalAddress"}
    if place.address:
        address["streetAddress"] = place.address
    if place.regions:
        address["addressRegion"] = place.regions[0].name
        address["addressLocality"] = place.regions[-1].name
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


def _describe_stop(view: Any) -> list[dict[str, Any]]:
    row: v.Row = view.row
    if row.start is None or row.end is None:
        return []
    common: dict[str, Any] = {
        "@type": "ExhibitionEvent" if row.kind == "stop" else "Event",
        "name": row.name,
        "url": _make_absolute(view, view.url),
        "eventStatus": "https://schema.org/" + _STATUS.get(row.state, "EventScheduled"),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _describe_place(view, view.where),
        "inLanguage": view.tag,
    }
    if view.image:
        common["image"] = _make_absolute(view, view.image.url)
    if view.organisers:
        common["organizer"] = [{"@type": "Organization", "name": o.name} for o in view.organisers]
    if view.free is not None:
        common["isAccessibleForFree"] = view.free
    if not (view.dates or row.sessions):
        common["startDate"] = row.start.isoformat()
        return [common if row.end == OPEN_END else common | {"endDate": row.end.isoformat()}]
    days = [(o.date, o.sessions or row.sessions) for o in view.dates]
    return [
        common | _format_start_and_end(day, session, view.where.timezone)
        for day, sessions in days or [(row.start, row.sessions)]
        for session in sessions or (None,)
    ]


def _format_start_and_end(day: dt.date, session: Session | None, zone: str) -> dict[str, str]:
    if session is None:
        return {"startDate": day.isoformat(), "endDate": day.isoformat()}
    return {
        "startDate": _format_datetime(day, session.start, zone),
        "endDate": _format_datetime(day, session.end, zone),
    }


def _format_datetime(day: dt.date, time: str, zone: str) -> str:
    """ "2026-05-01T09:30:00+08:00" (ISO 8601); 24:00 is midnight of the next day."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=zones.find_zone(zone))
    hours, minutes = map(int, time.split(":"))
    return (midnight + dt.timedelta(hours=hours, minutes=minutes)).isoformat()


def _describe_venue(view: Any) -> list[dict[str, Any]]:
    place = _describe_place(view, view.where)
    if view.free is not None:
        place["isAccessibleForFree"] = view.free
    hours = [
        {"@type": "OpeningHoursSpecification", "opens": session.start, "closes": session.end}
        | _describe_days(line)
        for line in view.hours
        if line.days != "make-up-days"
        for session in line.sessions
    ]
    if hours:
        place["openingHoursSpecification"] = hours
    return [place]


def _describe_days(line: v.Hours) -> dict[str, Any]:
    """The days for which a line of opening hours holds."""
    if line.days == "weekdays":
        return {"dayOfWeek": [ENGLISH_WEEKDAYS[day] for day in line.weekdays]}
    if line.days == "holidays":
        return {"dayOfWeek": "PublicHolidays"}
    assert line.start is not None and line.end is not None
    return {"validFrom": line.start.isoformat(), "validThrough": line.end.isoformat()}


def _describe_organisation(view: Any) -> list[dict[str, Any]]:
    kind = "Person" if view.label == "person" else "Organization"
    return [
        {"@type": kind, "name": view.name, "url": view.website or _make_absolute(view, view.url)}
    ]


def _describe_article(view: Any) -> list[dict[str, Any]]:
    return [
        {
            "@type": "NewsArticle",
            "headline": view.name,
            "datePublished": view.date.isoformat(),
            "url": _make_absolute(view, view.url),
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
        }
    ]


_DESCRIBERS = {
    "home": _describe_home,
    "stop": _describe_stop,
    "venue": _describe_venue,
    "organisation": _describe_organisation,
    "article": _describe_article,
    "campaign": _describe_campaign,
}
