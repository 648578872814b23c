"""The opening hours of a stay in a few words, for an event that lasts as long as the stay."""

from __future__ import annotations

from collections.abc import Sequence

from tourbook.common import l10n
from tourbook.common.dates import Session
from tourbook.schema.fields import WrittenHours
from tourbook.site.language import Language
from tourbook.timetable.hours import list_weekday_sessions, parse_hours


def describe_hours(language: Language, hours: WrittenHours) -> list[str]:
    """The weekly pattern, and whether other days have hours of their own; [] if the hours do not
    say when an ordinary day is open. Single dates are left to the page: the event is not news to
    its subscribers because of one closed day."""
    rules = parse_hours(hours)
    days_by_sessions: dict[tuple[Session, ...], list[int]] = {}
    for day, sessions in enumerate(list_weekday_sessions(rules)):
        if sessions:
            days_by_sessions.setdefault(sessions, []).append(day)
    if not days_by_sessions:
        return []
    pattern = l10n.join_clauses(
        language.code,
        [
            f"{_name_weekdays(language, days)} {_format_sessions(language, sessions)}"
            for sessions, days in days_by_sessions.items()
        ],
    )
    has_exceptions = any(rule.day_kind not in ("weekdays", "dates") for rule in rules)
    return [pattern, language.t("event_other_hours")] if has_exceptions else [pattern]


def _name_weekdays(language: Language, days: Sequence[int]) -> str:
    """As pages do: three or more in a row as a range."""
    if len(days) == 7:
        return language.t("daily")
    names = [language.weekday(day) for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return language.t("from_to", a=names[0], b=names[-1])
    return language.t("list_separator").join(names)


def _format_sessions(language: Language, sessions: Sequence[Session]) -> str:
    by_booking = f" {language.t('by_booking')}"
    return language.t("list_separator").join(
        l10n.format_sessions(language.code, (s,)) + by_booking * s.booking for s in sessions
    )
