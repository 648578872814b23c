"""The site on a phone: its manifest, its icons and the service worker that keeps pages for those
without a network.

The worker lies at the root, as it may answer for what is below it; what it does is a script of the
theme. A site without it has one in its place that takes back what an earlier build may have left in
browsers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from tourbook.browser_editor.page import FOLDER as EDITOR_FOLDER
from tourbook.common import languages
from tourbook.covers.icons import write_icon
from tourbook.rendering.looks import ICON_ACCENT
from tourbook.site.addresses import TOUCH_ICON, WORKER
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import RawFile, ViewFile
from tourbook.views import View

SCRIPT = "offline.js"
"""The theme's file with what the worker does."""
ICONS = (
    (TOUCH_ICON, 192, False),
    ("icons/icon-512.png", 512, False),
    ("icons/maskable-512.png", 512, True),
)
"""Site path, size, whether systems may cut it."""
_WORDS = {"page": "offline_page", "none": "offline_none", "list": "offline_list"}
"""What the worker says, and the theme's string for it."""
LAST_WORKER = """\
// Offline reading is switched off: what earlier versions of the site kept in this browser goes.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const clear = async () => {
    for (const name of await caches.keys()) {
      const isOurs = name.startsWith("tourbook ") && name.endsWith(` ${registration.scope}`);
      if (isOurs) await caches.delete(name);
    }
    await registration.unregister();
  };
  event.waitUntil(clear());
});
"""

_EDITOR_RULE = f"""\
// The editor is none of the pages that are kept.
addEventListener("fetch", (event) => {{
  const isEditor = event.request.url.startsWith(`${{registration.scope}}{EDITOR_FOLDER}`);
  if (isEditor) event.stopImmediatePropagation();
}});
"""


class ManifestView(View, frozen=True, kw_only=True):
    name: str
    summary: str
    tag: str
    direction: str
    root: str
    """The root of the site, as seen from the folder of the language."""
    accent: str


class IconView(View, frozen=True, kw_only=True):
    accent: str
    size: int
    is_whole: bool


def make(edition: Edition) -> Iterator[ViewFile]:
    path = edition.addresses.prefix + "manifest.webmanifest"
    yield ViewFile(path, "offline", edition.lang, (), make_manifest_view, write_manifest)
    if edition.addresses.prefix:
        return
    for path, size, is_whole in ICONS:
        view = partial(make_icon_view, size=size, is_whole=is_whole)
        yield ViewFile(path, "offline", edition.lang, (), view, write_icon_file)


def make_manifest_view(ctx: Context) -> ManifestView:
    site = ctx.frame.site
    return ManifestView(
        name=site.name,
        summary=site.summary,
        tag=ctx.language.tag,
        direction="rtl" if languages.is_right_to_left(ctx.lang) else "ltr",
        root="../" * ctx.addresses.prefix.count("/"),
        accent=site.accent or ICON_ACCENT,
    )


def write_manifest(view: ManifestView) -> bytes:
    icons = [
        {
            "src": view.root + path,
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable" if is_whole else "any",
        }
        for path, size, is_whole in ICONS
    ]
    manifest = {
        "name": view.name,
        "description": view.summary,
        "lang": view.tag,
        "dir": view.direction,
        "start_url": "./",
        "scope": view.root or "./",
        "display": "minimal-ui",
        "theme_color": view.accent,
        "background_color": view.accent,
        "icons": icons,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


def make_icon_view(ctx: Context, size: int, is_whole: bool) -> IconView:
    accent = ctx.frame.site.accent or ICON_ACCENT
    return IconView(accent=accent, size=size, is_whole=is_whole)


def write_icon_file(view: IconView) -> bytes:
    return write_icon(view.accent, view.size, view.is_whole)


def make_worker(
    editions: Sequence[Edition], static: Mapping[str, str], *, has_editor: bool = False
) -> RawFile:
    """`static`: name of a theme's static file -> site path."""
    has_worker = "offline" in editions[0].addresses.settings.feeds and SCRIPT in static
    content = begin_worker(editions, static[SCRIPT]) if has_worker else LAST_WORKER
    if has_worker and has_editor:
        content = _EDITOR_RULE + content
    return RawFile(WORKER, "worker", (), content.encode)


def begin_worker(editions: Sequence[Edition], script: str) -> str:
    words = {
        edition.addresses.prefix: {
            "tag": edition.language.tag,
            **{key: edition.language.strings.get(name, "") for key, name in _WORDS.items()},
        }
        for edition in editions
    }
    text = json.dumps(words, ensure_ascii=False, indent=1)
    return f"const WORDS = {text};\nimportScripts({json.dumps(script)});\n"
