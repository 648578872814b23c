"""Templates as trees: what can be known without a page is checked here, and digests say when one
changed.

Syntax, names, attributes of views, strings and static files are all looked at before anything is
rendered. The only other importer of `jinja2` is `render.py`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, meta, nodes

from tourbook.common.digests import canonical, digest
from tourbook.common.problems import At, Problems, Say, did_you_mean
from tourbook.views import TEMPLATES

from .theme import FUNCTIONS, Theme

_GLOBALS = {
    "page",
    "loop",
    "self",
    "super",
    "varargs",
    "kwargs",
    "caller",
    "range",
    "dict",
    "namespace",
    "cycler",
    "joiner",
    *FUNCTIONS,
}


def environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class Templates:
    """The templates of a theme, parsed as they are asked for."""

    def __init__(self, theme: Theme, problems: Problems) -> None:
        self.theme, self.problems = theme, problems
        self.env = environment()
        self.trees: dict[str, nodes.Template | None] = {}

    def tree(self, name: str) -> nodes.Template | None:
        if name not in self.trees:
            file, source = self.theme.templates[name]
            try:
                self.trees[name] = self.env.parse(source, name)
            except TemplateSyntaxError as e:
                self.trees[name] = None
                self.problems.error(
                    "template-syntax",
                    At(file, line=e.lineno, column=1),
                    Say(f"模板写法有误：{e.message}", f"not a template: {e.message}"),
                )
            else:
                self._names(self.trees[name], file)
        return self.trees[name]

    def closure(self, name: str) -> Iterator[str]:
        """The template and all that it extends, includes or imports, each once."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            one = todo.pop()
            tree = None if one in seen else self.tree(one)
            if tree is None:
                continue
            seen.add(one)
            yield one
            for node in tree.find_all(
                (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
            ):
                at = At(self.theme.templates[one][0], line=node.lineno, column=1)
                target = getattr(node, "template")  # noqa: B009  (the base class does not declare it)
                target = target.value if isinstance(target, nodes.Const) else None
                if not isinstance(target, str):
                    self.problems.error(
                        "dynamic-template",
                        at,
                        Say("模板名必须直接写出", "the name of a template must be written out"),
                        Say('写成 "名称.html"', "write a literal name"),
                    )
                elif target not in self.theme.templates:
                    self.problems.error(
                        "unknown-template",
                        at,
                        Say(f"没有模板 “{target}”", f"there is no template “{target}”"),
                        did_you_mean(target, [n for n in self.theme.templates if n != name]),
                    )
                else:
                    todo.append(target)

    def _names(self, tree: nodes.Template | None, file: str) -> None:
        """Names, strings and static files that a template uses and nobody knows."""
        assert tree is not None
        for name in sorted(meta.find_undeclared_variables(tree) - _GLOBALS - _top_level(tree)):
            line = next((n.lineno for n in tree.find_all(nodes.Name) if n.name == name), 1)
            self.problems.error(
                "unknown-name",
                At(file, line=line, column=1),
                Say(f"模板里没有 “{name}”", f"templates know no “{name}”"),
                did_you_mean(name, _GLOBALS),
            )
        strings = {key for known in self.theme.strings.values() for key in known}
        for call in tree.find_all(nodes.Call):
            if (
                isinstance(call.node, nodes.Name)
                and call.args
                and isinstance(call.args[0], nodes.Const)
            ):
                known = {"t": strings, "asset": set(self.theme.static)}.get(call.node.name)
                wanted = call.args[0].value
                if known is not None and wanted not in known:
                    self.problems.error(
                        "unknown-string",
                        At(file, line=call.lineno, column=1),
                        Say(f"主题里没有 “{wanted}”", f"the theme has no “{wanted}”"),
                        did_you_mean(wanted, known),
                    )


def check(
    theme: Theme, wanted: set[str], statics: Mapping[str, bytes], problems: Problems
) -> dict[str, bytes]:
    """Report what cannot work; the digest of each wanted template's closure.

    `wanted` are the templates that the site's pages need, `statics` the digests of static files.
    """
    templates, closures = Templates(theme, problems), {}
    common = [canonical(theme.strings), canonical(dict(statics))]
    for name in sorted(wanted):
        if name + ".html" not in theme.templates:
            problems.error(
                "missing-template",
                At(f"themes/{theme.chain[0] if theme.chain else ''}/theme.yaml", line=1, column=1),
                Say(
                    f"主题里没有模板 templates/{name}.html",
                    f"the theme has no template templates/{name}.html",
                ),
                Say(
                    "加上这个模板，或在 theme.yaml 写 extends: default",
                    "add it, or write extends: default in theme.yaml",
                ),
            )
            continue
        closure = list(templates.closure(name + ".html"))
        closures[name] = digest(*common, *(theme.templates[n][1].encode() for n in closure))
        for one in closure:
            _attributes(templates.trees[one], TEMPLATES[name], theme.templates[one][0], problems)
    return closures


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


def _attributes(tree: nodes.Template | None, view: type, file: str, problems: Problems) -> None:
    """Attributes of `page` that its view does not have."""
    assert tree is not None
    shadowed = {a.name for m in tree.find_all(nodes.Macro) for a in m.args}
    for node in tree.find_all(nodes.Getattr) if "page" not in shadowed else ():
        _type_of(node, view, file, problems)


def _type_of(node: nodes.Node, view: type, file: str, problems: Problems | None) -> Any:
    """The type of `page.a.b`, as far as it is known; a problem where a view has no such
    attribute."""
    if isinstance(node, nodes.Name):
        return view if node.name == "page" else None
    if not isinstance(node, nodes.Getattr):
        return None
    owner = _struct(_type_of(node.node, view, file, None))
    if owner is None:
        return None
    fields = _fields(owner)
    if node.attr not in fields and not hasattr(owner, node.attr):
        if problems is not None:
            problems.error(
                "unknown-attribute",
                At(file, line=node.lineno, column=1),
                Say(
                    f"{owner.__name__} 没有 “{node.attr}”", f"{owner.__name__} has no “{node.attr}”"
                ),
                did_you_mean(node.attr, fields),
            )
        return None
    return fields.get(node.attr)


@cache
def _fields(owner: type) -> dict[str, Any]:
    return typing.get_type_hints(owner)


def _struct(found: Any) -> type[msgspec.Struct] | None:
    if isinstance(found, types.UnionType):
        found = next((a for a in found.__args__ if a is not type(None)), None)
    return found if isinstance(found, type) and issubclass(found, msgspec.Struct) else None
