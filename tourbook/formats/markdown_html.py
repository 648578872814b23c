"""Markdown to sanitised HTML.

Addresses of links and pictures become numbered placeholders, with a list of their targets. So the
result depends on the text alone and can be cached by its digest; `resolve_links` puts the addresses
in. The sanitiser sees every address, those in raw HTML as well.
"""

from __future__ import annotations

import functools
import html
import re
import sys
from collections.abc import Callable
from typing import Any

import msgspec

from tourbook.common.l10n import is_seam
from tourbook.common.patterns import compile_late

from .markdown_limits import MAX_NESTING, Excess, find_excess, measure_nesting
from .source_text import CONTROL_CHARACTER

ROOT_PLACEHOLDER = "tourbook-root:"
"""Stands in HTML for the relative path to the root of the site, until the page is rendered."""
_PLACEHOLDER_PREFIX = "tourbook-link:"
_PLACEHOLDER = compile_late(r'"tourbook-link:(\d+)"')
_URL_SCHEMES = {"http", "https", "mailto", "tel"}
_RECURSION_LIMIT = 10 * MAX_NESTING
"""Levels of Python, of which the converter takes fewer than ten for one of HTML."""
_INLINE_TAG = compile_late(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u)\b[^>]*>"
)
_INLINE_TAGS = rf"(?:{_INLINE_TAG.pattern})*"
_LINE_END = compile_late(rf"([^\s<>])({_INLINE_TAGS})\n({_INLINE_TAGS})(?=([^\s<>]))")
_PREFORMATTED = compile_late(r"(<pre\b.*?</pre>)", re.DOTALL)
_ID = compile_late(r'<[^>]*\bid="([^"]+)"')
FRAME_IDS = ("main", "subscribe", "regions")
"""Ids of the pages themselves."""
_TAG = compile_late(r"<[^>]+>")
_LINK = compile_late(r'<a\b[^>]*"tourbook-link:(\d+)"[^>]*>(.*?)</a>', re.DOTALL)
_CUT_ADDRESS = compile_late(r" ?<[^<>\s]*…$")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " ", "&amp;": "&"}
"""Those that the sanitiser writes; "&amp;" comes last, or "&amp;lt;" would become "<"."""
_EXTRA_TAGS = {"section", "details", "summary", "figure", "figcaption", "time"}


class ConvertedMarkdown(msgspec.Struct, frozen=True):
    """HTML with placeholders, and (attribute, target) for each; `attribute` is "href" or "src"."""

    html: str
    targets: tuple[tuple[str, str], ...] = ()
    anchors: tuple[str, ...] = ()
    """The ids of its headings and other elements."""
    excess: Excess | None = None
    """Why the text was not converted; then the HTML is the text itself."""


@functools.cache
def _load_converter() -> Any:
    import markdown
    from markdown.extensions.attr_list import AttrListExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension
    from markdown.extensions.toc import TocExtension, slugify_unicode

    def make_id(words: str, separator: str) -> str:
        slug: str = slugify_unicode(words, separator)
        return f"section-{slug}".rstrip("-") if slug in ("", *FRAME_IDS) else slug

    # By class: to find them by name, Markdown reads what each package that is installed declares.
    return markdown.Markdown(
        extensions=[
            TableExtension(),
            SaneListExtension(),
            AttrListExtension(),
            DefListExtension(),
            FootnoteExtension(),
            TocExtension(marker="", slugify=make_id),
        ]
    )


def convert_markdown(text: str) -> ConvertedMarkdown:
    """The HTML of any Markdown text, without hostile HTML; h1 becomes h2, as the page has an h1."""
    excess = find_excess(text)
    if excess is None:
        raw = _convert_any_depth(text)
        if measure_nesting(raw) <= MAX_NESTING:
            return _sanitize(raw)
    return ConvertedMarkdown(html.escape(text), excess=excess or Excess("nesting"))


