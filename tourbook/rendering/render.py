"""View -> HTML: the functions that templates call, bound to the language and place of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from tourbook.common import l10n, urls
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import Link, RedirectView

from .jsonld import format_jsonld
from .maps import list_map_links
from .months import compute_opening_months
from .theme import Theme

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGE_FUNCTIONS = ("t", "maps", "date", "span", "month", "weekday", "times", "number", "region")


class RenderError(Exception):
    """A template failed on a page: what it said, and the template's file and line where known."""

    def __init__(self, message: str, file: str, line: int) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line


class _CurrentPage(NamedTuple):
    """The page that is being rendered, for the functions that depend on it."""

    root: str
    base_url: str
    view: Any
    functions: dict[str, Callable[..., Any]]


class HtmlRenderer:
    """Renders views with the templates of a theme, one at a time; `assets` gives the site path of
    each static file.

    The functions of templates are globals that look at the page under way: so macros are imported
    without context, and Jinja makes each module of them once rather than once for each page.
    """

    def __init__(self, theme: Theme, languages: list[str], assets: Mapping[str, str]) -> None:
        self._theme, self._languages, self._assets = theme, languages, assets
        self._functions: dict[str, dict[str, Callable[..., Any]]] = {}
        self._current_page = _CurrentPage("", "", None, {})

    @cached_property
    def _env(self) -> Environment:
        from jinja2 import FunctionLoader

        from .templates import (
            create_environment,
        )  # late: a build that renders nothing does not need Jinja

        env = create_environment()
        known = {
            name: (source, name, lambda: True)
            for name, (_, source) in self._theme.templates.items()
        }  # traces show the name
        env.loader = FunctionLoader(known.get)
        env.auto_reload = False
        env.globals.update(
            {name: partial(self._call_function, name) for name in LANGUAGE_FUNCTIONS if name != "t"}
        )
        # the one that is called most
        env.globals["t"] = lambda key, /, **values: self._current_page.functions["t"](key, **values)
        env.globals.update(
            link=lambda url: make_href(self._current_page.root, url),
            absolute=lambda path: (
                path if "://" in path else self._current_page.base_url + urls.encode_path(path)
            ),
            opening_months=compute_opening_months,
            asset=lambda name: self._current_page.root + urls.encode_path(self._assets[name]),
            prose=self._render_prose,
            jsonld=self._render_jsonld,
        )
        return env

    def _render_prose(self, html: str) -> Markup:
        """HTML from Markdown, which `formats.markdown_html` has sanitised."""
        return Markup(html.replace(ROOT_PLACEHOLDER, self._current_page.root))  # noqa: S704

    def _render_jsonld(self) -> Markup:
        text = format_jsonld(self._current_page.view, self._call_function("t", "sample_short"))
        return Markup(text)  # noqa: S704  (format_jsonld escapes it)

    def _call_function(self, name: str, *args: Any, **more: Any) -> Any:
        return self._current_page.functions[name](*args, **more)

    def render(self, template: str, view: Any) -> bytes:
        """The page as UTF-8. Raises RenderError."""
        try:
            if view.lang not in self._functions:
                self._functions[view.lang] = make_language_functions(
                    view.lang, self._theme, self._languages
                )
            base = view.base_url if isinstance(view, RedirectView) else view.site.base_url
            root = base if view.url.endswith("404.html") else urls.path_to_root(view.url)
            self._current_page = _CurrentPage(root, base, view, self._functions[view.lang])
            return self._env.get_template(template + ".html").render(page=view).encode()
        except Exception as e:  # whatever a template can raise becomes a problem with its place
            raise RenderError(
                f"{type(e).__name__}: {e}", *self._locate_error(e, template + ".html")
            ) from e

    def _locate_error(self, e: BaseException, template: str) -> tuple[str, int]:
        """File and line of the template that the error came from."""
        found, trace = (template, 1), e.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if name in self._theme.templates:
                found = (name, trace.tb_lineno)
            trace = trace.tb_next
        return self._theme.templates.get(found[0], (found[0], ""))[0], found[1]


def make_href(root: str, url: str) -> str:
    """A whole address as it is (only with a safe scheme), a site path relative to the page."""
    if ":" in url.partition("/")[0]:
        return url if urls.has_safe_scheme(url) else "#"
    return urls.format_relative_url(root, url)


def make_language_functions(lang: str, theme: Theme, languages: list[str]) -> dict[str, Any]:
    """The functions that depend on the language alone."""
    words = theme.merge_strings(lang, languages)

    def t(key: str, /, **values: object) -> str:
        text = words[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    return {
        "t": t,
        "number": l10n.format_number,
        "times": l10n.format_sessions,
        "date": partial(l10n.format_date, lang),
        "span": partial(l10n.format_span, lang),
        "month": partial(l10n.format_month, lang),
        "weekday": lambda n: t("weekday_" + WEEKDAYS[n]),
        "maps": lambda where: [
            Link(name=t("map_" + name), url=url) for name, url in list_map_links(where)
        ],
        "region": partial(l10n.format_region, lang),
    }
