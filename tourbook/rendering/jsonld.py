"""Structured data of a page in schema.org's terms (JSON-LD 1.1), from its view."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tourbook import views as v
from tourbook.common import urls, zones
from tourbook.common.dates import Session
from tourbook.common.l10n import ENGLISH_WEEKDAYS

_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def format_jsonld(view: Any, sample: str) -> str:
    """A JSON-LD graph, safe inside a script element; "" where the page has nothing to say.

    `sample` says in the language of the page that its events are not real.
    """
    if not isinstance(view, v.PageView):
        return ""
    graph: list[dict[str, Any]] = []
    if view.crumbs:
        graph.append(_describe_breadcrumbs(view))
    make = _DESCRIBERS.get(view.kind)
    if make:
        graph += make(view)
    if view.site.sample:
        graph = [
            node | {"description": sample}
            if node["@type"] in ("ExhibitionEvent", "Event")
            else node
            for node in graph
        ]
    if not graph:
        return ""
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _make_absolute(view: v.PageView, path: str) -> str:
    return path if "://" in path else view.site.base_url + urls.encode_path(path)


def _describe_breadcrumbs(view: v.PageView) -> dict[str, Any]:
    trail = [*view.crumbs, v.Link(name=view.title, url=view.url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": i,
                "name": link.name,
                "item": _make_absolute(view, link.url),
            }
            for i, link in enumerate(trail, 1)
        ],
    }


def _describe_place(view: v.PageView, w: v.StopPlace) -> dict[str, Any]:
    regions = [r.name for r in w.regions]
    out: dict[str, Any] = {"@type": "Place", "name": w.name}
    if w.url:
        out["url"] = _make_absolute(view, w.url)
    address: dict[str, Any] = {"@type": "PostalAddress"}
    if w.address:
        address["streetAddress"] = w.address
    if regions:
        address["addressRegion"], address["addressLocality"] = regions[0], regions[-1]
    if len(address) > 1:
        out["address"] = address
    if w.datum == "wgs84":
        out["geo"] = {"@type": "GeoCoordinates", "latitude": w.lat, "longitude": w.lon}
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
    if view.dates or row.sessions:
        days = [(o.date, o.sessions or row.sessions) for o in view.dates] or [
            (row.start, row.sessions)
        ]
        return [
            common | _format_start_and_end(day, s, view.site.timezone)
            for day, sessions in days
            for s in sessions or (None,)
        ]
    return [common | {"startDate": row.start.isoformat(), "endDate": row.end.isoformat()}]


def _format_start_and_end(day: dt.date, session: Session | None, zone: str) -> dict[str, str]:
    if session is None:
        return {"startDate": day.isoformat(), "endDate": day.isoformat()}
    return {
        "startDate": _format_datetime(day, session.start, zone),
        "endDate": _format_datetime(day, session.end, zone),
    }


def _format_datetime(day: dt.date, time: str, zone: str) -> str:
    """Date, time and the zone's offset from UTC then (ISO 8601); 24:00 is the next day's
    midnight."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=zones.find_zone(zone))
    hours, minutes = map(int, time.split(":"))
    return (midnight + dt.timedelta(hours=hours, minutes=minutes)).isoformat()


def _describe_venue(view: Any) -> list[dict[str, Any]]:
    place = _describe_place(view, view.where) | {"isAccessibleForFree": view.free}
    hours = [
        {"@type": "OpeningHoursSpecification", "opens": s.start, "closes": s.end}
        | (
            {"dayOfWeek": [ENGLISH_WEEKDAYS[d] for d in h.weekdays]}
            if h.days == "weekdays"
            else {"dayOfWeek": "PublicHolidays"}
            if h.days == "holidays"
            else {"validFrom": h.start.isoformat(), "validThrough": h.end.isoformat()}
        )
        for h in view.hours
        if h.days != "make-up-days"
        for s in h.sessions
    ]
    return [place | ({"openingHoursSpecification": hours} if hours else {})]


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
