"""A check of XML feeds just before they are published: readers refuse the whole of one that is not
well-formed (XML 1.0, 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tourbook.common.problems import Message
from tourbook.site.outputs import Fault


def find_xml_faults(raw: bytes) -> Iterator[Fault]:
    try:
        ET.fromstring(raw)  # noqa: S314  (made here, without entities)
    except ET.ParseError as e:
        yield Fault(
            Message(f"不是合格的 XML：{e}", f"this is not well-formed XML: {e}"),
            Message(
                "检查文字里有没有不能发布的字符",
                "check the texts for characters that cannot be published",
            ),
        )
