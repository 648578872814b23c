"""Mobile numbers outside the mainland of China, by the numbering plans of the countries (E.164).

A number is recognised if it begins with a country code, or, in the country itself, with the trunk
prefix: `+44 7700 900123`, `07700 900123`. Countries whose mobile numbers look like those of
landlines (North America) or like any number (no trunk prefix) have only the first form, or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tourbook.common.patterns import compile_late


class MobilePlan(NamedTuple):
    calling_code: str
    pattern: str
    """A mobile number without trunk prefix; x is a digit, ? makes the one before optional."""
    trunk: str = ""


MOBILE_PLANS = {
    "AE": MobilePlan("971", "5xxxxxxxx", "0"), "AR": MobilePlan("54", "9xxxxxxxxxx"),
    "AT": MobilePlan("43", "6[5-9]xxxxxxxx?x?", "0"), "AU": MobilePlan("61", "4xxxxxxxx", "0"),
    "BD": MobilePlan("880", "1[3-9]xxxxxxxx", "0"), "BE": MobilePlan("32", "4[5-9]xxxxxxx", "0"),
    "BR": MobilePlan("55", "[1-9][1-9]9xxxxxxxx"), "CH": MobilePlan("41", "7[5-9]xxxxxxx", "0"),
    "CL": MobilePlan("56", "9xxxxxxxx"), "CO": MobilePlan("57", "3xxxxxxxxx"),
    "CZ": MobilePlan("420", "[67]xxxxxxxx"), "DE": MobilePlan("49", "1[5-7]xxxxxxxxx?", "0"),
    "EG": MobilePlan("20", "1xxxxxxxxx", "0"), "ES": MobilePlan("34", "[67]xxxxxxxx"),
    "FI": MobilePlan("358", "[45]xxxxxxxx?", "0"), "FR": MobilePlan("33", "[67]xxxxxxxx", "0"),
    "GB": MobilePlan("44", "7[1-57-9]xxxxxxxx|7624xxxxxx", "0"),
    "GR": MobilePlan("30", "69xxxxxxxx"),
    "HK": MobilePlan("852", "[5-79]xxxxxxx"), "ID": MobilePlan("62", "8xxxxxxxxx?x?", "0"),
    "IE": MobilePlan("353", "8[35-9]xxxxxxx", "0"), "IL": MobilePlan("972", "5xxxxxxxx", "0"),
    "IN": MobilePlan("91", "[6-9]xxxxxxxxx"),
    "IT": MobilePlan("39", "3xxxxxxxxx?"), "JP": MobilePlan("81", "[7-9]0xxxxxxxx", "0"),
    "KE": MobilePlan("254", "7xxxxxxxx", "0"), "KR": MobilePlan("82", "10xxxxxxxx", "0"),
    "KZ": MobilePlan("7", "7[047]xxxxxxxx"), "LA": MobilePlan("856", "20xxxxxxxx", "0"),
    "LK": MobilePlan("94", "7xxxxxxxx", "0"), "MA": MobilePlan("212", "[67]xxxxxxxx", "0"),
    "MM": MobilePlan("95", "9xxxxxxxx?x?", "0"), "MN": MobilePlan("976", "[89]xxxxxxx"),
    "MO": MobilePlan("853", "6xxxxxxx"), "MY": MobilePlan("60", "1xxxxxxxx?x?", "0"),
    "NG": MobilePlan("234", "[7-9]0xxxxxxxx", "0"), "NL": MobilePlan("31", "6xxxxxxxx", "0"),
    "NO": MobilePlan("47", "[49]xxxxxxx"), "NP": MobilePlan("977", "9[78]xxxxxxxx"),
    "NZ": MobilePlan("64", "2xxxxxxxx?x?", "0"), "PE": MobilePlan("51", "9xxxxxxxx"),
    "PH": MobilePlan("63", "9xxxxxxxxx", "0"), "PK": MobilePlan("92", "3xxxxxxxxx", "0"),
    "PL": MobilePlan("48", "[5-8]xxxxxxxx"), "PT": MobilePlan("351", "9[1236]xxxxxxx"),
    "RU": MobilePlan("7", "9xxxxxxxxx"), "SA": MobilePlan("966", "5xxxxxxxx", "0"),
    "SE": MobilePlan("46", "7[02369]xxxxxxx", "0"), "SG": MobilePlan("65", "[89]xxxxxxx"),
    "TH": MobilePlan("66", "[689]xxxxxxxx", "0"), "TR": MobilePlan("90", "5xxxxxxxxx", "0"),
    "TW": MobilePlan("886", "9xxxxxxxx", "0"), "UA": MobilePlan("380", "[3569][3-9]xxxxxxx", "0"),
    "VN": MobilePlan("84", "[35789]xxxxxxxx", "0"), "ZA": MobilePlan("27", "[6-8]xxxxxxxx", "0"),
}  # fmt: skip
"""Country (ISO 3166-1) -> its plan."""
_BLANK = "[ \u00a0\u202f.\u2010-\u2013-]"
"""What stands between the digits of a number."""
_ATOM = compile_late(r"\[[^]]*\]|.")


_COUNTRY_CODE = compile_late(
    rf"(?<![A-Za-z\d+])\(?(?:\+|00{_BLANK}?)(?=([1-9](?:{_BLANK}?\d){{0,2}}))"
)


@cache
def _compile_international(country: str) -> re.Pattern[str]:
    """What follows the international prefix."""
    code, pattern, trunk = MOBILE_PLANS[country]
    return re.compile(
        rf"{_spread(code)}\)?{_BLANK}?(?:\({trunk or 0}\){_BLANK}?)?\(?{_spread(pattern)}(?!\d)"
    )


@cache
def _compile_national(country: str) -> re.Pattern[str] | None:
    plan = MOBILE_PLANS.get(country)
    if plan is None or not plan.trunk:
        return None
    return re.compile(rf"(?<![A-Za-z\d.+-])\(?{plan.trunk}{_spread(plan.pattern)}(?!\.?\d)")


def _spread(pattern: str) -> str:
    """A regular expression for digits that may have blanks between them."""
    if "|" in pattern:
        return "(?:" + "|".join(map(_spread, pattern.split("|"))) + ")"
    pieces: list[str] = []
    for atom in _ATOM.findall(pattern.replace("x", "#")):
        if atom == "?":
            pieces[-1] = f"(?:{pieces[-1]})?"
        else:
            digit = r"\d" if atom == "#" else atom
            pieces.append(rf"[)]?{_BLANK}?{digit}" if pieces else digit)
    return "".join(pieces)


def find_mobile_numbers(text: str, country: str) -> list[str]:
    """Those in a text, as they are written; `country` is where numbers without a country code are
    dialled ("" for unknown)."""
    numbers = list(_iterate_international(text))
    national = _compile_national(country)
    if national:
        numbers += [m.group() for m in national.finditer(text) if _is_written_evenly(m.group())]
    return numbers


def _iterate_international(text: str) -> Iterator[str]:
    for start in _COUNTRY_CODE.finditer(text):
        digits = "".join(filter(str.isdigit, start[1]))
        for country, plan in MOBILE_PLANS.items():
            if digits.startswith(plan.calling_code):
                number = _compile_international(country).match(text, start.end())
                if number:
                    yield text[start.start() : number.end()]


def _is_written_evenly(number: str) -> bool:
    """Whether one kind of blank stands between the digits, unlike in times: 0745-0830 123."""
    return len({c for c in number if not c.isdigit() and c not in "()"}) <= 1
