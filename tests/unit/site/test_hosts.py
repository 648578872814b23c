"""Limits of hosts are told before a site reaches them."""

from __future__ import annotations

import pytest

from tourbook.common.problems import Problems
from tourbook.schema.site import Host
from tourbook.site.hosts import check_host
from tourbook.site.outputs import Output, RawFile


def make_outputs(stops: int, pages: int = 0) -> list[Output]:
    paths = [(f"stops/{n}/calendar.ics", "stop") for n in range(stops)]
    paths += [(f"{n}.html", "page") for n in range(pages)]
    return [RawFile(path, kind, (), bytes) for path, kind in paths]


@pytest.mark.parametrize(
    ("host", "files", "megabytes", "words"),
    [
        (None, 300_000, 2000, ""),
        ("cloudflare-pages", 16_000, 2000, ""),
        ("cloudflare-pages", 16_001, 0, "takes at most 20,000 files; this site has 16,001"),
        ("github-pages", 300_000, 850, ""),
        ("github-pages", 10, 860, "takes at most 1074 MB; this site had 860 MB"),
        ("gitlab-pages", 79_000, 0, ""),
        ("gitlab-pages", 80_000, 0, "takes at most 200,000 files; this site has 160,002"),
    ],
)
def test_a_site_near_a_limit_has_a_warning(
    host: Host | None, files: int, megabytes: int, words: str
) -> None:
    problems = Problems()
    check_host(host, make_outputs(files), megabytes * 1_000_000, problems)
    assert [(p.code, p.level) for p in problems] == ([("host-limit", "warning")] if words else [])
    assert all(words in p.message.en for p in problems)


def test_the_help_names_what_there_is_most_of() -> None:
    problems = Problems()
    check_host("cloudflare-pages", make_outputs(12_000, 5_000), 0, problems)
    (problem,) = problems
    assert "stop 12,000, page 5,000" in problem.help.en
    assert "stop 12000 个、page 5000 个" in problem.help.zh
