"""The Atom feeds (RFC 4287) of places and exhibitions: the news and the changes that concern
them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from tourbook.common.canonical import encode_canonical
from tourbook.common.memoized import memoize_by_owner
from tourbook.common.problems import Location
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER
from tourbook.model.entries import Article, Exhibition, Venue
from tourbook.model.regions import Region
from tourbook.schedule.agenda import Agenda
from tourbook.schedule.changes import ScheduleChange
from tourbook.schedule.membership import Membership
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.site.pages.redirects import find_old_path
from tourbook.site.updates import FEED, UPDATES_KINDS, find_updates_path
from tourbook.sources.paths import SITE_FILE

from .atom import MAX_FEED_ITEMS, AtomFeed, make_feed, make_news_item, write_feed
from .changes import make_feed_item
from .xml_faults import find_xml_faults


class Topic(NamedTuple):
    """What a feed is about."""

    member: Membership
    subject: Exhibition | Region
    changes: list[ScheduleChange]
    """Those that concern it, the latest first."""


def make(edition: Edition) -> Iterator[ViewFile]:
    news = NewsFinder()
    for topic in list_topics(edition):
        subject = topic.subject
        path = find_updates_path(edition, *topic.member, subject.slug)
        for address in (path, *list_former_addresses(edition, subject)) if path else ():
            source = subject.location if isinstance(subject, Exhibition) else Location(SITE_FILE)
            view = partial(make_view, topic=topic, path=path, news=news)
            inputs = partial(list_inputs, topic=topic, path=path, news=news)
            yield ViewFile(
                address,
                "updates",
                edition.lang,
                (source,),
                view,
                write_feed,
                find_xml_faults,
                list_inputs=inputs,
            )


def list_former_addresses(edition: Edition, subject: Exhibition | Region) -> list[str]:
    """Where the feed of an exhibition was, and still is for those who read it there."""
    aliases = subject.record.aliases if isinstance(subject, Exhibition) else []
    return [find_old_path(edition, "exhibition", a) + FEED for a in aliases if "/" not in a]


def list_topics(edition: Edition) -> Iterator[Topic]:
    changes = group_changes(edition.agenda)
    for exhibition in edition.model.entries.list_by_id(Exhibition):
        member = ("exhibition", exhibition.id)
        yield Topic(member, exhibition, changes.get(member, []))
    for code, region in edition.agenda.regions_in_use.items():
        yield Topic(("place", code), region, changes.get(("place", code), []))


@memoize_by_owner
def group_changes(agenda: Agenda) -> dict[Membership, list[ScheduleChange]]:
    """The latest changes of the stops that a place or an exhibition has or had."""
    members_by_stop: dict[str, set[Membership]] = defaultdict(set)
    for lists in (agenda.current, agenda.removed, agenda.former):
        for member, stops in lists.items():
            for stop in stops if member[0] in UPDATES_KINDS else ():
                members_by_stop[stop.id].add(member)
    groups: dict[Membership, list[ScheduleChange]] = defaultdict(list)
    for change in agenda.changes:
        for member in members_by_stop[change.stop.id]:
            if len(groups[member]) < MAX_FEED_ITEMS:
                groups[member].append(change)
    return groups


class NewsFinder:
    """Which news concern what: those that link to its page, or to that of a part or a stop of it.
    Found out once for all feeds of a language."""

    def __init__(self) -> None:
        self._groups: dict[Membership, list[Article]] | None = None

    def list_articles(self, ctx: Context, member: Membership) -> list[Article]:
        """The latest first."""
        if self._groups is None:
            self._groups = self._group(ctx)
        return self._groups.get(member, [])

    def _group(self, ctx: Context) -> dict[Membership, list[Article]]:
        groups: dict[Membership, list[Article]] = defaultdict(list)
        members_by_path = _map_pages(ctx) if ctx.agenda.articles else {}
        for article in ctx.agenda.articles:
            paths = _list_linked_paths(ctx, article)
            members = {m for path in paths for m in members_by_path.get(path, ())}
            for member in members:
                groups[member].append(article)
        return groups


def _list_linked_paths(ctx: Context, article: Article) -> list[str]:
    """The site paths to which the text of an article links."""
    body = ctx.language.find_body(article)
    addresses = ctx.texts.list_addresses(body.text, body.file) if body else []
    inside = (a for a, _ in addresses if a.startswith(ROOT_PLACEHOLDER))
    return [unquote(a.removeprefix(ROOT_PLACEHOLDER).partition("#")[0]) for a in inside]


def _map_pages(ctx: Context) -> dict[str, list[Membership]]:
    """Site path of a page -> the places and exhibitions that it is about."""
    path_for, model = ctx.addresses.path_for, ctx.model
    members: dict[str, list[Membership]] = defaultdict(list)

    def add_places(path: str, code: str) -> None:
        members[path] += (("place", r.code) for r in model.regions.list_ancestry(code))

    for exhibition in model.entries[Exhibition].values():
        series = model.entries.find(Exhibition, exhibition.record.series)
        names = dict.fromkeys(e.id for e in (exhibition, series) if e)
        path = path_for("exhibition", exhibition.slug)
        members[path] += (("exhibition", name) for name in names)
    for venue in model.entries[Venue].values():
        add_places(path_for("venue", venue.slug), venue.record.region)
    for code, region in ctx.agenda.regions_in_use.items():
        add_places(path_for("place", region.slug), code)
    for trip in model.trips.values():
        if trip.exhibition:
            members[path_for("tour", trip.slug)].append(("exhibition", trip.exhibition.id))
    for member, stops in ctx.agenda.current.items():
        for stop in stops if member[0] in UPDATES_KINDS else ():
            members[path_for("stop", stop.slug)].append(member)
    return members


def list_inputs(ctx: Context, topic: Topic, path: str, news: NewsFinder) -> Iterator[bytes]:
    """What `make_view` sees."""
    faces, subject = ctx.faces, topic.subject
    yield ctx.common_input
    yield faces.of_entry(subject) if isinstance(subject, Exhibition) else b""
    yield encode_canonical([path, [(c.changed_at, c.number, c.kind) for c in topic.changes]])
    for change in topic.changes:
        stop = change.stop
        entries = (stop.exhibition, stop.caravan, stop.venue, change.replaced_entry)
        yield faces.of_record(stop) + faces.of_trip(stop.trip)
        yield from (faces.of_entry(entry) for entry in entries if entry)
    articles = news.list_articles(ctx, topic.member)
    if articles:
        yield encode_canonical([article.id for article in articles])
        yield from map(ctx.digest_text, articles)


def make_view(ctx: Context, topic: Topic, path: str, news: NewsFinder) -> AtomFeed:
    subject, (kind, id) = topic.subject, topic.member
    if isinstance(subject, Exhibition):
        name = ctx.language.name_entry(subject)
        history = ctx.model.ledger.find_history(kind, id)
        id = history.origin if history else id
    else:
        name = ctx.region_names[id]
    items = [make_feed_item(ctx, change) for change in topic.changes]
    items += (make_news_item(ctx, a) for a in news.list_articles(ctx, topic.member))
    items.sort(key=lambda item: dt.datetime.fromisoformat(item.published), reverse=True)
    title = ctx.language.t("updates_of", name=name)
    page = ctx.addresses.path_for(kind, subject.slug)
    feed_id = f"updates/{kind}/{id}/{ctx.lang}"
    return make_feed(ctx, feed_id, title, path, page, items[:MAX_FEED_ITEMS])
