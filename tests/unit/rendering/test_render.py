"""Templates of the default theme render in a time that grows as their input does."""

from __future__ import annotations

from jinja2 import FunctionLoader

from tests.support.growth import count_calls
from tests.support.projects import REPO
from tourbook.rendering.render import HtmlRenderer
from tourbook.rendering.sandbox import ThemeEnvironment
from tourbook.rendering.theme import Theme
from tourbook.views import FigureRow, RedirectView


def test_a_template_may_look_for_what_is_not_there() -> None:
    source = (
        "{{ page.name }} {{ page.x is defined }} {{ page.x | default('-') }} {{ dict(a='<').a }}"
    )
    theme = Theme(["t"], {"redirect.html": ("redirect.html", source)})
    view = RedirectView(
        lang="en", tag="en", base_url="https://a.example/", url="a/", target="b/", name="B"
    )
    renderer = HtmlRenderer(theme, ["en"], {})
    assert [renderer.render("redirect", view) for _ in range(2)] == [b"B False - &lt;"] * 2


def test_the_work_for_a_table_grows_as_its_rows_do() -> None:
    env = ThemeEnvironment()
    templates = REPO / "themes/default/templates"
    env.loader = FunctionLoader(lambda name: (templates / name).read_text(encoding="utf-8"))
    env.globals.update(t=lambda key: key, number=str)
    write_table = env.get_template("macros/charts.html").module.figures_table  # type: ignore[attr-defined]
    small, large = (
        [FigureRow(name=f"Caravan {n}", stops=0, visits=n) for n in range(count)]
        for count in (100, 400)
    )
    assert "<td>399</td>" in write_table("Caravans", large)
    assert "report_stops" not in write_table("Caravans", small)
    counts = [count_calls(lambda rows=rows: write_table("x", rows)) for rows in (small, large)]
    assert counts[1] < 5 * counts[0]
