"""sitemap.xml (sitemaps.org 0.9) with the languages of each page, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape

from tourbook.common import urls
from tourbook.common.languages import get_language_tag
from tourbook.common.memoized import Memoized
from tourbook.site.moments import PageMoments, Subject
from tourbook.site.outputs import HtmlPage, RawFile

from .xml_faults import find_xml_faults

EXCLUDED_KINDS = {"404", "embed", "redirect"}
_XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


MAX_URLS = 50_000
"""Addresses that one file may hold; a larger site gets several files and an index."""


def make(
    base_url: str, languages: list[str], pages: Iterable[HtmlPage], moments: PageMoments
) -> Iterator[RawFile]:
    subjects = {page.path: page.subject for page in pages if is_listed(page)}
    paths = sorted(subjects)
    parts = [paths[n : n + MAX_URLS] for n in range(0, len(paths), MAX_URLS)] or [[]]

    def write(part: list[str]) -> bytes:
        return write_sitemap(base_url, languages, part, subjects, moments)

    if len(parts) == 1:
        yield RawFile(
            "sitemap.xml",
            "sitemap",
            (),
            lambda: write(paths),
            find_xml_faults,
        )
    else:
        names = [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
        write_index = partial(write_sitemap_index, base_url, names)
        yield RawFile("sitemap.xml", "sitemap", (), write_index, find_xml_faults)
        for name, part in zip(names, parts, strict=True):
            yield RawFile(
                name,
                "sitemap",
                (),
                partial(write, part),
                find_xml_faults,
            )
    yield RawFile(
        "robots.txt",
        "robots",
        (),
        lambda: f"User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n".encode(),
    )


def is_listed(page: HtmlPage) -> bool:
    """False for what search engines have no use for."""
    return page.kind not in EXCLUDED_KINDS and page.is_translated and not page.is_empty


def write_sitemap_index(base_url: str, names: list[str]) -> bytes:
    lines = [f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>" for name in names]
    return "\n".join(
        [_XML_DECLARATION, f'<sitemapindex xmlns="{_NAMESPACE}">', *lines, "</sitemapindex>\n"]
    ).encode()


def write_sitemap(
    base_url: str,
    languages: list[str],
    paths: list[str],
    subjects: Mapping[str, Subject | None],
    moments: PageMoments,
) -> bytes:
    """The addresses, with the moment of the last change where it is known, and with the same page
    in every other language. `subjects`: path of any page of the site -> what it is about."""
    out = [
        _XML_DECLARATION,
        f'<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]

    def format_address(path: str) -> str:
        return escape(base_url + urls.encode_path(path))

    addresses = Memoized(format_address)
    for path in paths:
        out.append(f"<url><loc>{addresses[path]}</loc>")
        subject = subjects[path]
        if moment := moments.find(subject) if subject else None:
            out.append(f"<lastmod>{moment:%Y-%m-%dT%H:%M:%SZ}</lastmod>")
        if len(languages) > 1:
            tail = next(
                (
                    path.removeprefix(lang + "/")
                    for lang in languages[1:]
                    if path.startswith(lang + "/")
                ),
                path,
            )
            for lang in languages:
                other = tail if lang == languages[0] else f"{lang}/{tail}"
                if other in subjects:
                    tag = get_language_tag(lang)
                    out.append(
                        f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" '
                        f'href="{addresses[other]}"/>'
                    )
        out.append("</url>")
    out.append("</urlset>\n")
    return "\n".join(out).encode()
