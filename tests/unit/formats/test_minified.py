"""What is minified does the same; what cannot be understood stays as it is."""

from __future__ import annotations

import pytest

from tourbook.formats.minified import is_minifiable, minify


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.css", "/* why */\n.a > b { color: #fff; }\n", ".a>b{color:#fff}"),
        ("a.css", ".a { inset: var(--x) 0 }", ".a{inset:var(--x)0}"),
        ("a.js", "// why\nconst shared = 1;\n", "const shared=1"),
        ("a.js", "{ const own = f(1); g(own, own); }", "{const e=f(1);g(e,e)}"),
        ("a.js", "f(`a ${b ? `c  + d` : 1}`)", "f(`a ${b?`c  + d`:1}`)"),
        ("a.js", "const = 1; // no script", "const = 1; // no script"),
    ],
)
def test_the_same_with_fewer_bytes(name: str, source: str, expected: str) -> None:
    assert minify(source.encode(), name).decode() == expected


def test_bytes_that_are_no_text_stay() -> None:
    assert minify(b"/* \xff */", "a.css") == b"/* \xff */"


def test_only_scripts_and_style_sheets_that_are_not_minified_yet() -> None:
    assert [n for n in ("a.js", "b.css", "c.min.js", "d.svg") if is_minifiable(n)] == [
        "a.js",
        "b.css",
    ]


def test_without_the_library_files_are_published_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """There is no package of it for the processors of new Macs."""
    monkeypatch.setattr("tourbook.formats.minified.MINIFIER", b"")
    assert not is_minifiable("a.js")
