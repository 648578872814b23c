"""The built sample site as the tests see it: its files, its pages parsed, and where each link
leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
import yaml

from tests.support.projects import REPO
from tourbook.build.workspace import FILE_LIST

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LANGUAGES = {"zh": "zh-CN", "en": "en"}
"""The languages of the sample site, the first one without a prefix -> the BCP 47 tag of their
pages."""
FETCHED = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "prerender",
}
"""The relations of <link> for which a browser sends a request, or opens a connection, on its
own."""
_URL_ATTRIBUTES = (
    "href",
    "src",
    "poster",
    "data",
    "data-script",
    "action",
    "formaction",
    "cite",
    "background",
    "xlink:href",
)
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.+)", re.IGNORECASE)


@dataclass
class Page:
    file: str
    """Output file, with slashes."""
    tree: lxml.html.HtmlElement
    raw: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """Its address under the base URL."""
        return (
            self.file.removesuffix("index.html")
            if self.file == "index.html" or self.file.endswith("/index.html")
            else self.file
        )

    @property
    def lang(self) -> str:
        return "en" if self.file.startswith("en/") else "zh"

    @cached_property
    def kind(self) -> str:
        if self.refresh:
            return "redirect"
        found = re.findall(r"(?:^|\s)page-(\S+)", self.tree.body.get("class") or "")
        assert len(found) == 1, f"{self.file}: <body> does not say what kind of page this is"
        return str(found[0])

    @cached_property
    def refresh(self) -> str:
        """Where a redirect leads to; "" for other pages."""
        for meta in self.tree.iter("meta"):
            if (meta.get("http-equiv") or "").lower() == "refresh":
                found = _REFRESH.fullmatch(meta.get("content"))
                assert found, f"{self.file}: {meta.get('content')}"
                return found.group(1).strip().strip("'\"")
        return ""

    @cached_property
    def ids(self) -> set[str]:
        return set(self.tree.xpath("//@id"))

    @property
    def title(self) -> str:
        return " ".join(self.tree.findtext("head/title").split())

    def head(self, rel: str) -> list[lxml.html.HtmlElement]:
        return [
            link
            for link in self.tree.iterfind("head/link")
            if rel in (link.get("rel") or "").split()
        ]

    def meta(self, name: str) -> list[str]:
        return [
            m.get("content")
            for m in self.tree.iterfind("head/meta")
            if name in (m.get("name"), m.get("property"))
        ]

    def addresses(self) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
        """(element, address) of everything that points somewhere, shown, fetched or followed."""
        for element in self.tree.iter():
            if not isinstance(element.tag, str):
                continue
            for name in _URL_ATTRIBUTES:
                if element.get(name) is not None:
                    yield element, element.get(name)
            for name in ("srcset", "imagesrcset"):
                for candidate in (element.get(name) or "").split(","):
                    if candidate.strip():
                        yield element, candidate.split()[0]
        if self.refresh:
            yield self.tree, self.refresh

    def texts(self) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
        """(element, text) of all that a person can read or hear: text nodes, titles, alternative
        texts, labels."""
        for element in self.tree.iter():
            if not isinstance(element.tag, str) or element.tag in ("script", "style"):
                if element.tail and element.tail.strip():
                    yield element.getparent(), " ".join(element.tail.split())
                continue
            for name in ("alt", "title", "aria-label", "placeholder", "content"):
                if (element.get(name) or "").strip():
                    yield element, " ".join(element.get(name).split())
            if element.text and element.text.strip():
                yield element, " ".join(element.text.split())
            if element.tail and element.tail.strip():
                yield element.getparent(), " ".join(element.tail.split())


class Site:
    def __init__(self, root: Path, base: str = "") -> None:
        self.root = root
        self.settings = yaml.safe_load((REPO / "content/site.yaml").read_text())
        self.base: str = base or self.settings["base_url"]
        self.files = {
            p.relative_to(root).as_posix(): p
            for p in sorted(root.rglob("*"))
            if p.is_file() and p.name != FILE_LIST
        }
        parser = lxml.html.HTMLParser(encoding="utf-8")
        self.pages: dict[str, Page] = {}
        for name, path in self.files.items():
            if name.endswith(".html"):
                raw = path.read_bytes()
                self.pages[name] = Page(
                    name, lxml.html.document_fromstring(raw, parser=parser), raw
                )
        self.strings = {
            lang: yaml.safe_load(
                (
                    REPO / f"themes/{self.settings.get('theme', 'default')}/strings/{lang}.yaml"
                ).read_text()
            )
            for lang in LANGUAGES
        }

    def kinds(self, kind: str, lang: str = "") -> list[Page]:
        return [p for p in self.pages.values() if p.kind == kind and lang in ("", p.lang)]

    @cached_property
    def shown(self) -> list[Page]:
        """The pages that people see: all but redirects and those in frames of other sites."""
        return [p for p in self.pages.values() if p.kind not in ("redirect", "embed")]

    @cached_property
    def indexable(self) -> list[Page]:
        return [p for p in self.pages.values() if not any("noindex" in m for m in p.meta("robots"))]

    @cached_property
    def calendars(self) -> dict[str, bytes]:
        return {
            name: path.read_bytes() for name, path in self.files.items() if name.endswith(".ics")
        }

    def address(self, file: str) -> str:
        """The absolute address of an output file, as a canonical link writes it."""
        return self.base + (
            file.removesuffix("index.html") if file.split("/")[-1] == "index.html" else file
        )

    def inside(self, file: str, href: str) -> bool:
        """True where an address in a file belongs to this site, not to another and not to a
        telephone."""
        url = self._whole(file, href)
        return (
            urlsplit(url).netloc == urlsplit(self.base).netloc
            and urlsplit(url).scheme == urlsplit(self.base).scheme
        )

    def _whole(self, file: str, href: str) -> str:
        scheme = urlsplit(self.base).scheme
        return urljoin(
            self.base + file,
            href.replace("webcal://", scheme + "://", 1) if href.startswith("webcal://") else href,
        )

    def find(self, file: str, href: str) -> tuple[str | None, str]:
        """(output file that the address leads to, or None; fragment). As a plain web server or a
        disk finds files: the exact name, index.html for a folder with its slash, nothing else."""
        url, fragment = urldefrag(self._whole(file, href))
        path = urlsplit(url).path
        root = urlsplit(self.base).path
        if not path.startswith(root):
            return None, fragment
        path = unquote(path[len(root) :])
        if path == "" or path.endswith("/"):
            path += "index.html"
        return (path if path in self.files else None), unquote(fragment)


def graph(page: Page) -> list[dict[str, Any]]:
    """The JSON-LD of a page."""
    scripts = page.tree.xpath("//script[@type='application/ld+json']")
    assert len(scripts) == 1, f"{page.file}: {len(scripts)} blocks of JSON-LD"
    data = json.loads(scripts[0].text)
    assert data["@context"] == "https://schema.org", page.file
    found: list[dict[str, Any]] = data["@graph"]
    return found


def css_addresses(css: str) -> list[str]:
    return [a or b for a, b in _CSS_URL.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))]
