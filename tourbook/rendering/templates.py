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

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.problems import Location, Message, Problems, suggest_option
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


def create_environment() -> Environment:
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
        self.env = create_environment()
        self.trees: dict[str, nodes.Template | None] = {}

    def parse_template(self, name: str) -> nodes.Template | None:
        if name not in self.trees:
            file, source = self.theme.templates[name]
            try:
                self.trees[name] = self.env.parse(source, name)
            except TemplateSyntaxError as e:
                self.trees[name] = None
                self.problems.add_error(
                    "template-syntax",
                    Location(file, line=e.lineno, column=1),
                    Message(f"模板写法有误：{e.message}", f"not a template: {e.message}"),
                )
            else:
                self._check_names(self.trees[name], file)
        return self.trees[name]

    def iterate_closure(self, name: str) -> Iterator[str]:
        """The template and all that it extends, includes or imports, each once."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            one = todo.pop()
            tree = None if one in seen else self.parse_template(one)
            if tree is None:
                continue
            seen.add(one)
            yield one
            for node in tree.find_all(
                (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
            ):
                at = Location(self.theme.templates[one][0], line=node.lineno, column=1)
                target = getattr(node, "template")  # noqa: B009  (the base class does not declare it)
                target = target.value if isinstance(target, nodes.Const) else None
                if not isinstance(target, str):
                    self.problems.add_error(
                        "dynamic-template",
                        at,
                        Message("模板名必须直接写出", "the name of a template must be written out"),
                        Message('写成 "名称.html"', "write a literal name"),
                    )
                elif target not in self.theme.templates:
                    self.problems.add_error(
                        "unknown-template",
                        at,
                        Message(f"没有模板 “{target}”", f"there is no template “{target}”"),
                        suggest_option(target, [n for n in self.theme.templates if n != name]),
                    )
                else:
                    todo.append(target)

    def _check_names(self, tree: nodes.Template | None, file: str) -> None:
        """Names, strings and static files that a template uses and nobody knows."""
        assert tree is not None
        for name in sorted(
            meta.find_undeclared_variables(tree) - _GLOBALS - _find_top_level_names(tree)
        ):
            line = next((n.lineno for n in tree.find_all(nodes.Name) if n.name == name), 1)
            self.problems.add_error(
                "unknown-name",
                Location(file, line=line, column=1),
                Message(f"模板里没有 “{name}”", f"templates know no “{name}”"),
                suggest_option(name, _GLOBALS),
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
                    self.problems.add_error(
                        "unknown-string",
                        Location(file, line=call.lineno, column=1),
                        Message(f"主题里没有 “{wanted}”", f"the theme has no “{wanted}”"),
                        suggest_option(wanted, known),
                    )


def check_templates(
    theme: Theme, template_names: set[str], static_digests: Mapping[str, bytes], problems: Problems
) -> dict[str, bytes]:
    """Report what cannot work; the digest of each wanted template's closure.

    `wanted` are the templates that the site's pages need, `statics` the digests of static files.
    """
    templates, closures = Templates(theme, problems), {}
    common = [encode_canonical(theme.strings), encode_canonical(dict(static_digests))]
    for name in sorted(template_names):
        if name + ".html" not in theme.templates:
            problems.add_error(
                "missing-template",
                Location(
                    f"themes/{theme.chain[0] if theme.chain else ''}/theme.yaml", line=1, column=1
                ),
                Message(
                    f"主题里没有模板 templates/{name}.html",
                    f"the theme has no template templates/{name}.html",
                ),
                Message(
                    "加上这个模板，或在 theme.yaml 写 extends: default",
                    "add it, or write extends: default in theme.yaml",
                ),
            )
            continue
        closure = list(templates.iterate_closure(name + ".html"))
        closures[name] = compute_digest(*common, *(theme.templates[n][1].encode() for n in closure))
        for one in closure:
            _check_attributes(
                templates.trees[one], TEMPLATES[name], theme.templates[one][0], problems
            )
    return closures


def _find_top_level_names(tree: nodes.Template) -> set[str]:
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


def _check_attributes(
    tree: nodes.Template | None, view: type, file: str, problems: Problems
) -> None:
    """Attributes of `page` that its view does not have."""
    assert tree is not None
    shadowed = {a.name for m in tree.find_all(nodes.Macro) for a in m.args}
    for node in tree.find_all(nodes.Getattr) if "page" not in shadowed else ():
        _infer_type(node, view, file, problems)


def _infer_type(node: nodes.Node, view: type, file: str, problems: Problems | None) -> Any:
    """The type of `page.a.b`, as far as it is known; a problem where a view has no such
    attribute."""
    if isinstance(node, nodes.Name):
        return view if node.name == "page" else None
    if not isinstance(node, nodes.Getattr):
        return None
    owner = _find_struct(_infer_type(node.node, view, file, None))
    if owner is None:
        return None
    fields = _list_fields(owner)
    if node.attr not in fields and not hasattr(owner, node.attr):
        if problems is not None:
            problems.add_error(
                "unknown-attribute",
                Location(file, line=node.lineno, column=1),
                Message(
                    f"{owner.__name__} 没有 “{node.attr}”", f"{owner.__name__} has no “{node.attr}”"
                ),
                suggest_option(node.attr, fields),
            )
        return None
    return fields.get(node.attr)


@cache
def _list_fields(owner: type) -> dict[str, Any]:
    return typing.get_type_hints(owner)


def _find_struct(found: Any) -> type[msgspec.Struct] | None:
    if isinstance(found, types.UnionType):
        found = next((a for a in found.__args__ if a is not type(None)), None)
    return found if isinstance(found, type) and issubclass(found, msgspec.Struct) else None
