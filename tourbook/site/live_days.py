"""Days in short, with which the script of a theme finds out what has changed since the build.

A view must not contain the day of the build, or every page would change every day. So it says what
does not depend on the day: on which days something takes place, and on which it is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from tourbook.common.dates import DAY
from tourbook.timetable.opening import Opening

MAX_RUNS = 40
"""Of equal intervals between the days of a recurring visit: further days are left out."""


def encode_days(days: Sequence[dt.date]) -> str:
    """The first day, and the intervals to the next ones: "2026-12-10 14*2 28" is 10 and 24
    December, 7 January and 4 February. "" for no days."""
    if not days:
        return ""
    intervals = [(b - a).days for a, b in pairwise(days)]
    runs = [(interval, len(list(run))) for interval, run in groupby(intervals)]
    words = [f"{interval}*{n}" if n > 1 else f"{interval}" for interval, n in runs[:MAX_RUNS]]
    return " ".join([days[0].isoformat(), *words])


def encode_closed_days(opening: Opening, start: dt.date, end: dt.date) -> str:
    """The weekdays on which it is closed, 0 for Monday, and what is different.

    "01 +2026-12-28 -2027-02-05/2027-02-11": on Mondays and Tuesdays, but not on 28 December; and
    from 5 to 11 February. "" if it is always open, or if its hours are unknown.
    """
    if not opening.has_weekday_rules:
        return ""
    weekdays = "".join(map(str, opening.closed_weekdays))
    exceptions = _join_days(opening.list_exceptions(start, end))
    return " ".join([weekdays, *exceptions]) if weekdays or exceptions else ""


def _join_days(exceptions: Iterable[tuple[dt.date, bool]]) -> list[str]:
    runs: list[tuple[dt.date, dt.date, bool]] = []
    for day, is_open in exceptions:
        if runs and runs[-1][1] + DAY == day and runs[-1][2] == is_open:
            runs[-1] = (runs[-1][0], day, is_open)
        else:
            runs.append((day, day, is_open))
    return [
        ("+" if is_open else "-") + (f"{first}" if first == last else f"{first}/{last}")
        for first, last, is_open in runs
    ]
