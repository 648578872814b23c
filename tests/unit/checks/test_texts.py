"""Texts that cannot be converted are reported where they are; those of removed stops are not."""

from __future__ import annotations

from tests.support.in_memory import assemble_model
from tourbook.checks.texts import check_texts
from tourbook.common.problems import Problems
from tourbook.formats.markdown_html import convert_markdown
from tourbook.model.texts import iterate_markdown


def test_each_language_of_a_text_has_its_own_line() -> None:
    long = "[" * 3000
    model, _ = assemble_model(
        {
            "content/site.yaml": "name: 站\nbase_url: https://a.example/\nlanguages: [zh, en]\n",
            "content/pages/a.md": "---\ntitle: 甲\n---\n好\n",
            "content/pages/a.en.md": f"---\ntitle: A\n---\n\nFine\n\n{long}\n",
        }
    )
    texts, problems = list(iterate_markdown(model)), Problems()
    check_texts(texts, {text.text: convert_markdown(text.text) for text in texts}, problems)
    assert [(p.code, p.location.file, p.location.line) for p in problems] == [
        ("long-text", "content/pages/a.en.md", 7)
    ]
