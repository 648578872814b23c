"""A guard against taking most of what is to come off the schedule at once, which hardly anybody
means: a file was emptied, deleted or given another name."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from tourbook.common.problems import Location, Message, Problems
from tourbook.model.model import Model
from tourbook.sources.paths import SITE_FILE

MIN_REMOVED = 3
"""Stops that can go at once, even if they are more than half, as long as others are left."""
MAX_LISTED_IDS = 3
"""Stops that a message names."""


class ComingStop(NamedTuple):
    """A stop that a build announced."""

    last_day: str
    """The last day of it: "2026-12-20"."""
    file: str
    """Of the schedule."""


class ScheduleFiles(NamedTuple):
    """The files of the schedule."""

    present: Collection[str]
    empty: Collection[str]
    """Those that hold neither a tour nor a route, nor include others."""


class _Removal(NamedTuple):
    """A stop that was still to come or under way when it was taken off the schedule."""

    id: str
    file: str
    removed_at: int
    """Seconds since 1970 (UTC)."""
    removed_on: dt.date


def list_coming_stops(model: Model, today: dt.date) -> dict[str, ComingStop]:
    """What is announced today, by id. That is kept only if Git cannot tell it; what a sample shows
    is nobody's schedule."""
    if model.ledger.source == "git" or model.site.sample:
        return {}
    return {
        stop.id: ComingStop(stop.end.isoformat(), stop.location.file)
        for stop in model.stops
        if stop.end and stop.end >= today and stop.record.status != "cancelled"
    }


def check_mass_removals(
    model: Model,
    published_stops: Mapping[str, ComingStop],
    files: ScheduleFiles,
    today: dt.date,
    problems: Problems,
) -> bool:
    """Report, as one error, that most of what was announced is gone, unless site.yaml confirms it.
    A single stop may go: a warning tells of it.

    `published_stops` are those of the last build, which count without Git. Returns
    whether there was something to report.
    """
    options = model.site.history
    confirmed_on = options.removals_confirmed if options else None
    if confirmed_on and confirmed_on > today:
        _report_future_confirmation(confirmed_on, problems)
    if model.site.sample:
        return False
    removals = [*_iterate_removals(model, today), *_find_lost_stops(model, published_stops, today)]
    batches: dict[dt.date, dict[str, _Removal]] = defaultdict(dict)
    for removal in removals:
        batches[removal.removed_on].setdefault(removal.id, removal)
    for day, batch in sorted(batches.items(), reverse=True):
        later_count = sum(removal.removed_on > day for removal in removals)
        kept_count = later_count + _count_kept_stops(model, batch.values(), today)
        is_mass = len(batch) >= MIN_REMOVED and len(batch) > kept_count
        is_emptied = any(removal.file in files.empty for removal in batch.values())
        is_gone = any(removal.file not in files.present for removal in batch.values())
        is_last = not model.stops and (len(batch) > 1 or is_gone)
        is_confirmed = confirmed_on is not None and day <= confirmed_on
        if (is_mass or is_emptied or is_last) and not is_confirmed:
            _report_batch(model, list(batch.values()), kept_count, files, problems)
            return True
    return False


def _iterate_removals(model: Model, today: dt.date) -> Iterator[_Removal]:
    """The stops that are removed according to Git; not those that only got another id, nor those
    that had been cancelled before."""
    removed = [
        stop
        for stop in model.removed_stops
        if stop.removed_on
        and stop.last_announced_day
        and stop.last_announced_day >= today
        and stop.history
        and model.ledger.is_recent(stop.history.removed_at)
        and not (stop.earlier_versions and stop.earlier_versions[-1].status == "cancelled")
    ]
    present = {stop.comparison_key for stop in model.stops} if removed else set()
    for stop in removed:
        if stop.comparison_key not in present and stop.removed_on and stop.history:
            yield _Removal(stop.id, stop.location.file, stop.history.removed_at, stop.removed_on)


