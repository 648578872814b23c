"""Site paths, output files, and links between them.

A site path has no slash in front and is not percent-encoded: "" is the home page,
"stops/x/" a page (file "stops/x/index.html"), "all.ics" a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from urllib.parse import quote, quote_plus, urlsplit

from .patterns import compile_late
from .problems import PathKey

_FORBIDDEN_CHARACTERS = set('\\:*?"<>|')
_PLAIN_PATH = compile_late(r"(?:\w[\w-]*/)*(?:\w[\w-]*(?:\.\w+)?)?", re.ASCII)
"""Matches most paths, which then need no closer look: words, with a suffix at the end at most."""
MAX_PART_LENGTH = 240
_MAX_PATH_LENGTH = 1000
"""In octets; systems allow 1024 or 4096 with the folder that the site is in."""
_DEVICE_NAMES = {
    *("con", "prn", "aux", "nul"),
    *(f"{device}{n}" for device in ("com", "lpt") for n in range(1, 10)),
}
"""Names that Windows cannot write, whatever their suffix."""
_SAFE_CHARACTERS = "/-._~!$&'()*+,;=:@"


def derive_output_file(path: str) -> str:
    """The output file of a site path."""
    return path + "index.html" if path == "" or path.endswith("/") else path


def list_folders(files: Iterable[str]) -> list[str]:
    """The folders that hold some files, and those that hold these, each after the one that it is
    in."""
    folders: dict[str, None] = {}
    for file in files:
        end = file.find("/")
        while end >= 0:
            folders[file[:end]] = None
            end = file.find("/", end + 1)
    return list(folders)


def normalize_path(path: str) -> str:
    """NFC, so that one name has one address on every file system."""
    return unicodedata.normalize("NFC", path)


@lru_cache(maxsize=4096)
def encode_path(path: str) -> str:
    """The path, percent-encoded (RFC 3986, 2.1)."""
    return path if _PLAIN_PATH.fullmatch(path) else quote(path, safe=_SAFE_CHARACTERS)


def format_query(values: Mapping[str, str]) -> str:
    """The query of an address, as forms send it; the names need no encoding."""
    return "&".join(f"{name}={_encode_value(value)}" for name, value in values.items())


_encode_value = lru_cache(maxsize=4096)(quote_plus)
"""Names of places and zones stand in many addresses."""


def encode_base_url(url: str) -> str:
    """The address of a site as a URI (RFC 3986): its host in ASCII (RFC 5891), its path
    percent-encoded. What is encoded already stays. "https://科普.example/巡展/" ->
    "https://xn--nrq71k.example/%E5%B7%A1%E5%B1%95/"."""
    if url.isascii():
        return url
    scheme, _, rest = unicodedata.normalize("NFC", url).partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{_encode_host(host)}{slash}{quote(path, safe=_SAFE_CHARACTERS + '%')}"


def _encode_host(host: str) -> str:
    labels = unicodedata.normalize("NFKC", host).lower().split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels
    )


def path_to_root(path: str) -> str:
    """The relative path from a page to the root of the site: "stops/x/" -> "../../"."""
    return "../" * path.count("/")


def opening_path(path: str) -> str:
    """The path of the calendar of opening days beside a calendar of stays; both without .ics.

    "venues/hall/calendar" -> "venues/hall/opening", "all" -> "all-opening".
    """
    folder, _, name = path.rpartition("/")
    return f"{folder}/opening" if name == "calendar" else f"{path}-opening"


def format_relative_url(root: str, path: str) -> str:
    """A link to `path` from a page whose `path_to_root` is `root`; works without a web server."""
    return (root + encode_path(path)) or "./"


def compute_collision_key(path: str) -> str:
    """Two paths with the same key cannot exist together on some file systems (case, NFC/NFD)."""
    return unicodedata.normalize("NFC", derive_output_file(path)).casefold()


def is_writable(path: str) -> bool:
    """True for a site path that names a file inside the output folder on every system.

    It has no empty part, none that ends with a dot or a space, no name of a device, no character
    that some system forbids, no control character, no part of more than 240 octets and no more
    than 1000 octets in all.
    """
    name = derive_output_file(path)
    return len(name.encode()) <= _MAX_PATH_LENGTH and all(map(_is_writable_part, name.split("/")))


@cache
def _is_writable_part(part: str) -> bool:
    return (
        part != ""
        and part[-1] not in ". "
        and part.isprintable()
        and not _FORBIDDEN_CHARACTERS & set(part)
        and len(part.encode()) <= MAX_PART_LENGTH
        and not _is_device_name(part)
    )


def find_device_name(path: str) -> str:
    """The part of a path that is the name of a device to Windows, such as "con"; "" for none."""
    return next((p for p in path.split("/") if _is_device_name(p)), "")


def _is_device_name(part: str) -> bool:
    return part.partition(".")[0].rstrip().lower() in _DEVICE_NAMES


def choose_uid_domain(uid_domain: str, base_url: str) -> str:
    """The domain in the ids of events and feeds: that of site.yaml, else the host of the site."""
    return uid_domain or urlsplit(base_url).hostname or "localhost"


def has_safe_scheme(url: str) -> bool:
    """True for web, mail and telephone addresses and for relative ones."""
    scheme = url.split(":", 1)[0].lower() if ":" in url.split("/", 1)[0] else ""
    return scheme in ("", "http", "https", "mailto", "tel")


def format_key_path(path: tuple[PathKey, ...]) -> str:
    """A path of keys for people, lists counted from 1: ("tours", 0, "name") -> tours[1].name."""
    parts = [f"[{key + 1}]" if isinstance(key, int) else f".{key}" for key in path]
    return "".join(parts).removeprefix(".")
