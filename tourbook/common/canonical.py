"""Canonical bytes of values, which are the same if the values are; and values as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from .foreign_texts import ForeignText, find_language_tag


def _list_parts(value: Any) -> Any:
    """What tells a text in other languages from an ordinary one."""
    if isinstance(value, ForeignText):
        return value.parts
    raise TypeError(f"there is no canonical form of a {type(value).__name__}")


def _tell_language(value: Any) -> Any:
    if isinstance(value, ForeignText):
        tag = find_language_tag(value)
        return [str(value), tag] if tag else str(value)
    raise TypeError(f"there is no JSON for a {type(value).__name__}")


def _write_text(value: Any) -> Any:
    if isinstance(value, ForeignText):
        return str(value)
    raise TypeError(f"there is no JSON for a {type(value).__name__}")


_ENCODER = msgspec.msgpack.Encoder(order="deterministic", enc_hook=_list_parts)
_ORDERED_ENCODER = msgspec.msgpack.Encoder(enc_hook=_list_parts)
_SCRIPT_ENCODER = msgspec.json.Encoder(enc_hook=_tell_language)
_JSON_ENCODER = msgspec.json.Encoder(enc_hook=_write_text)


def encode_canonical(value: Any) -> bytes:
    """The canonical bytes of a value. Raises TypeError for a type that msgpack cannot encode."""
    return _ENCODER.encode(value)


def encode_ordered(value: Any) -> bytes:
    """The bytes of a value that is made the same way each time: its dictionaries may have any keys,
    and their order counts."""
    return _ORDERED_ENCODER.encode(value)


def encode_json(value: Any) -> bytes:
    """A value as JSON. Raises TypeError for a type that JSON cannot encode."""
    return _JSON_ENCODER.encode(value)


def encode_for_script(value: Any) -> bytes:
    """The same for a script of the site: a text that is in another language than the page becomes
    [text, language]."""
    return _SCRIPT_ENCODER.encode(value)
