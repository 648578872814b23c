"""Write the pages of docs/ that are made from code and examples: `python -m tests.manuals`."""

from __future__ import annotations

from tests.support.manuals import LANGUAGES, locate_manual, read_manual

from .problem_pages import format_page
from .theme_tables import fill_tables

for lang in LANGUAGES:
    locate_manual("problems", lang).write_text(format_page(lang), encoding="utf-8")
    theme = fill_tables(read_manual("theme", lang), lang)
    locate_manual("theme", lang).write_text(theme, encoding="utf-8")
