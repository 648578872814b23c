from __future__ import annotations

import pytest
import yaml

from tests.support.growth import count_calls
from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.formats.yaml_flow import find_flawed_collections
from tourbook.formats.yaml_flow_diagnoses import diagnose_collection

MEANT = [
    ("[zh，en]", "[zh, en]", "，"),
    ("[zh、en]", "[zh, en]", "、"),
    ("[zh; en]", "[zh, en]", ";"),
    ("［zh，en］", "[zh, en]", "［"),
    ("【zh, en】", "[zh, en]", "【"),
    ("[2026-12-08，2026-12-15]", "[2026-12-08, 2026-12-15]", "，"),
    ("[天文，航天]", "[天文, 航天]", "，"),
    ("[{id: a}，{id: b}]", "[{id: a}, {id: b}]", "，"),
    ("[{id：a}, {id: b}]", "[{id: a}, {id: b}]", "："),
    ("{zh: 县图书馆，en: County Library}", "{zh: 县图书馆, en: County Library}", "，"),
    ("{zh: 县图书馆，en：County Library}", "{zh: 县图书馆, en: County Library}", "，"),
    ("{zh：县图书馆, en：County Library}", "{zh: 县图书馆, en: County Library}", "："),
    ("{zh: 县图书馆、en: County Library}", "{zh: 县图书馆, en: County Library}", "、"),
    ("｛zh: 甲, en: B｝", "{zh: 甲, en: B}", "｛"),
    ("｛zh：甲，en：B}", "{zh: 甲, en: B}", "｛"),
    ("{zh: 甲, en: B｝", "{zh: 甲, en: B}", "｝"),
    ("{zh: 甲, en: B]", "{zh: 甲, en: B}", "]"),
    ("{zh: 甲，en: B", "{zh: 甲, en: B}", "{"),
    ("(zh: 甲, en: B)", "{zh: 甲, en: B}", "("),
    ("（zh：甲，en：B）", "{zh: 甲, en: B}", "（"),
    ("{zh:甲,en:B}", "{zh: 甲, en: B}", ":"),
    ("{zh:甲, en: B}", "{zh: 甲, en: B}", ":"),
    ("{zh: 甲 en: B}", "{zh: 甲, en: B}", "en"),
    ('{zh: "甲" en: "B"}', '{zh: "甲", en: "B"}', "en"),
    ("{lat: 35.58 lon: 104.62}", "{lat: 35.58, lon: 104.62}", "lon"),
    ("{lat：35.58；lon：104.62}", "{lat: 35.58, lon: 104.62}", "："),
    ("{first: 2026-12-01，count: 3}", "{first: 2026-12-01, count: 3}", "，"),
    ("{wed-sun: 09:00-17:00，mon: closed}", "{wed-sun: 09:00-17:00, mon: closed}", "，"),
    ("{zh: “甲, 乙”, en: B}", '{zh: "甲, 乙", en: B}', "“"),
    ("{zh: 甲, en: “A well, a pipe”}", '{zh: 甲, en: "A well, a pipe"}', "“"),
    ("{name: 小学，region: “621121”}", '{name: 小学, region: "621121"}', "，"),
    ("{zh: 甲, en: A well, a pipe}", '{zh: 甲, en: "A well, a pipe"}', "A well"),
    ("{zh: 甲, en: Opening hours: 9 to 5}", '{zh: 甲, en: "Opening hours: 9 to 5"}', "Opening"),
]
GOOD = [
    "[zh, en]",
    "[气象，尤其台风, 天文]",
    "{zh: 县图书馆，新馆, en: County Library}",
    "{zh: 【通知】开馆，欢迎：来, en: See; note：x}",
    "{zh: 人民路［东］1号、2号, en: 1 Main St}",
    "{zh: “光”与影, en: “Light” and shadow}",
    "{text: 地下，wifi：有}",
    "【新】馆，县图书馆（筹）",
    '{"zh":"甲","en":"B"}',
    "（暂定）二楼",
    "[甲](https://x.example/a，b)，[乙](b.md)",
]


@pytest.mark.parametrize(("written", "meant", "place"), MEANT)
def test_a_collection_is_read_as_it_was_meant(written: str, meant: str, place: str) -> None:
    problems = Problems()
    assert yaml_source.load(f"key: {written}\n", "f.yaml", problems) is None
    (problem,) = problems
    assert (problem.location.line, problem.location.column) == (1, 6 + written.index(place))
    assert problem.help.en == f"write {meant}"
    assert problem.help.zh == f"写成 {meant}"
    assert yaml.safe_load(meant), "what is proposed is YAML"
    assert not list(find_flawed_collections(f"key: {meant}\n")), "and has no flaws"


@pytest.mark.parametrize("written", GOOD)
def test_what_means_something_stays_silent(written: str) -> None:
    problems = Problems()
    yaml_source.load(f"key: {written}\n", "f.yaml", problems)
    assert [p.code for p in problems] in ([], ["yaml-syntax"])
    assert not list(find_flawed_collections(f"key: {written}\n"))


def test_all_flaws_of_a_file_are_found_in_one_run_and_other_mistakes_besides() -> None:
    problems = Problems()
    text = 'a: {zh: 甲，en: B}\nb:\n  - {zh：甲}\nc: ["x\n'
    assert yaml_source.load(text, "f.yaml", problems) is None
    found = [(p.code, p.location.line) for p in problems]
    assert found == [("yaml-punctuation", 1), ("yaml-punctuation", 3), ("yaml-syntax", 4)]


def test_lines_of_a_long_collection_stay_where_they_are() -> None:
    text = "name: {zh: 甲，\n  en: B}\nc: d\n"
    (collection,) = find_flawed_collections(text)
    assert collection.rewritten == "{zh: 甲,\n  en: B}"
    assert "half-width" in diagnose_collection(collection).help.en


@pytest.mark.parametrize(
    "text",
    ["a: {a: ", "b: [", "- [“x\n", "甲，乙 ", "a: a: ", "- {zh: 甲，\n", "[a\n", " ", '- ["x\n'],
)
def test_reading_takes_work_in_proportion_to_the_text(text: str) -> None:
    def count_work(repetitions: int) -> int:
        source = "- {zh: " + text * repetitions
        return count_calls(lambda: list(find_flawed_collections(source)))

    assert count_work(2000) < 5 * count_work(500) + 1000
