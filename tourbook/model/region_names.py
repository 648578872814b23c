"""Regions by the names that people give them: 会宁县, 会宁, 甘肃会宁, Huining."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from .regions import RegionTree, load_gb2260

MIN_LENGTH = 2
"""Letters of a name that are enough to know it again."""
MAX_LISTED = 20


def find_region_codes(tree: RegionTree, text: str) -> list[str]:
    """The codes of the regions that a text may mean: a code, a name, or the beginning of one, each
    perhaps behind that of a region around it. If a whole name is given, only those with that
    name."""
    word = _normalize(text)
    if tree.get(text):
        return [text]
    names = {code: _list_name_paths(tree, code) for code in _iterate_codes(tree)}
    exact = [code for code, paths in names.items() if any(path[-1] == word for path in paths)]
    if exact or len(word) < MIN_LENGTH:
        return exact
    return [code for code, paths in names.items() if any(_means(word, path) for path in paths)]


def format_whole_name(tree: RegionTree, code: str, lang: str = "zh") -> str:
    """A region with all that it lies in: 甘肃省白银市会宁县, "Huining County, Baiyin, Gansu"."""
    names = [_choose(region.name, lang) for region in tree.list_ancestry(code)]
    return "".join(names) if lang == "zh" else ", ".join(reversed(names))


def list_regions(tree: RegionTree, codes: list[str], lang: str = "zh") -> str:
    """The first of some regions, each with its code: "620422 甘肃省白银市会宁县"."""
    names = [f"{code} {format_whole_name(tree, code, lang)}" for code in codes[:MAX_LISTED]]
    separator, end = ("、", "……") if lang == "zh" else ("; ", " …")
    return separator.join(names) + (end if len(codes) > MAX_LISTED else "")


def find_similar_codes(tree: RegionTree, text: str) -> list[str]:
    """The codes of the regions whose names differ from a text in a single character."""
    word = _normalize(text)
    return [
        code
        for code in _iterate_codes(tree)
        if any(_is_similar(path[-1], word) for path in _list_name_paths(tree, code))
    ]


def _iterate_codes(tree: RegionTree) -> Iterator[str]:
    yield from dict.fromkeys([*tree.records, *load_gb2260()])


def _list_name_paths(tree: RegionTree, code: str) -> list[list[str]]:
    """The names from the top down to a region, once in Chinese, or whatever its own one is, and
    once in each other language."""
    regions = tree.list_ancestry(code)
    own = regions[-1].name if regions else ""
    languages = own if isinstance(own, dict) else ["zh"]
    return [[_normalize(_choose(r.name, lang)) for r in regions] for lang in languages]


def _choose(name: str | dict[str, str], lang: str) -> str:
    if isinstance(name, str):
        return name
    return name.get(lang) or next(iter(name.values()), "")


def _means(word: str, path: list[str]) -> bool:
    """Whether a word is made of the beginnings of names, the last of which is that of the region
    itself: 甘肃会宁 of 甘肃省, 白银市, 会宁县."""
    *around, own = path
    for length in range(len(own), MIN_LENGTH - 1, -1):
        if word.endswith(own[:length]):
            rest = word[: len(word) - length].strip(" ,，")
            if not rest or any(_means(rest, around[: n + 1]) for n in range(len(around))):
                return True
    return False


def _is_similar(name: str, word: str) -> bool:
    return len(name) == len(word) and sum(a != b for a, b in zip(name, word, strict=True)) == 1


def _normalize(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()
