"""The shapes of markup: which pages together show everything that any page does.

A shape is what a checker can judge without the rest of its page: a tag with its attributes and all
elements around it, the children of an element in order, a stretch of text. Words, numbers and
addresses are replaced, for there are as many as there are stops. The shapes come from the bytes, not
from a parser that repairs them; what this module does not understand is a shape of its own, so that
its page is never left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

_TOKEN = re.compile(r"<!--.*?-->|<script\b.*?</script>|<[^>]*>|[^<]+|<", re.DOTALL)
_FREE = re.compile(
    r'\b(id|for|href|src|srcset|alt|title|content|value|aria-label|aria-labelledby|action)="([^"]*)"'
)
_PLAIN = re.compile(r"(?:[^&<>\x00-\x1f\x7f-\x9f]|[\n\t]|&(?:amp|lt|gt|quot|#34|#39);)*")
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_REPEATED = {"#", "a", "li", "tr", "td", "th", "p", "div", "span", "section", "article", "option"}
"""Of these, a row of any length is one shape; of other children the number counts."""
_PATH = re.compile(r' d="(?:[Mmhvz](?: ?-?\d+(?:\.\d+)?)*)*"')

Shape = tuple[object, ...]


def choose(pages: Mapping[str, str]) -> list[str]:
    """The names of the pages that together have every shape; large pages first."""
    seen: set[Shape] = set()
    chosen = []
    for name in sorted(pages, key=lambda name: (-len(pages[name]), name)):
        shapes = set(list_shapes(name, pages[name]))
        if not shapes <= seen:
            seen |= shapes
            chosen.append(name)
    return chosen


def list_shapes(name: str, markup: str) -> Iterator[Shape]:
    """Every shape of a page; `name` stands in those that no other page shares."""
    path: tuple[str, ...] = ()
    children: list[list[str]] = [[]]
    for token in _TOKEN.findall(markup):
        if token.startswith("</"):
            if not path or token != f"</{path[-1]}>":
                yield "end", name, path, token
                continue
            yield "children", path, tuple(children.pop())
            path = path[:-1]
            continue
        shape, tag, opens = read_token(token)
        yield path, shape or (name, token)
        if tag and not (tag in _REPEATED and children[-1][-1:] == [tag]):
            children[-1].append(tag)
        if opens:
            path += (tag,)
            children.append([])
    yield "children", path, tuple(children.pop())
    if path:
        yield "open", name, path


@cache
def read_token(token: str) -> tuple[str, str, bool]:
    """(shape, tag, whether it opens an element): shape "" for what is not understood; the tag of
    text is "#", of spaces ""."""
    if not token.startswith("<"):
        shape, tag = ("text", "#") if token.strip() else ("space", "")
        return shape if _PLAIN.fullmatch(token) else "", tag, False
    found = re.match(r"<(!?[a-zA-Z][a-zA-Z0-9]*)", token)
    if not found:
        return "", "", False
    tag = found.group(1)
    if tag == "script":
        tag_text, _, rest = token.partition(">")
        return generalize(tag_text) + ("…" if rest != "</script>" else ""), tag, False
    opens = tag not in _VOID and not tag.startswith("!") and not token.endswith("/>")
    return generalize(token), tag, opens


def generalize(tag: str) -> str:
    """A tag without the words, addresses and numbers of its attributes; what is odd about a value
    stays."""
    tag = _FREE.sub(lambda m: f'{m.group(1)}="{generalize_value(m.group(2))}"', tag)
    return re.sub(r"\d+", "0", tag)


def generalize_value(value: str) -> str:
    return ("…" if value.strip() else value) if _PLAIN.fullmatch(value) else value


def generalize_drawing(svg: str) -> str:
    """An SVG file without the numbers of its paths and the words of its texts."""
    return re.sub(r"\d+", "0", re.sub(r">[\w\s]+<", ">…<", _PATH.sub(' d=""', svg)))
