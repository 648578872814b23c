"""Calendars to subscribe to."""

from __future__ import annotations

import datetime as dt

from .parts import Link, View


class CalendarCut(View, frozen=True, kw_only=True):
    """What a calendar leaves out, because programs take no more."""

    last_day: dt.date | None = None
    """The last day that it holds whole; None if it does not hold all that is on now."""


class CalendarLinks(View, frozen=True, kw_only=True):
    """The calendar of a page in its two shapes, stays and opening days, as site paths."""

    name: str
    url: str
    """Stays: a day-long event from the first to the last day of each stop."""
    opening: str = ""
    """Opening days: an event for each session; "" if there is no such shape."""
    code: str = ""
    """Picture (SVG) of a QR code that leads to the calendar panel of this page; "" if none."""
    embed: str = ""
    """The same stops as a page for a frame on other sites; "" if none."""
    cut: CalendarCut | None = None
    """What the calendar of stays leaves out, if anything."""
    opening_cut: CalendarCut | None = None
    """The same of that of opening days."""
    smaller: tuple[Link, ...] = ()
    """If something is left out: pages with smaller calendars, which hold it."""


class QrCode(View, frozen=True, kw_only=True):
    """The input of a QR code picture. No page shows it."""

    text: str


class FeedLink(View, frozen=True, kw_only=True):
    name: str
    path: str
    """Site path of the calendar."""
    opening: str = ""
    """The same calendar as opening days; "" if there is no such shape."""
    cut: CalendarCut | None = None
    """What the calendar leaves out, if anything."""
    opening_cut: CalendarCut | None = None
    """The same of that of opening days."""


class FeedGroup(View, frozen=True, kw_only=True):
    """Calendars of one kind, for t("feeds_" ~ key)."""

    key: str
    feeds: tuple[FeedLink, ...]
    """All, or the most important ones."""
    count: int = 0
    """The number of all calendars of the kind."""
    overview: Link | None = None
    """If some are left out: the list of the pages that offer them."""
