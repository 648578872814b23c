"""Addresses: site paths, output files, links between them.

A site path has no slash in front and is not percent-encoded: "" is the home page,
"stops/x/" a page (file "stops/x/index.html"), "all.ics" a file.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

from .problems import PathKey

_FORBIDDEN_CHARACTERS = set('\\:*?"<>|')
_PLAIN_PATH = re.compile(r"(?:\w[\w-]*/)*(?:\w[\w-]*(?:\.\w+)?)?", re.ASCII)
"""Most paths: words of letters and digits, with one dot at most."""
_SAFE_CHARACTERS = "/-._~!$&'()*+,;=:@"


def derive_output_file(path: str) -> str:
    """The output file of a site path."""
    return path + "index.html" if path == "" or path.endswith("/") else path


def normalize_path(path: str) -> str:
    """NFC, so that one name has one address on every file system."""
    return unicodedata.normalize("NFC", path)


def encode_path(path: str) -> str:
    """Percent-encoded (RFC 3986, 2.1)."""
    return path if _PLAIN_PATH.fullmatch(path) else quote(path, safe=_SAFE_CHARACTERS)


def path_to_root(path: str) -> str:
    """The relative way from a page to the root of the site: "", "../", "../../" ..."""
    return "../" * path.count("/")


def opening_path(path: str) -> str:
    """The path of a calendar of opening days, from that of the same calendar of stays; both without
    .ics."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/opening" if name == "calendar" else f"{path}-opening"


def format_relative_url(root: str, path: str) -> str:
    """A link to `path` from the page whose way to the root is `root`; usable from a folder, too."""
    return (root + encode_path(path)) or "./"


def compute_collision_key(path: str) -> str:
    """Two files with the same key cannot live side by side on every file system."""
    return unicodedata.normalize("NFC", derive_output_file(path)).casefold()


def is_writable(path: str) -> bool:
    """True for a site path that is one file inside the output folder on every system: no empty
    part, no way up, no backslash, colon or control character, no part of more than 240 octets."""
    if _PLAIN_PATH.fullmatch(path) and len(path) <= 240:
        return True
    parts = derive_output_file(path).split("/")
    return all(
        part not in ("", ".", "..")
        and part.isprintable()
        and not _FORBIDDEN_CHARACTERS & set(part)
        and len(part.encode()) <= 240
        for part in parts
    )


def choose_uid_domain(uid_domain: str, base_url: str) -> str:
    """The domain in the ids of events and feeds: the site's own choice, else the host of its
    address."""
    return uid_domain or urlsplit(base_url).hostname or "localhost"


def has_safe_scheme(url: str) -> bool:
    """True for web, mail and telephone addresses and for relative ones."""
    scheme = url.split(":", 1)[0].lower() if ":" in url.split("/", 1)[0] else ""
    return scheme in ("", "http", "https", "mailto", "tel")


def format_key_path(path: tuple[PathKey, ...]) -> str:
    """A path of keys as a person reads it: tours[2].stops[0].venue, counted from 1."""
    out = ""
    for key in path:
        out += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if out else key
    return out
