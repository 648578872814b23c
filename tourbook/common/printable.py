"""Texts of others, made safe to print: for a terminal, and for the log of a CI."""

from __future__ import annotations

from .patterns import compile_late

_UNPRINTABLE = compile_late(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    r"|(?<=##)\[|(?<=##vso)\["
)
"""Characters that could break a line, reverse the text, control the terminal or, as in `##[error]`,
begin a command to a CI."""
_UNPRINTABLE_IN_JSON = compile_late(_UNPRINTABLE.pattern.replace(r"\x00-\x1f", ""))
"""Of what JSON may contain as it is; there the others are escapes already."""


def make_printable(text: str) -> str:
    """The text on one line: each character that could do harm is replaced, one by one, so that
    columns stay."""
    return _UNPRINTABLE.sub("�", text)


def encode_json(value: object) -> str:
    """JSON whose texts contain no unprintable character as it is."""
    import json  # late: mostly, nothing is written as JSON

    text = json.dumps(value, ensure_ascii=False, indent=1)
    return _UNPRINTABLE_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
