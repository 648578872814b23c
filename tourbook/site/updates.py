"""What has a feed of its own with the news and the changes that concern it: places and
exhibitions."""

from __future__ import annotations

from tourbook.schedule.membership import Membership

from .edition import Edition

UPDATES_KINDS = ("exhibition", "place")
FEED = "updates.atom"
"""Its name, in the folder of the page."""


def find_updates_path(edition: Edition, kind: str, id: str, slug: str) -> str:
    """The site path of the feed of something; "" if nothing could be in it."""
    settings, path = edition.addresses.settings, edition.addresses.path_for(kind, slug)
    is_made = kind in settings.pages and "updates" in settings.feeds
    return path + FEED if is_made and has_updates(edition, (kind, id)) else ""


def has_updates(edition: Edition, member: Membership) -> bool:
    """Whether it has or had stops, and anything can be known of them: changes or news."""
    agenda = edition.agenda
    has_stops = any(member in lists for lists in (agenda.current, agenda.removed, agenda.former))
    return has_stops and (edition.model.ledger.is_available or bool(agenda.articles))
