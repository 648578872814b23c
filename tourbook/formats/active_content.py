"""Files that a browser would run, or a calendar program obey, if published as they are."""

from __future__ import annotations

import html
import re

from tourbook.common.patterns import compile_late

_ACTIVE_SUFFIXES = (
    *(".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".xml", ".xsl", ".xslt"),
    *(".js", ".mjs", ".wasm", ".swf", ".php", ".svgz", ".ics", ".vcs", ".ifb"),
)
_ACTIVE_SVG = compile_late(
    r"<\s*(?:[\w.-]+:)?(?:script|foreignobject|iframe|embed|object|handler|listener)\b"
    r"|[\s\"'/]on[a-z]+\s*="
    r"|<\?xml-stylesheet"
    r"|<!entity\s+\S+\s+(?![\"']https?://)",
    re.IGNORECASE,
)
_ACTIVE_ADDRESS = compile_late(r"(?:java|vb)script:|data:(?:text|application)", re.IGNORECASE)


def is_active(name: str, raw: bytes) -> bool:
    """Whether the file is a page, script or calendar, or a drawing (SVG) with one in it."""
    lower_name = name.lower()
    if not lower_name.endswith(".svg"):
        return lower_name.endswith(_ACTIVE_SUFFIXES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True  # another encoding, in which nothing would be found
    for _ in range(3):  # what is escaped in an entity is escaped again
        text = html.unescape(text)
    return bool(
        "\0" in text or _ACTIVE_SVG.search(text) or _ACTIVE_ADDRESS.search("".join(text.split()))
    )
