"""What templates are compiled to: Jinja's code, without what themes have no use for.

Jinja asks each function that is called whether it wants the context, and makes an object of each
text that is printed. That would be half of the time of rendering.
"""

from __future__ import annotations

import datetime as dt
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape

from tourbook.common.foreign_texts import ForeignText, TextPart
from tourbook.common.patterns import compile_late

_FOREIGN = compile_late("</?bdi[^>]*>")
_PLAIN = compile_late(r"""="[^"]*$|='[^']*$|<(?:title|desc|text|option|textarea)\b[^<]*$""")
"""A page up to a place where there can be no element: in an attribute, or in an element that takes
none."""


def write_html(value: object) -> str:
    """A value as it is printed in a page; words of another language in an element that names it."""
    if type(value) is str:  # here, and not in a function of its own, for the sake of speed
        is_safe = not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value)
        return value if is_safe else escape(value)
    if type(value) is ForeignText:
        return Markup("").join(map(_write_part, value.parts))
    return _write_other(value)


def _write_part(part: TextPart) -> Markup:
    # bdi, as the other language may run the other way
    return (
        Markup('<bdi lang="{}">{}</bdi>').format(part.tag, part.text)
        if part.tag
        else escape(part.text)
    )


def write_plain(value: object) -> str:
    """A value as it is printed where no element can be."""
    if type(value) is str:
        is_safe = not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value)
        return value if is_safe else escape(value)
    if isinstance(value, Markup) and "<" in value:
        return Markup(_FOREIGN.sub("", value))  # noqa: S704  (it was safe before)
    return _write_other(value)


def _write_other(value: object) -> str:
    """One that is no text, or HTML."""
    if type(value) in (int, dt.date):
        return str(value)
    return value if isinstance(value, Markup) else escape(value)


def find_plain_places(tree: nodes.Template) -> set[int]:
    """The identities of the expressions that are printed where no element can be."""
    places: set[int] = set()
    _follow_html(tree, "", places)
    return places


def _follow_html(node: nodes.Node, before: str, places: set[int]) -> str:
    """Add the expressions within a node. What stands before them, and then what stands before that
    which follows, as far as it matters."""
    if isinstance(node, nodes.Block) and node.name == "title" and not before:
        _follow_html(node, "<title>", places)
        return before
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            match = _PLAIN.search(before + child.data)
            before = match.group() if match else ""
        elif before and isinstance(node, nodes.Output):
            places.add(id(child))
        else:
            before = _follow_html(child, before, places)
    return before


class HtmlMacro(Macro):
    """A macro gives HTML, wherever it is called, and nearly always gets the arguments it names."""

    def __init__(self, environment: Environment, *args: Any) -> None:
        super().__init__(environment, *args)
        takes_others = self.caller or self.catch_kwargs or self.catch_varargs
        self._plain_count = -1 if takes_others else len(self.arguments)

    @internalcode
    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if kwargs or len(args) != self._plain_count:
            names = self.arguments[len(args) :]
            if len(args) > self._plain_count or not kwargs.keys() <= {*names}:
                return super().__call__(*args, **kwargs)
            args = (*args, *[kwargs.get(name, missing) for name in names])
        return str.__new__(Markup, self._func(*args))  # all that Markup(text) does in the end


class HtmlCompiler(CodeGenerator):
    """Assumes that templates are given no function that wants Jinja's context."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self._plain_places = find_plain_places(node)
        names = HtmlMacro.__name__, write_html.__name__, write_plain.__name__
        self.writeline(f"from {__name__} import {', '.join(names)}")
        super().visit_Template(node, frame)

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        has_plain_arguments = not (
            node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs)
        )
        if not has_plain_arguments or not _is_html(frame):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        # a block comes in one piece: else each line would pass through all templates around it
        if x.startswith("yield from context.blocks["):
            x = f"yield concat({x.removeprefix('yield from ')})"
        super().writeline(x, node, extra)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        if node.ignore_missing or not node.with_context:
            super().visit_Include(node, frame)
            return
        # in one piece, too
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        variables = f"context.get_all(), True, {self.dump_local_context(frame)}"
        context = f"template.new_context({variables})"
        self.simple_write(f"concat(template.root_render_func({context}))", frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        macro, names = macro_ref.node, tuple(each.name for each in macro_ref.node.args)
        self.write(
            f"{HtmlMacro.__name__}(environment, macro, {getattr(macro, 'name', None)!r}, {names!r},"
            f" {macro_ref.accesses_kwargs}, {macro_ref.accesses_varargs},"
            f" {macro_ref.accesses_caller}, True)"
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_html(frame):
            write = write_plain if id(node) in self._plain_places else write_html
            self.write(f"{write.__name__}(")
        else:
            super()._output_child_pre(node, frame, finalize)


def _is_html(frame: Frame) -> bool:
    """Whether what is printed is escaped, which a template can switch off for a part of it."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile
