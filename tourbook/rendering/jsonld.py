"""View -> structured data in terms of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

from typing import Any

from tourbook import views as v
from tourbook.common.canonical import encode_json
from tourbook.common.foreign_texts import find_language_tag

from .jsonld_events import describe_stop
from .jsonld_hours import iterate_hours
from .jsonld_nodes import (
    describe_link,
    describe_organisers,
    describe_picture,
    describe_place,
    make_absolute,
)

DATA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
}
"""Ending of a file of the open data -> its media type."""
LEASE_OUT = "http://purl.org/goodrelations/v1#LeaseOut"
"""The BusinessFunction of who lends."""
_INVENTED_TYPES = ("ExhibitionEvent", "Event", "EventSeries", "CreativeWork")
"""What a site of sample data says of itself that nobody can visit or borrow."""


def format_jsonld(view: Any, sample: str) -> str:
    """A JSON-LD graph, safe inside a script element; "" if there is nothing to say about the page.

    `sample` says in the language of the page that nothing of this is real.
    """
    if not isinstance(view, v.PageView):
        return ""
    graph = [_describe_breadcrumbs(view)] if view.crumbs else []
    describe = _DESCRIBERS.get(view.kind)
    if describe:
        graph += describe(view)
    if view.site.sample:
        for node in graph:
            if node["@type"] in _INVENTED_TYPES:
                node["description"] = " ".join(filter(None, (sample, node.get("description"))))
    if not graph:
        return ""
    document = {"@context": "https://schema.org", "@graph": graph}
    text = encode_json(document).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _describe_breadcrumbs(view: v.PageView) -> dict[str, Any]:
    trail = [*view.crumbs, v.Link(name=view.title, url=view.url)]
    items = [
        {"@type": "ListItem", "position": i, "name": c.name, "item": make_absolute(view, c.url)}
        for i, c in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _describe_home(view: Any) -> list[dict[str, Any]]:
    return [
        {
            "@type": "WebSite",
            "name": view.site.name,
            "url": view.site.base_url,
            "inLanguage": view.tag,
        }
    ]


# ---- venues ------------------------------------------------------------------------------


def _describe_venue(view: Any) -> list[dict[str, Any]]:
    place = describe_place(view, view.where) | describe_picture(view)
    if view.summary:
        place["description"] = view.summary
    if view.free is not None:
        place["isAccessibleForFree"] = view.free
    hours = list(iterate_hours(view.hours, view.years))
    if hours:
        place["openingHoursSpecification"] = hours
    return [place]


# ---- exhibitions -------------------------------------------------------------------------


def _describe_exhibition(view: Any) -> list[dict[str, Any]]:
    """An exhibition that is lent, with an offer for each kind of loan."""
    offers = [_describe_loan(view, loan) for loan in view.loans]
    if not offers:
        return []
    return [
        {
            "@type": "CreativeWork",
            "name": view.name,
            "url": make_absolute(view, view.url),
            **({"description": view.description} if view.description else {}),
            **describe_picture(view),
            "offers": offers,
        }
    ]


def _describe_loan(view: Any, loan: v.Loan) -> dict[str, Any]:
    lender: v.Link | None = view.lender
    weeks = {"minValue": loan.least_weeks, "maxValue": loan.most_weeks, "unitCode": "WEE"}
    duration = {key: value for key, value in weeks.items() if value is not None}
    return {
        "@type": "Offer",
        "category": loan.kind,
        "businessFunction": LEASE_OUT,
        **({"price": 0} if loan.free else {}),
        **({"description": loan.fee} if loan.fee else {}),
        **(
            {"eligibleDuration": {"@type": "QuantitativeValue", **duration}}
            if loan.least_weeks
            else {}
        ),
        **({"offeredBy": describe_link("Organization", view, lender)} if lender else {}),
    }


# ---- other pages -------------------------------------------------------------------------


def _describe_organisation(view: Any) -> list[dict[str, Any]]:
    kind = "Person" if view.label == "person" else "Organization"
    return [
        {"@type": kind, "name": view.name, "url": view.website or make_absolute(view, view.url)}
    ]


def _describe_article(view: Any) -> list[dict[str, Any]]:
    organiser: v.Link | None = view.site.organiser
    return [
        {
            "@type": "NewsArticle",
            "headline": view.name,
            "datePublished": view.date.isoformat(),
            "url": make_absolute(view, view.url),
            "inLanguage": find_language_tag(view.name) or view.tag,
            **({"description": view.description} if view.description else {}),
            **describe_picture(view),
            **({"author": describe_link("Organization", view, organiser)} if organiser else {}),
        }
    ]


def _describe_campaign(view: Any) -> list[dict[str, Any]]:
    return [
        {
            "@type": "EventSeries",
            "name": view.name,
            "startDate": view.start.isoformat(),
            "endDate": view.end.isoformat(),
            "url": make_absolute(view, view.url),
            **({"description": view.description} if view.description else {}),
            **describe_picture(view),
            **describe_organisers(view),
            **({"location": describe_link("Place", view, view.venue)} if view.venue else {}),
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
        "url": make_absolute(view, view.url),
        "inLanguage": view.tag,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": link.url.rpartition("/")[2],
                "encodingFormat": media_type,
                "contentUrl": make_absolute(view, link.url),
            }
            for link, media_type in files
        ],
    }
    if view.license:
        dataset["license"] = view.license.url
    if organiser := view.site.organiser:
        dataset["creator"] = describe_link("Organization", view, organiser)
    return [dataset]


_DESCRIBERS = {
    "home": _describe_home,
    "stop": describe_stop,
    "exhibition": _describe_exhibition,
    "venue": _describe_venue,
    "organisation": _describe_organisation,
    "article": _describe_article,
    "campaign": _describe_campaign,
    "data": _describe_data,
}
