"""A wrong name makes neither a second record nor a file that nobody reads: one message says what
the name should be."""

from __future__ import annotations

import pytest

from tourbook.sources.misnamed import (
    find_language_of_ending,
    find_misnomers,
)
from tourbook.sources.paths import is_hidden

BASE = (
    "content/site.yaml",
    "content/venues/library.md",
    "content/venues/library.en.md",
    "content/venues/museum/index.md",
    "content/news/opening.md",
    "schedule/2026.yaml",
    "schedule/north/a.yaml",
)


def find_meant(file: str, *more: str, languages: tuple[str, ...] = ("zh", "en")) -> list[str]:
    misnomers = find_misnomers(sorted({*BASE, file, *more}), languages)
    assert {m.file for m in misnomers} <= {file, *more}
    return [m.meant_file for m in misnomers if m.file == file]


@pytest.mark.parametrize(
    "file",
    [
        "content/venues/library - 副本.md",
        "content/venues/library - 副本 (2).md",
        "content/venues/library-副本.md",
        "content/venues/library副本.md",
        "content/venues/library的副本.md",
        "content/venues/副本 library.md",
        "content/venues/副本library.md",
        "content/venues/复件 library.md",
        "content/venues/library (1).md",
        "content/venues/library(1).md",
        "content/venues/library（1）.md",
        "content/venues/library copy.md",
        "content/venues/library copy 2.md",
        "content/venues/library - Copy.md",
        "content/venues/library - Copy (3).md",
        "content/venues/library_copy.md",
        "content/venues/Copy of library.md",
        "content/venues/Copy (2) of library.md",
        "content/venues/library 备份.md",
        "content/venues/library - 副本 - 副本.md",
        "content/venues/library.en - 副本.md",
        "content/venues/library.en (1).md",
        "content/venues/museum (1).md",
        "content/venues/museum - 副本/index.md",
        "content/venues/museum/index - 副本.md",
        "content/venues - 副本/library.md",
        "content/site - 副本.yaml",
        "content/site (1).yaml",
        "schedule/2026 - 副本.yaml",
        "schedule/2026 copy.yaml",
        "schedule/north - 副本/a.yaml",
    ],
)
def test_a_copy_beside_its_original_is_no_record(file: str) -> None:
    assert find_meant(file) == [""]


def test_each_file_of_a_copied_folder_has_the_one_message() -> None:
    files = ("content/venues - 副本/library.md", "content/venues - 副本/museum/index.md")
    misnomers = find_misnomers([*BASE, *files], ["zh"])
    assert [m.file for m in misnomers] == list(files)
    assert {m.subject for m in misnomers} == {"content/venues - 副本"}


