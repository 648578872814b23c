"""Whatever stands in whatever file: a build never raises, and never touches the last good site
where there is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.stages import STAGES, find_stage
from tests.support import tiny_theme
from tests.support.projects import Project
from tests.support.sources import (
    BILINGUAL_SITE,
    ROUTE,
    SITE,
    SMALL,
    TOUR,
    VAN,
    stop_yaml,
    visit_yaml,
)

FULL: dict[str, str | bytes | None] = {
    **tiny_theme.list_theme_files("default"),
    **SMALL,
    **VAN,
    "content/site.yaml": BILINGUAL_SITE,
    "content/regions.yaml": "TH: {name: 泰国}\n",
    "content/venues/hall.en.md": "---\nname: Hall\n---\n",
    "content/news/a.md": "---\ntitle: x\ndate: 2026-01-01\n---\n文\n",
    "content/pages/p.md": "---\ntitle: x\npicture: x.svg\n---\n",
    "content/pages/x.svg": "<svg/>",
    "schedule.yaml": "include: [schedule/*.yaml]\n" + TOUR + stop_yaml("a", "open: 2026-11-01"),
    "schedule/b.yaml": ROUTE
    + visit_yaml("v", "date: 2026-12-01", "venue: hall", "time: 09:00-10:00"),
    "content/organisations/o.md": "---\nname: x\n---\n",
    "content/campaigns/c.md": "---\nname: x\nstart: 2026-01-01\n---\n",
}
SOURCES = sorted(n for n, raw in FULL.items() if raw is not None)


@pytest.fixture(scope="module")
def full_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("fuzz") / "p")
    project.write(FULL)
    assert not project.build().error_count
    return project


def check_unharmed(project: Project, files: dict[str, str | bytes | None]) -> None:
    """Build with the files, then without them; the output is good or as it was."""
    before = project.read_tree()
    dates = {p: p.stat().st_mtime_ns for p in project.output.rglob("*")}
    project.write(files)
    try:
        report = project.build()
        for p in report.problems:
            assert p.location.line >= 1
            assert p.location.column >= 1
        if report.error_count:
            assert project.read_tree() == before
            assert {p: p.stat().st_mtime_ns for p in project.output.rglob("*")} == dates
    finally:
        project.write({name: FULL.get(name) for name in files})
        project.build()
    assert project.read_tree() == before, "fixed, the site is what it was"


@settings(max_examples=25)
@given(st.sampled_from(SOURCES), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@example("content/site.yaml", b"")
@example("themes/default/theme.yaml", b"\xff")
@example("themes/default/templates/base.html", b"\xff\xfe")
@example("themes/default/templates/macros.html", b"{% macro row(r) %}{{ row(r) }}{% endmacro %}")
@example("themes/default/strings/zh.yaml", b"[]")
@example("content/site.yaml", b"name: x\nbase_url: https://[::1/\n")
@example("content/site.yaml", b"name: x\nbase_url: https://x:y/\n")
def test_any_bytes_in_any_file_are_a_site_or_problems(
    full_project: Project, name: str, raw: bytes
) -> None:
    check_unharmed(full_project, {name: raw})


@settings(max_examples=25)
@given(st.sampled_from(SOURCES), st.data())
def test_a_part_of_any_file_lost_or_changed_is_a_site_or_problems(
    full_project: Project, name: str, data: st.DataObject
) -> None:
    given_ = FULL[name]
    raw = given_.encode() if isinstance(given_, str) else given_
    assert raw is not None
    a = data.draw(st.integers(0, len(raw)))
    b = data.draw(st.integers(a, len(raw)))
    check_unharmed(
        full_project,
        {
            name: raw[:a]
            + data.draw(
                st.binary(max_size=4) | st.sampled_from([b"\n", b": ", b"{{", b"%}", b"- "])
            )
            + raw[b:]
        },
    )


@settings(max_examples=25)
@given(st.sets(st.sampled_from(SOURCES), min_size=1, max_size=5))
def test_any_files_lost_are_a_site_or_problems(full_project: Project, names: set[str]) -> None:
    check_unharmed(full_project, dict.fromkeys(names))


STRANGE = st.sampled_from(
    [
        "../../etc/passwd",
        "..",
        ".",
        "/",
        "//x.example",
        "CON",
        "a/b",
        "a\\b",
        "a\nb",
        "a\x00b",
        "\u202e",
        "javascript:alert(1)",
        "x" * 300,
        "💡",
        "%2e%2e%2f",
        "<b>",
        "{{ 1/0 }}",
        "{% x %}",
        "tourbook-root:",
        "tourbook-link:0",
        "99999999999999999999",
        "-1",
        "nan",
        "inf",
        "1e309",
        "9999-12-31",
        "0001-01-01",
        "1900-01-01",
        "zh",
        "404.html",
        "index.html",
    ]
)


@settings(max_examples=50)
@given(
    st.sampled_from(
        [
            ("content/venues/s.md", "---\nname: {}\nregion: '621121'\n---\n{}\n"),
            ("content/venues/s.md", "---\nname: x\nregion: {}\nslug: {}\n---\n"),
            ("content/venues/s.md", "---\nname: x\nregion: '621121'\nid: {}\npicture: {}\n---\n"),
            ("content/venues/s.md", "---\nname: x\nregion: '621121'\naliases: [{}, {}]\n---\n"),
            (
                "content/venues/s.md",
                "---\nname: x\nregion: '621121'\ncoordinates: {{lat: {}, lon: {}}}\n---\n",
            ),
            ("content/venues/s.md", "---\nname: x\nregion: '621121'\nhours: {{{}: {}}}\n---\n"),
            (
                "content/exhibitions/s.md",
                "---\nname: x\nlogistics: {{area: {}, crates: {}}}\n---\n",
            ),
            ("content/exhibitions/s.md", "---\nname: x\nduration: {}\nlanguages: [{}]\n---\n"),
            ("content/exhibitions/s.md", "---\nname: x\nlinks: [{{name: {}, url: {}}}]\n---\n"),
            ("content/campaigns/s.md", "---\nname: x\nstart: {}\nend: {}\n---\n"),
            ("content/news/s.md", "---\ntitle: {}\ndate: {}\n---\n"),
            ("content/regions.yaml", "{}: {{name: x, parent: {}}}\n"),
            ("content/regions.yaml", "TH: {{name: {}, slug: {}}}\n"),
            ("content/site.yaml", SITE + "languages: [zh, {}]\ntimezone: {}\n"),
            ("content/site.yaml", SITE + "soon: {}\ntheme: {}\n"),
            ("content/site.yaml", SITE + "folders: {{venues: {}, news: {}}}\n"),
            (
                "content/site.yaml",
                SITE.replace("uid_domain: small.example", "uid_domain: {}")
                + "footer: {{police: {}}}\n",
            ),
            ("content/site.yaml", SITE + "calendar: {{prodid: {}}}\nsummary: {}\n"),
            ("schedule/b.yaml", ROUTE + visit_yaml("v", "place: {{name: {}}}", "date: {}")),
            (
                "schedule/b.yaml",
                ROUTE + visit_yaml("v", "venue: hall", "repeat: {{first: {}, until: {}}}"),
            ),
            (
                "schedule/b.yaml",
                ROUTE
                + visit_yaml(
                    "v", "venue: hall", "repeat: {{first: 2026-01-01, count: {}, every: {}}}"
                ),
            ),
            ("schedule/b.yaml", ROUTE + visit_yaml("v", "venue: hall", "date: {}", "time: {}")),
            ("schedule.yaml", TOUR + stop_yaml("a", "open: {}", "close: {}")),
            (
                "schedule.yaml",
                TOUR + stop_yaml("a", "open: 2026-01-01", "expected: {}", "note: {}"),
            ),
            ("schedule.yaml", "include: [{}, {}]\n"),
            ("schedule.yaml", "tours: [{{id: {}, name: {}}}]\n"),
        ]
    ),
    STRANGE,
    STRANGE,
)
def test_strange_values_in_any_field_are_a_site_or_problems(
    full_project: Project, where: tuple[str, str], one: str, two: str
) -> None:
    """And nothing outside of the output folder is written."""
    name, form = where

    def quoted(text: str) -> str:
        return (
            '"'
            + "".join(
                c
                if c.isprintable() and c not in '\\"'
                else f"\\x{ord(c):02x}"
                if ord(c) < 256
                else f"\\u{ord(c):04x}"
                for c in text
            )
            + '"'
        )

    outside = {p for p in full_project.root.rglob("*") if not p.is_relative_to(full_project.output)}
    check_unharmed(full_project, {name: form.format(quoted(one), quoted(two))})
    left = {p for p in full_project.root.rglob("*") if not p.is_relative_to(full_project.output)}
    assert {p.relative_to(full_project.root).as_posix() for p in left ^ outside} <= {
        ".tourbook",
        ".tourbook/memo",
    }


@pytest.mark.parametrize(
    "name",
    [
        "content/news/a b.md",
        "content/news/新闻.md",
        "content/news/a'b.md",
        "content/news/a&b.md",
        "content/news/a#b.md",
        "content/news/a%20b.md",
        "content/news/A.md",
        "content/news/.md",
        "content/news/a.b.c.md",
        "content/news/index.md",
        "content/news/index/index.md",
    ],
)
def test_any_name_of_a_file_is_a_site_or_problems(full_project: Project, name: str) -> None:
    check_unharmed(full_project, {name: "---\ntitle: x\ndate: 2026-01-01\n---\n[x](a.md)\n"})


def test_a_build_without_anything_is_one_problem(tmp_path: Path) -> None:
    assert [p.code for p in Project(tmp_path).build().problems] == ["no-site"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_project_is_a_site(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write(
        {
            **tiny_theme.list_theme_files("default"),
            "content/site.yaml": "name: x\nbase_url: https://x.example/\nuid_domain: x.example\n",
        }
    )
    assert project.build().problems == []
    assert "index.html" in project.read_tree()


@pytest.mark.parametrize(("path", "_label"), STAGES)
def test_every_stage_of_the_benchmark_is_a_function_of_the_program(path: str, _label: str) -> None:
    *_, found = find_stage(path)
    functions = found if isinstance(found, tuple) else (found,)
    assert all(map(callable, functions))
