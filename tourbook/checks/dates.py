"""Dates in the order in which things happen."""

from __future__ import annotations

from tourbook.common.dates import MAX_LISTED_OPEN_DAYS, MAX_SESSIONS, OPEN_END
from tourbook.common.problems import Message, Problems, format_count, suggest_text
from tourbook.model.entries import Campaign, Exhibition
from tourbook.model.model import Model
from tourbook.model.trips import Stay, Stop, Trip
from tourbook.schedule.stages import STAGE_WORDS
from tourbook.schema import StopRecord, list_duties
from tourbook.timetable.hours import combine_hours, parse_hours

MAX_STAY_DAYS = 3660
MAX_OPENINGS = 20_000
"""Days of a stay times their opening times: five a day for ten years."""
MAX_OCCURRENCES = 6_000
"""Dates of a visit times their times."""


def check_stage_order(trip: Trip, problems: Problems) -> None:
    """transport <= arrive <= set_up <= open <= close <= strike <= leave, as far as written."""
    for stop in trip.stops:
        if isinstance(stop, Stay):
            _check_order(stop, problems)
            _check_length(stop, problems)


def _check_order(stay: Stay, problems: Problems) -> None:
    r = stay.record
    if stay.spans and not (r.transport or r.arrive or r.set_up or r.strike or r.leave):
        return
    previous, previous_zh, latest = "", "", None
    for name, word in STAGE_WORDS.items():
        day = r.closing_day if name == "close" else getattr(r, name)
        if day is None:
            continue
        if latest is None or day >= latest:
            previous, previous_zh, latest = name, word.zh, day
            continue
        message = Message(
            f"{word.zh}日期 {day} 早于{previous_zh}日期 {latest}",
            f"{name} {day} is before {previous} {latest}",
        )
        help = Message(f"改正 {name} 或 {previous}", f"correct {name} or {previous}")
        if latest == OPEN_END:
            message = Message(
                f"写了{word.zh}日期 {day}，闭展却没有日期（close: open）",
                f"{name} is on {day}, but there is no closing day (close: open)",
            )
            help = Message(
                f"写上闭展日期 close，或删去 {name}", f"write the day of close, or delete {name}"
            )
        problems.add_error("end-before-start", stay.location.child(name), message, help)


def _check_length(stay: Stay, problems: Problems) -> None:
    if is_too_long(stay):
        opens, closes = stay.record.open, stay.record.closing_day
        message = Message(
            f"从 {opens} 到 {closes} 超过十年", f"{opens} to {closes} is more than ten years"
        )
        help = Message(
            "检查年份；长期展出写 close: open",
            "check the years; if it stays until further notice, write close: open",
        )
        problems.add_error("long-stay", stay.location.child("close"), message, help)


def is_too_long(stay: Stay) -> bool:
    """True for a stay with an end that is more than ten years away, so that its year is wrong."""
    return not stay.has_no_end and any(
        (end - start).days > MAX_STAY_DAYS for start, end in stay.spans
    )


def check_event_counts(trip: Trip, problems: Problems) -> None:
    """Report stops of which calendars would have thousands of events too many."""
    for stop in trip.stops:
        day_count = sum((end - start).days + 1 for start, end in stop.spans)
        if stop.has_no_end:
            day_count = MAX_LISTED_OPEN_DAYS
        limit, key = (
            (MAX_OPENINGS, "hours") if isinstance(stop, Stay) else (MAX_OCCURRENCES, "time")
        )
        if day_count * MAX_SESSIONS <= limit or (isinstance(stop, Stay) and is_too_long(stop)):
            continue
        session_count = len(stop.sessions) or _count_sessions(stop)
        if day_count * session_count > limit:
            message = Message(
                f"这一站有 {day_count} 天，每天最多 {session_count} 段时间：日历里放不下",
                f"{day_count} days with up to {format_count(session_count, 'time')} each are too "
                "many for a calendar",
            )
            help = Message(
                f"合计不能超过 {limit}：把时间合成几段，或分成几站",
                f"at most {limit:,} in all: join the times, or split the stop into several",
            )
            location = stop.location
            if getattr(stop.record, key):
                location = location.child(key)
            problems.add_error("too-many", location, message, help)


def _count_sessions(stop: Stop) -> int:
    """The most opening times that a day of a stay can have, by its hours or those of its venue."""
    own_hours = stop.record.hours if isinstance(stop.record, StopRecord) else {}
    venue_hours = stop.venue.record.hours if stop.venue else {}
    rules = parse_hours(combine_hours(venue_hours, own_hours))
    return max((len(rule.sessions or ()) for rule in rules), default=0)


def check_duty_dates(trip: Trip, problems: Problems) -> None:
    """The dates of a duty are days of its stop."""
    for stop in trip.stops:
        for i, duty in enumerate(list_duties(stop.record)):
            for j, day in enumerate(duty.dates):
                if stop.spans and not any(start <= day <= end for start, end in stop.spans):
                    location = stop.location.child("crew", i, "dates", j)
                    message = Message(
                        f"{day} 不在这一站的日子里", f"{day} is not a day of this stop"
                    )
                    help = Message(
                        f"这一站从 {stop.start} 到 {stop.end}；改正 dates",
                        f"the stop is from {stop.start} to {stop.end}: correct `dates`",
                    )
                    problems.add_error("crew-date", location, message, help)


def check_campaign_dates(model: Model, problems: Problems) -> None:
    for e in model.entries[Campaign].values():
        start, end = e.record.start, e.record.end
        if end is not None and end < start:
            message = Message(
                f"结束日期 {end} 早于开始日期 {start}", f"end {end} is before start {start}"
            )
            help = Message("改正 start 或 end", "correct start or end")
            problems.add_error("end-before-start", e.location.child("end"), message, help)


def check_ranges(model: Model, problems: Problems) -> None:
    """The first of two ages, and of two numbers of weeks, is the lower one."""
    for e in model.entries[Exhibition].values():
        ages = e.record.ages
        if help := _find_reversal(ages):
            message = Message(
                f"年龄 “{ages}” 大的写在了前面", f"“{ages}” begins with the higher age"
            )
            problems.add_error("ages", e.location.child("ages"), message, help)
        for number, loan in enumerate(e.record.loans):
            if help := _find_reversal(loan.weeks):
                message = Message(
                    f"借期 “{loan.weeks}” 长的写在了前面",
                    f"“{loan.weeks}” begins with the longer loan",
                )
                location = e.location.child("loans", number, "weeks")
                problems.add_error("weeks", location, message, help)


def _find_reversal(text: str) -> Message | None:
    """How to write two numbers whose first is the higher one; None if it is not."""
    first, _, last = text.partition("-")
    if not last or int(first) <= int(last):
        return None
    return suggest_text(f"{last}-{first}")
