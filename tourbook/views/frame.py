"""What the views of all pages have in common."""

from __future__ import annotations

from .parts import Contact, Image, Link, View
from .subscriptions import CalendarLinks


class Language(View, frozen=True, kw_only=True):
    code: str
    """As in `languages` of site.yaml."""
    name: str
    """What the language calls itself."""
    url: str
    """The same page in that language."""
    tag: str
    """BCP 47 tag for lang and hreflang."""
    is_translation: bool = True
    """False if the text of the page is not there in that language."""


class Site(View, frozen=True, kw_only=True):
    """The parts of the frame that are the same on all pages of a language."""

    maps: tuple[str, ...] = ()
    """Map services that the site wants; () for those of each country."""

    name: str
    summary: str
    base_url: str
    """With a slash at the end."""
    timezone: str
    home: str
    """Path of the home page."""
    menu: tuple[Link, ...]
    pages: tuple[Link, ...]
    """For the footer: the text pages that are not in the menu, and the overviews for planners."""
    organiser: Link | None
    """Who publishes the site."""
    contact: Contact | None
    copyright: str
    icp: str
    """The ICP filing number of a site in China."""
    police: str
    """The public-security filing number of a site in China."""
    police_url: str
    """Where that number can be looked up."""
    sample: bool
    """True if all of it is sample data."""
    calendar: str
    """Path of the calendar of all stops, "" if there is none."""
    atom: str
    """Path of the Atom feed, "" if there is none."""
    subscribe: str
    """Path of the page with all calendars, "" if there is none."""
    changes: str
    """Path of the page of changes, "" if there is none."""
    search: str = ""
    """Path of the page that searches the site, "" if there is none."""
    near: str = ""
    """Path of the page that says what is nearest, "" if there is none."""
    distance_unit: str = "km"
    """"km" or "miles": what distance(km) shows."""
    soon: int = 0
    """Days before its beginning in which a stop counts as "soon"."""
    day: str = ""
    """Path of the style sheet that knows the day of the build, "" if there is none."""
    logo: Image | None = None
    """The logo of the site; its alt is "" if the name of the site stands beside it."""
    accent: str = ""
    """The main colour of light pages, if site.yaml names one; "" if not."""
    manifest: str = ""
    """Path of the manifest, by which phones put the site on their home screen; "" if none."""
    worker: str = ""
    """Path of the service worker, which keeps pages for those without a network; "" if none."""
    touch_icon: str = ""
    """The icon on a home screen; "" if there is none."""
    share: str = ""
    """The picture for previews of links to pages without one of their own, "" if there is none."""


class PageView(View, frozen=True, kw_only=True):
    """The fields that every page has."""

    site: Site
    """What is the same on all pages of a language."""
    kind: str
    """The kind of page, as in `pages` of site.yaml."""
    lang: str
    """The language, as in `languages` of site.yaml."""
    tag: str
    """BCP 47 tag of the language."""
    direction: str = "ltr"
    """"ltr" or "rtl"."""
    url: str
    """The site path of this page."""
    title: str
    description: str = ""
    """For search engines and previews; "" if there is none."""
    languages: tuple[Language, ...] = ()
    """This page in each language of the site."""
    crumbs: tuple[Link, ...] = ()
    """The pages above this one, the home page first."""
    calendar: CalendarLinks | None = None
    """The calendar of this page."""
    updates: str = ""
    """The site path of the Atom feed with the news and changes that concern it, "" if there is
    none."""
    image: Image | None = None
