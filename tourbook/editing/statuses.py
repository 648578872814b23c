"""A stop is cancelled, postponed or confirmed."""

from __future__ import annotations

from typing import Literal

from tourbook.common.problems import Message
from tourbook.formats.yaml_edits import Assignment
from tourbook.model.trips import Stay, Stop
from tourbook.sources.value_words import name_value

from .changes import Change, ImpossibleChangeError
from .key_order import STAY_KEYS, VISIT_KEYS

NewStatus = Literal["cancelled", "postponed", "confirmed"]


def set_status(stop: Stop, status: NewStatus) -> Change:
    """Raises ImpossibleChangeError if it has that status already, or is over."""
    old, new = name_value(stop.record.status), name_value(status)
    if stop.record.status == status:
        raise ImpossibleChangeError(
            f"“{stop.id}” 已经是“{new.zh}”", f"“{stop.id}” is {new.en} already"
        )
    if stop.record.status == "done":
        raise ImpossibleChangeError(
            f"“{stop.id}” 已经结束（status: done）", f"“{stop.id}” is over (status: done)"
        )
    keys = STAY_KEYS if isinstance(stop, Stay) else VISIT_KEYS
    edit = Assignment((*stop.location.path, "status"), status, keys)
    summary = Message(f"{stop.id}：{old.zh} → {new.zh}", f"{stop.id}: {old.en} → {new.en}")
    return Change(summary, {stop.location.file: (edit,)})
