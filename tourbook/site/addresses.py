"""Where everything of the site is: site paths in one of its languages, and whole addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tourbook.common import urls
from tourbook.covers.designs import COVERED_KINDS, SHARED_KINDS
from tourbook.model.entries import Entry
from tourbook.schedule.membership import Membership
from tourbook.schema import SiteRecord
from tourbook.schema.site_options import FeedKind, PageKind
from tourbook.sources.paths import FOLDER_BY_KIND, SITE_FILE, get_folder

from .published_files import PublishedFile

FOLDERS = {
    **FOLDER_BY_KIND,
    "stop": "stops",
    "tour": "tours",
    "place": "places",
    "month": "months",
    "year": "years",
    "report": "reports",
}
"""Kind of page -> its folder, unless site.yaml gives that another name."""


AVAILABILITY_EXTENSIONS = ("csv", "xlsx", "yaml")
REPORT_EXTENSIONS = ("csv", "xlsx")
"""The forms in which tables can be downloaded."""


WORKER, TOUCH_ICON = "sw.js", "icons/icon-192.png"
EMBEDDED_KINDS = ("all", "tour", "caravan", "place")
"""What has a page for a frame on other sites, if it has a calendar."""


class OutputSettings(NamedTuple):
    """What of the site is made, and the address that it will have."""

    base_url: str
    """A URI, in ASCII, that ends with a slash."""
    id_domain: str
    """The domain in the ids of events and feeds, which stay when the site moves."""
    pages: frozenset[str]
    feeds: frozenset[str]
    opening_members: frozenset[Membership] | None = None
    """What has a calendar of opening days; None for everything."""

    def has_opening_calendar(self, kind: str, id: str) -> bool:
        is_member = self.opening_members is None or (kind, id) in self.opening_members
        return "opening" in self.feeds and is_member


def make_output_settings(
    site: SiteRecord,
    base_url: str = "",
    members_with_hours: frozenset[Membership] = frozenset(),
) -> OutputSettings:
    """The settings of a site; `base_url` is that of the command line, "" for the site's own.

    If site.yaml does not name the feeds, only what has or had hours has a calendar of opening days:
    others would hold the same as the calendar of dates.
    """
    pages = PageKind.__args__ if site.pages is None else site.pages  # type: ignore[attr-defined]
    feeds = FeedKind.__args__ if site.feeds is None else site.feeds  # type: ignore[attr-defined]
    base_url = base_url or site.base_url
    return OutputSettings(
        urls.encode_base_url(base_url).rstrip("/") + "/",
        urls.choose_uid_domain(site.uid_domain, base_url),
        frozenset(pages),
        frozenset(feeds).difference(site.feeds_off),
        members_with_hours if site.feeds is None else None,
    )


def get_listing_kind(kind: str) -> str:
    """The kind of page that lists the entries of a kind: "venue" -> "venues"."""
    return "news" if kind == "article" else kind + "s"


class Addresses:
    """The site paths of one language."""

    def __init__(
        self,
        settings: OutputSettings,
        folders: Mapping[Any, str],
        prefix: str,
        pictures: Mapping[str, PublishedFile],
    ) -> None:
        """`folders` are those that site.yaml renames, `prefix` is "en/" or, for the default
        language, "". `pictures`: the files that are published."""
        self.settings, self.prefix, self._pictures = settings, prefix, pictures
        self._folders = {
            kind: f"{prefix}{folders.get(folder, folder)}/" for kind, folder in FOLDERS.items()
        }
        self._folders["page"] = prefix
        self.availability_path = f"{prefix}{folders.get('availability', 'availability')}/"

    def path_for(self, kind: str, slug: str) -> str:
        """The site path of a page of its own, even if the site has no pages of that kind."""
        return f"{self._folders[kind]}{slug}/"

    def full_list_path_for(self, kind: str, slug: str) -> str:
        """The site path of all stops of something whose own page lists only some of them."""
        return self.path_for(kind, slug) + "all/"

    def embed_path_for(self, path: str) -> str:
        """The site path of the frame that stands for the page at a site path."""
        return f"{self.prefix}embed/{path.removeprefix(self.prefix)}"

    def embed_url_for(self, kind: str, path: str) -> str:
        """The same; "" if the site has no such frames, or no calendar of that kind."""
        has_frame = kind in EMBEDDED_KINDS and kind in self.settings.feeds
        return self.embed_path_for(path) if has_frame and "embed" in self.settings.pages else ""

    def listing_path_for(self, kind: str) -> str:
        """The site path of the page that lists the entries of a kind."""
        return self._folders[kind]

    def url_for(self, kind: str, slug: str) -> str:
        """The site path of a page of its own; "" if the site has no pages of that kind."""
        return self.path_for(kind, slug) if kind in self.settings.pages else ""

    def listing_url_for(self, kind: str) -> str:
        """The site path of the page that lists a kind; "" if the site has no such page."""
        has_page = get_listing_kind(kind) in self.settings.pages
        return self.listing_path_for(kind) if has_page else ""

    def page_url(self, kind: str, path: str) -> str:
        """A page of which each language has one; "" if the site has no pages of that kind."""
        return self.prefix + path if kind in self.settings.pages else ""

    def feed_url(self, kind: str, path: str) -> str:
        """A file of which each language has one; "" if the site has no feeds of that kind."""
        return self.prefix + path if kind in self.settings.feeds else ""

    @property
    def search_path(self) -> str:
        """The page that searches the site; "" if there is none."""
        has_index = "search" in self.settings.feeds
        return self.page_url("search", "search/") if has_index else ""

    @property
    def exhibits_path(self) -> str:
        """The catalogue of exhibits; "" if there is none."""
        return self.page_url("exhibits", "exhibits/")

    @property
    def near_path(self) -> str:
        """The page of what is nearest; "" if there is none."""
        has_places = "near" in self.settings.feeds and "place" in self.settings.pages
        return self.page_url("near", "near/") if has_places else ""

    @property
    def data_path(self) -> str:
        """The folder of the open data, and its page."""
        return self.prefix + "open-data/"

    def picture_path_for(self, entry: Entry) -> str:
        """The site path of an entry's picture; "" if it has none, or none that is published."""
        picture = self.find_picture(entry)
        return picture.path if picture else ""

    def find_picture(self, entry: Entry) -> PublishedFile | None:
        return self.find_picture_of(entry, entry.record.picture)

    def find_picture_of(self, entry: Entry, name: str) -> PublishedFile | None:
        """A picture that an entry names, if it is published."""
        return self._pictures.get(f"{get_folder(entry.location.file)}/{name}") if name else None

    def find_site_picture(self, name: str) -> PublishedFile | None:
        """A picture that site.yaml names."""
        return self._pictures.get(f"{get_folder(SITE_FILE)}/{name}") if name else None

    def cover_path_for(self, kind: str, slug: str) -> str:
        """The site path of the cover that is drawn for a record, in all languages; "" if its kind
        has none."""
        has_cover = kind in COVERED_KINDS and "cover" in self.settings.feeds
        return f"covers/{kind}/{slug}.svg" if has_cover else ""

    def share_path_for(self, kind: str, slug: str) -> str:
        """The site path of the picture that previews of a page show; "" for that of the site."""
        has_one = kind in SHARED_KINDS and "cover" in self.settings.feeds
        return f"covers/{kind}/{slug}.png" if has_one else ""

    @property
    def worker_path(self) -> str:
        """The service worker, of all languages; "" if the site has none."""
        return WORKER if "offline" in self.settings.feeds else ""

    @property
    def touch_icon_path(self) -> str:
        """The icon on a home screen; "" if the site has none."""
        return TOUCH_ICON if "offline" in self.settings.feeds else ""

    @property
    def site_share_path(self) -> str:
        """That of all other pages; "" if the site has none."""
        return "covers/site.png" if "cover" in self.settings.feeds else ""

    def make_absolute(self, path: str) -> str:
        """The whole address of a site path, percent-encoded."""
        return self.settings.base_url + urls.encode_path(path)
