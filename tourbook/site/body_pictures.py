"""Pictures within texts: each with its size, so that nothing jumps while a page loads, and in the
widths that screens need."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tourbook.common import urls
from tourbook.common.patterns import compile_late
from tourbook.formats.markdown_html import ROOT_PLACEHOLDER

from .published_files import PublishedFile

_IMAGE = compile_late(r'<img\b([^>]*?)\bsrc="([^"]*)"([^>]*?)\s*/?>')
_SIZES = "(min-width: 44rem) 40rem, 100vw"
"""How wide a text is, on a desk and on a phone."""


def describe_pictures(html: str, pictures: Mapping[str, PublishedFile]) -> str:
    """The HTML with more attributes for its pictures. `pictures`: address, as it stands in the HTML
    -> the file there."""
    return _IMAGE.sub(lambda match: _describe_picture(match, pictures), html)


def _describe_picture(match: re.Match[str], pictures: Mapping[str, PublishedFile]) -> str:
    before, address, after = match.groups()
    attributes = ['loading="lazy" decoding="async"']
    picture = pictures.get(address)
    if picture and picture.width and "width=" not in before + after:
        attributes.append(f'width="{picture.width}" height="{picture.height}"')
    if picture and picture.widths:
        attributes.append(f'srcset="{_list_sources(picture)}" sizes="{_SIZES}"')
    return f'<img{before}src="{address}"{after} {" ".join(attributes)}>'


def _list_sources(picture: PublishedFile) -> str:
    return ", ".join(
        f"{ROOT_PLACEHOLDER}{urls.encode_path(picture.name_rendition(width))} {width}w"
        for width in picture.widths
    ).replace("&", "&amp;")
