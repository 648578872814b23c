"""Fragments: parts of pages that are the same on many of them, each rendered once.

`{% fragment name(row) %}…{% endfragment %}` is a macro whose HTML is kept. It follows from the
arguments and the language; from the depth of the page, too, if there are links in it. Arguments are
the same if they are the same objects: views are frozen, and those that many pages show are made
once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tourbook.views import PageView, View

MAX_FRAGMENTS = 100_000
"""That are kept in a language, some 400 bytes each; a site with 10,000 stops has half as many."""
_FROZEN_TYPES = (str, int, float, dt.date, type(None))

Key = tuple[object, ...]


class Fragments:
    """What is kept from page to page, and what the page that is rendered has asked for."""

    def __init__(self) -> None:
        self.entries: dict[Key, tuple[str, object]] = {}
        """The HTML, and the arguments, so that no other object gets their identity."""
        self.root = ""
        """The way from the page to the root of the site."""
        self.link_count = 0
        """How many links were made, on whatever page."""
        self.page_use_count = 0
        """How often something was made of the page as a whole."""
        self._entries_by_site: dict[int, tuple[object, dict[Key, tuple[str, object]]]] = {}

    def turn_to(self, site: object, root: str) -> None:
        """Go on with another page; `site` is what all pages in its language say of the site."""
        if len(self.entries) > MAX_FRAGMENTS:
            self._entries_by_site.clear()
        _, self.entries = self._entries_by_site.setdefault(id(site), (site, {}))
        self.root = root


class Fragment:
    """A macro whose HTML is kept."""

    def __init__(self, macro: Callable[..., str], fragments: Fragments) -> None:
        self._macro, self._fragments = macro, fragments
        self._has_links = False

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        fragments = self._fragments
        values, names = ((*args, *kwargs.values()), tuple(kwargs)) if kwargs else (args, ())
        root = fragments.root if self._has_links else ""
        key = (self, root, names, *[a if a.__class__ is str else id(a) for a in values])
        entry = fragments.entries.get(key)
        if entry:
            fragments.link_count += self._has_links
            return entry[0]
        link_count, page_use_count = fragments.link_count, fragments.page_use_count
        html = self._macro(*args, **kwargs)
        if fragments.link_count != link_count and not self._has_links:
            self._has_links = True
        elif fragments.page_use_count == page_use_count and _is_frozen(values):
            fragments.entries[key] = html, values
        return html


def _is_frozen(value: Any) -> bool:
    """Whether a value stays as it is, and may come again, as no page does."""
    if isinstance(value, tuple):
        return all(map(_is_frozen, value))
    if isinstance(value, View):
        return not isinstance(value, PageView)
    return isinstance(value, _FROZEN_TYPES)
