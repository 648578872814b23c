"""Mistakes in files that can be read: what they say is published, but hardly meant.

Only present files are proofread. In a file of the past, such a mistake was published as it stands,
so the history reads it.
"""

from __future__ import annotations

from typing import Any

from tourbook.common.problems import Location, Problems
from tourbook.formats import front_matter, source_text
from tourbook.formats.yaml_comments import report_cut_texts

from .contact_mistakes import check_contacts
from .reading import Content


def proofread(file: str, raw: bytes, record: Any, problems: Problems) -> None:
    """Report what is hardly meant in a file whose record is given."""
    check_contacts(
        record.record if isinstance(record, Content) else record, Location(file), problems
    )
    if b" #" not in raw:
        return
    text, line = source_text.decode(raw, file, Problems()) or "", 1
    if file.endswith(".md"):
        document = front_matter.split_front_matter(text, file, Problems())
        text, line = (document.front_matter, document.front_matter_line) if document else ("", 1)
    report_cut_texts(text, file, line, problems)
