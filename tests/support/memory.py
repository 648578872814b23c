"""Pure work that hundreds of builds in one process have in common is done once.

Templates are parsed and compiled, and QR codes drawn, from their texts alone; in a test that builds
a site two hundred times that is most of the time. Nothing of Tourbook's own is remembered.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from tourbook.formats import qr


def share_work(patch: Any) -> None:
    """Remember parsed and compiled templates and QR codes, until `patch` is undone."""
    patch.setattr(jinja2.Environment, "parse", remember_by_source(jinja2.Environment.parse))
    patch.setattr(jinja2.Environment, "compile", remember_by_source(jinja2.Environment.compile))
    patch.setattr(qr, "render_qr_code", cache(qr.render_qr_code))


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
