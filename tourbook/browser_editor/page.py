"""The page of the browser editor, and what it may do."""

from __future__ import annotations

from pathlib import Path

from tourbook.common.problems import Message
from tourbook.schema.site_options import EditorOptions

from .backends import list_backend_origins

FOLDER = "admin/"
"""Site path."""
PREVIEW_POLICY = "frame-src 'self'; "
"""For the page beside the form."""
OWN_SCRIPT = Path(__file__).with_name("editor.js")


def write_policy(options: EditorOptions, *, is_local: bool) -> str:
    """What browsers let the page do."""
    origins = () if is_local else list_backend_origins(options)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' blob: data:; font-src 'self' data:; "
        f"connect-src {' '.join(('blob:', chr(39) + 'self' + chr(39), *origins))}; "
        f"{PREVIEW_POLICY if is_local else ''}"
        "base-uri 'none'; form-action 'none'"
    )


_TITLE = Message("编辑", "Editor")
_MISSING = Message(
    "编辑器还没有装：在项目文件夹里运行 tourbook editor install，再刷新这一页。",
    "The editor is not installed: run tourbook editor install in the folder of the project, and "
    "reload this page.",
)
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="data:,">
</head>
<body>
{body}
</body>
</html>
"""


_SCRIPTS = "\n".join(f'<script src="{name}"></script>' for name in ("editor.js", "decap-cms.js"))


def write_page(options: EditorOptions, lang: str, *, is_local: bool) -> bytes:
    return _fill_page(lang, write_policy(options, is_local=is_local), _SCRIPTS)


def write_missing_page(lang: str) -> bytes:
    """In place of the editor that is not installed."""
    text = _MISSING.in_language(_choose_language(lang))
    return _fill_page(lang, "default-src 'none'", f"<p>{text}</p>")


def _fill_page(lang: str, policy: str, body: str) -> bytes:
    title = _TITLE.in_language(_choose_language(lang))
    return _PAGE.format(lang=lang, policy=policy, title=title, body=body).encode()


def _choose_language(lang: str) -> str:
    return "zh" if lang.startswith("zh") else "en"
