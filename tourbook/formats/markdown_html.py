"""Markdown to sanitised HTML; the only importer of `markdown` and `nh3`.

Links and pictures come out as numbered placeholders together with the list of their targets,
so that the result depends on the text alone and can be kept by its digest; `resolved` puts the
addresses in. The sanitiser sees every address, those of raw HTML as well.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import msgspec

ROOT_PLACEHOLDER = "tourbook-root:"
"""Stands in HTML for the way to the root of the site, until the page is rendered."""
_PLACEHOLDER_PREFIX = "tourbook-link:"
_PLACEHOLDER = re.compile(r'"tourbook-link:(\d+)"')
_URL_SCHEMES = {"http", "https", "mailto", "tel"}
_EXTRA_TAGS = {"section", "details", "summary", "figure", "figcaption", "time"}


class ConvertedMarkdown(msgspec.Struct, frozen=True):
    """HTML with placeholders, and (attribute, target) of each; attribute is "href" or "src"."""

    html: str
    targets: tuple[tuple[str, str], ...] = ()


@functools.cache
def _load_converter():  # type: ignore[no-untyped-def]
    import markdown

    return markdown.Markdown(
        extensions=["tables", "sane_lists", "attr_list", "def_list", "footnotes"]
    )


def convert_markdown(text: str) -> ConvertedMarkdown:
    """The HTML of a Markdown text. Any text is good; hostile HTML is taken out; h1 becomes h2 (the
    page has its own)."""
    import nh3

    raw = _load_converter().reset().convert(text)
    if "<h1" in raw:
        raw = raw.replace("<h1", "<h2").replace("</h1>", "</h2>")
    targets: list[tuple[str, str]] = []

    def note(tag: str, attribute: str, value: str) -> str | None:
        if attribute not in ("href", "src"):
            return value
        targets.append((attribute, value))
        return f"{_PLACEHOLDER_PREFIX}{len(targets) - 1}"

    if "href" not in raw and "src" not in raw:
        note_or_none: Callable[[str, str, str], str | None] | None = None
    else:
        note_or_none = note
    html = nh3.clean(
        raw,
        tags=nh3.ALLOWED_TAGS | _EXTRA_TAGS,
        attributes=_list_allowed_attributes(),
        url_schemes=_URL_SCHEMES,
        link_rel="noopener",
        attribute_filter=note_or_none,
    )
    return ConvertedMarkdown(html, tuple(targets))


@functools.cache
def _list_allowed_attributes() -> dict[str, set[str]]:
    import nh3

    allowed = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    allowed["*"] = allowed.get("*", set()) | {"id", "lang", "dir"}
    allowed["time"] = {"datetime"}
    for names in allowed.values():
        names.discard("align")  # obsolete in HTML; a theme aligns
    return allowed


def resolve_links(converted: ConvertedMarkdown, resolve_target: Callable[[str, str], str]) -> str:
    """The HTML with the addresses that `address(attribute, target)` gives; escaped here."""
    if not converted.targets:
        return converted.html

    def put(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if number >= len(converted.targets):
            return '"#"'
        url = resolve_target(*converted.targets[number])
        return '"' + url.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") + '"'

    return _PLACEHOLDER.sub(put, converted.html)


_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u)\b[^>]*>"
)
_TAG = re.compile(r"<[^>]+>")


def extract_text(html: str, max_length: int = 150) -> str:
    """The text of some HTML, cut to a length in characters, for descriptions."""
    text = " ".join(_TAG.sub(" ", _INLINE_TAG.sub("", html)).split())
    for entity, char in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, char)
    return text if len(text) <= max_length else text[: max_length - 1].rstrip() + "…"
