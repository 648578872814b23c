"""Pure work that hundreds of builds in one process have in common is done once.

Templates are parsed and compiled, scripts minified, QR codes and pictures drawn, and workbooks zipped, from their texts alone, and
what a parsed template holds does not change; in a test that builds a site two hundred times that is most of the
time. Of Tourbook's own, only the parsers of command lines are remembered.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import jinja2
from jinja2 import meta, nodes

from tourbook import cli
from tourbook.commands import COMMANDS
from tourbook.formats import qr
from tourbook.glance import find_script
from tourbook.site import assets
from tourbook.site.feeds import covers, downloads, offline
from tourbook.site.feeds.tables import Table

MakeParser = Callable[[Iterable[str]], ArgumentParser]


def share_work(patch: Any) -> None:
    """Remember templates, minified scripts, QR codes, pictures and workbooks, until `patch` is undone."""
    patch.setattr(jinja2.Environment, "parse", remember_by_source(jinja2.Environment.parse))
    patch.setattr(jinja2.Environment, "compile", remember_by_source(jinja2.Environment.compile))
    patch.setattr(meta, "find_undeclared_variables", remember_by_tree(find_names))
    patch.setattr(nodes.Template, "find_all", remember_by_tree(find_nodes), raising=False)
    patch.setattr(cli, "make_parser", remember_by_commands(cli.make_parser))
    patch.setattr(qr, "render_qr_code", cache(qr.render_qr_code))
    patch.setattr(assets, "minify", cache(assets.minify))
    patch.setattr(assets, "resize_picture", cache(assets.resize_picture))
    patch.setattr(assets, "crop_for_previews", cache(assets.crop_for_previews))
    patch.setattr(covers, "write_share", cache(covers.write_share))
    patch.setattr(offline, "write_icon_file", cache(offline.write_icon_file))
    patch.setitem(downloads.WRITERS, "xlsx", remember_by_table(downloads.WRITERS["xlsx"]))


_find_names, _find_nodes = meta.find_undeclared_variables, nodes.Node.find_all


def find_names(tree: nodes.Template) -> set[str]:
    return _find_names(tree)


def find_nodes(tree: nodes.Template, kinds: Any) -> list[nodes.Node]:
    return list(_find_nodes(tree, kinds))


def remember_by_commands(make: MakeParser) -> MakeParser:
    """A maker of a parser: once for each script and set of commands that are named."""

    @cache
    def make_once(_script: str, names: frozenset[str]) -> ArgumentParser:
        return make(names)

    return lambda arguments: make_once(find_script(), frozenset(COMMANDS) & {*arguments})


def remember_by_tree(function: Any) -> Any:
    """A function of a parsed template: once for each template and further argument. What raises is
    not remembered."""
    results: dict[Any, Any] = {}

    def run(tree: nodes.Template, *args: Any) -> Any:
        key = (id(tree), *args)
        if key not in results:
            results[key] = tree, function(tree, *args)  # the tree stays, and so does its id
        return results[key][1]

    return run


def remember_by_table(write: Callable[[Table], bytes]) -> Callable[[Table], bytes]:
    """A writer: once for each content of a table."""
    results: dict[str, bytes] = {}

    def run(table: Table) -> bytes:
        key = repr(table)
        if key not in results:
            results[key] = write(table)
        return results[key]

    return run


def remember_by_source(method: Any) -> Any:
    """A method of Jinja's environment that works on a source: once for each kind of environment,
    source and name. What raises is not remembered."""
    results: dict[Any, Any] = {}

    def run(self: jinja2.Environment, source: Any, *args: Any, **keywords: Any) -> Any:
        if not isinstance(source, str):
            return method(self, source, *args, **keywords)
        key = (type(self), source, args, *sorted(keywords.items()))
        if key not in results:
            results[key] = method(self, source, *args, **keywords)
        return results[key]

    return run
