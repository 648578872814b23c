"""Pictures are what browsers show, and what the ends of their names say."""

from __future__ import annotations

import posixpath

from tourbook.common.problems import Diagnosis, Message, Problems
from tourbook.formats.file_contents import SUFFIXES_BY_FORMAT, get_suffix
from tourbook.model.model import Model
from tourbook.sources.examining import FileFacts

_COPY_AGAIN = Message("重新复制或导出这个文件", "copy or export the file again")
_CONVERT = Message(
    "另存为 JPEG（照片）或 PNG，再写新的文件名",
    "save it as JPEG (photos) or PNG, and write the name of the new file",
)


def check_pictures(model: Model, problems: Problems) -> None:
    """Report each place that shows a file which browsers do not show."""
    for attachment in model.attachments:
        places = [m.location for m in attachment.mentions if m.role == "picture"]
        diagnosis = _diagnose(posixpath.basename(attachment.file), attachment.facts)
        if diagnosis:
            for location in places:
                problems.add_error("picture-format", location, *diagnosis)


def _diagnose(name: str, facts: FileFacts) -> Diagnosis | None:
    """Why browsers do not show a picture; None if they do."""
    suffix, format = get_suffix(name), facts.format
    if facts.is_empty:
        return Diagnosis(
            Message(f"图片 “{name}” 是空的", f"the file “{name}” is empty"), _COPY_AGAIN
        )
    if format not in SUFFIXES_BY_FORMAT:
        message = Message(f"“{name}” 不是图片", f"“{name}” is not a picture")
        if format:
            message = Message(
                f"“{name}” 是 {format} 文件，浏览器不能当图片显示",
                f"“{name}” is a {format} file, which browsers do not show",
            )
        return Diagnosis(message, _CONVERT)
    if suffix not in SUFFIXES_BY_FORMAT[format]:
        good_name = posixpath.splitext(name)[0] + SUFFIXES_BY_FORMAT[format][0]
        return Diagnosis(
            Message(
                f"“{name}” 其实是 {format} 图片，与扩展名不符",
                f"“{name}” is a {format} picture, not what the end of its name says",
            ),
            Message(f"改名为 {good_name}", f"rename it to {good_name}"),
        )
    if not facts.is_complete:
        return Diagnosis(
            Message(f"图片 “{name}” 不完整", f"the picture “{name}” is cut off"), _COPY_AGAIN
        )
    return None
