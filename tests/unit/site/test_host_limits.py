"""Limits of hosts are told before a site reaches them."""

from __future__ import annotations

from functools import cache, partial

import pytest

from tourbook.common.problems import Problems
from tourbook.schema import SiteRecord
from tourbook.schema.site_options import Host
from tourbook.site.host_limits import check_host
from tourbook.site.outputs import Asset, Output, RawFile
from tourbook.site.savings import OldStops, propose_saving


@cache
def make_outputs(stops: int, pages: int = 0) -> list[Output]:
    paths = [(f"stops/{n}/calendar.ics", "stop") for n in range(stops)]
    paths += [(f"{n}.html", "page") for n in range(pages)]
    return [RawFile(path, kind, (), bytes) for path, kind in paths]


@pytest.mark.parametrize(
    ("host", "files", "megabytes", "words"),
    [
        (None, 30_000, 2000, ""),
        ("cloudflare-pages", 16_000, 2000, ""),
        ("cloudflare-pages", 16_001, 0, "takes at most 20,000 files; this site has 16,001"),
        ("github-pages", 30_000, 850, ""),
        ("github-pages", 1000, 860, "takes at most 1074 MB; this site had 860 MB"),
        ("gitlab-pages", 79_000, 0, ""),
        ("gitlab-pages", 80_000, 0, "takes at most 200,000 files; this site has 160,002"),
        ("netlify", 40_000, 2000, ""),
        ("oss", 30_000, 2000, ""),
        ("nginx", 30_000, 2000, ""),
    ],
)
def test_a_site_near_a_limit_has_a_warning(
    host: Host | None, files: int, megabytes: int, words: str
) -> None:
    problems = Problems()
    outputs = make_outputs(files)
    sizes = dict.fromkeys([o.path for o in outputs[:1000]], megabytes * 1_000_000 // 1000)
    check_host(host, outputs, {"gone.html": 9_000_000_000, **sizes}, problems)
    assert [(p.code, p.level) for p in problems] == ([("host-limit", "warning")] if words else [])
    assert all(words in p.message.en for p in problems)


def test_the_help_names_what_there_is_most_of() -> None:
    problems = Problems()
    check_host("cloudflare-pages", make_outputs(12_000, 5_000), {}, problems)
    (problem,) = problems
    assert "stop 12,000, page 5,000" in problem.help.en
    assert "stop 12000 个、page 5000 个" in problem.help.zh


def test_a_folder_that_is_nearly_full_has_a_warning() -> None:
    problems = Problems()
    outputs = [RawFile(f"news/{n}.ics", "code", (), bytes) for n in range(43_201)]
    check_host("netlify", [*outputs, *make_outputs(3)], {}, problems)
    (problem,) = problems
    assert "takes at most 54,000 files in a folder; /news has 43,201" in problem.message.en


def test_a_file_that_the_host_refuses_has_a_warning_where_it_lies() -> None:
    problems = Problems()
    asset = Asset("files/film.mp4", "file", (), "content/pages/film.mp4", b"")
    sizes = {"files/film.mp4": 21_000_000, "stops/0/calendar.ics": 20_000_000, "stops/1/calendar.ics": 21_000_000}  # fmt: skip
    check_host("cloudflare-pages", [asset, *make_outputs(2)], sizes, problems)
    assert [p.location.file for p in problems] == ["content/pages/film.mp4", "content/site.yaml"]
    assert all("no file of more than 26 MB" in p.message.en for p in problems)
    assert "/files/film.mp4 有 21 MB" in next(iter(problems)).message.zh


def test_the_help_is_what_to_write_and_what_it_saves() -> None:
    helps = []
    for page_count in (5_000, 25_000):
        outputs, problems = make_outputs(12_000, page_count), Problems()
        site = SiteRecord(name="x", base_url="https://x.example/")
        propose = partial(propose_saving, site, lambda _: OldStops(frozenset(), frozenset()))
        check_host("cloudflare-pages", outputs, {}, problems, propose)
        helps += [problem.help for problem in problems]
    good, bad = helps
    assert good.en == (
        "write feeds_off: [code, stop] in content/site.yaml: 12,000 files fewer, 5,000 left"
    )
    assert good.zh == (
        "在 content/site.yaml 写 feeds_off: [code, stop]：少 12000 个文件，还有 5000 个"
    )
    assert "25,000 left; that is still too many for Cloudflare Pages" in bad.en
