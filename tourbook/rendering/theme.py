"""Themes: a chain of folders, each extending the next; templates, strings and static files by name.

A template is looked up in the theme first, then in those that it extends; "default/stop.html"
names the one of a certain theme, so that an override can extend what it overrides. `templates.py`
looks into the templates.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from tourbook.common.problems import Location, Message, Problems, suggest_option
from tourbook.formats import front_matter, yaml_source
from tourbook.schema.content import CampaignClass, OrganisationClass, VenueClass
from tourbook.sources.paths import SITE_FILE
from tourbook.timetable.recurrence import WEEKDAYS
from tourbook.views import ChangeKind

_CLASSES = sorted(
    {
        str(name)
        for one in (VenueClass, OrganisationClass, CampaignClass)
        for name in typing.get_args(one)
    }
)
FUNCTIONS = (
    "t",
    "link",
    "absolute",
    "asset",
    "prose",
    "date",
    "span",
    "month",
    "weekday",
    "times",
    "number",
    "region",
    "maps",
    "opening_months",
    "jsonld",
)
"""What a template may call besides Jinja's own; see `render.py`."""
_LISTED_KINDS = (
    "exhibition",
    "tour",
    "venue",
    "caravan",
    "organisation",
    "campaign",
    "article",
    "place",
    "month",
    "year",
    "report",
)
REQUIRED_STRINGS = (
    *(f"list_{kind}" for kind in _LISTED_KINDS),
    *(f"about_{kind}" for kind in (*_LISTED_KINDS, "subscribe", "availability", "one_report")),
    *(f"weekday_{day}" for day in WEEKDAYS),
    *(f"class_{name}" for name in _CLASSES),
    "group_tour",
    "group_route",
    "group_coming",
    "group_past",
    "subscribe",
    "not_found",
    "map_amap",
    "map_baidu",
    "map_osm",
    "summary_cancelled",
    "summary_postponed",
    "sample_short",
    "page_prevails",
    "about_one_place",
    "availability",
    "report_of",
    "kind_exhibition",
    "kind_caravan",
    "copy",
    "free_from",
    "free_until",
    "opens_from",
    "closes_until",
    "report_total",
    *(
        f"report_{name}"
        for name in (
            "item",
            "stops",
            "visits",
            "township",
            "open_days",
            "expected",
            "visitors",
            "km",
        )
    ),
    *(f"report_by_{name}" for name in ("province", "vehicle", "exhibition", "month")),
    "report_counties",
    "report_covered",
    "report_uncovered",
    "report_region",
    "unknown_region",
    "changes",
    "about_changes",
    "colon",
    "list_separator",
    *(
        f"feed_{name}"
        for name in (
            "about",
            "until",
            "opening",
            "upcoming",
            "campaigns",
            "archive",
            "archive_part",
            "copy",
            "crew",
        )
    ),
    *(f"feeds_{name}" for name in ("upcoming", "campaigns")),
    *(
        f"event_{name}"
        for name in (
            "was",
            "was_venue",
            "was_exhibition",
            "removed",
            "tour",
            "route",
            "last_admission",
            "booking_only",
            "unsure",
        )
    ),
    *(
        f"crew_{name}"
        for name in (
            "transport",
            "arrive",
            "set_up",
            "strike",
            "leave",
            "visit",
            "derived",
            "people",
            "contact",
        )
    ),
    *(f"change_{kind}" for kind in typing.get_args(ChangeKind)),
)
"""Strings that the program itself puts into views and feeds; every theme has them, its own or
inherited."""


class ThemeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """theme.yaml"""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    version: str = ""
    extends: str = ""


@dataclass
class Theme:
    chain: list[str]
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name -> (file, source)."""
    strings: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language -> key -> text."""
    static: dict[str, str] = field(default_factory=dict)
    """Name -> file."""

    def merge_strings(self, lang: str, languages: list[str]) -> dict[str, str]:
        """Every string: in the language, else in the site's first one that has it, in Chinese or in
        English."""
        out: dict[str, str] = {}
        for one in ("en", "zh", *reversed(languages), lang):
            out |= self.strings.get(one, {})
        return out


