"""How a template says that a macro is a fragment."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from .fragments import Fragment, Fragments


class FragmentTag(Extension):
    """`{% fragment %}`: a macro, and an assignment of what keeps it to its name."""

    tags = {"fragment"}
    fragments: Fragments

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        macro = nodes.Macro(lineno=line)
        macro.name = parser.parse_assign_target(name_only=True).name
        parser.parse_signature(macro)
        macro.body = parser.parse_statements(("name:endfragment",), drop_needle=True)
        keep = self.call_method("keep", [nodes.Name(macro.name, "load")], lineno=line)
        return [macro, nodes.Assign(nodes.Name(macro.name, "store"), keep, lineno=line)]

    def keep(self, macro: Callable[..., str]) -> Fragment:
        return Fragment(macro, self.fragments)
