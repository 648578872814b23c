"""Themes: a chain of folders, each extending the next; templates, strings and static files by name.

A template is looked up in the theme first, then in those that it extends; "default/stop.html"
names the one of a certain theme, so that an override can extend what it overrides. What is inside
the templates is the business of `templates.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated

import msgspec

from tourbook.common import l10n
from tourbook.common.foreign_texts import mark_language
from tourbook.common.languages import get_language_tag, list_broader_languages
from tourbook.common.problems import Location, Message, Problem, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.formats import source_text, yaml_source
from tourbook.schema import Text
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.recurrence import WEEKDAYS

from .strings import REQUIRED_STRINGS

LIST_KEYS = {
    "exhibitions": "list_exhibition",
    "venues": "list_venue",
    "caravans": "list_caravan",
    "campaigns": "list_campaign",
    "tours": "group_tour",
    "routes": "group_route",
}
"""The string for some things -> that for the list of them all, in the menu or on a page."""


class ThemeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """theme.yaml"""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    version: str = ""
    extends: str = ""
    minify: bool = True


@dataclass
class Theme:
    chain: list[str]
    """Names: of the theme, of the one that it extends, and so on."""
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name -> (file, source)."""
    strings: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language -> key -> text."""
    static: dict[str, str] = field(default_factory=dict)
    """Name -> file."""
    unminified: set[str] = field(default_factory=set)
    """Those of the chain whose files are published as they are."""

    def merge_strings(self, lang: str, languages: list[str]) -> dict[str, str]:
        """Every string, in the first of these that has it: the language, a broader one, English,
        the site's languages in order, Chinese. Weekdays have their names in every language."""
        out: dict[str, str] = {}
        for fallback in ("zh", *reversed(languages), "en"):
            out |= self._merge_broader_strings(fallback)
        return out | name_weekdays(lang) | self._merge_broader_strings(lang)

    def mark_strings(self, lang: str, languages: list[str]) -> dict[str, str]:
        """The same for pages: a string in another language says so."""
        strings = self.merge_strings(lang, languages)
        own_keys = self._merge_broader_strings(lang).keys() | name_weekdays(lang).keys()
        for fallback in ("en", *languages, "zh"):
            tag = get_language_tag(fallback)
            for key in self._merge_broader_strings(fallback).keys() - own_keys:
                strings[key] = mark_language(strings[key], tag)
            own_keys |= self._merge_broader_strings(fallback).keys()
        return strings

    def _merge_broader_strings(self, lang: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for code in reversed(list_broader_languages(lang)):
            out |= self.strings.get(code, {})
        return out


def name_weekdays(lang: str) -> dict[str, str]:
    """The strings of weekdays in a language for which the theme may have none."""
    names = l10n.list_weekday_names(lang)
    return {f"weekday_{key}": name for key, name in zip(WEEKDAYS, names, strict=False)}


def load_theme(
    name: str, texts: Mapping[str, bytes], files: Iterable[str], problems: Problems
) -> Theme:
    """The theme with all that it extends. `texts` are the bytes of the files that were read,
    `files` the names of all files."""
    files = list(files)
    names = sorted({f.split("/")[1] for f in files if f.startswith("themes/") and f.count("/") > 1})
    theme, location = Theme([]), Location(SITE_FILE).child("theme")
    while name:
        if name not in names:
            message = Message(f"没有主题 “{name}”", f"there is no theme “{name}”")
            help = suggest_option(name, names)
            problems.add_fatal_error("unknown-theme", location, message, help)
            return theme
        if name in theme.chain:
            message = Message(f"主题 “{name}” 绕回自己", f"the theme “{name}” extends itself")
            help = Message("改正 extends，或删去这一行", "correct `extends`, or delete the line")
            problems.add_fatal_error("theme-loop", location, message, help)
            return theme
        _add_folder(theme, name, texts, files, problems)
        location = Location(f"themes/{name}/theme.yaml")
        settings = _parse_settings(texts.get(location.file, b""), location, problems)
        if settings is None:
            return theme
        if not settings.minify:
            theme.unminified.add(name)
        name, location = settings.extends, location.child("extends")
    if theme.chain:
        _check_strings(theme, problems)
    return theme


def apply_words(theme: Theme, words: Mapping[str, Text], first: str, problems: Problems) -> None:
    """Put the words of a site in the place of the theme's strings. A kind of thing, such as
    `caravan`, stands for `kind_caravan`; its plural, `caravans`, for the name of its list, too.
    `first` is the language of a text without one."""
    keys = {key for strings in theme.strings.values() for key in strings}
    options = keys | {key.removeprefix("kind_") for key in keys}
    for name, text in words.items():
        key = name if name in keys else f"kind_{name}"
        if key not in keys:
            message = Message(f"主题没有 “{name}” 这一项文字", f"the theme has no string “{name}”")
            location = Location(SITE_FILE).child("words").at_key(name)
            help = suggest_option(name, options)
            if not (help and help.en):
                help = Message("改正名称，或删掉这一项", "correct the name, or remove it")
            problems.add_error("unknown-word", location, message, help)
            continue
        texts = text if isinstance(text, dict) else {first: text}
        list_key = LIST_KEYS.get(key, key)
        changed_keys = {key} if list_key in words else {key, list_key}
        for lang, word in texts.items():
            changes = dict.fromkeys(changed_keys, word)
            theme.strings[lang] = theme.strings.get(lang, {}) | changes


def check_languages(theme: Theme, languages: list[str], problems: Problems) -> None:
    """Report each language of a site in which the theme has no strings."""
    for i, lang in enumerate(languages):
        codes = list_broader_languages(lang)
        code = next((code for code in codes if code in theme.strings), "")
        is_other_script = code and any(len(subtag) == 4 for subtag in lang.split("-")[1:])
        if code and not (is_other_script and code != lang and "-" not in code):
            continue
        fallbacks = [code, "en", *languages, "zh"]
        fallback = next(f for f in fallbacks if f in theme.strings)
        problems.add_warning(
            "language-without-strings",
            Location(SITE_FILE).child("languages", i),
            Message(
                f"主题没有 “{lang}” 的界面文字，菜单、栏名和日历里会用 {fallback}",
                f"the theme has no strings in “{lang}”: menus, labels and calendars use {fallback}",
            ),
            Message(
                f"自己的主题写 extends: {theme.chain[-1]}，译文写在它的 strings/{lang}.yaml 里",
                f"make a theme with extends: {theme.chain[-1]}, and translate in its "
                f"strings/{lang}.yaml",
            ),
        )


def _add_folder(
    theme: Theme, name: str, texts: Mapping[str, bytes], files: list[str], problems: Problems
) -> None:
    """Add what is in the folder of a theme, unless a theme that extends it has overridden it."""
    theme.chain.append(name)
    root = f"themes/{name}/"
    for file in files:
        if not file.startswith(root):
            continue
        folder, _, rest = file.removeprefix(root).partition("/")
        if folder == "templates" and file in texts:
            source = source_text.decode(texts[file], file, problems) or ""
            theme.templates.setdefault(rest, (file, source))
            theme.templates[f"{name}/{rest}"] = (file, source)
        elif folder == "static" and rest:
            theme.static.setdefault(rest, file)
        elif folder == "strings" and file in texts:
            lang = rest.rpartition(".")[0]
            strings, own_problems = _parse_strings(texts[file], file)
            problems.extend(own_problems)
            theme.strings[lang] = {**strings, **theme.strings.get(lang, {})}


def _check_strings(theme: Theme, problems: Problems) -> None:
    """Report strings that the program needs and no language has, and strings that are missing in
    Chinese or in English."""
    keys = {key for strings in theme.strings.values() for key in strings}
    missing = ", ".join(sorted(set(REQUIRED_STRINGS) - keys))
    if missing:
        message = Message(f"主题缺少文字：{missing}", f"the theme lacks the strings {missing}")
        help = Message(
            "加上，或在 theme.yaml 写 extends: default",
            "add them, or write extends: default in theme.yaml",
        )
        problems.add_fatal_error("missing-string", _locate_strings(theme, "zh"), message, help)
        return
    for lang in ("zh", "en"):
        strings = theme.strings.get(lang)
        missing = ", ".join(sorted(keys - strings.keys())) if strings else ""
        if missing:
            message = Message(f"缺少文字：{missing}", f"the strings {missing} are missing")
            help = Message(f"在 strings/{lang}.yaml 里加上", f"add them to strings/{lang}.yaml")
            problems.add_warning("missing-string", _locate_strings(theme, lang), message, help)


def _locate_strings(theme: Theme, lang: str) -> Location:
    return Location(f"themes/{theme.chain[0]}/strings/{lang}.yaml", line=1, column=1)


def _parse_settings(raw: bytes, location: Location, problems: Problems) -> ThemeSettings | None:
    text = source_text.decode(raw, location.file, problems)
    tree = yaml_source.load(text, location.file, problems) if text else {}
    try:
        return msgspec.convert(tree, ThemeSettings, strict=False)
    except msgspec.ValidationError as e:
        start = Location(location.file, line=1, column=1)
        message = Message(f"主题说明有误：{e}", f"theme.yaml is not valid: {e}")
        help = Message(
            "写 name、version，需要时写 extends", "write name, version and, if needed, extends"
        )
        problems.add_fatal_error("theme", start, message, help)
        return None


@lru_cache(maxsize=16)  # a preview loads a theme after each save
def _parse_strings(raw: bytes, file: str) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """(the strings of a file, its problems)."""
    problems = Problems()
    text = source_text.decode(raw, file, problems)
    tree = yaml_source.load(text, file, problems, keeps_blanks=True) if text else None
    if not isinstance(tree, dict):
        return {}, tuple(problems)
    for key, value in tree.items():
        if not isinstance(value, str):
            message = Message("这里应为文字", "text is expected here")
            help = Message("写成一段文字，必要时加引号", "write text, in quotes if necessary")
            problems.add_error("wrong-type", Location(file).child(key), message, help)
    strings = {key: value for key, value in tree.items() if isinstance(value, str)}
    return strings, tuple(problems)
