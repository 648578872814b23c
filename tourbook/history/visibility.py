"""What the events of a stop show of other records, and in whose calendars they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tourbook.common.digests import encode_canonical

from .records import Histories, RecordHistory, resolve_key


class VisibleState(NamedTuple):
    """Everything that the events of a stop show, and when that changed last."""

    digests: list[bytes]
    modified_at: int


def compute_visible_state(
    histories: Histories, history: RecordHistory, languages: list[str]
) -> VisibleState:
    keys = [*history.refs, "site/"]
    trip = histories.get(resolve_key(histories, history.refs[1]))
    keys += trip.refs if trip else ()
    left = [
        key
        for key in sorted(
            history.former_memberships, key=lambda key: (history.former_memberships[key], key)
        )
        if key.startswith(("venue/", "exhibition/"))
    ]
    keys += left
    shown, modified = (
        [history.visible_digest, history.timing, encode_canonical(left)],
        history.changed_at,
    )
    for key in keys:
        name = resolve_key(histories, key)
        kind, _, rest = name.partition("/")
        for one in (name, *(f"{k}/{rest}" for k in languages if k.startswith(kind + "."))):
            found = histories.get(one)
            if found and not found.renamed_to:
                shown += [found.visible_digest, found.timing] if found.is_live else []
                modified = max(modified, found.changed_at)
    return VisibleState(shown, modified)


def find_memberships(
    histories: Mapping[str, RecordHistory | None], history: RecordHistory
) -> set[str]:
    """Keys of what a record is part of: of a stop, everything whose calendar holds it by its own
    words or those of its trip."""
    if not (len(history.refs) > 1 and history.refs[1].startswith("trip/")):
        return {
            resolve_key(histories, key)
            for key in history.memberships
            if not key.startswith("copy/")
        }
    trip = histories.get(resolve_key(histories, history.refs[1]))
    words = [
        *history.refs,
        *history.memberships,
        *((*trip.refs, *trip.memberships) if trip else ()),
    ]
    out = {
        resolve_key(histories, k) for k in words if k and not k.startswith(("exhibition/", "copy/"))
    }
    key = next(
        (resolve_key(histories, k) for k in words if k.startswith("exhibition/")), ""
    )  # the stop's goes before the trip's
    exhibition = histories.get(key)
    if key:
        out.add(key)
    for copy in (
        *words,
        *(exhibition.memberships if exhibition else ()),
    ):  # an exhibition has one here if that is all it has
        if copy.startswith("copy/"):
            out.add(f"copy/{key.partition('/')[2]}/{copy.partition('/')[2]}")
            break
    return out
