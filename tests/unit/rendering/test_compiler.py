"""Templates give what Jinja's own compiler makes of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import UndefinedError

from tourbook.common.foreign_texts import mark_language
from tourbook.rendering.sandbox import QuickEnvironment, ThemeEnvironment

MACRO = "{% macro m(a, b='<b>', c=a) %}{{ a }}|{{ b }}|{{ c }}{% endmacro %}"
VALUES = {
    "plain": "科普",
    "special": "<a href='?a=1&b=\"2\"'>",
    "number": 1.5,
    "none": None,
    "d": {},
}


def render(env: Environment, template: str) -> str:
    return env.from_string(template).render(VALUES)


@pytest.mark.parametrize(
    "template",
    [
        "{{ plain }} {{ special }} {{ number }} {{ none }} {{ special | safe }} {{ plain | e }}",
        MACRO + "{{ m(1) }} {{ m(1, 2) }} {{ m(1, 2, 3) }} {{ m(special, c=special) }} {{ m(a=1) }}",
        MACRO + "{{ m(*[1, special]) }} {{ m(**{'a': special}) }} {{ m(1) ~ special }} {{ m('') | e }}",
        "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x='<') }}{{ m(1) }}",
        "{% macro m(a) %}{{ caller(a, special) }}{% endmacro %}"
        "{% call(x, y) m(special) %}{{ x }}{{ y }}<br>{% endcall %}",
        "{% macro m(caller=none) %}{{ caller and caller() }}{% endmacro %}{{ m() }}"
        "{% call m() %}<i>{% endcall %}",
        "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(3) }}",
        "{% set x %}{{ special }}{% endset %}{{ x }}{{ x | upper }}{% filter e %}{{ special }}{% endfilter %}",
        "{% for i in range(3) recursive %}{{ loop.cycle('<', '>') }}{{ loop.last }}{% endfor %}",
        "{% set n = namespace(a=1) %}{% set j = joiner('&') %}{{ j() }}{{ j() }}{{ n.a }}{{ dict(a='<').a }}",
        "{% block b %}{{ special }}{{ self.c() }}{% endblock %}{% block c %}{{ plain.title() }}{% endblock %}",
        "{% autoescape false %}{{ special }}" + MACRO + "{{ m(special) }}{% endautoescape %}{{ special }}",
        "{{ d.items() | list }}{{ plain.replace('科', special) }}{{ '%s' | format(special) }}",
    ],
)  # fmt: skip
def test_a_template_gives_what_jinja_makes_of_it(template: str) -> None:
    jinja = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    expected = render(jinja, template)
    assert render(ThemeEnvironment(), template) == expected
    if "dict(" not in template:  # the items of a dictionary need exact code
        assert render(QuickEnvironment(), template) == expected


@pytest.mark.parametrize(
    "expression",
    ["d.nothing", "d.class is defined", "d.x | default(1)", "1.real", "'a'.nothing", "plain.ﬁnd"],
)
def test_quick_code_gives_the_same_or_says_that_it_cannot(expression: str) -> None:
    template = "{{ " + expression + " }}"
    with suppress(AttributeError, UndefinedError):
        assert render(QuickEnvironment(), template) == render(ThemeEnvironment(), template)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("m()", UndefinedError),
        ("m(1, 2, 3, 4)", TypeError),
        ("m(1, d=2)", TypeError),
        ("m(1, a=2)", TypeError),
        ("missing()", UndefinedError),
        ("plain()", TypeError),
    ],
)
def test_a_wrong_call_is_an_error(call: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        render(ThemeEnvironment(), MACRO + "{{ " + call + " }}")


MARKED = '<bdi lang="zh-CN">科技馆 &amp; 厅</bdi>'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>{{ name }}</p>", f"<p>{MARKED}</p>"),
        ("<p title=\"{{ name }}\" class='{{ name }}'>", "<p title=\"科技馆 &amp; 厅\" class='科技馆 &amp; 厅'>"),
        ('<p{% if name %} title="{{ name }}{% endif %}">{{ name }}', f'<p title="科技馆 &amp; 厅">{MARKED}'),
        ("<option>{{ name }}</option>{{ name }}", f"<option>科技馆 &amp; 厅</option>{MARKED}"),
        ("<text x='1'>{{ name }}</text>", "<text x='1'>科技馆 &amp; 厅</text>"),
        ("{% block title %}{{ name }}{% endblock %}{{ name }}", f"科技馆 &amp; 厅{MARKED}"),
        ("{% macro m() %}<b>{{ name }}</b>{% endmacro %}<p>{{ m() }}", f"<p><b>{MARKED}</b>"),
        ('{% macro m() %}{{ name }}{% endmacro %}<p title="{{ m() }}">', '<p title="科技馆 &amp; 厅">'),
        ("{% macro m() %} title=\"{{ name }}\"{% endmacro %}<p{{ m() }}>", '<p title="科技馆 &amp; 厅">'),
        ("{{ name | trim }}{% set x %}{{ name }}{% endset %}{{ x }}", MARKED * 2),
    ],
)  # fmt: skip
def test_words_of_another_language_stand_in_an_element_where_there_can_be_one(
    template: str, expected: str
) -> None:
    name = mark_language("科技馆 & 厅", "zh-CN")
    for env in (ThemeEnvironment(), QuickEnvironment()):
        env.globals["name"] = name
        assert env.from_string(template).render() == expected
