"""Checks of opening hours: lines that make no sense, and those that a later one overrides."""

from __future__ import annotations

from tourbook.common.dates import parse_sessions
from tourbook.common.l10n import join_english
from tourbook.common.problems import Diagnosis, Location, Message, Problems

from .hours import HoursRule, diagnose_line_times, parse_line


def check_hours(hours: dict[str, str], location: Location, problems: Problems) -> None:
    """Report each line of opening hours that makes no sense."""
    for days, times in hours.items():
        if isinstance(parse_line(days, times), HoursRule):
            continue
        key_diagnosis = parse_line(days, "closed")
        if isinstance(key_diagnosis, Diagnosis):
            problems.add_error("hours", location.at_key(days), *key_diagnosis)
        times_diagnosis = diagnose_line_times(days, times)
        if times_diagnosis is not None:
            problems.add_error("hours", location.child(days), *times_diagnosis)
    _check_overridden_lines(hours, location, problems)


def _check_overridden_lines(hours: dict[str, str], location: Location, problems: Problems) -> None:
    """Warn of weekdays with two lines. One that is for some days of an earlier one is an exception
    to it; any other overrides it, which is hardly ever meant."""
    latest_line: dict[object, str] = {}
    for key, times in hours.items():
        days = set(_list_line_days(parse_line(key, times)))
        lines_without_effect: list[str] = []
        shared_lines: list[str] = []
        for earlier in sorted({latest_line[day] for day in days if day in latest_line}):
            earlier_days = set(_list_line_days(parse_line(earlier, hours[earlier])))
            if days < earlier_days or parse_sessions(hours[earlier]) == parse_sessions(times):
                continue
            (lines_without_effect if earlier_days <= days else shared_lines).append(earlier)
        overridden_lines = lines_without_effect or shared_lines
        if overridden_lines:
            problems.add_warning(
                "hours-twice",
                location.at_key(key),
                *_diagnose_overridden_lines(overridden_lines, key, bool(lines_without_effect)),
                location.at_key(overridden_lines[0]),
            )
        latest_line |= dict.fromkeys(days, key)


def _list_line_days(rule: HoursRule | Diagnosis) -> tuple[object, ...]:
    """The weekdays of a line, those of a month, or its one period."""
    if isinstance(rule, Diagnosis):
        return ()
    if rule.day_kind in ("weekdays", "month-weekdays"):
        return rule.weekdays or rule.nth_weekdays
    return ((rule.day_kind, rule.start, rule.end, rule.weekdays),)


def _diagnose_overridden_lines(
    earlier_lines: list[str], later: str, have_no_effect: bool
) -> Diagnosis:
    zh = "、".join(f"“{line}”" for line in earlier_lines)
    en = join_english([f"“{line}”" for line in earlier_lines])
    if have_no_effect:
        verb = "has" if len(earlier_lines) == 1 else "have"
        return Diagnosis(
            Message(
                f"{zh} 不起作用：后面的 “{later}” 盖过了前面的",
                f"{en} {verb} no effect: “{later}” comes later and overrides what it covers",
            ),
            Message(
                f"例外写在后面：把 “{later}” 移到前面，或删去不起作用的",
                f"exceptions come last: move “{later}” up, or delete what has no effect",
            ),
        )
    return Diagnosis(
        Message(
            f"“{later}” 和 {zh} 有重复的日子，后一行算数",
            f"“{later}” and {en} have days in common, for which the later line counts",
        ),
        Message("每个星期几只写在一行里", "write each weekday in one of the lines only"),
    )
