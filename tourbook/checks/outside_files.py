"""Texts show only files of the site: no page asks another host for anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tourbook.common.patterns import compile_late
from tourbook.common.problems import Message, Problems
from tourbook.formats.markdown_html import ConvertedMarkdown
from tourbook.model.texts import MarkdownText

_ADDRESS = compile_late(r"\s*(?:https?:|ftp:)?//", re.IGNORECASE)
_COMPUTER_PATH = compile_late(
    r"(?:!\[[^\]\n]{0,200}\]\(\s*<?|<img\b[^>]{0,500}?\bsrc\s*=\s*[\"']?)"
    r"((?:file:|[A-Za-z]:[\\/])[^)>\"'\n]{0,500})",
    re.IGNORECASE,
)
_CODE = compile_late(r"^(```|~~~).*?^\1|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_ELEMENT = compile_late(
    r"<(iframe|video|audio|source|script|embed|object|link|img)\b[^>]{0,500}?"
    r"\b(?:src|href|data|data-src|poster|srcset)\s*=\s*[\"']?((?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)
_BACKGROUND = compile_late(
    r"<(\w+)\b[^>]{0,500}?\burl\(\s*[\"']?((?:https?:)?//[^\s\"'>)]+)", re.IGNORECASE
)
_PLAYERS = ("iframe", "video", "audio", "source", "embed", "object")
_DOWNLOAD = Message(
    "把图片下载下来，放在这个文件旁边，只写文件名",
    "download the picture, put it beside this file, and write only its name",
)
_COPY = Message(
    "把图片放在这个文件旁边，只写文件名",
    "put the picture beside this file, and write only its name",
)
_LINK = Message(
    "改写成链接 [看录像](网址)：网页不从别的网站取东西",
    "link to it instead, [Watch the video](address): pages fetch nothing from other sites",
)


def check_outside_files(
    texts: Iterable[MarkdownText],
    converted_texts: Mapping[str, ConvertedMarkdown],
    problems: Problems,
) -> None:
    """Report each picture, player or script that is elsewhere."""
    for text in texts:
        reports = dict(_iterate_outside_files(text.text, converted_texts[text.text].targets))
        for target, (message, help) in reports.items():
            word = re.split('[&<>"]', target.strip())[0]  # as it stands in the text
            location = text.location._replace(line=text.first_line, word=word)
            problems.add_error("outside-file", location, message, help)


def _iterate_outside_files(
    text: str, targets: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, tuple[Message, Message]]]:
    """(target, (message, help)) of each; one in an element that is not published as well."""
    for attribute, target in targets:
        if attribute == "src" and _ADDRESS.match(target):
            message = Message(
                f"图片 “{target}” 在别的网站上", f"the picture “{target}” is on another site"
            )
            yield target, (message, _DOWNLOAD)
    if "<" not in text and "![" not in text:
        return
    plain = _CODE.sub("", text)
    for match in _COMPUTER_PATH.finditer(plain):
        message = Message(
            f"“{match[1]}” 是你电脑里的路径，读者打不开",
            f"“{match[1]}” is a path on your computer, which readers cannot open",
        )
        yield match[1], (message, _COPY)
    for pattern in (_ELEMENT, _BACKGROUND):
        for match in pattern.finditer(plain):
            element, target = match[1].lower(), match[2]
            if element == "img" and re.search(r"[\s\"']src\s*=", match[0]):
                continue  # the converter has seen it
            message = Message(
                f"<{element}> 要从别的网站取 “{target}”",
                f"<{element}> would fetch “{target}” from another site",
            )
            yield target, (message, _LINK if element in _PLAYERS else _choose_help(element))


def _choose_help(element: str) -> Message:
    if element in ("script", "link"):
        return Message(
            "删去它：网页不从别的网站取东西", "delete it: pages fetch nothing from other sites"
        )
    return _DOWNLOAD
