"""Parts of descriptions in a language: measures, days, times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from tourbook.common import l10n
from tourbook.common.problems import Message
from tourbook.sources.value_words import name_value

from .rows import Row

_MEASURES = {
    "area": (Message("面积", "floor"), "m²"),
    "height": (Message("净高", "height"), "m"),
    "power": (Message("用电", "power"), "kW"),
    "floor_load": (Message("荷载", "floor load"), "kg/m²"),
}


class Wording:
    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, zh: str, en: str) -> str:
        return Message(zh, en).in_language(self.lang)

    def list_measures(self, value: Any) -> str:
        """What a hall has, or an exhibition needs: “面积 300 m²，净高 3.5 m”."""
        values = msgspec.to_builtins(value) if value is not None else {}
        parts = [
            f"{word.in_language(self.lang)} {values[name]:g} {unit}"
            for name, (word, unit) in _MEASURES.items()
            if name in values
        ]
        return self.say("，", ", ").join(parts)

    def list_values(self, values: Iterable[str]) -> str:
        """Values of a field in words: “整套，展板”."""
        words = (name_value(value).in_language(self.lang) for value in values)
        return self.say("，", ", ").join(words)

    def name_day(self, day: dt.date) -> str:
        return f"{day} {l10n.format_weekday(self.lang, day)}"


def list_hours(hours: dict[str, str]) -> list[Row]:
    return [{"days": days, "times": times} for days, times in hours.items()]


def join_times(sessions: Iterable[Any]) -> str:
    return ", ".join(f"{s.start}-{s.end}" if s.end else s.start for s in sessions)


def select_columns(row: Row, *columns: str) -> Row:
    return {column: row[column] for column in columns}
