"""The fields that all pages have, and those of all pages of entries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from tourbook import views as v
from tourbook.common import languages
from tourbook.common.foreign_texts import mark_language
from tourbook.formats.markdown_html import extract_text
from tourbook.model.entries import Entry, Page
from tourbook.model.model import Model
from tourbook.rendering.looks import derive_light_colours, get_accent
from tourbook.schema.countries import choose_distance_unit
from tourbook.schema.site_options import LookOptions

from .addresses import Addresses
from .language import Language
from .presenter import Presenter
from .text_rendering import TextRenderer

MENU_KINDS = (
    "place",
    "month",
    "exhibition",
    "tour",
    "caravan",
    "venue",
    "campaign",
    "organisation",
    "article",
)
"""The kinds whose lists are in the menu, in order."""


class PageFrame:
    """Makes the fields of views in one language."""

    def __init__(
        self,
        model: Model,
        language: Language,
        addresses: Addresses,
        presenter: Presenter,
        texts: TextRenderer,
    ) -> None:
        self._model, self._language, self._addresses = model, language, addresses
        self._presenter, self._texts = presenter, texts

    def make_page_fields(
        self,
        kind: str,
        url: str,
        title: str,
        crumbs: Iterable[v.Link] = (),
        entry: Entry | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        """The fields of PageView. Crumbs without a page of their own are left out. `entry` is the
        one that the page is of."""
        lang = self._language.code
        return {
            "site": self.site,
            "kind": kind,
            "lang": lang,
            "tag": self._language.tag,
            "url": url,
            "title": title,
            "direction": "rtl" if languages.is_right_to_left(lang) else "ltr",
            "languages": self._list_languages(url, entry),
            "crumbs": () if kind == "home" else (self._home, *(c for c in crumbs if c.url)),
            **fields,
        }

    def _list_languages(self, url: str, entry: Entry | None) -> tuple[v.Language, ...]:
        """The page at `url` in every language of the site."""
        tail = url.removeprefix(self._addresses.prefix)
        return tuple(
            v.Language(
                code=code,
                tag=tag,
                name=name,
                url=prefix + tail,
                is_translation=entry is None or self._language.has_translation(entry, code),
            )
            for code, tag, name, prefix in self._site_languages
        )

    @cached_property
    def _site_languages(self) -> list[tuple[str, str, str, str]]:
        """(code, tag, name, beginning of its addresses) of every language of the site."""
        codes = self._model.site.languages
        return [
            (
                code,
                languages.get_language_tag(code),
                name,
                "" if code == self._language.default_code else code + "/",
            )
            for code, name in zip(codes, languages.list_language_names(codes), strict=True)
        ]

    @cached_property
    def _home(self) -> v.Link:
        return v.Link(
            name=self._language.localize(self._model.site.name), url=self._addresses.prefix
        )

    def make_entry_fields(self, entry: Entry, crumbs: Iterable[v.Link] = ()) -> dict[str, Any]:
        """The fields of EntryView for an entry's own page."""
        localize, r = self._language.localize, entry.record
        name, summary = localize(entry.name), localize(r.summary)
        body = self._texts.render_body(entry)
        return self.make_page_fields(
            entry.kind,
            self._addresses.path_for(entry.kind, entry.slug),
            self._language.name_entry(entry),
            crumbs,
            entry,
            description=summary or extract_text(body),
            image=self._presenter.images.make_image(entry),
            calendar=self._presenter.make_calendar_links(entry.kind, entry.id, entry.slug, name),
        ) | {
            "name": name,
            "summary": summary,
            "body": body,
            "facts": tuple(v.Fact(label=localize(f.name), text=localize(f.text)) for f in r.facts),
            "links": tuple(v.Link(name=localize(link.name), url=link.url) for link in r.links),
        }

    @cached_property
    def site(self) -> v.Site:
        """What every page says of the site."""
        site, addresses = self._model.site, self._addresses
        localize, footer = self._language.localize, site.footer
        menu_pages, other_pages = self._list_text_pages()
        kinds = filter(self._presenter.has_entries, MENU_KINDS)
        listings = [self._presenter.link_listing(kind) for kind in kinds]
        accent = get_accent(site)
        has_news = self._presenter.has_entries("article")
        return v.Site(
            name=localize(site.name),
            summary=localize(site.summary),
            base_url=addresses.settings.base_url,
            timezone=site.timezone,
            home=addresses.prefix,
            menu=(*(link for link in listings if link.url), *menu_pages),
            pages=(*other_pages, *self._list_overviews()),
            organiser=self._presenter.link_to("organisation", site.organiser),
            contact=self._presenter.make_contact(site.contact),
            copyright=localize(footer.copyright) if footer else "",
            icp=self._mark_chinese(footer.icp) if footer else "",
            police=self._mark_chinese(footer.police) if footer else "",
            police_url=_make_police_url(footer.police) if footer else "",
            sample=site.sample,
            maps=tuple(site.maps),
            calendar=addresses.feed_url("all", "all.ics"),
            atom=addresses.feed_url("atom", "news.atom") if has_news else "",
            subscribe=addresses.page_url("subscribe", "subscribe/"),
            changes=addresses.page_url("changes", "changes/"),
            search=addresses.search_path,
            near=addresses.near_path if self._presenter.has_entries("place") else "",
            distance_unit=choose_distance_unit(site),
            soon=site.soon,
            day=addresses.feed_url("day", "day.css"),
            logo=self._presenter.images.make_logo(site.look or LookOptions()),
            accent=derive_light_colours(accent)["accent"] if accent else "",
            manifest=addresses.feed_url("offline", "manifest.webmanifest"),
            worker=addresses.worker_path,
            touch_icon=addresses.touch_icon_path,
            share=addresses.site_share_path,
        )

    def _mark_chinese(self, number: str) -> str:
        """A filing number: it begins with Chinese words in any language."""
        tag = languages.get_language_tag("zh")
        return number if self._language.tag == tag else mark_language(number, tag)

    def _list_text_pages(self) -> tuple[list[v.Link], list[v.Link]]:
        """(the text pages that have a place in the menu, the others)."""
        if "page" not in self._addresses.settings.pages:
            return [], []
        pages = sorted(self._model.entries[Page].values(), key=lambda page: page.id)
        menu = [page for page in pages if page.record.menu is not None]
        menu.sort(key=lambda page: page.record.menu or 0)
        other_pages = [page for page in pages if page.record.menu is None]
        link = self._presenter.link_entry
        return [link(page) for page in menu], [link(page) for page in other_pages]

    def _list_overviews(self) -> list[v.Link]:
        """The pages that are not in the menu, most of them for planners."""
        pages, t = self._addresses.settings.pages, self._language.t
        out = []
        if self._addresses.exhibits_path and self._presenter.has_exhibits():
            out.append(v.Link(name=t("exhibits_all"), url=self._addresses.exhibits_path))
        if "availability" in pages:
            path = self._addresses.availability_path
            out.append(v.Link(name=t("availability"), url=path))
        if "reports" in pages:
            out.append(self._presenter.link_listing("report"))
        if self._presenter.has_open_data():
            path = self._addresses.page_url("data", "open-data/")
            out.append(v.Link(name=t("data"), url=self._addresses.data_path))
        return out


def _make_police_url(registration: str) -> str:
    """The address at which a registration with the public security organs can be looked up."""
    number = "".join(c for c in registration if c.isdigit())
    return f"https://beian.mps.gov.cn/#/query/webSearch?code={number}" if number else ""
