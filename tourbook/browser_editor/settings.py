"""The settings of the browser editor: where it saves, which files it shows, and with which forms.

`editor.js` reads them, and gives `decap` to Decap CMS.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tourbook.common.l10n import localize_text
from tourbook.common.languages import get_base_language
from tourbook.common.problems import Message
from tourbook.creation.fields import REGION
from tourbook.creation.records import make_choices
from tourbook.model.model import Model
from tourbook.model.references import KIND_NAMES
from tourbook.model.region_names import format_whole_name
from tourbook.schedule.agenda import Agenda
from tourbook.schema import CONTENT_TYPES
from tourbook.schema.site_options import EditorOptions
from tourbook.sources.paths import KIND_BY_FOLDER

from .backends import SERVERS
from .forms import FormStyle, make_entry_form, make_schedule_form, make_translation_form

API_PATH = "admin/api"
"""Where the preview takes what is to be saved in the local folder."""
SCHEDULE = "schedule"
"""Name of the collection of schedule files; of others it is that of their folder."""
_SCHEDULE_FORMS = ("tours", "routes", "tours+routes")
_SCHEDULE_LABEL = Message("日程", "schedule")
_WORDS = {
    "yes": Message("是", "yes"),
    "no": Message("否", "no"),
    "unsaid": Message("（不写）", "(not said)"),
    "until_further_notice": Message("未定或长期", "until further notice"),
    "add": Message("添加", "add"),
    "remove": Message("去掉", "remove"),
    "page": Message("网页", "page"),
    "unknown": Message(
        "没有这个编号；刚新建的，刷新页面再选", "no such id; if it is new, reload the page"
    ),
    "pairs": Message(
        "每行一条，如 wed-sun: 09:00-17:00", "one a line, such as wed-sun: 09:00-17:00"
    ),
    "list": Message("每行一项", "one a line"),
    "duties": Message(
        "每行一个编号；只来几天的写成 编号: 2026-05-01, 2026-05-02",
        "an id a line; if only on some days, id: 2026-05-01, 2026-05-02",
    ),
    "id_needed": Message(
        "新建时要写编号：小写英文字母、数字、短横线，它也是文件名和网址",
        "a new record needs an id of letters, digits and hyphens: it names the file and the page",
    ),
}  # fmt: skip

_TOOLBAR = {
    "publish": Message("保存", "Save"),
    "publishNow": Message("立即保存", "Save now"),
    "publishAndCreateNew": Message("保存，再新建一个", "Save and create new"),
    "publishAndDuplicate": Message("保存，再复制一个", "Save and duplicate"),
    "publishing": Message("正在保存…", "Saving…"),
    "published": Message("已保存", "Saved"),
    "deployButtonLabel": Message("查看网页", "View page"),
    "deployPreviewButtonLabel": Message("查看网页", "View page"),
}
"""What Decap calls publishing, where it only saves in the local folder."""


def make_settings(agenda: Agenda, options: EditorOptions, *, is_local: bool) -> bytes:
    """As JSON. `is_local`: for the preview, which saves in the project's own folder."""
    site = agenda.model.site
    style = FormStyle(site.languages[0], site.languages, not is_local)
    settings = {
        "forms": _make_forms(style, is_local=is_local),
        "decap": _make_decap_settings(agenda.model, options, style, is_local=is_local),
        "choices": {
            kind: sorted(names.items()) for kind, names in _name_choices(agenda, style.words)
        },
        "words": {key: style.choose(message) for key, message in _WORDS.items()}
        | {
            "languages": site.languages,
            "toolbar": {key: style.choose(message) for key, message in _TOOLBAR.items()},
        },
    }
    return (json.dumps(settings, ensure_ascii=False, indent=1) + "\n").encode()


