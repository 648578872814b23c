"""The terms of texts: pairs of characters where words are written without blanks between them, and
words elsewhere. `search.js` makes the same of what a visitor types.

If a term is in two characters, every text that holds these side by side has it; so whatever part of
a Chinese text is looked for, its terms are among those of the text.
"""

from __future__ import annotations

import unicodedata
from operator import add

from tourbook.common.patterns import compile_late

_CLOSE = "\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\u1100-\u11ff\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts without blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, Chinese, Japanese, Yi;
and the letters of Korean, whose words have endings."""
_HAS_CLOSE = compile_late(f"[{_CLOSE}]")
_SEAM = compile_late(f"(?<=[{_CLOSE}]) +| +(?=[{_CLOSE}])")
_WORD = compile_late(f"[^{_CLOSE}]+")


class _Letters(dict[int, str | None]):
    """What becomes of a character: accents go, and whatever is no letter or digit is a blank."""

    def __missing__(self, code: int) -> str | None:
        category = unicodedata.category(chr(code))[0]
        letter = chr(code) if category in "LN" else " "
        self[code] = None if category == "M" else letter
        return self[code]


_LETTERS = _Letters()


def normalize(text: str) -> str:
    """The letters and digits of a text in small letters, with a blank between words that have one;
    "第３届 “科学”，AI" -> "第3届科学ai"; "Café" -> "cafe"."""
    letters = " ".join(unicodedata.normalize("NFKD", text).lower().translate(_LETTERS).split())
    return _SEAM.sub("", letters) if _HAS_CLOSE.search(letters) else letters


def list_terms(text: str) -> set[str]:
    """The terms of a text: "3d打印" -> "3d", "d打", "打印"."""
    normalized = normalize(text)
    if not _HAS_CLOSE.search(normalized):
        return {word for word in normalized.split() if len(word) > 1}
    terms: set[str] = set()
    for run in normalized.split():
        pairs = set(map(add, run, run[1:]))
        for word in _WORD.findall(run):
            pairs.difference_update(map(add, word, word[1:]))
            terms.update(_list_endings(word))
        terms |= pairs
    return terms


def _list_endings(word: str) -> list[str]:
    """Words among Chinese characters can be found by their ends, too: 919 in C919."""
    return [word[start:] for start in range(len(word) - 1)]
