"""Themes: a chain of folders, each extending the next; templates, strings and static files by name.

A template is looked up in the theme first, then in those that it extends; "default/stop.html"
names the one of a certain theme, so that an override can extend what it overrides. Everything that
can be known without a page is checked here: syntax, names, attributes of views, strings.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from . import document, yamlpos
from .diagnostics import At, Problems, Say, did_you_mean
from .hours import WEEKDAYS
from .keys import canonical, digest
from .layout import SITE
from .schema.content import CampaignClass, OrganisationClass, VenueClass
from .views import TEMPLATES

_CLASSES = sorted({str(name) for one in (VenueClass, OrganisationClass, CampaignClass) for name in typing.get_args(one)})
FUNCTIONS = ("t", "link", "absolute", "asset", "prose", "date", "span", "month", "weekday", "times", "number", "jsonld")
"""What a template may call besides Jinja's own; see `render.py`."""
_LISTS = ("exhibition", "tour", "venue", "caravan", "organisation", "campaign", "article", "place", "month", "year")
NEEDED = (
    *(f"list_{kind}" for kind in _LISTS), *(f"about_{kind}" for kind in (*_LISTS, "subscribe")),
    *(f"weekday_{day}" for day in WEEKDAYS), *(f"class_{name}" for name in _CLASSES),
    "group_tour", "group_route", "group_coming", "group_past", "subscribe", "not_found", "map_amap", "map_baidu", "map_osm",
    "summary_cancelled", "summary_postponed", "sample_short", "page_prevails",
)  # fmt: skip
"""Strings that the program itself puts into views and feeds; every theme has them, its own or inherited."""
_GLOBALS = {"page", "loop", "self", "super", "varargs", "kwargs", "caller", "range", "dict", "namespace", "cycler", "joiner", *FUNCTIONS}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    closures: dict[str, bytes] = field(default_factory=dict)
    """Template name -> digest of all that it is made of."""

    def text(self, lang: str, key: str, languages: list[str]) -> str | None:
        """The string in the language, else in the site's first one, in Chinese or in English."""
        for one in (lang, *languages, "zh", "en"):
            found = self.strings.get(one, {}).get(key)
            if found is not None:
                return found
        return None


def environment() -> Environment:
    from jinja2 import StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def load(name: str, texts: Mapping[str, bytes], files: typing.Iterable[str], problems: Problems) -> Theme:
    """The theme with all that it extends; `texts` are the bytes of the files that are read, `files` all names."""
    files = list(files)
    known = sorted({f.split("/")[1] for f in files if f.startswith("themes/") and f.count("/") > 1})
    theme, at = Theme([]), At(SITE).down("theme")
    while name:
        if name not in known:
            problems.error("unknown-theme", at, Say(f"没有主题 “{name}”", f"there is no theme “{name}”"), did_you_mean(name, known))
            break
        if name in theme.chain:
            problems.error("theme-loop", at, Say(f"主题 “{name}” 绕回自己", f"the theme “{name}” extends itself"))
            break
        theme.chain.append(name)
        root = f"themes/{name}/"
        for file in files:
            if not file.startswith(root):
                continue
            folder, _, rest = file.removeprefix(root).partition("/")
            if folder == "templates" and file in texts:
                source = document.decode(texts[file], file, problems) or ""
                theme.templates.setdefault(rest, (file, source))
                theme.templates[f"{name}/{rest}"] = (file, source)
            elif folder == "static" and rest:
                theme.static.setdefault(rest, file)
            elif folder == "strings" and file in texts:
                lang = rest.rpartition(".")[0]
                found = _strings(texts[file], file, problems)
                theme.strings[lang] = found | theme.strings.get(lang, {})
        at = At(root + "theme.yaml")
        settings = _settings(texts.get(at.file, b""), at, problems)
        name, at = (settings.extends if settings else ""), at.down("extends")
    if theme.chain and not name:
        _complete(theme, problems)
    return theme


def _complete(theme: Theme, problems: Problems) -> None:
    """Every string is there in Chinese and in English, and those that the program needs in one of them at least."""
    every = {key for strings in theme.strings.values() for key in strings}
    for lang in ("zh", "en"):
        at = At(f"themes/{theme.chain[0]}/strings/{lang}.yaml", line=1, column=1)
        missing = sorted(set(NEEDED) - every)
        if missing:
            problems.error("missing-string", at, Say(f"主题缺少文字：{', '.join(missing)}", f"the theme lacks {', '.join(missing)}"),
                           Say("加上，或在 theme.yaml 写 extends: default", "add them, or write extends: default in theme.yaml"))  # fmt: skip
            return
        lacking = sorted(every - theme.strings.get(lang, {}).keys())
        if lacking and theme.strings.get(lang):
            problems.warn("missing-string", at, Say(f"缺少文字：{', '.join(lacking)}", f"lacks {', '.join(lacking)}"))


def _settings(raw: bytes, at: At, problems: Problems) -> Settings | None:
    text = document.decode(raw, at.file, problems)
    tree = yamlpos.load(text, at.file, problems) if text else {}
    try:
        return msgspec.convert(tree, Settings, strict=False)
    except msgspec.ValidationError as e:
        problems.error("theme", At(at.file, line=1, column=1), Say(f"主题说明有误：{e}", f"not a description of a theme: {e}"),
                       Say("写 name、version，需要时写 extends", "write name, version and, where needed, extends"))  # fmt: skip
        return None


