"""Files whose names keep them from being what they were meant to be: copies, translations and
texts under other names. By their paths alone, as `paths` does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tourbook.common.languages import get_base_language
from tourbook.common.patterns import compile_late
from tourbook.common.problems import Location, Message, Problems

from .paths import REGIONS_FILE, SITE_FILE, YAML_SUFFIXES

_COPY_WORDS = r"(?:副本|复件|拷贝|copy|kopie|copie|copia|備份|备份|backup)"
_COPY_BEFORE = compile_late(
    rf"^{_COPY_WORDS}(?: *\(\d+\))?(?: +of| +de)?[ _]+(?=.)|^副本(?=.)", re.IGNORECASE
)
_COPY_AFTER = compile_late(
    rf"[ _-]*的?(?:副本|复件|拷贝|备份|備份)(?: *\(?\d+\)?)?$"
    rf"|[ _-]+{_COPY_WORDS}(?:[ _]*\(?\d+\)?)?$"
    r"|[ _-]*\(\d+\)$",
    re.IGNORECASE,
)
YAML_ENDING = compile_late(
    r"\.(?:ya?ml|yam|ymal|yalm)(?:\.(?:ya?ml|txt|docx?|rtf|md))?$", re.IGNORECASE
)
_MARKDOWN_ENDING = compile_late(
    r"\.(?:markdown|mdown|mdwn|mkdn?|mdtxt|mdtext|mdx)$|\.md(?:\.(?:md|txt|docx?|rtf|html?))?$",
    re.IGNORECASE,
)
_HIDDEN_ENDINGS = (".txt", ".doc", ".docx", ".rtf", ".md.md")
_LANGUAGE_WORDS = {
    "en": ("eng", "english", "英文", "英语", "英文版"),
    "zh": ("cn", "chn", "chinese", "zh-cn", "zh-hans", "中文", "汉语", "中文版"),
}
_COMMON_LANGUAGES = ("en", "zh")
"""Those of which a file may be the first translation, before site.yaml names the language."""


class Misnomer(NamedTuple):
    """A file that has another name than it was meant to have."""

    file: str
    subject: str
    """What is to be renamed or deleted: the file, or a folder that it lies in."""
    meant_file: str
    """"" for a copy, which is not meant to be there at all."""
    message: Message
    help: Message


def report_misnomers(misnomers: Iterable[Misnomer], problems: Problems) -> None:
    """One error for each file or folder that has the wrong name."""
    first_misnomers: dict[str, Misnomer] = {}
    for misnomer in misnomers:
        first_misnomers.setdefault(misnomer.subject, misnomer)
    for file, _, _, message, help in first_misnomers.values():
        problems.add_error("misnamed-file", Location(file, line=1, column=1), message, help)


def find_misnomers(files: Iterable[str], languages: Iterable[str]) -> tuple[Misnomer, ...]:
    """The misnamed files of content/ and schedule/. `languages` are those of the site; the main
    files are in the first one."""
    return _find_misnomers(tuple(files), tuple(languages))


@lru_cache(maxsize=1)  # a preview asks again and again, mostly of the same names
def _find_misnomers(files: tuple[str, ...], languages: tuple[str, ...]) -> tuple[Misnomer, ...]:
    names, translations = _collect_names(files), _TranslationFinder(files, languages)
    return tuple(
        misnomer
        for file in files
        if file.startswith(("content/", "schedule/"))
        and (misnomer := _find_misnomer(file, names) or translations.find(file))
    )


def _collect_names(files: Iterable[str]) -> set[str]:
    """The files and folders, and each file without its ending and its language."""
    names: set[str] = set()
    for file in files:
        folder, _, name = file.rpartition("/")
        names.update((file, f"{folder}/{name.partition('.')[0]}"))
        while folder and folder not in names:
            names.add(folder)
            folder = folder.rpartition("/")[0]
    return names


def _find_misnomer(file: str, names: set[str]) -> Misnomer | None:
    if copy := _find_copy(file, names):
        return copy
    folder, _, name = file.rpartition("/")
    plain = simplify_name(name)
    if folder == "content" or file.startswith("schedule/"):
        meant_file = _find_meant_yaml_file(folder, name, plain)
    else:
        meant_file = _find_meant_text(folder, name, plain)
    return _describe_ending(file, meant_file, names) if meant_file not in ("", file) else None


def simplify_name(name: str) -> str:
    """A name with ASCII for full-width characters, which Chinese input methods type."""
    return unicodedata.normalize("NFKC", name).replace("。", ".").strip()


# ---- copies ----------------------------------------------------------------------------


def _find_copy(file: str, names: set[str]) -> Misnomer | None:
    """What is wrong with a file that is a copy of another, or lies in the copy of a folder."""
    if not file.endswith((".md", *YAML_SUFFIXES)):
        return None
    parts = file.split("/")
    for depth in range(1, len(parts)):
        stem, ending = parts[depth], ""
        if depth == len(parts) - 1:
            stem, dot, ending = stem.rpartition(".")
            ending = dot + ending
        original = "/".join((*parts[:depth], remove_copy_mark(stem)))
        subject = "/".join(parts[: depth + 1])
        if original + ending == subject:
            continue
        for candidate in (original + ending, original):
            if candidate in names:
                return _describe_copy(file, subject, candidate)
    return None


def remove_copy_mark(stem: str) -> str:
    """The name that a file or folder had before a file manager, or its owner, copied it."""
    plain = simplify_name(stem)
    while True:
        shorter = _COPY_AFTER.sub("", _COPY_BEFORE.sub("", plain))
        if shorter == plain or not shorter:
            return plain if plain != simplify_name(stem) else stem
        plain = shorter


def _describe_copy(file: str, subject: str, original: str) -> Misnomer:
    message = Message(
        f"看文件名，这是 {original} 的副本：同样的内容会再发布一次",
        f"by its name, this is a copy of {original}: the same would be published again",
    )
    help = Message(
        "不要的就删掉；若是新的一条，给它另起文件名和编号，如 library-2",
        "delete it; if it is a new record, give it a name and an id of its own, such as library-2",
    )
    return Misnomer(file, subject, "", message, help)


# ---- endings ---------------------------------------------------------------------------


def _find_meant_yaml_file(folder: str, name: str, plain: str) -> str:
    stem = YAML_ENDING.sub("", plain)
    if stem == plain:
        return ""
    if folder == "content":
        files = {"site": SITE_FILE, "sites": SITE_FILE}
        files |= {"regions": REGIONS_FILE, "region": REGIONS_FILE}
        return files.get(stem.lower(), "")
    return "" if name.endswith((".yaml", ".yml")) else f"{folder}/{stem}.yaml"


def _find_meant_text(folder: str, name: str, plain: str) -> str:
    stem = _MARKDOWN_ENDING.sub("", plain)
    if stem != plain and not (name.endswith(".md") and not name.endswith(".md.md")):
        return f"{folder}/{stem.strip()}.md"
    return ""


def _describe_ending(file: str, meant_file: str, names: set[str]) -> Misnomer:
    meant_name = meant_file.rpartition("/")[2]
    message = Message(
        f"不读取这个文件：它应该叫 {meant_name}",
        f"this file is not read: its name should be {meant_name}",
    )
    help = suggest_name(file, meant_name)
    if meant_file in names:
        help = Message(
            f"已经有 {meant_file}：把要的内容并进去，删去这个文件",
            f"there is {meant_file} already: move into it what you want to keep, and delete this",
        )
    return Misnomer(file, file, meant_file, message, help)


def suggest_name(file: str, meant_name: str) -> Message:
    """Windows hides the last ending of a name, which its editor has added."""
    if file.lower().endswith(_HIDDEN_ENDINGS):
        return Message(
            f"改名为 {meant_name}；在 Windows 里先让资源管理器显示“文件扩展名”",
            f"rename it to {meant_name}; in Windows, first show “file name extensions”",
        )
    return Message(f"改名为 {meant_name}", f"rename it to {meant_name}")


# ---- translations ----------------------------------------------------------------------


class _TranslationFinder:
    """Finds texts such as opening_en.md or “opening（英文）.md” beside opening.md, or beside
    opening_zh.md."""

    def __init__(self, files: Iterable[str], languages: Sequence[str]) -> None:
        self._first_language = languages[0] if languages else ""
        self._languages = _collect_language_words(languages)
        words = "|".join(map(re.escape, sorted(self._languages, key=len, reverse=True)))
        self._pattern = re.compile(
            rf"^(?P<base>.+?)(?:[ _-]+\(?|\(|(?=[^\x00-\x7f]))(?P<word>{words})\)?$", re.IGNORECASE
        )
        self._parts = {
            file: self._split(file)
            for file in files
            if file.startswith("content/") and file.endswith(".md")
        }
        """File -> (the file without its language and ending, the language or "")."""
        self._versions: dict[str, set[str]] = {}
        for base, language in self._parts.values():
            self._versions.setdefault(base, set()).add(language)

    def _split(self, file: str) -> tuple[str, str]:
        folder, _, name = file.rpartition("/")
        stem = name.removesuffix(".md")
        match = None if "." in stem else self._pattern.match(simplify_name(stem))
        if match is None:
            return f"{folder}/{stem}", ""
        return f"{folder}/{match['base']}", self._languages[match["word"].lower()]

    def find(self, file: str) -> Misnomer | None:
        base, language = self._parts.get(file, ("", ""))
        if not language or len(self._versions[base]) < 2:
            return None
        has_main_file = "" in self._versions[base]
        is_main = language == self._first_language and not has_main_file
        meant_file = f"{base}.md" if is_main else f"{base}.{language}.md"
        return _describe_translation(file, meant_file, is_main)


def _collect_language_words(languages: Iterable[str]) -> dict[str, str]:
    """What a language may be called at the end of a file's name -> the language."""
    words = {language: language for language in _COMMON_LANGUAGES}
    for language in languages:
        base = get_base_language(language)
        words |= dict.fromkeys((base, *_LANGUAGE_WORDS.get(base, ())), language)
        words[language.lower()] = language
    return words


def find_language_of_ending(word: str, languages: Collection[str]) -> str:
    """The language of the site that a word in a file's name means, such as EN or eng; else ""."""
    words = _collect_language_words(languages)
    language = words.get(simplify_name(word).lower().replace("_", "-"), "")
    return language if language in languages else ""


def _describe_translation(file: str, meant_file: str, is_main: bool) -> Misnomer:
    meant_name = meant_file.rpartition("/")[2]
    message = Message(
        "看文件名，这是译文，却会当成另一条记录发布",
        "by its name, this is a translation, but it would be published as a record of its own",
    )
    help = Message(
        f"译文的语言写在点号后面：改名为 {meant_name}",
        f"the language of a translation follows a dot: rename it to {meant_name}",
    )
    if is_main:
        message = Message(
            "文件名里写了网站的第一种语言", "the name of this file has the site's first language"
        )
        help = Message(
            f"第一种语言不写：改名为 {meant_name}",
            f"files in the first language do without: rename it to {meant_name}",
        )
    return Misnomer(file, file, meant_file, message, help)
