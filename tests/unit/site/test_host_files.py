"""What each host reads: its settings, and where old addresses lead, as its own documents say that it
reads them."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest

from tests.support.in_memory import list_paths, make_file, prepare_project
from tests.support.manuals import LANGUAGES, read_manual
from tests.support.sources import RICH, SITE
from tourbook.common.problems import Location
from tourbook.schema.site_options import Host
from tourbook.site import host_files
from tourbook.site.hosts import HOSTS
from tourbook.site.outputs import HtmlPage, Output, RawFile
from tourbook.site.pages.redirects import make_redirect

OLD, NEW = "展览/光 影/", "exhibitions/光影/"


def make_outputs(*paths: str) -> list[Output]:
    at = Location("content/pages/x.md")
    pages = [make_redirect("zh", path, NEW, "光影", at) for path in paths]
    return [*pages, RawFile("_headers", "headers", (), bytes), RawFile("all.ics", "all", (), bytes)]


def fit_to_host(host: Host, base_url: str, outputs: list[Output]) -> list[Output]:
    return list(host_files.fit_to_host(host, base_url, outputs))


def read_rules(outputs: list[Output], name: str = "_redirects") -> list[str]:
    (file,) = (output for output in outputs if output.path == name)
    assert isinstance(file, RawFile)
    return file.make_content().decode().splitlines()


def find_target(host: Host, rules: list[str], address: str) -> str:
    """Where a rule leads a request for a percent-encoded address; "" if none matches.

    Cloudflare Pages compares the address as it is; Netlify whatever slash it ends with; GitLab
    Pages decodes it first.
    """
    for rule in rules:
        source, target, status = rule.split(" ")
        assert status == "301"
        if host == "cloudflare-pages" and source == address:
            return target
        if host == "netlify" and source.rstrip("/") == address.rstrip("/"):
            return target
        if host == "gitlab-pages" and source.rstrip("/") == unquote(address).rstrip("/"):
            return target
    return ""


@pytest.mark.parametrize("host", ["cloudflare-pages", "netlify", "gitlab-pages"])
@pytest.mark.parametrize("base_url", ["https://x.example/", "https://x.example/%E5%B7%A1/"])
def test_old_addresses_lead_where_their_pages_led(host: Host, base_url: str) -> None:
    old = OLD.replace(" ", "")
    outputs = fit_to_host(host, base_url, make_outputs(old, "old/a.html"))
    assert not any(isinstance(output, HtmlPage) for output in outputs), "the pages are replaced"
    root = base_url.removeprefix("https://x.example")
    target = root + quote(NEW)
    for path in (old, old.rstrip("/"), "old/a.html"):
        assert find_target(host, read_rules(outputs), root + quote(path)) == target
    assert not find_target(host, read_rules(outputs), root + "old/")


@pytest.mark.parametrize("host", ["cloudflare-pages", "netlify", "gitlab-pages"])
def test_what_no_rule_can_say_stays_a_page(host: Host) -> None:
    if host == "gitlab-pages":
        paths = [OLD, "old/50%/", "old/a#b/", "old/$a/"]
    else:
        paths = ["old/*/", "old/:name/"]
    if host == "cloudflare-pages":
        paths.append("长" * 60 + "/" + "长" * 60 + "/")
    outputs = fit_to_host(host, "https://x.example/", make_outputs(*paths, "old/a/"))
    assert [o.path for o in outputs if isinstance(o, HtmlPage)] == paths
    assert find_target(host, read_rules(outputs), "/old/a/")


@pytest.mark.parametrize(
    ("host", "replaced"),
    [("cloudflare-pages", 1_000), ("netlify", 9_999), ("gitlab-pages", 1_000)],
)
def test_beyond_the_limit_of_rules_old_addresses_stay_pages(host: Host, replaced: int) -> None:
    paths = [f"old/{n}/" for n in range(replaced + 5)]
    outputs = fit_to_host(host, "https://x.example/", make_outputs(*paths))
    assert [o.path for o in outputs if isinstance(o, HtmlPage)] == paths[replaced:]
    form = HOSTS[host].redirects
    assert form and len(read_rules(outputs)) == form.max_rules


def test_the_file_of_gitlab_is_as_large_as_it_may_be() -> None:
    paths = [f"{'长' * 40}/{n}/" for n in range(900)]
    outputs = fit_to_host("gitlab-pages", "https://x.example/", make_outputs(*paths))
    size = len("\n".join(read_rules(outputs)).encode()) + 1
    assert 64 * 1024 - 300 < size <= 64 * 1024
    assert any(isinstance(output, HtmlPage) for output in outputs)


def test_a_site_has_the_settings_that_its_host_reads() -> None:
    every = list_paths(prepare_project(RICH))
    assert "_headers" in every and "_redirects" not in every
    old_paths = {"old/visit/", "en/old/visit/", "stops/uno/", "en/stops/uno/"}
    assert old_paths <= every
    for host in HOSTS:
        site = str(RICH["content/site.yaml"]) + f"host: {host}\n"
        paths = list_paths(prepare_project({**RICH, "content/site.yaml": site}))
        has_headers = host in ("cloudflare-pages", "netlify")
        has_rules = has_headers or host == "gitlab-pages"
        assert ("_headers" in paths) == has_headers
        assert ("_redirects" in paths) == has_rules
        assert bool(old_paths & paths) == (not has_rules)
        assert ("_nginx.conf" in paths) == (host == "nginx")
        rest = {"_headers", "_redirects", "_nginx.conf"} | old_paths
        assert paths - rest == every - rest, host


def test_links_to_old_addresses_are_good_whatever_the_host() -> None:
    files = {
        **RICH,
        "content/site.yaml": SITE + "host: netlify\n",
        "content/news/open.md": "---\ntitle: 开幕\ndate: 2026-11-01\n---\n[去](/old/visit/)\n",
    }
    project = prepare_project(files)
    assert "old/visit/" not in list_paths(project)
    assert make_file(project, "_redirects").decode() == (
        "/old/visit/ /visit/ 301\n/stops/uno/ /stops/one/ 301\n"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_manual_says_of_each_host_what_it_takes_and_reads(lang: str) -> None:
    lines = read_manual("hosting", lang).splitlines()
    for host, profile in HOSTS.items():
        (line,) = (line for line in lines if line.startswith(f"| `{host}`"))
        count = profile.max_files or profile.max_files_in_folder or 0
        number = f"{count:,}" if lang == "en" else f"{count / 10_000:g} 万"
        assert not count or number in line, line
        assert ("_headers" in line) == profile.reads_headers
        form = profile.redirects
        assert (form.file if form else "") in line
        rules = {9_999: 10_000}.get(form.max_rules or 0, form.max_rules) if form else None
        assert rules is None or str(rules) in line.replace(",", "").replace("1 万", "10000")
