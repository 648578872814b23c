"""View -> HTML: the functions that templates call, bound to the language and place of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from tourbook.common import l10n, urls
from tourbook.site.context import ROOT
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import Link, RedirectView

from .jsonld import jsonld
from .maps import maps
from .months import opening_months
from .theme import Theme

if TYPE_CHECKING:
    from jinja2 import Environment

WORDS = ("t", "maps", "date", "span", "month", "weekday", "times", "number", "region")


class RenderError(Exception):
    """A template failed on a page: what it said, and the template's file and line where known."""

    def __init__(self, message: str, file: str, line: int) -> None:
        super().__init__(message)
        self.message, self.file, self.line = message, file, line


class _Now(NamedTuple):
    """The page that is being rendered, for the functions that depend on it."""

    root: str
    base: str
    view: Any
    words: dict[str, Callable[..., Any]]


class Html:
    """Renders views with the templates of a theme, one at a time; `assets` gives the site path of
    each static file.

    The functions of templates are globals that look at the page under way: so macros are imported
    without context, and Jinja makes each module of them once rather than once for each page.
    """

    def __init__(self, theme: Theme, languages: list[str], assets: Mapping[str, str]) -> None:
        self._theme, self._languages, self._assets = theme, languages, assets
        self._words: dict[str, dict[str, Callable[..., Any]]] = {}
        self._now = _Now("", "", None, {})

    @cached_property
    def _env(self) -> Environment:
        from jinja2 import FunctionLoader

        from .templates import environment  # late: a build that renders nothing does not need Jinja

        env = environment()
        known = {
            name: (source, name, lambda: True)
            for name, (_, source) in self._theme.templates.items()
        }  # traces show the name
        env.loader = FunctionLoader(known.get)
        env.auto_reload = False
        env.globals.update({name: partial(self._word, name) for name in WORDS if name != "t"})
        env.globals["t"] = lambda key, /, **values: self._now.words["t"](
            key, **values
        )  # the one that is called most
        env.globals.update(
            link=lambda url: link(self._now.root, url),
            absolute=lambda path: path if "://" in path else self._now.base + urls.encoded(path),
            opening_months=opening_months,
            asset=lambda name: self._now.root + urls.encoded(self._assets[name]),
            prose=lambda html: Markup(html.replace(ROOT, self._now.root)),  # noqa: S704  (sanitised in prose.py)
            jsonld=lambda: Markup(jsonld(self._now.view, self._word("t", "sample_short"))),  # noqa: S704  (escaped there)
        )
        return env

    def _word(self, name: str, *args: Any, **more: Any) -> Any:
        return self._now.words[name](*args, **more)

    def render(self, template: str, view: Any) -> bytes:
        """The page as UTF-8. Raises RenderError."""
        try:
            if view.lang not in self._words:
                self._words[view.lang] = functions(view.lang, self._theme, self._languages)
            base = view.base_url if isinstance(view, RedirectView) else view.site.base_url
            root = base if view.url.endswith("404.html") else urls.up(view.url)
            self._now = _Now(root, base, view, self._words[view.lang])
            return self._env.get_template(template + ".html").render(page=view).encode()
        except Exception as e:  # whatever a template can raise becomes a problem with its place
            raise RenderError(
                f"{type(e).__name__}: {e}", *self._place(e, template + ".html")
            ) from e

    def _place(self, e: BaseException, template: str) -> tuple[str, int]:
        """File and line of the template that the error came from."""
        found, trace = (template, 1), e.__traceback__
        while trace:
            name = trace.tb_frame.f_code.co_filename
            if name in self._theme.templates:
                found = (name, trace.tb_lineno)
            trace = trace.tb_next
        return self._theme.templates.get(found[0], (found[0], ""))[0], found[1]


def link(root: str, url: str) -> str:
    """A whole address as it is (only with a safe scheme), a site path relative to the page."""
    if ":" in url.partition("/")[0]:
        return url if urls.safe_scheme(url) else "#"
    return urls.relative(root, url)


def functions(lang: str, theme: Theme, languages: list[str]) -> dict[str, Any]:
    """The functions that depend on the language alone."""
    words = theme.words(lang, languages)

    def t(key: str, /, **values: object) -> str:
        text = words[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    return {
        "t": t,
        "number": l10n.number,
        "times": l10n.times,
        "date": partial(l10n.date, lang),
        "span": partial(l10n.span, lang),
        "month": partial(l10n.month, lang),
        "weekday": lambda n: t("weekday_" + WEEKDAYS[n]),
        "maps": lambda where: [Link(name=t("map_" + name), url=url) for name, url in maps(where)],
        "region": partial(l10n.region, lang),
    }
