"""Texts of others are safe to print."""

from __future__ import annotations

from tourbook.common.printable import make_printable


def test_replacing_keeps_columns() -> None:
    assert make_printable("甲\x1b乙##[丙") == "甲�乙##�丙"
