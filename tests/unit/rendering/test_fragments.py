"""A fragment gives what its macro gives, on whichever page it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import DictLoader

from tourbook.rendering.fragments import Fragment, Fragments
from tourbook.rendering.functions import PageFunctions
from tourbook.rendering.sandbox import QuickEnvironment
from tourbook.views import Link, RedirectView

PLACE = Link(name="定西 & Co", url="places/dingxi/")
MACROS = """
{% macro item(place) %}<a href="{{ link(place.url) }}">{{ place.name }}</a>{% endmacro %}
{% fragment inner(place) %}{{ item(place) }}{% endfragment %}
{% fragment outer(place, title="<") %}<b>{{ title }}</b>{{ inner(place) }}{% endfragment %}
"""


def turn_to(functions: PageFunctions, url: str) -> None:
    view = RedirectView(lang="en", tag="en", base_url="https://a.org/", url=url, target="", name="")
    functions.turn_to(view, {})


@pytest.mark.parametrize(
    "first", ["place.url", "inner(place)", "outer(place)", "outer(place, title='>')"]
)
def test_links_lead_from_each_page_to_the_same_place(first: str) -> None:
    env, functions = QuickEnvironment(), PageFunctions({})
    env.keep_fragments(functions.fragments)
    env.globals["link"] = functions.link
    page = "{% from 'm' import inner, outer %}{{ outer(place) }}"
    env.loader = DictLoader({"m": MACROS, "first": page + "{{ " + first + " }}", "page": page})
    for url in ("a/", "a/b/", "", "a/b/", "c/"):
        turn_to(functions, url)
        env.get_template("first").render(place=PLACE)
        root = "../" * url.count("/")
        assert (
            env.get_template("page").render(place=PLACE)
            == f'<b>&lt;</b><a href="{root}places/dingxi/">定西 &amp; Co</a>'
        )


def count_runs(fragments: Fragments, write: Callable[..., str]) -> tuple[list[int], Fragment]:
    runs = [0]

    def macro(*args: Any, **kwargs: Any) -> str:
        runs[0] += 1
        return write(*args, **kwargs)

    return runs, Fragment(macro, fragments)


def test_a_macro_runs_once_for_the_same_arguments_in_a_language() -> None:
    fragments = Fragments()
    runs, fragment = count_runs(fragments, lambda place, full=False: f"{place.name}{full}")
    sites = ["in Chinese", "in English"]
    for site in sites:
        for root in ("../", "../../"):
            fragments.turn_to(site, root)
            assert fragment(PLACE) == fragment(PLACE) == "定西 & CoFalse"
            assert fragment(PLACE, full=True) == fragment(PLACE, full=True) == "定西 & CoTrue"
    assert runs == [2 * len(sites)]


def test_a_name_of_an_argument_is_no_argument() -> None:
    _, fragment = count_runs(Fragments(), lambda a, b="": f"{a}/{b}")
    assert fragment("b", PLACE.url) == "b/places/dingxi/"
    assert fragment(a="b", b=PLACE.url) == "b/places/dingxi/"
    assert fragment("a", b="b") == "a/b"
    assert fragment("b", "a") == "b/a"


def test_what_may_change_is_not_kept() -> None:
    runs, fragment = count_runs(Fragments(), lambda value: str(value[-1]))
    values = [1]
    assert fragment(values) == "1"
    values.append(2)
    assert fragment(values) == "2"
    assert fragment((PLACE, values)) == str(values)
    assert runs == [3]


def test_what_is_made_of_the_page_as_a_whole_is_not_kept() -> None:
    fragments = Fragments()

    def describe_page(name: str) -> str:
        fragments.page_use_count += 1
        return name

    inner_runs, inner = count_runs(fragments, describe_page)
    outer_runs, outer = count_runs(fragments, inner)
    assert [outer("a"), outer("a")] == ["a", "a"]
    assert inner_runs == outer_runs == [2]
