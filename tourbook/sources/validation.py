"""A plain tree as a typed record, or a problem for every mistake in it.

msgspec does the work on good input; the tree is walked only if that fails.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import inspect as mi

from tourbook.common.problems import NO_HELP, Location, Message, PathKey, Problems, Remedy
from tourbook.common.suggestions import MAX_WORDS, find_nearest, format_suggestion
from tourbook.formats.yaml_problems import WIDE_COLON_HELP
from tourbook.formats.yaml_source import Tree
from tourbook.schema.type_options import list_type_options

from .dates_of_records import Surroundings, find_year, holds_implausible_date
from .key_synonyms import find_meant_key
from .mistakes import (
    EMPTY_LIST,
    LIST,
    MAPPING,
    TEXT,
    Mistake,
    describe_wrong_type,
    find_mistake,
    suggest_hours,
    suggest_list,
    suggest_mapping,
)
from .salvage import Repair, salvage


def validate(tree: Tree, target_type: Any, location: Location, problems: Problems) -> Any:
    """The tree of a file as the type; None, or what can be salvaged, if there are problems."""
    if tree is None:
        if any(p.location.file == location.file for p in problems):
            return None  # the file could not be read
        tree = {}
    record: Any = None
    refusal: msgspec.ValidationError | None = None
    try:
        record = msgspec.convert(tree, target_type, strict=False)
        if not holds_implausible_date(record):
            return record
    except msgspec.ValidationError as e:
        refusal = e
    new_problems = problems.watch()
    validator = _Validator(tree, problems)
    validator.check_node(tree, _get_type_info(target_type), location)
    if new_problems():
        return salvage(tree, target_type, validator.repairs, validator.broken_paths)
    if refusal is not None:  # a rule of the schema that the validator does not know
        message = Message(f"内容不符合格式：{refusal}", f"this does not fit the format: {refusal}")
        help = Message("对照手册 docs/ 里的写法", "compare it with the manuals in docs/")
        problems.add_error("invalid", location, message, help)
    return record


@cache
def _get_type_info(target_type: Any) -> mi.Type:
    return mi.type_info(target_type)


class _Validator:
    """Walks a tree along a type and reports what does not fit. Changes nothing in the tree."""

    def __init__(self, tree: Tree, problems: Problems) -> None:
        self.tree, self.problems = tree, problems
        self.repairs: list[Repair] = []
        """What makes a mapping with a wrong or missing key valid again."""
        self.broken_paths: list[tuple[PathKey, ...]] = []
        """The places of all other mistakes."""
        self.unknown_key_count = 0
        self.record_keys: tuple[str, ...] = ()
        """The keys that the innermost record around a value can have."""

    def _report(self, mistake: Mistake, location: Location) -> None:
        self.broken_paths.append(location.path)
        self.problems.add_error(mistake.code, location, mistake.message, mistake.help)

    def check_node(self, tree: Tree, node_type: mi.Type, location: Location) -> None:
        if isinstance(node_type, mi.Metadata):
            node_type = node_type.type
        if isinstance(node_type, mi.StructType):
            self._check_struct(tree, node_type, location)
        elif isinstance(node_type, mi.ListType):
            self._check_list(tree, node_type, location)
        elif isinstance(node_type, mi.DictType):
            self._check_dict(tree, node_type, location)
        elif isinstance(node_type, mi.UnionType):
            self._check_union(tree, node_type, location)
        else:
            self._check_scalar(tree, node_type, location)

    def _check_list(self, tree: Tree, list_type: mi.ListType, location: Location) -> None:
        if isinstance(tree, list):
            for index, item in enumerate(tree):
                self.check_node(item, list_type.item_type, location.child(index))
            if len(tree) < (list_type.min_length or 0):
                self._report(EMPTY_LIST, location)
            return
        holds_records = isinstance(list_type.item_type, mi.StructType)
        self._report(describe_wrong_type(tree, LIST, suggest_list(tree, holds_records)), location)

    def _check_dict(self, tree: Tree, dict_type: mi.DictType, location: Location) -> None:
        if not isinstance(tree, dict):
            is_hours = location.path[-1:] == ("hours",)
            help = suggest_hours(tree) if is_hours else suggest_mapping(tree)
            mistake = describe_wrong_type(tree, MAPPING, help)
            self._report(mistake, location)
            return
        for key, value in tree.items():
            new_problems = self.problems.watch()
            self.check_node(key, dict_type.key_type, location.at_key(key))
            if not new_problems():
                self.check_node(value, dict_type.value_type, location.child(key))

    def _check_union(self, tree: Tree, union_type: mi.UnionType, location: Location) -> None:
        options = list_type_options(union_type)
        text_by_language = next((o for o in options if isinstance(o, mi.DictType)), None)
        if text_by_language is not None:
            self._check_text(tree, text_by_language, location)
            return
        if isinstance(tree, dict):  # the long form of what can also be one word
            options.sort(key=lambda option: not isinstance(option, mi.StructType))
        if options:
            self.check_node(tree, options[0], location)

    def _check_text(self, tree: Tree, text_by_language: mi.DictType, location: Location) -> None:
        """Check a text: a string, or a string for each language."""
        if isinstance(tree, dict):
            self.check_node(tree, text_by_language, location)
        elif not isinstance(tree, str):
            help = Message(
                "写成一段文字，不用 [ ] 和 “- ”；分语言就写 {zh: …, en: …}",
                "write one text without [ ] and “- ”, or one for each language: {zh: …, en: …}",
            )
            self._report(describe_wrong_type(tree, TEXT, help), location)

    def _check_struct(self, tree: Tree, struct_type: mi.StructType, location: Location) -> None:
        fields = {field.encode_name: field for field in struct_type.fields}
        if not isinstance(tree, dict):
            is_item = bool(location.path) and isinstance(location.path[-1], int)
            help = suggest_mapping(tree, next(iter(fields)), is_item=is_item)
            self._report(describe_wrong_type(tree, MAPPING, help), location)
            return
        missing_keys = [name for name in fields if name not in tree]
        outer_keys, self.record_keys = self.record_keys, tuple(fields)
        for key, value in tree.items():
            if key in fields:
                self.check_node(value, fields[key].type, location.child(key))
            else:
                self._check_unknown_key(key, value, struct_type, missing_keys, location)
        for name in missing_keys:
            if fields[name].required:
                self._report_missing_key(name, location)
        self.record_keys = outer_keys

    def _check_unknown_key(
        self,
        key: str,
        value: Tree,
        struct_type: mi.StructType,
        missing_keys: list[str],
        location: Location,
    ) -> None:
        """Report a key that the record does not have; one that it does have and that was meant by
        it is missing no more."""
        fields = {field.encode_name: field for field in struct_type.fields}
        self.unknown_key_count += 1
        is_early = self.unknown_key_count <= MAX_WORDS
        synonym = find_meant_key(key, value, fields)
        meant_key = synonym if synonym in missing_keys else None
        if synonym is None and is_early:
            meant_key = find_nearest(key, missing_keys)
        hint = format_suggestion(meant_key, sorted(missing_keys), max_listed=60)
        if synonym is not None:
            hint = _suggest_synonym(synonym, is_missing=synonym in missing_keys)
        elif meant_key is None:
            hint = _suggest_inner_record(key, value, struct_type) or hint
        self._report_unknown_key(key, hint, struct_type, location)
        if meant_key is None:
            self.repairs.append(Repair(location.path, key))
            return
        missing_keys.remove(meant_key)  # one mistake, one problem
        field_type, value_location = fields[meant_key].type, location.child(key)
        if synonym is not None:
            self.check_node(value, field_type, value_location)
        keeps_value = not _may_hold_ids(field_type) and (
            synonym is not None or self._fits(value, field_type, value_location)
        )
        if keeps_value or fields[meant_key].required:
            self.repairs.append(Repair(location.path, key, meant_key, keeps_value))
        else:
            self.repairs.append(Repair(location.path, key))

    def _fits(self, value: Tree, node_type: mi.Type, location: Location) -> bool:
        """Whether a value is of a type, without a report."""
        validator = _Validator(self.tree, Problems())
        validator.check_node(value, node_type, location)
        return not validator.problems.items

    def _report_unknown_key(
        self, key: str, hint: Message, struct_type: mi.StructType, location: Location
    ) -> None:
        if struct_type.cls.__name__.endswith("Translation"):
            help = Message(
                "译文里只写要翻译的文字；这一栏写在原文里",
                "a translation contains only texts; put this in the original",
            )
        elif "：" in key:
            help = WIDE_COLON_HELP
        else:
            help = hint
        message = Message(f"这里没有 “{key}” 这一栏", f"there is no key “{key}” here")
        self.problems.add_error("unknown-key", location.at_key(key), message, help)

    def _report_missing_key(self, name: str, location: Location) -> None:
        mistake = Mistake(
            "missing-key",
            Message(f"缺少 “{name}” 这一栏", f"“{name}” is missing"),
            Message(f"加一行 “{name}: …”", f"add a line “{name}: …”"),
        )
        if name == "name":
            self.problems.add_error(
                mistake.code, location.lack(name), mistake.message, mistake.help
            )
            self.repairs.append(Repair(location.path, added_key=name))
        else:
            self._report(mistake, location.lack(name))

    def _check_scalar(self, tree: Tree, scalar_type: mi.Type, location: Location) -> None:
        if isinstance(tree, str):
            mistake = find_mistake(tree, scalar_type, self._describe_surroundings(location))
        else:
            mistake = describe_wrong_type(
                tree,
                Message("一个值", "a single value"),
                Message("写在冒号后面，同一行", "write it after the colon, on the same line"),
            )
        if mistake is not None:
            self._report(mistake, location)

    def _describe_surroundings(self, location: Location) -> Surroundings:
        return Surroundings(
            location.path[-1] if location.path else "",
            self.record_keys,
            lambda: find_year(self.tree, location.path),
        )


def _may_hold_ids(node_type: mi.Type) -> bool:
    """True for a text or texts that may refer to records. What is wrong with a reference would be
    told at a key that the file does not have."""
    while isinstance(node_type, mi.Metadata):
        node_type = node_type.type
    if isinstance(node_type, mi.ListType):
        return _may_hold_ids(node_type.item_type)
    return isinstance(node_type, mi.StrType)


def _suggest_synonym(key: str, is_missing: bool) -> Message:
    if is_missing:
        return Remedy(f"这一栏在这里叫 {key}", f"it is called “{key}” here", key)
    return Message(
        f"这一栏在这里叫 {key}，已经写了：两行留一行",
        f"it is called “{key}” here, which is there already: keep one of the two lines",
    )


def _suggest_inner_record(key: str, value: Tree, struct_type: mi.StructType) -> Message:
    """Where a key belongs that is one of a record within this one, such as `phone` in `contact`."""
    suggestions = []
    for field in struct_type.fields:
        field_type = field.type.type if isinstance(field.type, mi.Metadata) else field.type
        options = list_type_options(field_type) if isinstance(field_type, mi.UnionType) else []
        for option in options:
            if isinstance(option, mi.StructType):
                inner_keys = [inner_field.encode_name for inner_field in option.fields]
                inner_key = find_meant_key(key, value, inner_keys)
                if inner_key:
                    suggestions.append(f"{field.encode_name}: {{{inner_key}: …}}")
    if len(suggestions) != 1:
        return NO_HELP
    outer_key = suggestions[0].partition(":")[0]
    return Message(
        f"写在 {outer_key} 里：{suggestions[0]}", f"write it within {outer_key}: {suggestions[0]}"
    )
