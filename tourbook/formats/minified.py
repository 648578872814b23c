"""Scripts and style sheets without what only their authors read: comments, blanks, long names."""

from __future__ import annotations

import posixpath
from functools import partial
from importlib.util import find_spec

from tourbook.common.parallel import compute_beside

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
"""Ending of a file that can be minified -> its media type."""
MINIFIER = b"tdewolff 2" if find_spec("minify") else b""
"""What minifies: other bytes of the same source are another file to browsers. b"" on processors for
which there is no package of it, such as Apple's: there, files are published as they are."""


def is_minifiable(name: str) -> bool:
    """False for what is minified already, too."""
    stem, ending = posixpath.splitext(name)
    return bool(MINIFIER) and ending in MEDIA_TYPES and not stem.endswith(".min")


def minify(raw: bytes, name: str) -> bytes:
    """A file that does the same with fewer bytes; as it is if it cannot be understood.

    In a process of its own: the library has a runtime with threads, which no later fork may find.
    """
    media_type = MEDIA_TYPES[posixpath.splitext(name)[1]]
    with compute_beside(partial(_minify, raw, media_type), jobs=2) as wait:
        return wait()


def _minify(raw: bytes, media_type: str) -> bytes:
    import minify as library

    try:
        text: str = library.string(media_type, raw.decode())
    except (library.MinifyError, UnicodeDecodeError):
        return raw
    return text.encode()
