"""Examples of every problem: a small project, the mistake in it, and what the check says of it.

`problems/_base.yaml` and `_bilingual.yaml` are the projects that they begin with; each other file there is a chapter of
docs/problems.md. An example changes the project a little (`files`, `change`), which is the mended
version, and then makes the mistake (`wrong`, `rename`, `like`, or a scene of `scenes.py`).
Everything is written once, in Chinese; `words` make the English version of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import yaml

from tests.support import tiny_theme
from tests.support.pictures import make_png
from tests.support.projects import REPO, TODAY

FOLDER = Path(__file__).parent / "problems"
MISTAKES = REPO / "tests/mistakes"
Files = dict[str, str | bytes]
RecordT = TypeVar("RecordT")
Pair = tuple[str, str]
"""A text in Chinese and in English."""
Edit = dict[str, str] | str | None
"""What is replaced in a file, its whole text, or None for a file that is not there."""


class Example(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    title: Pair
    about: Pair
    base: Literal["base", "bilingual"] = "base"
    wrong: dict[str, Edit] = {}
    """The mistake, in terms of the mended version."""
    rename: dict[str, str] = {}
    """Right name of a file -> the one that it has."""
    recode: dict[str, str] = {}
    """File -> its wrong encoding."""
    like: str = ""
    """A folder of tests/mistakes/ whose files are the mistake."""
    scene: str = ""
    """A function of `scenes.py` that makes what files alone do not."""
    situation: Pair | None = None
    """What the reader has to know of a scene."""
    instead: Pair | None = None
    """What to do, if the difference of the files does not show it."""
    files: dict[str, str] = {}
    """More files of the mended version."""
    change: dict[str, dict[str, str]] = {}
    """What the mended version has in another way than the base."""
    words: dict[str, str] = {}
    also: tuple[str, ...] = ()
    """Codes of other problems that this mistake makes."""
    theme: bool = False
    """Whether the example shows files of the theme."""
    today: dt.date = TODAY

    @property
    def has_mistake(self) -> bool:
        """False for a code that no known file makes."""
        return bool(self.wrong or self.rename or self.like or self.scene)


class Chapter(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    title: Pair
    codes: dict[str, Example]
    about: Pair | None = None


class Base(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    files: dict[str, str]
    words: dict[str, str]


@cache
def read_chapters() -> tuple[Chapter, ...]:
    paths = sorted(path for path in FOLDER.glob("*.yaml") if path.name[0] != "_")
    return tuple(_read(path, Chapter) for path in paths)


@cache
def read_examples() -> dict[str, Example]:
    return {code: e for chapter in read_chapters() for code, e in chapter.codes.items()}


@cache
def read_base(name: str) -> Base:
    return _read(FOLDER / f"_{name}.yaml", Base)


def _read(path: Path, kind: type[RecordT]) -> RecordT:
    tree = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return msgspec.convert(tree, kind)


def make_mended(example: Example, lang: str) -> Files:
    """The files of the mended version, without those of the theme that it does not show."""
    files = {**read_base(example.base).files, **example.files}
    if example.theme:
        files |= {name: str(raw) for name, raw in tiny_theme.list_theme_files("default").items()}
    for name, replacements in example.change.items():
        files[name] = _replace(files[name], replacements)
    words = _get_words(example) if lang == "en" else {}
    return {name: _fill_in(_replace_words(text, words)) for name, text in files.items()}


def _fill_in(text: str) -> str | bytes:
    """What examples cannot hold."""
    if text == "PNG":
        return make_png()
    return text.replace("INSTALLED", version("chinesecalendar"))


def make_wrong(example: Example, lang: str) -> Files:
    """The files of the version with the mistake."""
    words = _get_words(example) if lang == "en" else {}
    files = make_mended(example, lang)
    for zh_name, edit in example.wrong.items():
        name = _replace_words(zh_name, words)
        if edit is None:
            del files[name]
        elif isinstance(edit, str):
            files[name] = _replace_words(edit, words)
        else:
            pairs = {_replace_words(k, words): _replace_words(v, words) for k, v in edit.items()}
            files[name] = _replace(str(files[name]), pairs)
    for good_name, bad_name in example.rename.items():
        files[_replace_words(bad_name, words)] = files.pop(good_name)
    for name, encoding in example.recode.items():
        files[name] = str(files[name]).encode(encoding)
    if example.like:
        root = MISTAKES / example.like
        paths = [p for p in root.rglob("*") if p.is_file() and p.name != "expected.txt"]
        files |= {p.relative_to(root).as_posix(): p.read_bytes() for p in paths}
    return files


def _get_words(example: Example) -> dict[str, str]:
    words = {**read_base(example.base).words, **example.words}
    return dict(sorted(words.items(), key=lambda pair: -len(pair[0])))


def _replace_words(text: str, words: Mapping[str, str]) -> str:
    for zh, en in words.items():
        text = text.replace(zh, en)
    return text


def _replace(text: str, replacements: Mapping[str, str]) -> str:
    for old, new in replacements.items():
        assert text.count(old) == 1, f"{text.count(old)} times in the file: {old!r}"
        text = text.replace(old, new)
    return text
