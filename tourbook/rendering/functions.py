"""The functions that templates can call: public methods of these classes, under their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from tourbook.common import l10n, languages, urls
from tourbook.common.dates import Session
from tourbook.common.foreign_texts import ForeignText, fill_placeholders, find_language_tag
from tourbook.common.recurrence_words import format_recurrence
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import Hours, Leg, Link, OpenDays, RedirectView, Row, StopPlace

from .calendar_services import list_calendar_services
from .fragments import Fragments
from .jsonld import format_jsonld
from .maps import list_map_links, make_geo_link
from .months import OpeningMonth, compute_opening_months
from .timelines import TimelinePart, compute_timeline


class LanguageFunctions:
    """Functions that depend on the language of a page alone."""

    _distance_unit: Literal["km", "miles"] = "km"
    _map_services: tuple[str, ...] = ()
    """Those that the site wants; () for those of each country."""

    def __init__(self, lang: str, strings: Mapping[str, str]) -> None:
        self._lang, self._strings = lang, strings

    def t(self, key: str, /, **values: object) -> str:
        """A string of the theme with values filled in: {n} -> n. Raises KeyError."""
        text = self._strings[key]
        if not values:
            return text
        if text.__class__ is ForeignText or ForeignText in map(type, values.values()):
            return fill_placeholders(text, values)
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def lang(self, text: str) -> Markup:
        """The attribute that names the language of a text, if that is not the one of the page: for
        an element that says it in an attribute."""
        tag = find_language_tag(text)
        return Markup(' lang="{}"').format(tag) if tag else Markup()

    def number(self, value: float) -> str:
        """A number with its thousands separated."""
        return l10n.format_number(self._lang, value)

    def distance(self, km: float, in_km: str = "kilometres", in_miles: str = "miles") -> str:
        """A distance in the unit of the site, with the string for that unit filled in."""
        value = round(l10n.convert_km(km, self._distance_unit))
        key = in_miles if self._distance_unit == "miles" else in_km
        return self.t(key, n=self.number(value))

    def times(self, sessions: tuple[Session, ...]) -> str:
        """The times of a day: 09:00–11:30, 14:00–17:00."""
        return l10n.format_sessions(self._lang, sessions)

    def date(self, day: dt.date) -> str:
        """A date as it is written in the language of the page."""
        return l10n.format_date(self._lang, day)

    def long_date(self, day: dt.date) -> str:
        """A date with its weekday."""
        return l10n.format_long_date(self._lang, day)

    def days_of_month(self, days: tuple[dt.date, ...]) -> str:
        """Some days of one month, with their weekdays."""
        return l10n.format_days_of_month(self._lang, days)

    def span(self, start: dt.date, end: dt.date | None) -> str:
        """The first and the last day, as short as can be; one date if they are the same."""
        return l10n.format_span(self._lang, start, end)

    def short_span(self, start: dt.date, end: dt.date | None) -> str:
        """The first and the last day in figures or short names, for where room is scarce."""
        return l10n.format_short_span(self._lang, start, end)

    def long_span(self, start: dt.date, end: dt.date | None) -> str:
        """The same with weekdays."""
        return l10n.format_long_span(self._lang, start, end)

    def recurring_days(self, line: Hours) -> str:
        """The days of a line of opening hours that recur every year or month; "" for others."""
        if line.days == "yearly" and line.start and line.end:
            return l10n.format_yearly_span(self._lang, line.start, line.end)
        return format_recurrence(self._lang, 1, "month", line.nth_weekdays)

    def month(self, day: dt.date) -> str:
        """The month of a day, with its year."""
        return l10n.format_month(self._lang, day)

    def month_name(self, day: dt.date) -> str:
        """The month of a day, without its year."""
        return l10n.format_month_name(self._lang, day.month)

    def short_month_name(self, day: dt.date) -> str:
        """The month of a day where room is scarce."""
        return l10n.format_short_month_name(self._lang, day.month)

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return self.t("weekday_" + WEEKDAYS[number])

    def region(self, names: Iterable[str]) -> str:
        """The names of regions, the largest first, in the order of the language."""
        return l10n.format_region(self._lang, names)

    def language_name(self, code: str) -> str:
        """The name of a language in that of the page, or else in itself."""
        name = self._strings.get(f"language_{code}")
        return name or languages.get_language_name(code)

    def maps(self, place: StopPlace) -> list[Link]:
        """Links to map services."""
        return [
            Link(name=self.t("map_" + service), url=url)
            for service, url in list_map_links(place, self._map_services)
        ]

    def geo_link(self, place: StopPlace) -> str:
        """The address that opens the reader's own map (RFC 5870); "" if it might show another
        place."""
        return make_geo_link(place)


class PageFunctions(LanguageFunctions):
    """All functions, for one page after the other; `assets` gives the site path of each static
    file. Templates keep the methods, so the object stays the same."""

    def __init__(self, assets: Mapping[str, str]) -> None:
        super().__init__("", {})
        self._assets = assets
        self.fragments = Fragments()
        self._view: Any = None
        self._base_url = self._root = ""

    def turn_to(self, view: Any, strings: Mapping[str, str]) -> None:
        """Go on with another page; `strings` are those of its language."""
        self._lang, self._strings, self._view = view.lang, strings, view
        is_redirect = isinstance(view, RedirectView)
        self._base_url = view.base_url if is_redirect else view.site.base_url
        self._map_services = () if is_redirect else view.site.maps
        self._distance_unit = "km" if is_redirect else view.site.distance_unit
        # the page for missing addresses is shown at any address, on any host: its links begin with
        # the path of the site
        is_not_found = view.url.endswith("404.html")
        site_path = urlsplit(self._base_url).path or "/"
        self._root = site_path if is_not_found else urls.path_to_root(view.url)
        self.fragments.turn_to(None if is_redirect else view.site, self._root)

    def link(self, url: str) -> str:
        """A link to a site path, relative to this page; a full address stays as it is."""
        self.fragments.link_count += 1
        return make_href(self._root, url)

    def absolute(self, path: str) -> str:
        """The address of a site path, with the host."""
        return path if "://" in path else self._base_url + urls.encode_path(path)

    def asset(self, name: str) -> str:
        """A link to a static file of the theme."""
        self.fragments.link_count += 1
        return self._root + urls.encode_path(self._assets[name])

    def calendar_services(self, row: Row, place: StopPlace) -> list[Link]:
        """Links that open a stop as a new event in Google's and in Outlook's calendar."""
        timezone = place.timezone or self._view.site.timezone
        services = list_calendar_services(row, place, self.absolute(row.url), timezone)
        return [Link(name=name, url=url) for name, url in services]

    def prose(self, html: str) -> Markup:
        """HTML from Markdown, which `formats.markdown_html` has sanitised."""
        self.fragments.link_count += 1
        return Markup(html.replace(ROOT_PLACEHOLDER, self._root))  # noqa: S704

    def jsonld(self) -> Markup:
        """The page as JSON-LD, for a script of that type; empty if it has none."""
        self.fragments.page_use_count += 1
        text = format_jsonld(self._view, self.t("sample_short"))
        return Markup(text)  # noqa: S704  (format_jsonld escapes it)

    def opening_months(self, hours: Iterable[Hours], days: OpenDays) -> list[OpeningMonth]:
        """The months of a stay with the times of each day, for a calendar."""
        return compute_opening_months(hours, days)

    def timeline(self, ways: Iterable[Sequence[Leg]], is_ahead: bool = False) -> list[TimelinePart]:
        """The ways of copies as charts of six months each; with `is_ahead`, from the first change
        on that is still to come."""
        return compute_timeline(list(ways), is_ahead)


FUNCTION_NAMES = tuple(
    name for name in dir(PageFunctions) if not name.startswith("_") and name != "turn_to"
)


def make_href(root: str, url: str) -> str:
    """The link to a site path, relative to the page; a whole address as it is, or "#" if its scheme
    is not safe."""
    if ":" in url.partition("/")[0]:
        return url if urls.has_safe_scheme(url) else "#"
    return urls.format_relative_url(root, url)