def _convert_any_depth(text: str) -> str:
    """HTML as hostile as the text. More than MAX_NESTING levels if there are too many to count."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_RECURSION_LIMIT)
    try:
        raw: str = _load_converter().reset().convert(text)
    except RecursionError:
        _load_converter.cache_clear()  # it would go on where it stopped
        return "<div>" * (MAX_NESTING + 1)
    finally:
        sys.setrecursionlimit(limit)
    return raw


def _sanitize(raw: str) -> ConvertedMarkdown:
    import nh3

    if "<h1" in raw:
        raw = raw.replace("<h1", "<h2").replace("</h1>", "</h2>")
    targets: list[tuple[str, str]] = []

    def replace_address(tag: str, attribute: str, value: str) -> str | None:
        if attribute not in ("href", "src"):
            return value
        targets.append((attribute, CONTROL_CHARACTER.sub("", value)))
        return f"{_PLACEHOLDER_PREFIX}{len(targets) - 1}"

    has_addresses = "href" in raw or "src" in raw
    clean = nh3.clean(
        raw,
        tags=nh3.ALLOWED_TAGS | _EXTRA_TAGS,
        attributes=_list_allowed_attributes(),
        url_schemes=_URL_SCHEMES,
        link_rel="noopener",
        attribute_filter=replace_address if has_addresses else None,
    )
    # Entities are decoded by now, those of what no source file may hold, too, such as &#1;.
    clean = _join_lines(CONTROL_CHARACTER.sub("", clean))
    anchors = tuple(html.unescape(anchor) for anchor in _ID.findall(clean))
    return ConvertedMarkdown(clean, tuple(targets), anchors)


def _join_lines(text: str) -> str:
    """The HTML without line ends between Chinese characters, which browsers show as blanks, except
    in preformatted text."""
    if "\n" not in text:
        return text
    parts = _PREFORMATTED.split(text)
    return "".join(part if n % 2 else _join_prose(part) for n, part in enumerate(parts))


def _join_prose(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        before, tags, tags_after, after = match.groups()
        return before + tags + ("" if is_seam(before, after) else "\n") + tags_after

    return _LINE_END.sub(join, text)


@functools.cache
def _list_allowed_attributes() -> dict[str, set[str]]:
    import nh3

    allowed = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    allowed["*"] = allowed.get("*", set()) | {"id", "lang", "dir"}
    allowed["time"] = {"datetime"}
    for names in allowed.values():
        names.discard("align")  # obsolete in HTML; themes align with CSS
    return allowed


def resolve_links(converted: ConvertedMarkdown, resolve_target: Callable[[str, str], str]) -> str:
    """The HTML with the addresses that `resolve_target(attribute, target)` returns, escaped."""
    if not converted.targets:
        return converted.html

    def replace_placeholder(match: re.Match[str]) -> str:
        number = int(match[1])
        if number >= len(converted.targets):
            return '"#"'
        return '"' + escape_address(resolve_target(*converted.targets[number])) + '"'

    return _PLACEHOLDER.sub(replace_placeholder, converted.html)


def escape_address(url: str) -> str:
    """An address as it stands in an attribute."""
    return url.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def extract_text(html: str, max_length: int = 150) -> str:
    """The plain text of some HTML for descriptions, of at most so many characters."""
    text = " ".join(_TAG.sub(" ", _INLINE_TAG.sub("", html)).split())
    for entity, character in _ENTITIES.items():
        text = text.replace(entity, character)
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + "…"


def extract_text_with_addresses(converted: ConvertedMarkdown, max_length: int) -> str:
    """The plain text of a Markdown text; links to other sites, e-mail addresses and telephones say
    where they lead: "timetable <https://…>"."""

    def add_address(match: re.Match[str]) -> str:
        number, words = int(match[1]), match[2]
        target = converted.targets[number][1] if number < len(converted.targets) else ""
        scheme, _, rest = target.partition(":")
        if scheme not in _URL_SCHEMES:
            return words
        address = target if scheme.startswith("http") else rest.partition("?")[0]
        words_of_address = address.partition("://")[2].rstrip("/") or address
        return (
            words
            if words_of_address in extract_text(words, len(words))
            else f"{words} &lt;{html.escape(address, quote=False)}&gt;"
        )

    text = extract_text(_LINK.sub(add_address, converted.html), max_length)
    return _CUT_ADDRESS.sub("…", text)
