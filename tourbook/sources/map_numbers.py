"""Approval numbers of maps (审图号) as people copy them."""

from __future__ import annotations

import re
import unicodedata

from tourbook.common.patterns import compile_late
from tourbook.schema.maps import MAP_NUMBER_PATTERN

_LABEL = compile_late("^(审图号|图号|no[.:]?)[::]?", re.IGNORECASE)


def read_map_number(text: str) -> str | None:
    """The number in its usual form: "审图号：gs（2019） 1822" -> "GS(2019)1822号"; None if it is
    none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = _LABEL.sub("", plain).upper().rstrip("。.;")
    number = plain if plain.endswith("号") else f"{plain}号"
    return number if re.search(MAP_NUMBER_PATTERN, number) else None
