from __future__ import annotations

import pickle

from tourbook.common.canonical import encode_canonical, encode_for_script, encode_json
from tourbook.common.foreign_texts import (
    ForeignText,
    TextPart,
    fill_placeholders,
    find_language_tag,
    join_texts,
    list_parts,
    mark_language,
)

MUSEUM = mark_language("科技馆", "zh-CN")


def test_a_marked_text_is_a_text_that_knows_its_language() -> None:
    assert MUSEUM == "科技馆" and isinstance(MUSEUM, str)
    assert find_language_tag(MUSEUM) == "zh-CN" and find_language_tag("科技馆") == ""


def test_what_says_nothing_in_a_language_is_not_marked() -> None:
    for text, tag in (("A2", "zh-CN"), ("DJI Mini", "zh-CN"), ("2026–12", "fr"), ("", "en")):
        assert mark_language(text, tag).__class__ is str
    for text, tag in (("A2 套", "zh-CN"), ("Kit A", "fr"), ("Музей", "ru")):
        assert find_language_tag(mark_language(text, tag)) == tag


def test_a_text_that_is_made_of_others_keeps_their_languages() -> None:
    text = join_texts(" · ", ("", "Lumière", MUSEUM))
    assert list_parts(text) == (TextPart("Lumière · "), TextPart("科技馆", "zh-CN"))
    assert join_texts(" · ", ("a", "b")).__class__ is str
    county = mark_language("通渭县", "zh-CN")
    # what stands between words of one language belongs to them
    assert list_parts(join_texts(", ", (county, MUSEUM))) == (TextPart("通渭县, 科技馆", "zh-CN"),)


def test_a_string_that_is_filled_in_keeps_its_language_and_that_of_the_value() -> None:
    from_day = mark_language("from {date} at {place}", "en")
    assert list_parts(fill_placeholders(from_day, {"date": "4 août", "place": MUSEUM})) == (
        TextPart("from ", "en"),
        TextPart("4 août"),
        TextPart(" at ", "en"),
        TextPart("科技馆", "zh-CN"),
    )
    assert fill_placeholders("{n} x", {}) == "{n} x"


def test_a_piece_keeps_the_language() -> None:
    text = mark_language(" ouvert {times} ce jour ", "fr")
    assert [find_language_tag(piece) for piece in text.split("{times}")] == ["fr", "fr"]
    before, separator, after = text.partition("{times}")
    assert (before, separator, after) == (" ouvert ", "{times}", " ce jour ")
    assert find_language_tag(before) == find_language_tag(after) == "fr"
    assert find_language_tag(text.strip()) == "fr" and text.strip()[0] == "o"


def test_texts_that_differ_in_language_differ_in_their_canonical_form() -> None:
    forms = {encode_canonical([text]) for text in ("Kit A", mark_language("Kit A", "fr"))}
    assert len(forms) == 2
    assert encode_json([MUSEUM]) == '["科技馆"]'.encode()
    assert encode_for_script([MUSEUM, "a"]) == '[["科技馆","zh-CN"],"a"]'.encode()


def test_a_marked_text_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(MUSEUM))
    assert isinstance(copy, ForeignText) and copy.parts == MUSEUM.parts  # type: ignore[attr-defined]
