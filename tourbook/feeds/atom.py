"""The Atom feed of the news (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from .. import urls
from ..context import ROOT, Context
from ..outputs import RawFile

_ATOM = "http://www.w3.org/2005/Atom"
LATEST = 50


def make(c: Context) -> Iterator[RawFile]:
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)
    yield RawFile(c.prefix + "news.atom", "atom", tuple(e.at for e in entries), lambda: feed(c))


def _time(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def feed(c: Context) -> bytes:
    base, site = c.settings.base_url, c.model.site
    domain = site.uid_domain or urlsplit(base).hostname or "localhost"
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)[:LATEST]
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": c.tag})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, name, attributes)
        element.text = text or None
        return element

    add(root, "id", f"tag:{domain},2000:news/{c.lang}")
    add(root, "title", c.site.name)
    add(root, "updated", _time(max((e.record.updated or e.record.date for e in entries), default=dt.date(2000, 1, 1))))
    add(root, "link", rel="self", href=base + c.prefix + "news.atom", type="application/atom+xml")
    add(root, "link", rel="alternate", href=base + c.prefix, type="text/html")
    add(add(root, "author"), "name", c.site.organiser.name if c.site.organiser else c.site.name)
    for e in entries:
        entry = add(root, "entry")
        add(entry, "id", f"tag:{domain},2000:article/{e.id}/{c.lang}")
        add(entry, "title", c.text(e.name))
        add(entry, "published", _time(e.record.date))
        add(entry, "updated", _time(e.record.updated or e.record.date))
        add(entry, "link", rel="alternate", href=base + urls.encoded(c.path("article", e.slug)), type="text/html")
        if e.record.summary:
            add(entry, "summary", c.text(e.record.summary))
        body = c.body(e)
        if body:
            add(entry, "content", body.replace(ROOT, base), type="html")
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"
