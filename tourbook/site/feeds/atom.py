"""Atom feeds (RFC 4287), and the one of the news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tourbook.common import urls
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER
from tourbook.model.entries import Article
from tourbook.site.context import Context
from tourbook.site.outputs import RawFile

_ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
DEFAULT_UPDATED = "2000-01-01T00:00:00Z"
MAX_FEED_ITEMS = 50


class FeedItem(NamedTuple):
    """An entry; the tag is what identifies it, moments are in the form of RFC 3339."""

    item_id: str
    title: str
    path: str
    """Percent-encoded, from the base address of the site."""
    published: str
    updated: str
    summary: str = ""
    body: str = ""
    """HTML."""


class AtomWriter:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.domain = urls.choose_uid_domain(ctx.model.site.uid_domain, ctx.settings.base_url)

    def write_feed(
        self, feed_id: str, title: str, path: str, page: str, items: Iterable[FeedItem]
    ) -> bytes:
        """A whole feed at `path`, which says what the page at `page` says."""
        c, items, base = self.ctx, list(items), self.ctx.settings.base_url
        root = ET.Element("feed", {"xmlns": _ATOM_NAMESPACE, "xml:lang": c.tag})
        _add_element(root, "id", self.format_tag_uri(feed_id))
        _add_element(root, "title", title)
        _add_element(root, "updated", max((i.updated for i in items), default=DEFAULT_UPDATED))
        _add_element(root, "link", rel="self", href=base + path, type="application/atom+xml")
        _add_element(root, "link", rel="alternate", href=base + page, type="text/html")
        _add_element(
            _add_element(root, "author"),
            "name",
            c.site.organiser.name if c.site.organiser else c.site.name,
        )
        for i in items:
            entry = _add_element(root, "entry")
            _add_element(entry, "id", self.format_tag_uri(i.item_id))
            _add_element(entry, "title", i.title)
            _add_element(entry, "published", i.published)
            _add_element(entry, "updated", i.updated)
            _add_element(entry, "link", rel="alternate", href=base + i.path, type="text/html")
            if i.summary:
                _add_element(entry, "summary", i.summary)
            if i.body:
                _add_element(entry, "content", i.body.replace(ROOT_PLACEHOLDER, base), type="html")
        ET.indent(root, " ")
        return (
            b'<?xml version="1.0" encoding="utf-8"?>\n'
            + ET.tostring(root, encoding="unicode").encode()
            + b"\n"
        )

    def format_tag_uri(self, name: str) -> str:
        """A tag URI (RFC 4151), which stays when the site moves."""
        return f"tag:{self.domain},2000:{name}"


def _add_element(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def make(ctx: Context) -> Iterator[RawFile]:
    """The news."""
    entries = sorted(ctx.list_entries(Article), key=lambda e: (e.record.date, e.id), reverse=True)
    yield RawFile(
        ctx.prefix + "news.atom",
        "atom",
        tuple(e.location for e in entries),
        lambda: write_news_feed(ctx),
    )


def write_news_feed(ctx: Context) -> bytes:
    entries = sorted(ctx.list_entries(Article), key=lambda e: (e.record.date, e.id), reverse=True)[
        :MAX_FEED_ITEMS
    ]
    items = [
        FeedItem(
            f"article/{e.id}/{ctx.lang}",
            ctx.localize(e.name),
            urls.encode_path(ctx.path_for("article", e.slug)),
            _format_midnight(e.record.date),
            _format_midnight(e.record.updated or e.record.date),
            ctx.localize(e.record.summary),
            ctx.render_body(e),
        )
        for e in entries
    ]
    return AtomWriter(ctx).write_feed(
        f"news/{ctx.lang}", ctx.site.name, ctx.prefix + "news.atom", ctx.prefix, items
    )


def _format_midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
