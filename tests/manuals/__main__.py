"""Write the pages of docs/ that are made from code and examples: `python -m tests.manuals`."""

from __future__ import annotations

from tests.support.manuals import LANGUAGES, locate_manual

from .problem_pages import format_page

for lang in LANGUAGES:
    locate_manual("problems", lang).write_text(format_page(lang), encoding="utf-8")
