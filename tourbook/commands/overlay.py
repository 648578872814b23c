"""What the preview lays over its pages: the problems, and a mark on drafts.

`overlay.js` shows it. It is fetched, and not part of the pages, which stay what a build makes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tourbook.common.problem_formats import format_problems
from tourbook.common.problems import Message, Problem, format_count
from tourbook.formats.source_text import decode_for_display

PROBLEMS_PATH = "/problems"
"""What `overlay.js` takes for news of the problems, among the paths that livereload tells of."""
SCRIPT = Path(__file__).with_name("overlay.js")
DRAFT = Message("草稿", "draft")
DRAFT_NOTE = Message("草稿：生成的网站里没有这一页", "draft: a build leaves this page out")
CRASH = Message("Tourbook 自身出错", "Tourbook itself failed")
CLOSE = Message("关闭", "close")
ERRORS_NOTE = Message(
    "改正以前，生成时不写任何文件", "a build writes nothing until they are mended"
)


def describe_status(
    problems: Sequence[Problem], texts: Mapping[str, bytes], crash: Message | None, lang: str
) -> dict[str, Any]:
    """What `overlay.js` shows of problems, and the words that it needs; `texts` are the bytes of
    the files, `crash` is an error of Tourbook's own."""
    errors = _describe_problems([p for p in problems if p.level == "error"], texts, lang)
    if crash:
        texts_of_errors = [crash.in_language(lang), *([errors["text"]] if errors else [])]
        errors = {"title": CRASH.in_language(lang), "text": "\n\n".join(texts_of_errors)}
    return {
        "lang": lang,
        "errors": errors,
        "errorsNote": ERRORS_NOTE.in_language(lang),
        "warnings": _describe_problems([p for p in problems if p.level == "warning"], texts, lang),
        "close": CLOSE.in_language(lang),
        "draft": DRAFT.in_language(lang),
        "draftNote": DRAFT_NOTE.in_language(lang),
    }


def _describe_problems(
    problems: Sequence[Problem], texts: Mapping[str, bytes], lang: str
) -> dict[str, str] | None:
    """Title and text of the problems of one level, as the terminal shows them."""
    if not problems:
        return None
    count, level = len(problems), problems[0].level
    name = Message("错误" if level == "error" else "警告", level)
    title = Message(f"{count} 个{name.zh}", format_count(count, name.en))
    text = format_problems(
        problems, lambda file: decode_for_display(texts.get(file, b"")).split("\n"), lang
    )
    return {"title": title.in_language(lang), "text": text}