def load_theme(
    name: str, texts: Mapping[str, bytes], files: typing.Iterable[str], problems: Problems
) -> Theme:
    """The theme with all that it extends; `texts` are the bytes of the files that are read, `files`
    all names."""
    files = list(files)
    known = sorted({f.split("/")[1] for f in files if f.startswith("themes/") and f.count("/") > 1})
    theme, at = Theme([]), Location(SITE_FILE).child("theme")
    while name:
        if name not in known:
            problems.add_error(
                "unknown-theme",
                at,
                Message(f"没有主题 “{name}”", f"there is no theme “{name}”"),
                suggest_option(name, known),
            )
            break
        if name in theme.chain:
            problems.add_error(
                "theme-loop",
                at,
                Message(f"主题 “{name}” 绕回自己", f"the theme “{name}” extends itself"),
                Message("改正 extends，或删去这一行", "mend extends, or delete the line"),
            )
            break
        theme.chain.append(name)
        root = f"themes/{name}/"
        for file in files:
            if not file.startswith(root):
                continue
            folder, _, rest = file.removeprefix(root).partition("/")
            if folder == "templates" and file in texts:
                source = front_matter.decode(texts[file], file, problems) or ""
                theme.templates.setdefault(rest, (file, source))
                theme.templates[f"{name}/{rest}"] = (file, source)
            elif folder == "static" and rest:
                theme.static.setdefault(rest, file)
            elif folder == "strings" and file in texts:
                lang = rest.rpartition(".")[0]
                found = _parse_strings(texts[file], file, problems)
                theme.strings[lang] = found | theme.strings.get(lang, {})
        at = Location(root + "theme.yaml")
        settings = _parse_settings(texts.get(at.file, b""), at, problems)
        name, at = (settings.extends if settings else ""), at.child("extends")
    if theme.chain and not name and settings:  # else there is a problem already
        _check_strings(theme, problems)
    return theme


def _check_strings(theme: Theme, problems: Problems) -> None:
    """Every string is there in Chinese and in English, and those that the program needs in one of
    them at least."""
    every = {key for strings in theme.strings.values() for key in strings}
    for lang in ("zh", "en"):
        at = Location(f"themes/{theme.chain[0]}/strings/{lang}.yaml", line=1, column=1)
        missing = sorted(set(REQUIRED_STRINGS) - every)
        if missing:
            problems.add_error(
                "missing-string",
                at,
                Message(
                    f"主题缺少文字：{', '.join(missing)}", f"the theme lacks {', '.join(missing)}"
                ),
                Message(
                    "加上，或在 theme.yaml 写 extends: default",
                    "add them, or write extends: default in theme.yaml",
                ),
            )
            return
        lacking = sorted(every - theme.strings.get(lang, {}).keys())
        if lacking and theme.strings.get(lang):
            problems.add_warning(
                "missing-string",
                at,
                Message(f"缺少文字：{', '.join(lacking)}", f"lacks {', '.join(lacking)}"),
            )


def _parse_settings(raw: bytes, at: Location, problems: Problems) -> ThemeSettings | None:
    text = front_matter.decode(raw, at.file, problems)
    tree = yaml_source.load(text, at.file, problems) if text else {}
    try:
        return msgspec.convert(tree, ThemeSettings, strict=False)
    except msgspec.ValidationError as e:
        problems.add_error(
            "theme",
            Location(at.file, line=1, column=1),
            Message(f"主题说明有误：{e}", f"not a description of a theme: {e}"),
            Message(
                "写 name、version，需要时写 extends",
                "write name, version and, where needed, extends",
            ),
        )
        return None


def _parse_strings(raw: bytes, file: str, problems: Problems) -> dict[str, str]:
    text = front_matter.decode(raw, file, problems)
    tree = yaml_source.load(text, file, problems) if text else None
    if not isinstance(tree, dict):
        return {}
    for key, value in tree.items():
        if not isinstance(value, str):
            problems.add_error(
                "wrong-type",
                Location(file).child(key),
                Message("这里应为文字", "a text expected"),
                Message("写成一段文字，必要时加引号", "write one text, in quotes where needed"),
            )
    return {k: value for k, value in tree.items() if isinstance(value, str)}
