"""What hosts that read a `_headers` file (Cloudflare Pages, Netlify) send with feeds: their type,
and how long to keep them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from tourbook.common import urls
from tourbook.site.outputs import RawFile

CALENDAR = (
    "Content-Type: text/calendar; charset=utf-8",
    "Cache-Control: public, max-age=900, must-revalidate",
    "Access-Control-Allow-Origin: *",
)
ATOM = (
    "Content-Type: application/atom+xml; charset=utf-8",
    "Cache-Control: public, max-age=900, must-revalidate",
)
LASTING = ("Cache-Control: public, max-age=31536000, immutable",)


def make(base_url: str) -> Iterator[RawFile]:
    root = urlsplit(base_url).path
    rules = [("*.ics", CALENDAR), ("*.atom", ATOM), ("assets/*", LASTING)]
    lines = [
        line
        for path, headers in rules
        for line in (f"{root}{urls.encoded(path)}", *(f"  {h}" for h in headers))
    ]
    yield RawFile("_headers", "headers", (), lambda: ("\n".join(lines) + "\n").encode())
