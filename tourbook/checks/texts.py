"""Markdown texts are no longer, and no deeper, than what can be converted."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tourbook.common.problems import Message, Problems
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.formats.markdown_limits import (
    MAX_LENGTH,
    MAX_LINE_NESTING,
    MAX_MARKS,
    MAX_NESTING,
    ExcessKind,
)
from tourbook.model.texts import MarkdownText

from .outside_files import check_outside_files

_SPLIT = Message("分成几个页面", "split it into several pages")
_EXPLANATIONS: dict[ExcessKind, tuple[Message, Message]] = {
    "length": (
        Message(
            f"这段文字超过 {MAX_LENGTH} 个字符", f"the text has over {MAX_LENGTH:,} characters"
        ),
        _SPLIT,
    ),
    "marks": (
        Message(
            f"这段文字里的 Markdown 符号超过 {MAX_MARKS} 个",
            f"the text has over {MAX_MARKS:,} characters of Markdown markup",
        ),
        _SPLIT,
    ),
    "open": (
        Message(
            "从这里起，有太多没有配对的 [、(、< 或 `",
            "too many [, (, < or ` from here on are never closed",
        ),
        Message(
            "补上另一半，或删去多余的；普通符号前加反斜杠 \\，段落之间空一行",
            "close or delete them, put a backslash \\ before those that are no markup, and leave a "
            "blank line between paragraphs",
        ),
    ),
    "lines": (
        Message("从这里起，有太多行连在一起", "too many lines from here on are one paragraph"),
        Message("各条之间空一行", "leave a blank line between the entries"),
    ),
    "nesting": (
        Message(
            f"列表或引用套得太深：超过 {MAX_NESTING} 层，或一行里超过 {MAX_LINE_NESTING} 层",
            f"lists or quotations are nested too deeply: more than {MAX_NESTING} levels, or "
            f"{MAX_LINE_NESTING} in one line",
        ),
        Message(
            "减少层次；名词解释的各条之间空一行",
            "use fewer levels; leave a blank line between the entries of a glossary",
        ),
    ),
}


def check_texts(
    texts: Collection[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
    problems: Problems,
) -> None:
    """Report each text that was not converted, and what is in none of the site's files."""
    check_outside_files(texts, converted_texts, problems)
    for text in texts:
        excess = converted_texts[text.text].excess
        if excess:
            line = text.first_line + excess.line if text.first_line else 0
            problems.add_error(
                "long-text", text.location._replace(line=line), *_EXPLANATIONS[excess.kind]
            )
