"""The files of a site as its host reads them: without settings that it does not read, and with a
file that says where old addresses lead, in place of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import unquote, urlsplit

from tourbook.common import urls
from tourbook.common.patterns import compile_late
from tourbook.schema.site_options import Host

from .feeds import headers
from .hosts import HOSTS, RedirectFormat
from .outputs import HtmlPage, Output, RawFile

_UNSAFE = compile_late(r"[*:\s]")
"""What makes a rule a pattern, or ends an address."""
_UNSAFE_DECODED = compile_late(r"[*:\s%?#$\"\\]")
"""Those, and what means something else if it is not encoded."""


def fit_to_host(host: Host, base_url: str, outputs: Iterable[Output]) -> Iterable[Output]:
    """The outputs that a host needs. `base_url` is a URI."""
    profile = HOSTS[host]
    fitted = (o for o in outputs if profile.reads_headers or o.path != headers.FILE)
    if profile.redirects is None:
        return fitted
    return _write_redirects(profile.redirects, urlsplit(base_url).path, fitted)


def _write_redirects(
    form: RedirectFormat, root: str, outputs: Iterable[Output]
) -> Iterator[Output]:
    lines: list[str] = []
    size = 0
    for output in outputs:
        rules = _list_rules(form, root, output) if isinstance(output, HtmlPage) else []
        new_size = size + sum(len(rule.encode()) for rule in rules)
        has_rules = bool(rules) and _has_room(form, len(lines) + len(rules), new_size)
        if has_rules:
            lines += rules
            size = new_size
        if not (has_rules and form.replaces_pages):
            yield output
    if lines:
        yield RawFile(form.file, "redirect", (), partial(str.encode, "".join(lines)))


def _has_room(form: RedirectFormat, rule_count: int, size: int) -> bool:
    has_too_many = form.max_rules is not None and rule_count > form.max_rules
    return not has_too_many and (form.max_bytes is None or size <= form.max_bytes)


def _list_rules(form: RedirectFormat, root: str, page: HtmlPage) -> list[str]:
    """The lines that replace a page; none if it leads nowhere, or if no rule can say where."""
    if not page.target:
        return []
    source, target = root + urls.encode_path(page.path), root + page.target
    file = unquote(urls.derive_output_file(target.partition("#")[0]))
    if not form.is_encoded:
        source = unquote(source)
    rules = [
        form.rule.format(source=address, target=target, file=file) + "\n"
        for address in _list_forms(form, source)
    ]
    unsafe = _UNSAFE if form.is_encoded else _UNSAFE_DECODED
    is_sayable = not (unsafe.search(source) or unsafe.search(file) or _UNSAFE.search(target))
    return rules if is_sayable and all(map(partial(_is_short, form), rules)) else []


def _list_forms(form: RedirectFormat, address: str) -> Iterator[str]:
    yield address
    if form.needs_both_forms and address.endswith("/"):
        yield address.rstrip("/")


def _is_short(form: RedirectFormat, rule: str) -> bool:
    return form.max_line is None or len(rule) <= form.max_line
