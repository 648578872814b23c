"""Quick code renders the pages of the default theme. A template that looks for what may not be there
is compiled once more, in each process of each build."""

from __future__ import annotations

from collections import defaultdict

from tests.support.projects import TODAY, Project
from tourbook.build.inputs import read_inputs
from tourbook.build.options import BuildOptions
from tourbook.build.pipeline import prepare
from tourbook.common.problems import Problems
from tourbook.site.outputs import HtmlPage

PAGES_OF_TEMPLATE = 12


def test_no_template_of_the_default_theme_is_slow(built_sample: Project) -> None:
    options = BuildOptions(built_sample.root, built_sample.output, lambda _: TODAY)
    prepared = prepare(options, read_inputs(options), Problems())
    assert prepared
    pages: dict[str, list[HtmlPage]] = defaultdict(list)
    for output in prepared.outputs:
        if isinstance(output, HtmlPage):
            pages[output.template].append(output)
    assert len(pages) > 20
    renderer = prepared.job.renderer
    for template, of_template in pages.items():
        for page in of_template[:: max(1, len(of_template) // PAGES_OF_TEMPLATE)]:
            renderer.render(template, prepared.job.make_view(page))
    assert renderer.slow_templates == set()
