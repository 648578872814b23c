"""Private numbers in text: mobile numbers, and identity numbers of the People's Republic of
China."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from tourbook.common.patterns import compile_late
from tourbook.common.problems import PathKey

from .mobile_numbers import find_mobile_numbers
from .site import SiteRecord

RULE_NAME = "private-number"
"""Of the rule, in `rules` of site.yaml and in waivers."""

_MOBILE_NUMBER = compile_late(
    r"(?<![\d.+])(?:(?:\+|00)?86\)?[ -]?)?1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|\.\d{4}\.\d{4}"
    r"|\d(?P<blank>[ -])\d{4}(?P=blank)\d{3})(?!\d)"
)
_NORTH_AMERICA = {"US", "CA", "PR", "JM", "BS", "BB", "TT", "DO"}
"""Where 1 303 555 0100 is a number of any kind: 1 is their trunk prefix and country code."""
_IDENTITY_NUMBER = compile_late(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
"""GB 11643: region, birthday, serial number, check character."""
_MIN_DIGITS = 9
"""Of the shortest private number. Most records have no such run of digits in their bytes."""
_DIGITS_AS_ZEROS = bytes.maketrans(b"0123456789", b"0" * 10)
_BLANK_BYTES = bytes([*b" ().-", *range(0x80, 0xE3)])
"""What may stand between the digits, in UTF-8."""
_FULL_WIDTH_DIGIT = compile_late(rb"\xef\xbc[\x90-\x99]")
_DIGIT_RUN = compile_late(
    rf"\d(?:[ ().\u00a0\u202f\u2010-\u2013－-]{{0,3}}\d){{{_MIN_DIGITS - 1}}}"
)
_HALF_WIDTH_FORMS = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９Ｘｘ＋－", "0123456789Xx+-", strict=True)
}
_UNPUBLISHED_KEYS = ("waivers", "remark")


def are_blocked(site: SiteRecord) -> bool:
    """Whether a site is not built if it would publish such a number without a waiver."""
    return site.rules.get(RULE_NAME, "block") == "block"


def find_numbers(text: str, country: str = "") -> list[str]:
    """The private numbers in a text, as they are written there; `country`: see `countries`."""
    if not _DIGIT_RUN.search(text):
        return []
    plain = text.translate(_HALF_WIDTH_FORMS)
    numbers = [] if country in _NORTH_AMERICA else _find_chinese_numbers(text)
    return numbers + find_mobile_numbers(plain, country)


def _find_chinese_numbers(text: str) -> list[str]:
    plain = text.translate(_HALF_WIDTH_FORMS)
    return [
        text[m.start() : m.end()]
        for pattern in (_MOBILE_NUMBER, _IDENTITY_NUMBER)
        for m in pattern.finditer(plain)
    ]


def is_identity_number(number: str) -> bool:
    return bool(_IDENTITY_NUMBER.fullmatch(number.translate(_HALF_WIDTH_FORMS)))


def iterate_numbers(fields: bytes, country: str = "") -> Iterator[tuple[tuple[PathKey, ...], str]]:
    """(path of keys, number) of each private number that a record (msgpack) would publish."""
    for path, text in _iterate_suspicious_texts(fields):
        for number in find_numbers(text, country):
            yield path, number


def is_refused(fields: bytes, country: str = "") -> bool:
    """Whether the rule refuses a record (msgpack): it has such a number and no waiver."""
    return next(iterate_numbers(fields, country), None) is not None and not has_waiver(fields)


def was_refused(fields: bytes) -> bool:
    """The same for a record of the history, in which only Chinese numbers have always been
    refused."""
    texts = _iterate_suspicious_texts(fields)
    return any(_find_chinese_numbers(text) for _, text in texts) and not has_waiver(fields)


def may_hold_numbers(fields: bytes) -> bool:
    """False if no text of some records (msgpack) has as many digits as a private number."""
    digits = fields.translate(_DIGITS_AS_ZEROS, _BLANK_BYTES)
    return b"0" * _MIN_DIGITS in digits or bool(_FULL_WIDTH_DIGIT.search(fields))


def _iterate_suspicious_texts(fields: bytes) -> Iterator[tuple[tuple[PathKey, ...], str]]:
    """(path of keys, text) of each text of a record that has as many digits as a private number."""
    if may_hold_numbers(fields):
        yield from _iterate_texts(msgspec.msgpack.decode(fields), ())


def has_waiver(fields: bytes) -> bool:
    """Whether a record (msgpack) waives the rule, for itself and for the stops of a trip."""
    return bool(msgspec.msgpack.decode(fields).get("waivers", {}).get(RULE_NAME))


def _iterate_texts(
    value: Any, path: tuple[PathKey, ...]
) -> Iterator[tuple[tuple[PathKey, ...], str]]:
    if isinstance(value, str):
        if _DIGIT_RUN.search(value):
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in _UNPUBLISHED_KEYS:
                yield from _iterate_texts(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _iterate_texts(inner, (*path, i))