def _name_choices(agenda: Agenda, lang: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(kind, id -> name) of what records can refer to."""
    choices = make_choices(agenda)
    for kind, names in choices.names.items():
        yield kind, {id: localize_text(name, lang, lang) for id, name in names.items()}
    records = [entry.record for entry in agenda.model.entries]
    codes = {code for record in records if (code := getattr(record, "region", ""))}
    yield REGION, {code: format_whole_name(choices.regions, code, lang) for code in codes}


# ---- Decap -----------------------------------------------------------------------------------


def _make_decap_settings(
    model: Model, options: EditorOptions, style: FormStyle, *, is_local: bool
) -> dict[str, Any]:
    prefix = f"{options.folder}/" if options.folder and not is_local else ""
    return {
        "load_config_file": False,
        "backend": {"name": "proxy", "proxy_url": f"/{API_PATH}"}
        if is_local
        else _make_backend(options),
        "locale": _choose_locale(style.words),
        "site_url": model.site.base_url,
        "media_folder": f"{prefix}content",
        "public_folder": "",
        "publish_mode": "simple",
        "show_preview_links": is_local,
        "editor": {"preview": is_local},
        "slug": {"encoding": "unicode"},
        "collections": [
            _make_schedule(model, style, prefix, is_local=is_local),
            *_iterate_folders(model.site.languages, style, prefix, is_local=is_local),
        ],
    }


def _make_forms(style: FormStyle, *, is_local: bool) -> dict[str, list[dict[str, Any]]]:
    """Name -> form; collections and files name theirs."""
    forms = {keys: make_schedule_form(keys.split("+"), style) for keys in _SCHEDULE_FORMS}
    for folder in CONTENT_TYPES:
        form = make_entry_form(folder, style)
        forms[folder] = form if is_local else [field | {"required": False} for field in form]
        forms[f"{folder}-translation"] = make_translation_form(folder, style)
    return forms


def _choose_locale(lang: str) -> str:
    if get_base_language(lang) == "zh":
        return "zh_Hant" if "hant" in lang.lower() else "zh_Hans"
    return "en"


def _make_backend(options: EditorOptions) -> dict[str, Any]:
    """In the words of Decap."""
    backend = {"name": options.backend, "repo": options.repo, "branch": options.branch}
    server = options.server or SERVERS.get(options.backend, "")
    if options.backend == "github":
        return backend | {"base_url": options.sign_in, "auth_endpoint": "auth"}
    if options.backend == "gitlab":
        signing_in = {"auth_type": "pkce", "api_root": f"{server}/api/v4"}
        return backend | signing_in | {"app_id": options.app, "base_url": server}
    return backend | {"app_id": options.app, "base_url": server, "api_root": f"{server}/api/v1"}


def _make_schedule(
    model: Model, style: FormStyle, prefix: str, *, is_local: bool
) -> dict[str, Any]:
    """The collection of the schedule files."""
    keys: dict[str, dict[str, list[str]]] = {}
    for trip in model.trips.values():
        name = localize_text(trip.name, style.words, style.words)
        by_key = keys.setdefault(trip.location.file, {})
        by_key.setdefault(f"{trip.kind}s", []).append(name)
    files = [
        {
            "name": name_schedule(file),
            "label": "、".join(name for names in by_key.values() for name in names) or file,
            "description": file,
            "file": prefix + file,
            "fields": "+".join(sorted(by_key, reverse=True)),
        }
        for file, by_key in sorted(keys.items())
    ]
    collection = {"name": SCHEDULE, "label": style.choose(_SCHEDULE_LABEL), "files": files}
    return collection | ({"format": "json"} if is_local else {})


def name_schedule(file: str) -> str:
    """The name of a schedule file among the others."""
    return file.replace("/", "-").rpartition(".")[0]


def _iterate_folders(
    site_languages: list[str], style: FormStyle, prefix: str, *, is_local: bool
) -> Iterator[dict[str, Any]]:
    """The collections of the files in content/, and those of their translations."""
    for folder in CONTENT_TYPES:
        label = style.choose(KIND_NAMES[KIND_BY_FOLDER[folder]])
        title = "title" if folder in ("news", "pages") else "name"
        common = {
            "folder": f"{prefix}content/{folder}",
            "format": "json-frontmatter" if is_local else "yaml-frontmatter",
            "identifier_field": title,
            "media_folder": "",
            "public_folder": "",
            "summary": f"{{{{{title}}}}}",
            "path": "{{slug}}/index",
            "slug": "{{fields.id}}",
            "delete": False,
        }
        yield common | {
            "name": folder,
            "label": label,
            "extension": "md",
            "create": True,
            "fields": folder,
        }
        for lang in site_languages[1:]:
            yield common | {
                "name": f"{folder}-{lang}",
                "label": f"{label}（{lang}）",
                "extension": f"{lang}.md",
                "create": False,
                "fields": f"{folder}-translation",
            }
