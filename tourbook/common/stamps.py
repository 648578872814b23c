"""Stamps of files: what the system tells of a file without reading it. If the stamp is the same
again, so are the bytes."""

from __future__ import annotations

import os

SETTLING_TIME = 3_000_000_000
"""Nanoseconds after a change in which another one may have the same time: file systems count in
steps of up to two seconds."""
Stamp = tuple[int, int, int, int]
"""(size, time of modification, time of any change, inode); times in nanoseconds. The time of any
change is set also when that of modification is."""
_HAS_CHANGE_TIMES = os.name != "nt"
"""Windows tells when a file was made instead."""


def make_stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def is_settled(stamp: Stamp, seen_at: int) -> bool:
    """Whether any later change of a file that was seen at this time will show in its stamp."""
    return _HAS_CHANGE_TIMES and stamp[2] + SETTLING_TIME < seen_at
