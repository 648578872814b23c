"""Pictures are what browsers show and what the ends of their names say, and somebody says what is
on them."""

from __future__ import annotations

import posixpath
from collections.abc import Container

from tourbook.common.problems import Diagnosis, Location, Message, Problems
from tourbook.formats.file_contents import SUFFIXES_BY_FORMAT, get_suffix
from tourbook.formats.photographs import MAX_PIXELS
from tourbook.model.attachments import Mention
from tourbook.model.entries import Entry
from tourbook.model.model import Model
from tourbook.schema import SiteRecord
from tourbook.sources.examining import FileFacts

_COPY_AGAIN = Message("重新复制或导出这个文件", "copy or export the file again")
_CONVERT = Message(
    "另存为 JPEG（照片）或 PNG，再写新的文件名",
    "save it as JPEG (photos) or PNG, and write the name of the new file",
)


def check_pictures(model: Model, problems: Problems) -> None:
    """Report each place that shows a file which browsers do not show; of a good picture, the record
    that does not say what is on it."""
    maps = model.list_maps()
    described_maps = {m.location.child("picture") for m in maps if m.record.picture_alt}
    for attachment in model.attachments:
        name = posixpath.basename(attachment.file)
        diagnosis = _diagnose(name, attachment.facts)
        for mention in attachment.mentions:
            if mention.role != "link" and diagnosis:
                problems.add_error("picture-format", mention.location, *diagnosis)
            elif mention.is_field and (
                key := _find_undescribed(mention, model.site, described_maps)
            ):
                description = _ask_for_description(name, key)
                problems.add_warning("picture-alt", mention.location, *description)


def _find_undescribed(
    mention: Mention, site: SiteRecord, described_maps: Container[Location]
) -> str:
    """The key that should say what a picture shows; "" if one does, or none need. A logo beside the
    name of the site need not."""
    if mention.role == "map":
        return "" if mention.location in described_maps else "picture_alt"
    if isinstance(mention.subject, Entry):
        at, pictures = mention.subject.location, mention.subject.list_pictures()
        described = [at.child(*picture.path) for picture in pictures if picture.alt]
        return "" if mention.location in described else "picture_alt"
    is_hero = mention.location.path[-1:] == ("hero",)
    return "hero_alt" if is_hero and site.look and not site.look.hero_alt else ""


def _ask_for_description(name: str, key: str) -> Diagnosis:
    return Diagnosis(
        Message(f"没有说图片 “{name}” 上有什么", f"nothing says what “{name}” shows"),
        Message(
            f"加一行 {key}，用一句话说图上有什么；看不见图的人、搜索引擎都靠它",
            f"add a line {key} that says what the picture shows, for those who cannot see it, "
            "and for search engines",
        ),
    )


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
            Message(
                f"图片 “{name}” 不完整，或者坏了", f"the picture “{name}” is cut off or damaged"
            ),
            _COPY_AGAIN,
        )
    if facts.is_huge:
        return Diagnosis(
            Message(
                f"图片 “{name}” 超过 {MAX_PIXELS // 10_000} 万像素",
                f"the picture “{name}” has more than {MAX_PIXELS // 1_000_000} megapixels",
            ),
            Message("缩小它：宽 2000 像素就够了", "make it smaller: 2000 pixels wide is enough"),
        )
    return None
