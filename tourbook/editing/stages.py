"""A stay moves: the dates of its stages, and its status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tourbook.common.dates import OPEN_END
from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment, Edit
from tourbook.model.trips import Stay
from tourbook.schema import StopRecord

from .changes import Change, ImpossibleChangeError
from .key_order import STAY_KEYS

STAGES_OF_OPENING = ("transport", "arrive", "set_up", "open")
STAGES_OF_CLOSING = ("close", "strike", "leave")


def move_stay(stay: Stay, first_day: dt.date | None, last_day: dt.date | None) -> Change:
    """A stay with other open days. Stages before the first one move with that, those after the last
    one with that; without a new last day, the stay keeps its length. Raises
    ImpossibleChangeError."""
    first_day = first_day or stay.record.open
    if first_day is None:
        raise ImpossibleChangeError(
            f"“{stay.id}” 还没有开展日期：用 --open 写明",
            f"“{stay.id}” has no opening day yet: give it with --open",
        )
    last_day = last_day or _keep_length(stay.record, first_day)
    if last_day and last_day < first_day:
        raise ImpossibleChangeError(
            f"闭展 {last_day} 早于开展 {first_day}",
            f"it would close on {last_day}, before it opens on {first_day}",
        )
    edits = tuple(_iterate_edits(stay, first_day, last_day))
    return Change(_summarize(stay, first_day, last_day), {stay.location.file: edits})


def _keep_length(record: StopRecord, first_day: dt.date) -> dt.date | None:
    """The last day of a stay that begins on another day; None if it has none."""
    last_day = record.closing_day
    if last_day in (None, OPEN_END) or record.open is None:
        return None
    return last_day + (first_day - record.open)


def _iterate_edits(stay: Stay, first_day: dt.date, last_day: dt.date | None) -> Iterator[Edit]:
    dates = {**_shift(stay.record, STAGES_OF_OPENING, "open", first_day)}
    if last_day:
        dates |= _shift(stay.record, STAGES_OF_CLOSING, "close", last_day)
    for name, day in dates.items():
        if str(day) != str(getattr(stay.record, name)):
            yield _assign(stay, name, day.isoformat())
    if stay.record.status == "postponed":  # until there is a new date
        yield _assign(stay, "status", "confirmed")


def _shift(
    record: StopRecord, names: tuple[str, ...], main: str, day: dt.date
) -> dict[str, dt.date]:
    """Stage -> its new day: that of the main one is given, those that are written move with it."""
    old_day = record.closing_day if main == "close" else getattr(record, main)
    dates = {main: day}
    if old_day not in (None, OPEN_END):
        other_days = {name: getattr(record, name) for name in names if name != main}
        dates |= {name: old + (day - old_day) for name, old in other_days.items() if old}
    return dates


def _assign(stay: Stay, name: str, value: str) -> Assignment:
    return Assignment((*stay.location.path, name), value, STAY_KEYS)


def _summarize(stay: Stay, first_day: dt.date, last_day: dt.date | None) -> Message:
    old_day = stay.record.open
    return Message(
        f"{stay.id}：{first_day} 开展"
        + (f"，{last_day} 闭展" if last_day else "")
        + (f"（原来 {old_day} 开展）" if old_day not in (None, first_day) else ""),
        f"{stay.id} opens on {first_day}"
        + (f" and closes on {last_day}" if last_day else "")
        + (f" (it was to open on {old_day})" if old_day not in (None, first_day) else ""),
    )