def _strings(raw: bytes, file: str, problems: Problems) -> dict[str, str]:
    text = document.decode(raw, file, problems)
    tree = yamlpos.load(text, file, problems) if text else None
    if not isinstance(tree, dict):
        return {}
    for key, value in tree.items():
        if not isinstance(value, str):
            problems.error("wrong-type", At(file).down(key), Say("这里应为文字", "a text expected"))
    return {k: value for k, value in tree.items() if isinstance(value, str)}


# ---- checks ------------------------------------------------------------------------


def check(theme: Theme, wanted: set[str], statics: Mapping[str, bytes], problems: Problems) -> None:
    """Parse every template, note the digests of the closures, and report what cannot work.

    `wanted` are the templates that the site's pages need, `statics` the digests of static files.
    """
    env = environment()
    trees: dict[str, nodes.Template] = {}
    for name, (file, source) in theme.templates.items():
        try:
            trees[name] = env.parse(source, name)
        except TemplateSyntaxError as e:
            if name.startswith(file.split("/")[1] + "/"):
                continue  # the same file under its long name
            problems.error("template-syntax", At(file, line=e.lineno, column=1), Say(f"模板写法有误：{e.message}", f"not a template: {e.message}"))
    common = [canonical(theme.strings), canonical(dict(statics))]
    for name in sorted(wanted):
        if name + ".html" not in theme.templates:
            problems.error(
                "missing-template", At(f"themes/{theme.chain[0] if theme.chain else ''}/theme.yaml", line=1, column=1),
                Say(f"主题里没有模板 templates/{name}.html", f"the theme has no template templates/{name}.html"),
                Say("加上这个模板，或在 theme.yaml 写 extends: default", "add it, or write extends: default in theme.yaml"),
            )  # fmt: skip
            continue
        closure = list(_closure(name + ".html", trees, theme, problems))
        theme.closures[name] = digest(*common, *(theme.templates[n][1].encode() for n in closure if n in theme.templates))
        for one in closure:
            if one in trees:
                _check_names(trees[one], theme, theme.templates[one][0], TEMPLATES[name], problems)


def _closure(name: str, trees: Mapping[str, nodes.Template], theme: Theme, problems: Problems) -> Iterator[str]:
    """The template and all that it extends, includes or imports, each once."""
    seen: dict[str, None] = {}
    todo = [name]
    while todo:
        one = todo.pop()
        if one in seen or one not in trees:
            continue
        seen[one] = None
        yield one
        for node in trees[one].find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            at = At(theme.templates[one][0], line=node.lineno, column=1)
            target = node.template.value if isinstance(node.template, nodes.Const) else None  # type: ignore[attr-defined]
            if not isinstance(target, str):
                problems.error("dynamic-template", at, Say("模板名必须直接写出", "the name of a template must be written out"),
                               Say("写成 \"名称.html\"", "write a literal name"))  # fmt: skip
            elif target not in theme.templates:
                problems.error("unknown-template", at, Say(f"没有模板 “{target}”", f"there is no template “{target}”"),
                               did_you_mean(target, [n for n in theme.templates if n != name]))  # fmt: skip
            else:
                todo.append(target)


def _check_names(tree: nodes.Template, theme: Theme, file: str, view: type, problems: Problems) -> None:
    for name in sorted(meta.find_undeclared_variables(tree) - _GLOBALS - _top_level(tree)):
        line = next((n.lineno for n in tree.find_all(nodes.Name) if n.name == name), 1)
        problems.error("unknown-name", At(file, line=line, column=1), Say(f"模板里没有 “{name}”", f"templates know no “{name}”"), did_you_mean(name, _GLOBALS))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.args and isinstance(call.args[0], nodes.Const):
            known = {"t": theme.strings.get("zh", {}), "asset": theme.static}.get(call.node.name)
            wanted = call.args[0].value
            if known is not None and wanted not in known:
                problems.error("unknown-string", At(file, line=call.lineno, column=1),
                               Say(f"主题里没有 “{wanted}”", f"the theme has no “{wanted}”"), did_you_mean(wanted, known))  # fmt: skip
    for node in tree.find_all(nodes.Getattr):
        _type_of(node, view, file, problems)


def _top_level(tree: nodes.Template) -> set[str]:
    """Names that a template imports or sets outside its blocks; its blocks see them."""
    out: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.FromImport):
            out.update(name if isinstance(name, str) else name[1] for name in node.names)
        elif isinstance(node, nodes.Import):
            out.add(node.target)
        elif isinstance(node, nodes.Macro):
            out.add(node.name)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            out.add(node.target.name)
    return out


def _type_of(node: nodes.Node, view: type, file: str, problems: Problems) -> Any:
    """The type of `page.a.b`, as far as it is known; a problem where a view has no such attribute."""
    if isinstance(node, nodes.Name):
        return view if node.name == "page" else None
    if not isinstance(node, nodes.Getattr):
        return None
    owner = _struct(_type_of(node.node, view, file, Problems()))
    if owner is None:
        return None
    fields = typing.get_type_hints(owner)
    if node.attr not in fields:
        if not hasattr(owner, node.attr):
            problems.error("unknown-attribute", At(file, line=node.lineno, column=1),
                           Say(f"{owner.__name__} 没有 “{node.attr}”", f"{owner.__name__} has no “{node.attr}”"),
                           did_you_mean(node.attr, fields))  # fmt: skip
        return None
    return fields[node.attr]


def _struct(found: Any) -> type[msgspec.Struct] | None:
    if isinstance(found, types.UnionType):
        found = next((a for a in found.__args__ if a is not type(None)), None)
    return found if isinstance(found, type) and issubclass(found, msgspec.Struct) else None
