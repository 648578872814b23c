"""The plan of a build: every file that it makes. Two of them at one address are a problem."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from tourbook.common import urls
from tourbook.common.problems import Location, Message, Problems
from tourbook.model.model import Model
from tourbook.rendering.theme import Theme
from tourbook.sources.paths import FOLDER_BY_KIND, SITE_FILE, get_folder, parse_content_path

from . import feeds, pages
from .context import Context, OutputSettings
from .feeds import headers, sitemap
from .outputs import Asset, Output


class Assets(NamedTuple):
    """Files that are published as they are."""

    static: dict[str, str]
    """Name of a theme's static file -> site path."""
    pictures: dict[str, str]
    """File under content/ -> site path."""
    outputs: tuple[Asset, ...]


def plan_assets(model: Model, theme: Theme, digests: Mapping[str, bytes]) -> Assets:
    """Static files under names that hold their digest; pictures beside the page that they belong
    to."""
    static, pictures, out = {}, {}, []
    for name, file in sorted(theme.static.items()):
        stem, ending = posixpath.splitext(name)
        static[name] = f"assets/{stem}.{digests[file].hex()[:10]}{ending}"
        out.append(Asset(static[name], "static", (Location(file),), file, digests[file]))
    folders = {
        get_folder(e.location.file): e
        for e in model.entries
        if (path := parse_content_path(e.location.file)) and path.is_bundle
    }
    shared = {f"content/{folder}": folder for folder in FOLDER_BY_KIND.values()}
    for file in sorted(model.pictures):
        folder, _, name = file.rpartition("/")
        if folder in folders:
            e = folders[folder]
            base = (
                e.slug
                if e.kind == "page"
                else f"{_find_site_folder(model, FOLDER_BY_KIND[e.kind])}/{e.slug}"
            )
        elif folder in shared:
            base = _find_site_folder(model, shared[folder])
        else:
            continue  # beside a draft, or in a place that layout.misplaced speaks of
        pictures[file] = urls.normalize_path(f"{base}/{name}")
        out.append(Asset(pictures[file], "picture", (Location(file),), file, digests[file]))
    return Assets(static, pictures, tuple(out))


def _find_site_folder(model: Model, folder: str) -> str:
    return model.site.folders.get(folder, folder)  # type: ignore[call-overload, no-any-return]


def plan_outputs(
    contexts: Iterable[Context], settings: OutputSettings, assets: Assets, problems: Problems
) -> list[Output]:
    """All outputs, in a fixed order."""
    contexts = list(contexts)
    html = [
        p for c in contexts for make in pages.MAKERS for p in make(c) if p.kind in settings.pages
    ]
    out: list[Output] = [*html, *assets.outputs]
    out += [
        f for c in contexts for feed in feeds.MAKERS for f in feed(c) if f.kind in settings.feeds
    ]
    languages = contexts[0].model.site.languages
    for made in (sitemap.make(settings.base_url, languages, html), headers.make(settings.base_url)):
        out += [f for f in made if f.kind in settings.feeds]
    _check_addresses(out, problems)
    return out


def _check_addresses(outputs: list[Output], problems: Problems) -> None:
    taken: dict[str, Output] = {}
    told: set[tuple[Location, str]] = set()
    for output in outputs:
        if not urls.is_writable(output.path):
            problems.add_error(
                "bad-address",
                output.sources[0] if output.sources else Location(SITE_FILE, line=1, column=1),
                Message(f"“{output.path}” 不能作网址", f"“{output.path}” cannot be an address"),
                Message(
                    "只用字母、数字、汉字、短横线和 /，例如 /old/light/",
                    "use letters, digits, hyphens and /, such as /old/light/",
                ),
            )
            continue
        key = urls.compute_collision_key(output.path)
        other = taken.setdefault(key, output)
        if other is output:
            continue
        _report_same_address(output, other, told, problems)
    folders: dict[str, Output] = {}
    for key, output in taken.items():  # a file where a folder is wanted
        while (key := key.rpartition("/")[0]) and key not in folders:
            folders[key] = output
    for key in folders.keys() & taken.keys():
        _report_same_address(folders[key], taken[key], told, problems)


def _report_same_address(
    output: Output, other: Output, reported_pairs: set[tuple[Location, str]], problems: Problems
) -> None:
    where = [o.sources[0] for o in (output, other) if o.sources] or [
        Location(SITE_FILE, line=1, column=1)
    ]
    at, there = where[0].child("slug"), where[-1].file
    if (at, there) in reported_pairs:  # its calendar, or the same in another language
        return
    reported_pairs.add((at, there))
    problems.add_error(
        "same-address",
        at,
        Message(
            f"两处用了同一个地址 /{output.path}（{other.kind} 与 {output.kind}，另一处在 {there}）",
            f"two things want the address /{output.path} ({other.kind} and {output.kind}; the "
            f"other is in {there})",
        ),
        Message(
            "改掉其中一个的 slug 或 aliases；只差大小写也不行",
            "change the slug or aliases of one of them; upper and lower case count as the same",
        ),
    )


def check_lost_calendars(
    model: Model, previous_paths: Iterable[str], outputs: Iterable[Output], problems: Problems
) -> None:
    """Calendars of the last build that this one would not have. With Git, what is no more keeps its
    calendar; without, nobody knows what it was. A single stop's file goes with its page."""
    found = {o.path: o.kind for o in outputs}
    single = {path.partition("/")[0] for path, kind in found.items() if kind == "stop"}
    gone = sorted(
        p
        for p in previous_paths
        if p.endswith(".ics") and p not in found and not single & set(p.split("/")[:-2])
    )
    if gone and not model.ledger.is_available:
        listed = ", ".join(gone[:3]) + (" …" if len(gone) > 3 else "")
        problems.add_warning(
            "feed-gone",
            Location(SITE_FILE, line=1, column=1),
            Message(
                f"这次没有 {len(gone)} 个发布过的日历：{listed}",
                f"{len(gone)} calendars that were published would be gone: {listed}",
            ),
            Message(
                "编号改了就写 aliases；用 Git 保存项目，删掉的记录会留下日历",
                "write aliases where an id is another now; kept in Git, records that are deleted "
                "leave their calendars",
            ),
        )
