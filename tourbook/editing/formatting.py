"""Source files in their usual layout: what they mean, and all comments, stay."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any

from msgspec import inspect as mi

from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.formats.yaml_layout import Path, lay_out, list_comments
from tourbook.schema import CONTENT_TYPES, ScheduleRecord
from tourbook.schema.type_options import list_type_options
from tourbook.sources.paths import REGIONS_FILE, SITE_FILE, parse_content_path

from .key_order import list_key_order
from .source_edits import find_front_matter


def format_source(raw: bytes, file: str) -> bytes | None:
    """The bytes of a source file in its usual layout; None for a file that cannot be read, or whose
    meaning or comments would not stay. A byte order mark and the ends of lines are kept."""
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        text = raw[len(mark) :].decode()
        start, end = find_front_matter(text) if file.endswith(".md") else (0, len(text))
    except ValueError:
        return None
    yaml = text[start:end]
    line_end = "\r\n" if "\r\n" in yaml else "\n"
    plain = yaml.replace("\r\n", "\n")
    if "\r" in plain or not _is_readable(plain, file):
        return None
    new = lay_out(plain, partial(find_key_order, file))
    if not has_same_meaning(plain, new):
        return None
    return mark + (text[:start] + new.replace("\n", line_end) + text[end:]).encode()


def _is_readable(text: str, file: str) -> bool:
    problems = Problems()
    yaml_source.load(text, file, problems)
    return not problems.items


def has_same_meaning(old: str, new: str) -> bool:
    """Whether two YAML texts hold the same values and comments."""
    problems = Problems()
    trees = [yaml_source.load(text, "", problems) for text in (old, new)]
    return (
        not problems.items and trees[0] == trees[1] and _count_comments(old) == _count_comments(new)
    )


def _count_comments(text: str) -> Counter[str]:
    return Counter(list_comments(text))


def find_key_order(file: str, path: Path) -> Sequence[str]:
    """The order of the keys of the mapping at a path in a file; () if there is none: site.yaml and
    regions.yaml are in whatever order their authors like."""
    if file in (SITE_FILE, REGIONS_FILE):
        return ()
    content_path = parse_content_path(file)
    if content_path is None and file.endswith(".md"):
        return ()
    record_type: Any = CONTENT_TYPES[content_path.folder] if content_path else ScheduleRecord
    # all items of a list are alike
    return _find_order(record_type, tuple(key if isinstance(key, str) else 0 for key in path))


@cache
def _find_order(record_type: Any, path: Path) -> Sequence[str]:
    options: list[mi.Type] = [mi.type_info(record_type)]
    for key in path:
        options = [o for option in options for o in _iterate_children(option, key)]
    struct = next((o for o in options if isinstance(o, mi.StructType)), None)
    return list_key_order(struct.cls) if struct else ()


def _iterate_children(option: mi.Type, key: str | int) -> Iterator[mi.Type]:
    """The types of what is at a key, or a number, of a value of a type."""
    if isinstance(option, mi.StructType):
        for field in option.fields:
            if field.encode_name == key:
                yield from list_type_options(field.type)
    elif isinstance(option, mi.ListType):
        yield from list_type_options(option.item_type)
    elif isinstance(option, mi.DictType):
        yield from list_type_options(option.value_type)
