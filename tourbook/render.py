"""View -> HTML: the functions that templates call, bound to the language and place of a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from jinja2 import DictLoader
from markupsafe import Markup

from . import urls
from .context import ROOT
from .dates import Session
from .hours import WEEKDAYS
from .jsonld import jsonld
from .theme import Theme, environment
from .views import View

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


class RenderError(Exception):
    """A template failed on a page: what it said, and the template's file and line where known."""

    def __init__(self, message: str, file: str, line: int) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line


class Html:
    """Renders views with the templates of a theme; `assets` gives the site path of each static file."""

    def __init__(self, theme: Theme, languages: list[str], assets: Mapping[str, str]) -> None:
        self._theme, self._languages, self._assets = theme, languages, assets
        self._env = environment()
        self._env.loader = DictLoader({name: source for name, (_, source) in theme.templates.items()})
        self._functions: dict[str, dict[str, Any]] = {}

    def render(self, template: str, view: Any) -> bytes:
        """The page as UTF-8. Raises RenderError."""
        try:
            found = self._env.get_template(template + ".html")
            return found.render(page=view, **self._bound(view)).encode()
        except Exception as e:  # whatever a template can raise becomes a problem with its place
            raise RenderError(f"{type(e).__name__}: {e}", *self._place(e, template + ".html")) from e

    def _place(self, e: BaseException, template: str) -> tuple[str, int]:
        file, line = self._theme.templates.get(template, (template, ""))[0], 1
        trace = e.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if trace.tb_frame.f_globals.get("__jinja_template__") or name == "<template>":
                module = trace.tb_frame.f_globals.get("name") or template
                file = self._theme.templates.get(str(module), (file, ""))[0]
                line = trace.tb_lineno
            trace = trace.tb_next
        return file, line

    def _bound(self, view: View) -> dict[str, Any]:
        lang, url = view.lang, view.url  # type: ignore[attr-defined]
        if lang not in self._functions:
            self._functions[lang] = functions(lang, self._theme, self._languages)
        base = view.base_url if hasattr(view, "base_url") else view.site.base_url  # type: ignore[attr-defined]
        root = base if url.endswith("404.html") else urls.up(url)
        return self._functions[lang] | {
            "link": partial(link, root), "absolute": lambda path: path if "://" in path else base + urls.encoded(path),
            "asset": lambda name: root + urls.encoded(self._assets[name]),
            "prose": lambda html: Markup(html.replace(ROOT, root)), "jsonld": lambda: Markup(jsonld(view)),
        }  # fmt: skip


def link(root: str, url: str) -> str:
    """A whole address as it is (only with a safe scheme), a site path relative to the page."""
    if ":" in url.partition("/")[0]:
        return url if urls.safe_scheme(url) else "#"
    return urls.relative(root, url)


def functions(lang: str, theme: Theme, languages: list[str]) -> dict[str, Any]:
    """The functions that depend on the language alone."""

    def t(key: str, **values: object) -> str:
        text = theme.text(lang, key, languages)
        if text is None:
            raise KeyError(f"no string “{key}” in the theme")
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    return {
        "t": t, "number": number, "times": times,
        "date": partial(date, lang), "span": partial(span, lang), "month": partial(month, lang),
        "weekday": lambda n: t("weekday_" + WEEKDAYS[n]),
    }  # fmt: skip


def date(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    if lang == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return day.isoformat()


def month(lang: str, day: dt.date) -> str:
    if lang == "zh":
        return f"{day.year}年{day.month}月"
    return f"{_MONTHS[day.month - 1]} {day.year}" if lang == "en" else f"{day:%Y-%m}"


def span(lang: str, start: dt.date, end: dt.date | None) -> str:
    """From one day to another, without what the two have in common."""
    if end is None or end == start:
        return date(lang, start)
    if lang == "zh":
        if start.year != end.year:
            return f"{date(lang, start)}至{date(lang, end)}"
        return f"{date(lang, start)}至" + (f"{end.month}月{end.day}日" if start.month != end.month else f"{end.day}日")
    if lang == "en":
        if start.year != end.year:
            return f"{date(lang, start)} – {date(lang, end)}"
        if start.month != end.month:
            return f"{start.day} {_MONTHS[start.month - 1]} – {date(lang, end)}"
        return f"{start.day}–{date(lang, end)}"
    return f"{start.isoformat()} – {end.isoformat()}"


def times(sessions: tuple[Session, ...]) -> str:
    return ", ".join(f"{a}–{b}" for a, b in sessions)


def number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")
