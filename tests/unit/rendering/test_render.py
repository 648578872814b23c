"""Templates of the default theme render in a time that grows as their input does."""

from __future__ import annotations

from jinja2 import FunctionLoader

from tests.support.growth import count_calls
from tests.support.projects import REPO
from tourbook.rendering.sandbox import ThemeEnvironment
from tourbook.views import FigureRow


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
