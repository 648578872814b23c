"""Ids of new records: from what they are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tourbook.common.patterns import compile_late

MAX_LENGTH = 60
_OTHER_CHARACTERS = compile_late(r"[^a-z0-9]+")
_WORD = compile_late(r"[a-z]{2}")


def make_id(texts: Iterable[str]) -> str:
    """An id from the first of some texts that is written in Latin letters: "Tongwei Hall" ->
    tongwei-hall; "" if none is."""
    for text in texts:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        letters = sum(c.isalpha() for c in text)
        if _WORD.search(plain) and sum(c.isalpha() for c in plain) >= letters:
            return _shorten(_OTHER_CHARACTERS.sub("-", re.sub("['’]", "", plain)).strip("-"))
    return ""


def _shorten(id: str) -> str:
    """The whole words that fit."""
    return (
        id if len(id) <= MAX_LENGTH else id[: MAX_LENGTH + 1].rpartition("-")[0] or id[:MAX_LENGTH]
    )
