"""A source file as the browser editor gets it, and what comes back as edits of the file.

The editor gets JSON in which numbers and true and false are such, and all else is text: it has no
need to read YAML, and what comes back differs from what it got only where somebody changed it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from msgspec import inspect as mi

from tourbook.common.digests import compute_digest
from tourbook.common.problems import Problem, Problems
from tourbook.editing.source_edits import edit_source, replace_body
from tourbook.formats import yaml_source
from tourbook.formats.front_matter import split_front_matter
from tourbook.formats.source_text import decode
from tourbook.schema import CONTENT_TYPES, ScheduleRecord
from tourbook.schema.type_options import list_type_options, strip_description
from tourbook.sources.paths import parse_content_path

from .differences import Comparison, is_empty

SOURCE_KEY = "_source"
"""Key of the digest of the file that the editor was given, which it gives back."""


class Document(NamedTuple):
    tree: dict[str, Any]
    body: str | None
    """The Markdown text; None for a file of YAML."""


class UnreadableError(Exception):
    """A file that cannot be read as it is written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = list(problems)


# ---- a source file -----------------------------------------------------------------------


def read_document(raw: bytes, file: str) -> Document:
    """Raises UnreadableError."""
    problems = Problems()
    text = decode(raw, file, problems)
    tree: Any = None
    body = None
    if text is not None and file.endswith(".md"):
        parts = split_front_matter(text, file, problems)
        if parts:
            body = parts.body.strip("\n")
            tree = yaml_source.load(parts.front_matter, file, problems, parts.front_matter_line)
    elif text is not None:
        tree = yaml_source.load(text, file, problems)
    if problems.error_count or not isinstance(tree or {}, dict):
        raise UnreadableError(problems)
    return Document(_convert(tree or {}, _find_type(file)), body)


def _find_type(file: str) -> mi.Type:
    path = parse_content_path(file)
    return mi.type_info(CONTENT_TYPES[path.folder] if path else ScheduleRecord)


def _convert(tree: Any, field_type: mi.Type) -> Any:
    """A tree of texts with numbers and booleans, where the type has these; what is no number stays
    text."""
    for option in list_type_options(field_type):
        if isinstance(option, mi.StructType) and isinstance(tree, dict):
            types = {field.encode_name: field.type for field in option.fields}
            return {k: _convert(v, types[k]) if k in types else v for k, v in tree.items()}
        if isinstance(option, mi.ListType) and isinstance(tree, list):
            return [_convert(item, strip_description(option.item_type)) for item in tree]
        if isinstance(option, mi.BoolType) and tree in ("true", "false"):
            return tree == "true"
        if isinstance(option, mi.IntType | mi.FloatType) and isinstance(tree, str):
            return _convert_number(tree)
    return tree


def _convert_number(text: str) -> Any:
    for number_type in (int, float):
        with suppress(ValueError):
            return number_type(text) if text.isascii() and "_" not in text else text
    return text


# ---- what the editor gets --------------------------------------------------------------------


def write_for_editor(document: Document, raw: bytes) -> str:
    """`raw`: the file that it was read from."""
    tree = document.tree | {SOURCE_KEY: compute_digest(raw).hex()}
    text = json.dumps(tree, ensure_ascii=False, indent=2)
    return text if document.body is None else f"{text}\n{document.body}\n"


# ---- what comes back -------------------------------------------------------------------------


class Submission(NamedTuple):
    """What somebody wants a file to say."""

    document: Document
    source_digest: str
    """Of the file as the editor got it; "" for a file that is new."""


def read_submission(text: str, file: str) -> Submission:
    """Raises ValueError for what no editor of ours sends."""
    tree, end = json.JSONDecoder().raw_decode(text.lstrip())
    if not isinstance(tree, dict):
        raise ValueError(text[:80])
    digest = str(tree.pop(SOURCE_KEY, ""))
    rest = text.lstrip()[end:].strip("\n")
    return Submission(Document(prune(tree), rest if file.endswith(".md") else None), digest)


def prune(value: Any) -> Any:
    """A value without what is empty in it: the fields of a form that nobody filled in."""
    if isinstance(value, dict):
        pruned = {key: prune(item) for key, item in value.items()}
        return {key: item for key, item in pruned.items() if not is_empty(item)}
    if isinstance(value, list):
        return [item for item in map(prune, value) if not is_empty(item)]
    return value


def apply_document(raw: bytes, file: str, new: Document) -> bytes:
    """The bytes of a file that says what is new, and is otherwise as it was; b"" is one that is not
    there yet. Raises UnreadableError, or ValueError, KeyError or IndexError for what cannot be
    written."""
    path = parse_content_path(file)
    old = read_document(raw, file) if raw else Document({}, "" if path else None)
    tree = new.tree
    if path and not raw and tree.get("id") == path.stem:  # the name of the file says it
        tree = {key: value for key, value in tree.items() if key != "id"}
    edits = Comparison(file).list_edits(old.tree, tree)
    edited = edit_source(raw, file, edits)
    return edited if new.body == old.body else replace_body(edited, new.body or "")
