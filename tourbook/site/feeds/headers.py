"""What hosts that read a file `_headers` (`HOSTS`) send: with all files, what
browsers may do with them; with feeds, their type and how long to keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from tourbook.browser_editor.page import FOLDER as EDITOR_FOLDER
from tourbook.browser_editor.page import write_policy
from tourbook.common import urls
from tourbook.rendering.jsonld import DATA_TYPES
from tourbook.schema.site_options import EditorOptions
from tourbook.site.outputs import RawFile

FILE = "_headers"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; "
    "font-src 'self'; media-src 'self'; frame-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
"""Scripts and styles come from the site's own files, and nothing is inline. Pages of the
default theme say the same themselves (`base.html`), for hosts without such headers."""
EMBED_POLICY = CONTENT_POLICY.replace("frame-ancestors 'self'", "frame-ancestors *")
"""Of the pages that are made for frames on other sites."""
SECURITY_HEADERS = (
    f"Content-Security-Policy: {CONTENT_POLICY}",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Permissions-Policy: geolocation=(self), camera=(), microphone=()",
)
CALENDAR_HEADERS = (
    "Content-Type: text/calendar; charset=utf-8",
    "Cache-Control: public, max-age=900, must-revalidate",
    "Access-Control-Allow-Origin: *",
)
ATOM_HEADERS = (
    "Content-Type: application/atom+xml; charset=utf-8",
    "Cache-Control: public, max-age=900, must-revalidate",
)
_OPEN_HEADERS = (
    "Cache-Control: public, max-age=900, must-revalidate",
    "Access-Control-Allow-Origin: *",
)
"""Pages of other sites may read the file."""
FRESH_HEADERS = ("Cache-Control: public, max-age=900, must-revalidate",)
EDITOR_HEADERS = ("X-Robots-Tag: noindex", "Cache-Control: no-cache")
IMMUTABLE_HEADERS = ("Cache-Control: public, max-age=31536000, immutable",)


_FILE_RULES = (
    ("*.ics", CALENDAR_HEADERS),
    ("*.atom", ATOM_HEADERS),
    ("*day.css", FRESH_HEADERS),
    ("*search/*.js", FRESH_HEADERS),
    ("sw.js", FRESH_HEADERS),
    ("*.webmanifest", ("Content-Type: application/manifest+json", *FRESH_HEADERS)),
    ("*near/stops.js", FRESH_HEADERS),
    *(
        (f"*.{ending}", (f"Content-Type: {media_type}; charset=utf-8", *_OPEN_HEADERS))
        for ending, media_type in DATA_TYPES.items()
    ),
    ("assets/*", IMMUTABLE_HEADERS),
)
"""Pattern of a site path -> the headers of such files."""


def find_file_headers(path: str) -> tuple[str, ...]:
    """The headers of a file, by its site path; () if it has none of its own."""
    return next((headers for rule, headers in _FILE_RULES if fnmatchcase(path, rule)), ())


def make(
    base_url: str, languages: Iterable[str], editor: EditorOptions | None = None
) -> Iterator[RawFile]:
    """`editor`: the browser editor, if that is published."""
    root = urlsplit(base_url).path
    embed_headers = _replace_policy(EMBED_POLICY)
    embeds = [(f"{folder}embed/*", embed_headers) for folder in list_folders(languages)]
    rules = [("*", SECURITY_HEADERS), *_FILE_RULES, *embeds]
    if editor:
        policy = f"{write_policy(editor, is_local=False)}; frame-ancestors 'none'"
        rules.append((f"{EDITOR_FOLDER}*", (*_replace_policy(policy), *EDITOR_HEADERS)))
    lines = [
        line
        for path, headers in rules
        for line in (f"{root}{urls.encode_path(path)}", *(f"  {h}" for h in headers))
    ]
    yield RawFile(FILE, "headers", (), lambda: ("\n".join(lines) + "\n").encode())


def _replace_policy(policy: str) -> tuple[str, ...]:
    """Cloudflare sends both policies unless the one of all pages is taken back; Netlify sends the
    latter, and ignores a line without a colon."""
    return "! Content-Security-Policy", f"Content-Security-Policy: {policy}"


def list_folders(languages: Iterable[str]) -> Iterator[str]:
    """The folder of each language, "" for the first."""
    for number, code in enumerate(languages):
        yield f"{code}/" if number else ""