def _find_lost_stops(
    model: Model, published_stops: Mapping[str, ComingStop], today: dt.date
) -> Iterator[_Removal]:
    """The stops of the last build that are gone, if Git cannot tell."""
    if model.ledger.source == "git" or not published_stops:
        return
    present = {id for stop in model.stops for id in (stop.id, *stop.record.aliases)}
    for id, stop in published_stops.items():
        if id not in present and stop.last_day >= today.isoformat():
            yield _Removal(id, stop.file, model.ledger.today_start, today)


def _count_kept_stops(model: Model, batch: Collection[_Removal], today: dt.date) -> int:
    """The present stops that had been announced, and were not over, when those of a batch went."""
    removed_at = min(removal.removed_at for removal in batch)
    return sum(
        stop.end is not None
        and stop.end >= today
        and (stop.history is None or stop.history.created_at < removed_at)
        for stop in model.stops
    )


def _report_batch(
    model: Model,
    batch: list[_Removal],
    kept_count: int,
    files: ScheduleFiles,
    problems: Problems,
) -> None:
    counts = Counter(removal.file for removal in batch)
    file = min(counts, key=lambda file: (file not in files.empty, -counts[file], file))
    day = max(removal.removed_on for removal in batch)
    ids = [removal.id for removal in batch[:MAX_LISTED_IDS]]
    ellipsis = Message("等", " …") if len(batch) > len(ids) else Message("", "")
    effect = Message("网页和日历会说它们都取消了", "pages and calendars would call them cancelled")
    if model.ledger.source == "none":
        effect = Message(
            "它们的网页和日历会消失", "their pages would vanish, and their events from calendars"
        )
    reason, count = _describe_file(file, files), _describe_count(len(batch), kept_count)
    message = Message(
        f"{reason.zh}{count.zh}（{'、'.join(ids)}{ellipsis.zh}）；{effect.zh}",
        f"{reason.en}{count.en} ({', '.join(ids)}{ellipsis.en}); {effect.en}",
    )
    help = Message(
        "多半是误删、清空，或文件改了名、移走了：恢复原来的内容和文件名。取消的站放回去，写 "
        "status: cancelled。真要全部撤下，在 content/site.yaml 的 history 下写 "
        f"removals_confirmed: {day}",
        "if this is a mistake, as when a file was emptied, renamed or moved, restore it. Put "
        "stops that are cancelled back with status: cancelled. If all of them are to go, write "
        f"removals_confirmed: {day} under `history` in content/site.yaml",
    )
    problems.add_error("mass-removal", Location(file, line=1, column=1), message, help)


def _describe_file(file: str, files: ScheduleFiles) -> Message:
    if file not in files.present:
        return Message("这个文件不见了：", "this file is gone: ")
    if file in files.empty:
        return Message("这个文件里没有日程：", "there is no schedule in this file: ")
    return Message("", "")


def _describe_count(removed_count: int, kept_count: int) -> Message:
    total = removed_count + kept_count
    if total == 1:
        return Message("还没结束的唯一一站没有了", "the only stop that is not over has gone")
    if not kept_count:
        return Message(
            f"还没结束的 {total} 站全都没有了", f"all {total} stops that are not over have gone"
        )
    return Message(
        f"还没结束的 {total} 站里，有 {removed_count} 站没有了",
        f"{removed_count} of the {total} stops that are not over "
        f"{'has' if removed_count == 1 else 'have'} gone",
    )


def _report_future_confirmation(day: dt.date, problems: Problems) -> None:
    location = Location(SITE_FILE).child("history", "removals_confirmed")
    message = Message(
        f"{day} 还没到：以后误删的，也会当成是有意的",
        f"{day} is yet to come: what is deleted by mistake until then would count as meant",
    )
    help = Message(
        "写撤下的那一天，最晚写今天", "write the day of the removal, which is today at the latest"
    )
    problems.add_warning("future-confirmation", location, message, help)
