"""Jinja for templates that nobody has read: they can print what they are given, and nothing else.

What leads to Python's internals is refused, and numbers and texts cannot be blown up. How much time
and memory a page may take is the business of `restrictions.py`.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import MutableMapping, Sized
from functools import lru_cache
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, Undefined, nodes, sandbox
from jinja2.compiler import Frame
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.utils import missing

from .compiler import HtmlCompiler
from .fragment_tag import FragmentTag
from .fragments import Fragments

MAX_SIZE = 1_000_000
"""Characters, items or binary digits of what `*` and `**` make."""
_MUTABLES: tuple[object, ...] = ([], {}, set(), deque())
_INTERNALS = {
    *("format", "format_map", "mro"),
    *sandbox.UNSAFE_FUNCTION_ATTRIBUTES,
    *sandbox.UNSAFE_METHOD_ATTRIBUTES,
    *sandbox.UNSAFE_GENERATOR_ATTRIBUTES,
    *sandbox.UNSAFE_COROUTINE_ATTRIBUTES,
    *sandbox.UNSAFE_ASYNC_GENERATOR_ATTRIBUTES,
}


@lru_cache(maxsize=1024)
def _may_be_unsafe(name: str) -> bool:
    """Whether Jinja's sandbox refuses the attribute of some object."""
    return (
        name.startswith("_")
        or name in _INTERNALS
        or any(sandbox.modifies_known_mutable(value, name) for value in _MUTABLES)
    )


class _Compiler(HtmlCompiler):
    """Makes code that asks the sandbox only for attributes that may be unsafe, by their names: to
    ask for each `page.name` costs a fifth of the time of rendering."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if _may_be_unsafe(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("environment.get_harmless(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def write(self, x: str) -> None:
        # the sandbox refuses functions that are marked as unsafe; there are none
        super().write("context.call(" if x == "environment.call(context, " else x)


class _QuickCompiler(_Compiler):
    """Makes code that reads these attributes as Python does."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        if _may_be_unsafe(node.attr) or not _is_plain(node):
            super().visit_Getattr(node, frame)
            return
        self.visit(node.node, frame)
        self.write(f".{node.attr}")


def _is_plain(node: nodes.Getattr) -> bool:
    """Whether an attribute can be written in Python as it is in the template."""
    is_name = node.attr.isascii() and node.attr.isidentifier() and not iskeyword(node.attr)
    is_block = isinstance(node.node, nodes.Name) and node.node.name == "self"
    return is_name and not is_block and not isinstance(node.node, nodes.Const)


class _Context(Context):
    """What a template sees, with less to ask."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        # without the globals, which are the same for all templates: nobody asks which they are
        super().__init__(environment, parent, name, blocks)

    def get_all(self) -> dict[str, Any]:
        return {**self.parent, **self.vars} if self.vars else self.parent

    def resolve_or_missing(self, key: str) -> Any:
        return self.vars[key] if key in self.vars else self.parent.get(key, missing)


class _Template(Template):
    """A template that is imported once for all pages, and leaves nothing of a page behind."""

    environment: ThemeEnvironment

    def render(self, *args: Any, **kwargs: Any) -> str:
        try:
            return super().render(*args, **kwargs)
        finally:
            self.environment.forget_contexts()

    def new_context(self, *args: Any, **kwargs: Any) -> Context:
        context = super().new_context(*args, **kwargs)
        self.environment.page_contexts.append(context)
        return context

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # without a look at the globals of who imports it, which are the same
        if self._module is None:
            contexts = self.environment.page_contexts
            self.environment.page_contexts = []  # those of modules stay as they are
            self._module = self.make_module()
            self.environment.page_contexts = contexts
        return self._module


class ThemeEnvironment(sandbox.ImmutableSandboxedEnvironment):
    """Jinja as themes see it."""

    code_generator_class = _Compiler
    context_class = _Context
    template_class = _Template
    intercepted_binops = frozenset({"*", "**"})
    get_harmless = Environment.getattr

    def __init__(self) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.add_extension(FragmentTag)
        del self.globals["lipsum"]  # is random, and makes as much as it is told
        self._loaded: dict[str, Template] = {}
        self.page_contexts: list[Context] = []
        """Those of the page that is rendered, and of what it includes."""
        self.binop_table |= {"*": _multiply, "**": _raise_to_power}

    def keep_fragments(self, fragments: Fragments) -> None:
        """Say where the HTML of fragments is kept."""
        tag = self.extensions[FragmentTag.identifier]
        assert isinstance(tag, FragmentTag)
        tag.fragments = fragments

    def forget_contexts(self) -> None:
        """Let go of the macros of a page, which hold their context, and with it all that the page
        shows, in a cycle: a build collects no garbage."""
        for context in self.page_contexts:
            context.vars.clear()
        self.page_contexts.clear()

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Those of all templates: none has its own."""
        return super().make_globals(d) if d else self.globals

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item, or else an attribute: filters ask for both."""
        if isinstance(argument, str) and not _may_be_unsafe(argument):
            return Environment.getitem(self, obj, argument)
        return super().getitem(obj, argument)

    def get_template(self, name: Any, *args: Any) -> Template:
        """A template of this theme, which does not change."""
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name, *args)
        return self._loaded[name]

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        """What raises a SecurityError with the attribute's name as soon as it is used."""
        return self.undefined(attribute, obj, attribute, SecurityError)


class QuickEnvironment(ThemeEnvironment):
    """The same, but that an attribute that is missing is an AttributeError at once: even if there
    is an item of that name, or if the template only asks whether it is defined."""

    code_generator_class = _QuickCompiler


def _multiply(a: Any, b: Any) -> Any:
    """`*` of numbers, or of a text or list and a number."""
    number, other = (b, a) if isinstance(a, Sized) else (a, b)
    if isinstance(number, int) and isinstance(other, Sized):
        _check_size(number * len(other))
    elif isinstance(number, int) and isinstance(other, int):
        _check_size(number.bit_length() + other.bit_length())
    return operator.mul(a, b)


def _raise_to_power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int):
        _check_size(base.bit_length() * abs(exponent))
    return operator.pow(base, exponent)


def _check_size(size: int) -> None:
    if size > MAX_SIZE:
        raise OverflowError(f"templates make at most {MAX_SIZE} of anything")