@pytest.mark.parametrize(
    ("file", "meant_file"),
    [
        ("content/news/new.markdown", "content/news/new.md"),
        ("content/news/new.MD", "content/news/new.md"),
        ("content/news/new.Md", "content/news/new.md"),
        ("content/news/new.md.txt", "content/news/new.md"),
        ("content/news/new.MD.TXT", "content/news/new.md"),
        ("content/news/new.md.docx", "content/news/new.md"),
        ("content/news/new.md.md", "content/news/new.md"),
        ("content/news/new。md", "content/news/new.md"),
        ("content/news/new．md", "content/news/new.md"),
        ("content/news/new.ｍｄ", "content/news/new.md"),
        ("content/news/new.mdown", "content/news/new.md"),
        ("content/news/new.en.MD", "content/news/new.en.md"),
        ("content/venues/gym/index.MD", "content/venues/gym/index.md"),
        ("content/site.yml", "content/site.yaml"),
        ("content/Site.yaml", "content/site.yaml"),
        ("content/site.yaml.txt", "content/site.yaml"),
        ("content/site.YAML", "content/site.yaml"),
        ("content/regions.yml", "content/regions.yaml"),
        ("content/region.yaml", "content/regions.yaml"),
        ("schedule/2027.YAML", "schedule/2027.yaml"),
        ("schedule/2027.yaml.txt", "schedule/2027.yaml"),
        ("schedule/2027.yml.txt", "schedule/2027.yaml"),
        ("schedule/2027.ymal", "schedule/2027.yaml"),
        ("schedule/2027。yaml", "schedule/2027.yaml"),
        ("schedule/north/b.Yaml", "schedule/north/b.yaml"),
        ("content/news/opening_en.md", "content/news/opening.en.md"),
        ("content/news/opening-en.md", "content/news/opening.en.md"),
        ("content/news/opening en.md", "content/news/opening.en.md"),
        ("content/news/opening_EN.md", "content/news/opening.en.md"),
        ("content/news/opening(en).md", "content/news/opening.en.md"),
        ("content/news/opening（英文）.md", "content/news/opening.en.md"),
        ("content/news/opening英文.md", "content/news/opening.en.md"),
        ("content/news/opening-英文版.md", "content/news/opening.en.md"),
        ("content/news/opening_english.md", "content/news/opening.en.md"),
        ("content/news/opening_zh.md", "content/news/opening.zh.md"),
    ],
)
def test_the_name_that_was_meant(file: str, meant_file: str) -> None:
    assert find_meant(file) == [meant_file]


def test_two_translations_without_a_file_in_the_first_language() -> None:
    files = ["content/news/day_en.md", "content/news/day_zh.md"]
    assert find_meant(*files) == ["content/news/day.en.md"]
    assert find_meant(*files[::-1]) == ["content/news/day.md"]


def test_the_languages_of_the_site_decide_what_is_a_language() -> None:
    files = ("content/venues/hall-th.md", "content/venues/hall.md")
    assert find_meant(*files, languages=("en-GB", "th")) == ["content/venues/hall.th.md"]
    assert find_meant(*files) == []
    files = ("content/venues/hall_en.md", "content/venues/hall.md")
    assert find_meant(*files, languages=("th", "en-GB")) == ["content/venues/hall.en-GB.md"]


@pytest.mark.parametrize(
    "file",
    [
        "content/venues/library-2.md",
        "content/venues/library2.md",
        "content/venues/library 2.md",
        "content/venues/east-library.md",
        "content/venues/library-south.md",
        "content/venues/copy-library.md",
        "content/venues/copy.md",
        "content/venues/a (1).md",
        "content/exhibitions/永乐大典副本.md",
        "content/exhibitions/副本.md",
        "content/news/open-en.md",
        "content/news/en.md",
        "content/news/opening-garden.md",
        "content/news/opening-men.md",
        "content/news/2026-11-01.md",
        "content/news/opening.pdf",
        "content/news/opening (1).jpg",
        "content/news/说明.docx",
        "content/news/notes.txt",
        "schedule/2027.yaml",
        "schedule/2027.yml",
        "schedule/2025.yaml.bak",
        "schedule/README.md",
        "schedule/plan.xlsx",
        "themes/mine/x.MD",
    ],
)
def test_a_name_that_may_be_meant_is_left_alone(file: str) -> None:
    assert find_meant(file) == []


@pytest.mark.parametrize(
    ("word", "language"),
    [
        ("EN", "en-GB"),
        ("eng", "en-GB"),
        ("en_GB", "en-GB"),
        ("中文", "zh"),
        ("fr", ""),
        ("bak", ""),
    ],
)
def test_the_language_that_a_file_name_means(word: str, language: str) -> None:
    assert find_language_of_ending(word, ["zh", "en-GB"]) == language


@pytest.mark.parametrize(
    "name", ["~$x.md", ".DS_Store", "Thumbs.db", "._x.md", "x.md~", "~WRL0001.tmp", ".x.md.swp"]
)
def test_files_of_editors_and_systems_are_ignored(name: str) -> None:
    assert is_hidden(name)
