"""Atom feeds (RFC 4287), and the one of the news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tourbook.common import urls
from tourbook.site.context import ROOT, Context
from tourbook.site.outputs import RawFile

_ATOM = "http://www.w3.org/2005/Atom"
NEVER = "2000-01-01T00:00:00Z"
LATEST = 50


class Item(NamedTuple):
    """An entry; the tag is what identifies it, moments are in the form of RFC 3339."""

    tag: str
    title: str
    path: str
    """Percent-encoded, from the base address of the site."""
    published: str
    updated: str
    summary: str = ""
    body: str = ""
    """HTML."""


class Atom:
    def __init__(self, c: Context) -> None:
        self.c = c
        self.domain = urls.domain(c.model.site.uid_domain, c.settings.base_url)

    def feed(self, tag: str, title: str, path: str, page: str, items: Iterable[Item]) -> bytes:
        """A whole feed at `path`, which says what the page at `page` says."""
        c, items, base = self.c, list(items), self.c.settings.base_url
        root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": c.tag})
        _add(root, "id", self.tag(tag))
        _add(root, "title", title)
        _add(root, "updated", max((i.updated for i in items), default=NEVER))
        _add(root, "link", rel="self", href=base + path, type="application/atom+xml")
        _add(root, "link", rel="alternate", href=base + page, type="text/html")
        _add(
            _add(root, "author"), "name", c.site.organiser.name if c.site.organiser else c.site.name
        )
        for i in items:
            entry = _add(root, "entry")
            _add(entry, "id", self.tag(i.tag))
            _add(entry, "title", i.title)
            _add(entry, "published", i.published)
            _add(entry, "updated", i.updated)
            _add(entry, "link", rel="alternate", href=base + i.path, type="text/html")
            if i.summary:
                _add(entry, "summary", i.summary)
            if i.body:
                _add(entry, "content", i.body.replace(ROOT, base), type="html")
        ET.indent(root, " ")
        return (
            b'<?xml version="1.0" encoding="utf-8"?>\n'
            + ET.tostring(root, encoding="unicode").encode()
            + b"\n"
        )

    def tag(self, name: str) -> str:
        """A tag URI (RFC 4151), which stays when the site moves."""
        return f"tag:{self.domain},2000:{name}"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def make(c: Context) -> Iterator[RawFile]:
    """The news."""
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)
    yield RawFile(c.prefix + "news.atom", "atom", tuple(e.at for e in entries), lambda: news(c))


def news(c: Context) -> bytes:
    entries = sorted(c.entries("article"), key=lambda e: (e.record.date, e.id), reverse=True)[
        :LATEST
    ]
    items = [
        Item(
            f"article/{e.id}/{c.lang}",
            c.text(e.name),
            urls.encoded(c.path("article", e.slug)),
            _midnight(e.record.date),
            _midnight(e.record.updated or e.record.date),
            c.text(e.record.summary),
            c.body(e),
        )
        for e in entries
    ]
    return Atom(c).feed(f"news/{c.lang}", c.site.name, c.prefix + "news.atom", c.prefix, items)


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
