"""Templates as trees: checks of all that can be known without a page, and digests that change with
a template.

Syntax, names, attributes of views, strings and static files are checked before anything is
rendered.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from jinja2 import TemplateSyntaxError, meta, nodes

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.limits import WorkLimitError
from tourbook.common.problems import Location, Message, Problems
from tourbook.common.suggestions import suggest_option
from tourbook.views import TEMPLATES

from .functions import FUNCTION_NAMES
from .restrictions import LIMIT_DIAGNOSIS, LIMIT_REACHED, UNSAFE, explain_refusal, limit_page
from .sandbox import ThemeEnvironment
from .theme import Theme

_GLOBALS = {
    *("page", "loop", "self", "super", "varargs", "kwargs", "caller"),
    *("range", "dict", "namespace", "cycler", "joiner"),
    *FUNCTION_NAMES,
}
MAX_DEPTH = 100
"""Of what is nested in a template: blocks, loops, brackets, chains of operators."""
_TOO_DEEP = Message("模板嵌套得太深", "the template is nested too deeply")
_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def check_templates(
    theme: Theme, template_names: set[str], static_digests: Mapping[str, bytes], problems: Problems
) -> dict[str, bytes]:
    """Report mistakes in templates; return the digest of the closure of each of `template_names`,
    which are those of the site's pages, without ".html".

    `static_digests` are those of all static files.
    """
    templates, closures = Templates(theme, problems), {}
    common = [encode_canonical(theme.strings), encode_canonical(dict(static_digests))]
    for name in sorted(template_names):
        if name + ".html" not in theme.templates:
            _report_missing_template(name, theme, problems)
            continue
        closure = list(templates.iterate_closure(name + ".html"))
        sources = (theme.templates[part][1].encode() for part in closure)
        closures[name] = compute_digest(*common, *sources)
        for part in closure:
            templates.check_attributes(part, TEMPLATES[name])
    return closures


def _report_missing_template(name: str, theme: Theme, problems: Problems) -> None:
    folder = theme.chain[0] if theme.chain else ""
    location = Location(f"themes/{folder}/theme.yaml", line=1, column=1)
    message = Message(
        f"主题里没有模板 templates/{name}.html", f"the theme has no template templates/{name}.html"
    )
    help = Message(
        "加上这个模板，或在 theme.yaml 写 extends: default",
        "add the template, or write extends: default in theme.yaml",
    )
    problems.add_error("missing-template", location, message, help)


class _Tree:
    """A parsed template, and its parts of the kinds that checks look at."""

    def __init__(self, template: nodes.Template) -> None:
        self.template = template
        self.references: list[nodes.Node] = []
        self.attributes: list[nodes.Getattr] = []
        self.calls: list[nodes.Call] = []
        self.parameters: set[str] = set()
        """The names of the arguments of its macros."""
        for node in template.find_all((*_REFERENCES, nodes.Getattr, nodes.Call, nodes.Macro)):
            if isinstance(node, nodes.Getattr):
                self.attributes.append(node)
            elif isinstance(node, nodes.Call):
                self.calls.append(node)
            elif isinstance(node, nodes.Macro):
                self.parameters |= {argument.name for argument in node.args}
            else:
                self.references.append(node)


class Templates:
    """The templates of a theme, each parsed and checked when it is first needed."""

    def __init__(self, theme: Theme, problems: Problems) -> None:
        self.theme, self.problems = theme, problems
        self._env = ThemeEnvironment()
        self._trees: dict[str, _Tree | None] = {}

    def parse_template(self, name: str) -> _Tree | None:
        """The tree of a template; None, and a problem, if its syntax is wrong."""
        if name not in self._trees:
            file, source = self.theme.templates[name]
            template = self._parse(name, file, source)
            self._trees[name] = tree = _Tree(template) if template else None
            if tree:
                self._check_names(tree.template, file)
                self._check_internals(tree, file)
                self._check_keys(tree, file)
        return self._trees[name]

    def _parse(self, name: str, file: str, source: str) -> nodes.Template | None:
        try:
            tree = self._env.parse(source, name)
            line, message = _find_deep_node(tree), _TOO_DEEP
        except TemplateSyntaxError as e:
            tree, line = None, e.lineno
            message = Message(f"模板写法有误：{e.message}", f"template syntax error: {e.message}")
        except RecursionError:
            tree, line, message = None, 1, _TOO_DEEP
        if line:
            location = Location(file, line=line, column=1)
            self.problems.add_error("template-syntax", location, message)
        return None if line else tree

    def iterate_closure(self, name: str) -> Iterator[str]:
        """The template and all that it extends, includes or imports, each once."""
        visited: set[str] = set()
        pending = [name]
        while pending:
            current = pending.pop()
            tree = None if current in visited else self.parse_template(current)
            if tree:
                visited.add(current)
                yield current
                pending += self._iterate_references(tree, self.theme.templates[current][0], name)

    def _iterate_references(self, tree: _Tree, file: str, page: str) -> Iterator[str]:
        """The templates that a template names. `page` is the one whose closure it is part of."""
        for node in tree.references:
            location = Location(file, line=node.lineno, column=1)
            target = getattr(node, "template")  # noqa: B009  (the base class does not declare it)
            name = target.value if isinstance(target, nodes.Const) else None
            if not isinstance(name, str):
                message = Message("模板名必须直接写出", "a template name must be written out")
                help = Message('写成 "名称.html"', 'write "name.html"')
                self.problems.add_error("dynamic-template", location, message, help)
            elif name not in self.theme.templates:
                message = Message(f"没有模板 “{name}”", f"there is no template “{name}”")
                help = suggest_option(name, [n for n in self.theme.templates if n != page])
                self.problems.add_error("unknown-template", location, message, help)
            else:
                yield name

    def _check_names(self, tree: nodes.Template, file: str) -> None:
        """Report names that are neither global nor defined in the template."""
        try:
            with limit_page():  # Jinja computes what is constant
                undeclared = meta.find_undeclared_variables(tree)
        except WorkLimitError:
            location = Location(file, line=1, column=1)
            self.problems.add_error(LIMIT_REACHED, location, *LIMIT_DIAGNOSIS)
            return
        names = undeclared - _GLOBALS - _find_top_level_names(tree)
        for name in sorted(names):
            line = next((n.lineno for n in tree.find_all(nodes.Name) if n.name == name), 1)
            location = Location(file, line=line, column=1)
            message = Message(f"模板里没有 “{name}”", f"templates have no “{name}”")
            help = suggest_option(name, _GLOBALS)
            self.problems.add_error("unknown-name", location, message, help)

    def _check_internals(self, tree: _Tree, file: str) -> None:
        """Report attributes that lead to Python's internals; what is computed is refused when a
        page is made."""
        for node in tree.attributes:
            if node.attr.startswith("_"):
                location = Location(file, line=node.lineno, column=1)
                self.problems.add_error(UNSAFE, location, *explain_refusal(node.attr))

    def _check_keys(self, tree: _Tree, file: str) -> None:
        """Report strings and static files that the theme does not have."""
        strings = {key for strings in self.theme.strings.values() for key in strings}
        keys_by_function = {"t": strings, "asset": set(self.theme.static)}
        for call in tree.calls:
            function, arguments = call.node, call.args
            if not (isinstance(function, nodes.Name) and arguments):
                continue
            keys, key = keys_by_function.get(function.name), arguments[0]
            if keys is None or not isinstance(key, nodes.Const) or key.value in keys:
                continue
            location = Location(file, line=call.lineno, column=1)
            message = Message(f"主题里没有 “{key.value}”", f"the theme has no “{key.value}”")
            help = suggest_option(key.value, keys)
            self.problems.add_error("unknown-string", location, message, help)

    def check_attributes(self, name: str, view: type) -> None:
        """Report attributes of `page` that its view does not have."""
        tree, file = self.parse_template(name), self.theme.templates[name][0]
        assert tree is not None
        if "page" in tree.parameters:
            return
        for node in tree.attributes:
            owner = _find_struct(_infer_type(node.node, view))
            if owner is None or hasattr(owner, node.attr) or node.attr in _list_fields(owner):
                continue
            location = Location(file, line=node.lineno, column=1)
            message = Message(
                f"{owner.__name__} 没有 “{node.attr}”", f"{owner.__name__} has no “{node.attr}”"
            )
            help = suggest_option(node.attr, _list_fields(owner))
            self.problems.add_error("unknown-attribute", location, message, help)


def _find_deep_node(tree: nodes.Template) -> int:
    """The line of the first part that is nested too deeply for Python; 0 if there is none."""
    level: list[nodes.Node] = [tree]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in node.iter_child_nodes()]
    return min((node.lineno for node in level), default=0)


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


def _infer_type(node: nodes.Node, view: type) -> Any:
    """The type of an expression such as `page.row.start`; None if it is unknown."""
    if isinstance(node, nodes.Name):
        return view if node.name == "page" else None
    if not isinstance(node, nodes.Getattr):
        return None
    owner = _find_struct(_infer_type(node.node, view))
    return _list_fields(owner).get(node.attr) if owner else None


@cache
def _list_fields(owner: type) -> dict[str, Any]:
    return typing.get_type_hints(owner)


def _find_struct(annotation: Any) -> type[msgspec.Struct] | None:
    """The view class of an annotation such as `Image` or `Image | None`."""
    if isinstance(annotation, types.UnionType):
        annotation = next((t for t in annotation.__args__ if t is not type(None)), None)
    is_struct = isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)
    return annotation if is_struct else None
