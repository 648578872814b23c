"""What is over stays: a rule of recurrence that changes is another visit from then on."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from tourbook.common import zones
from tourbook.common.problems import Message, Problems
from tourbook.model.model import Model
from tourbook.model.trips import Visit

MAX_LISTED_DAYS = 3
"""Days that a message names."""


def check_rewritten_visits(model: Model, problems: Problems) -> None:
    """Report visits that were announced and are over, and that a changed rule would make vanish.

    A single day may be corrected afterwards, by `skip` or `moved`. Only recent changes count.
    """
    for stop in model.stops:
        if isinstance(stop, Visit) and any(version.recurs for version in stop.earlier_versions):
            lost_days = _find_lost_days(model, stop)
            if lost_days:
                changed_at = stop.make_present_version({}).recorded_at
                changed_on = zones.find_day(changed_at, model.site.timezone)
                _report_lost_days(stop, lost_days, changed_on, problems)


def _find_lost_days(model: Model, visit: Visit) -> list[dt.date]:
    """The days that were announced, and over when another version of the schedule gave them up."""
    versions = (*visit.earlier_versions, visit.make_present_version({}))
    past_days: set[dt.date] = set()
    lost_days: set[dt.date] = set()
    days = [zones.find_day(v.recorded_at, model.site.timezone) for v in versions]
    for (version, since), (next_version, until) in pairwise(zip(versions, days, strict=True)):
        if version.recurs and version.status in ("planned", "confirmed"):
            past_days.update(day for day, _ in version.spans if since <= day < until)
        dropped_days = past_days - {day for day, _ in next_version.spans}
        past_days -= dropped_days
        if model.ledger.is_recent(next_version.recorded_at):
            lost_days |= dropped_days
    kept_days = {day for day, _ in visit.spans}
    if repeat := visit.record.repeat:
        kept_days.update(repeat.skip, (move.from_ for move in repeat.moved))
    return sorted(lost_days - kept_days)


def _report_lost_days(
    visit: Visit, days: list[dt.date], changed_on: dt.date, problems: Problems
) -> None:
    listed = ", ".join(map(str, days[:MAX_LISTED_DAYS]))
    ellipsis = Message("等", " …") if len(days) > MAX_LISTED_DAYS else Message("", "")
    count = f"{len(days)} visit that is" if len(days) == 1 else f"{len(days)} visits that are"
    message = Message(
        f"“{visit.id}” 有 {len(days)} 次已经过去的到访会从网页和日历里消失："
        f"{listed.replace(', ', '、')}{ellipsis.zh}",
        f"{count} over would vanish from the pages and calendars of “{visit.id}”: "
        f"{listed}{ellipsis.en}",
    )
    first = next((start for start, _ in visit.spans if start >= changed_on), changed_on)
    help = Message(
        f"写回原来的规则，用 until: {days[-1]} 结束；新的规则另写一条到访，用新的编号，从 "
        f"first: {first} 开始。个别没有成行的日子写在 skip 里",
        f"restore the former rule and end it with until: {days[-1]}; write the new rule as another "
        f"visit, with an id of its own and first: {first}. Single days on which it did not take "
        f"place belong in `skip`",
    )
    location = visit.location.child("repeat") if visit.record.repeat else visit.location
    problems.add_error("past-rewritten", location, message, help)
