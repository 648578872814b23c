"""Parts of structured data that several kinds of page have: places, links, pictures, organisers."""

from __future__ import annotations

from typing import Any

from tourbook import views as v
from tourbook.common import urls


def make_absolute(view: v.PageView, path: str) -> str:
    return path if "://" in path else view.site.base_url + urls.encode_path(path)


def describe_picture(view: v.PageView) -> dict[str, str]:
    """The picture of what the page is about; of a cover, that for previews, if it has one."""
    image = view.image
    path = ((image.is_cover and image.share) or image.url) if image else ""
    return {"image": make_absolute(view, path)} if path else {}


def describe_organisers(view: Any) -> dict[str, Any]:
    """Who organises it; else who publishes the site."""
    organisers = view.organisers or tuple(filter(None, [view.site.organiser]))
    nodes = [describe_link("Organization", view, organiser) for organiser in organisers]
    return {"organizer": nodes} if nodes else {}


def describe_link(kind: str, view: v.PageView, link: v.Link) -> dict[str, str]:
    url = {"url": make_absolute(view, link.url)} if link.url else {}
    return {"@type": kind, "name": link.name} | url


def describe_place(view: v.PageView, place: v.StopPlace) -> dict[str, Any]:
    out: dict[str, Any] = {"@type": "Place", "name": place.name}
    if place.url:
        out["url"] = make_absolute(view, place.url)
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
