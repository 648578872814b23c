"""Every key of a stop has its place: a field that is added must be given one."""

from __future__ import annotations

import msgspec
import pytest

from tourbook.editing.key_order import REPEAT_KEYS, STAY_KEYS, VISIT_KEYS
from tourbook.schema import StopRecord, VisitRecord
from tourbook.schema.fields import Recurrence


@pytest.mark.parametrize(
    ("keys", "record_type"),
    [(STAY_KEYS, StopRecord), (VISIT_KEYS, VisitRecord), (REPEAT_KEYS, Recurrence)],
)
def test_the_order_has_each_key_once(
    keys: tuple[str, ...], record_type: type[msgspec.Struct]
) -> None:
    assert sorted(keys) == sorted(record_type.__struct_encode_fields__)
