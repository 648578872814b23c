"""sitemap.xml (sitemaps.org 0.9) with the languages of each page, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from .. import urls
from ..context import LANGUAGES
from ..outputs import HtmlPage, RawFile

LEFT_OUT = {"404", "redirect"}


def make(base_url: str, languages: list[str], pages: Iterable[HtmlPage]) -> Iterator[RawFile]:
    paths = sorted(p.path for p in pages if p.kind not in LEFT_OUT)
    yield RawFile("sitemap.xml", "sitemap", (), lambda: sitemap(base_url, languages, paths))
    yield RawFile("robots.txt", "robots", (), lambda: f"User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n".encode())


def sitemap(base_url: str, languages: list[str], paths: list[str]) -> bytes:
    """At most 50,000 addresses belong into one file; a larger site gets the first of them."""
    known = set(paths)
    out = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in paths[:50_000]:
        out.append(f"<url><loc>{escape(base_url + urls.encoded(path))}</loc>")
        if len(languages) > 1:
            tail = next((path.removeprefix(lang + "/") for lang in languages[1:] if path.startswith(lang + "/")), path)
            for lang in languages:
                other = tail if lang == languages[0] else f"{lang}/{tail}"
                if other in known:
                    tag = LANGUAGES.get(lang, (lang, lang))[0]
                    out.append(f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(base_url + urls.encoded(other))}/>')
        out.append("</url>")
    out.append("</urlset>\n")
    return "\n".join(out).encode()
