"""What hosts send with the files of the site; nginx and the pages themselves say the same."""

from __future__ import annotations

import re

from tests.support.in_memory import make_file, prepare_project
from tests.support.projects import REPO
from tests.support.sources import RICH
from tourbook.site.feeds.headers import CONTENT_POLICY, EMBED_POLICY, SECURITY_HEADERS


def test_every_file_comes_with_the_policy_of_the_site() -> None:
    lines = make_file(prepare_project(RICH), "_headers").decode().splitlines()
    assert lines[: 1 + len(SECURITY_HEADERS)] == [
        "/*",
        *(f"  {header}" for header in SECURITY_HEADERS),
    ]
    assert not any("unsafe" in line for line in lines)


def test_only_pages_for_frames_may_be_in_frames_of_others() -> None:
    text = make_file(prepare_project(RICH), "_headers").decode()
    rules = [rule.splitlines() for rule in re.split(r"\n(?=/)", text)]
    free = {path: headers for path, *headers in rules if "frame-ancestors *" in str(headers)}
    expected = ["  ! Content-Security-Policy", f"  Content-Security-Policy: {EMBED_POLICY}"]
    assert set(free) == {"/embed/*", "/en/embed/*"} and list(free.values()) == [expected] * 2


def test_pages_and_the_settings_of_nginx_say_the_same() -> None:
    settings = (REPO / "docs/hosting/nginx.conf").read_text(encoding="utf-8")
    sent = re.findall(r'^add_header (\S+) "?([^"\n]*?)"? always;', settings, re.MULTILINE)
    assert [f"{name}: {value}" for name, value in sent] == list(SECURITY_HEADERS)
    assert f'add_header Content-Security-Policy "{EMBED_POLICY}"' in settings
    in_page = CONTENT_POLICY.removesuffix("; frame-ancestors 'self'")  # which only headers can say
    pages = [path.read_text("utf-8") for path in (REPO / "themes/default/templates").glob("*.html")]
    whole_pages = [page for page in pages if "<html" in page]
    assert len(whole_pages) == 2, "base.html and redirect.html"
    for page in whole_pages:
        assert f'http-equiv="Content-Security-Policy" content="{in_page}"' in page
