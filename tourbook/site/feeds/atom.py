"""Atom feeds (RFC 4287), and the one of the news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tourbook.common import urls, zones
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER
from tourbook.model.entries import Article
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.views import View

from .xml_faults import find_xml_faults

_ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
DEFAULT_UPDATED = "2000-01-01T00:00:00Z"
MAX_FEED_ITEMS = 50


class FeedItem(NamedTuple):
    """An entry. Moments are in the form of RFC 3339."""

    item_id: str
    """Identifies it among all items of the site, for ever."""
    title: str
    path: str
    published: str
    updated: str
    summary: str = ""
    body: str = ""
    """HTML."""
    tag: str = ""
    """The language (BCP 47), if it is another one than that of the feed."""


class AtomFeed(View, frozen=True, kw_only=True):
    feed_id: str
    title: str
    path: str
    page: str
    """Site path of the page that says the same."""
    items: tuple[FeedItem, ...]
    tag: str
    """Language (BCP 47)."""
    author: str
    base_url: str
    id_domain: str
    """Domain of the ids, which stay when the site moves."""


def make_feed(
    ctx: Context, feed_id: str, title: str, path: str, page: str, items: Iterable[FeedItem]
) -> AtomFeed:
    site = ctx.frame.site
    return AtomFeed(
        feed_id=feed_id,
        title=title,
        path=path,
        page=page,
        items=tuple(items),
        tag=ctx.language.tag,
        author=site.organiser.name if site.organiser else site.name,
        base_url=site.base_url,
        id_domain=ctx.addresses.settings.id_domain,
    )


def write_feed(feed: AtomFeed) -> bytes:
    base = feed.base_url
    root = ET.Element("feed", {"xmlns": _ATOM_NAMESPACE, "xml:lang": feed.tag})
    _add_element(root, "id", _format_tag_uri(feed, feed.feed_id))
    _add_element(root, "title", feed.title)
    _add_element(root, "updated", max((i.updated for i in feed.items), default=DEFAULT_UPDATED))
    _add_element(root, "link", rel="self", href=base + feed.path, type="application/atom+xml")
    _add_element(root, "link", rel="alternate", href=base + feed.page, type="text/html")
    _add_element(_add_element(root, "author"), "name", feed.author)
    for item in feed.items:
        entry = _add_element(root, "entry")
        if item.tag:
            entry.set("xml:lang", item.tag)
        _add_element(entry, "id", _format_tag_uri(feed, item.item_id))
        _add_element(entry, "title", item.title)
        _add_element(entry, "published", item.published)
        _add_element(entry, "updated", item.updated)
        address = base + urls.encode_path(item.path)
        _add_element(entry, "link", rel="alternate", href=address, type="text/html")
        if item.summary:
            _add_element(entry, "summary", item.summary)
        if item.body:
            _add_element(entry, "content", item.body.replace(ROOT_PLACEHOLDER, base), type="html")
    ET.indent(root, " ")
    return (
        b'<?xml version="1.0" encoding="utf-8"?>\n'
        + ET.tostring(root, encoding="unicode").encode()
        + b"\n"
    )


def _format_tag_uri(feed: AtomFeed, name: str) -> str:
    """A tag URI (RFC 4151)."""
    return f"tag:{feed.id_domain},2000:{name}"


def _add_element(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def make(edition: Edition) -> Iterator[ViewFile]:
    """The news."""
    sources = tuple(e.location for e in edition.agenda.articles)
    path = edition.addresses.prefix + "news.atom"
    yield ViewFile(path, "atom", edition.lang, sources, make_news_feed, write_feed, find_xml_faults)


def make_news_feed(ctx: Context) -> AtomFeed:
    prefix = ctx.addresses.prefix
    items = [make_news_item(ctx, e) for e in ctx.agenda.articles[:MAX_FEED_ITEMS]]
    return make_feed(ctx, f"news/{ctx.lang}", ctx.site_name, prefix + "news.atom", prefix, items)


def make_news_item(ctx: Context, e: Article) -> FeedItem:
    localize, zone = ctx.language.localize, zones.find_zone_or_utc(ctx.model.site.timezone)
    return FeedItem(
        f"article/{find_first_id(ctx, e)}/{ctx.lang}",
        localize(e.name),
        ctx.addresses.path_for("article", e.slug),
        _format_midnight(e.record.date, zone),
        _format_midnight(e.record.updated or e.record.date, zone),
        localize(e.record.summary),
        ctx.texts.render_body(e),
        ctx.language.find_fallback_tag(e.name) and ctx.language.find_body_tag(e),
    )


def find_first_id(ctx: Context, article: Article) -> str:
    """The id that an article had first: readers take one with another id for a new one.

    Aliases are former ids, the first one first; those of an article with a `slug` may be former
    slugs.
    """
    if article.record.slug:
        return article.id
    folder = ctx.addresses.listing_path_for("article").removeprefix(ctx.addresses.prefix)
    former_ids = (alias.strip("/").removeprefix(folder) for alias in article.record.aliases)
    present_ids = ctx.model.entries[Article]
    return next((i for i in former_ids if "/" not in i and i not in present_ids), article.id)


def _format_midnight(day: dt.date, zone: dt.tzinfo) -> str:
    """The beginning of a day (RFC 3339)."""
    return dt.datetime.combine(day, dt.time(), zone).isoformat()
