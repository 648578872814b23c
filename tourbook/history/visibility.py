"""What the events of a stop show of other records, and in whose calendars they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tourbook.common.digests import canonical

from .records import Life, Lives, resolved


class Sight(NamedTuple):
    """Everything that the events of a stop show, and when that changed last."""

    shown: list[bytes]
    modified: int


def sight(lives: Lives, life: Life, languages: list[str]) -> Sight:
    keys = [*life.refs, "site/"]
    trip = lives.get(resolved(lives, life.refs[1]))
    keys += trip.refs if trip else ()
    left = [
        key
        for key in sorted(life.left, key=lambda key: (life.left[key], key))
        if key.startswith(("venue/", "exhibition/"))
    ]
    keys += left
    shown, modified = [life.shown, life.time, canonical(left)], life.last
    for key in keys:
        name = resolved(lives, key)
        kind, _, rest = name.partition("/")
        for one in (name, *(f"{k}/{rest}" for k in languages if k.startswith(kind + "."))):
            found = lives.get(one)
            if found and not found.renamed:
                shown += [found.shown, found.time] if found.live else []
                modified = max(modified, found.last)
    return Sight(shown, modified)


def homes(lives: Mapping[str, Life | None], life: Life) -> set[str]:
    """Keys of what a record is part of: of a stop, everything whose calendar holds it by its own
    words or those of its trip."""
    if not (len(life.refs) > 1 and life.refs[1].startswith("trip/")):
        return {resolved(lives, key) for key in life.others if not key.startswith("copy/")}
    trip = lives.get(resolved(lives, life.refs[1]))
    words = [*life.refs, *life.others, *((*trip.refs, *trip.others) if trip else ())]
    out = {resolved(lives, k) for k in words if k and not k.startswith(("exhibition/", "copy/"))}
    key = next(
        (resolved(lives, k) for k in words if k.startswith("exhibition/")), ""
    )  # the stop's goes before the trip's
    exhibition = lives.get(key)
    if key:
        out.add(key)
    for copy in (
        *words,
        *(exhibition.others if exhibition else ()),
    ):  # an exhibition has one here if that is all it has
        if copy.startswith("copy/"):
            out.add(f"copy/{key.partition('/')[2]}/{copy.partition('/')[2]}")
            break
    return out
