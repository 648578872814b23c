"""Did you mean …?"""

from __future__ import annotations

from tourbook.common.problems import NO_HELP
from tourbook.common.suggestions import MAX_WORDS, Suggester, find_nearest, suggest_option


def test_did_you_mean_names_the_nearest_or_lists_a_few_or_is_silent() -> None:
    assert find_nearest("vanue", ["venue", "avenues", "x"]) == "venue"
    assert find_nearest("zzz", ["venue"]) is None
    assert "“venue”" in suggest_option("vanue", ["venue", "copy"]).en
    assert suggest_option("zzz", ["b", "a"]).en == "choose from: a, b"
    assert suggest_option("zzz", map(str, range(100))) == NO_HELP


def test_a_word_is_looked_up_once_among_the_options_of_its_place() -> None:
    lookups: list[str] = []

    def list_options() -> list[str]:
        lookups.append("")
        return ["venue", "copy"]

    suggester = Suggester()
    first, again = (suggester.suggest("vanue", "keys", list_options) for _ in range(2))
    assert first == again == suggest_option("vanue", ["venue", "copy"])
    assert suggester.suggest("vanue", "others", lambda: ["vane"]).en == "did you mean “vane”?"
    assert len(lookups) == 1


def test_after_many_words_nothing_is_looked_up_any_more() -> None:
    suggester = Suggester()
    helps = [suggester.suggest(f"vanue{n}", "", lambda: ["venue"]) for n in range(MAX_WORDS + 5)]
    assert NO_HELP not in helps[:MAX_WORDS]
    assert set(helps[MAX_WORDS:]) == {NO_HELP}
    assert suggester.suggest("vanue0", "", list) == helps[0], "what is known is still said"
