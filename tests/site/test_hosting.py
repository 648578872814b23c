"""docs/hosting/nginx.conf in a real nginx: what a webmaster copies from it does what it says."""

from __future__ import annotations

import base64
import gzip
import http.client
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.support.web import PUBLISHED, nginx
from tourbook.common.problems import Location
from tourbook.common.urls import derive_output_file
from tourbook.rendering.jsonld import DATA_TYPES
from tourbook.site.host_files import fit_to_host
from tourbook.site.outputs import RawFile
from tourbook.site.pages.redirects import make_redirect

NEW = "venues/县科技馆/"


def get(address: str, password: str = "") -> tuple[int, str, str]:
    """(status, type, how long to keep it)."""
    request = urllib.request.Request(address)
    if password:
        request.add_header(
            "Authorization", "Basic " + base64.b64encode(f"crew:{password}".encode()).decode()
        )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers["Content-Type"], answer.headers["Cache-Control"]
    except urllib.error.HTTPError as error:
        return error.code, error.headers["Content-Type"], ""


def read_compressed(address: str) -> tuple[str, str, bytes]:
    """(encoding, type, body) for a program that can decompress."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return answer.headers["Content-Encoding"], answer.headers["Content-Type"], answer.read()


def output(root: Path, *names: str) -> Path:
    for name in names:
        path = root / "output" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return root / "output"


def test_types_and_ages(tmp_path: Path) -> None:
    site = output(
        tmp_path, "all.ics", "changes.atom", "assets/site-0af.css", "404.html", "_headers", "_nginx.conf",
        *(f"open-data/places.{ending}" for ending in DATA_TYPES),
    )  # fmt: skip
    with nginx(site, tmp_path / "nginx") as base:
        assert get(base + "all.ics") == (
            200,
            "text/calendar; charset=utf-8",
            "public, max-age=900, must-revalidate",
        )
        assert get(base + "changes.atom") == (
            200,
            "application/atom+xml; charset=utf-8",
            "public, max-age=900, must-revalidate",
        )
        for ending, media_type in DATA_TYPES.items():
            assert get(base + f"open-data/places.{ending}") == (
                200,
                f"{media_type}; charset=utf-8",
                "public, max-age=900, must-revalidate",
            )
        assert get(base + "assets/site-0af.css")[2] == "public, max-age=31536000, immutable"
        assert (
            get(base + "nowhere/")[:2] == (404, "text/html; charset=utf-8")
            and get(base + "_headers")[0] == get(base + "_nginx.conf")[0] == 404
        )


def test_calendars_and_feeds_are_compressed(tmp_path: Path) -> None:
    site = output(tmp_path, "all.ics", "changes.atom")
    text = b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 1000
    for name, kind in (("all.ics", "text/calendar"), ("changes.atom", "application/atom+xml")):
        (site / name).write_bytes(text)
        with nginx(site, tmp_path / name) as base:
            encoding, content_type, body = read_compressed(base + name)
        assert (encoding, content_type) == ("gzip", f"{kind}; charset=utf-8")
        assert gzip.decompress(body) == text and len(body) < len(text) / 10


def test_the_crews_calendars_are_behind_the_password(tmp_path: Path) -> None:
    """With the lines that stand there as comments, and no others."""
    block = re.search(r"(?m)^# location \^~ /crew-7f3k/ \{\n(?:# .*\n)+?# \}\n", PUBLISHED)
    assert block
    (tmp_path / "htpasswd").write_text("crew:{PLAIN}secret\n")
    lines = re.sub("(?m)^# ", "", block[0]).replace(
        "/etc/nginx/crew.htpasswd", str(tmp_path / "htpasswd")
    )
    site = output(tmp_path, "all.ics", "crew-7f3k/all.ics", "crew-7f3k/tours/a.ics")
    with nginx(site, tmp_path / "nginx", PUBLISHED.replace(block[0], lines)) as base:
        for path in ("crew-7f3k/all.ics", "crew-7f3k/tours/a.ics"):
            assert get(base + path)[0] == get(base + path, "wrong")[0] == 401
            assert get(base + path, "secret") == (
                200,
                "text/calendar; charset=utf-8",
                "private, max-age=900, must-revalidate",
            )
        assert get(base + "all.ics")[0] == 200


def test_old_addresses_lead_where_the_site_says(tmp_path: Path) -> None:
    at = Location("content/pages/x.md")
    pages = [
        make_redirect("zh", path, NEW, "馆", at)
        for path in ("场馆/馆/", "old/a.html", "old/it's;{here}/")
    ]
    outputs = list(fit_to_host("nginx", "https://x.example/science/", pages))
    names = [derive_output_file(page.path) for page in pages]
    site = output(tmp_path, *(f"science/{name}" for name in names), f"science/{NEW}index.html")
    settings = outputs[-1]
    assert outputs[:-1] == pages, "they stay, for nginx does not read the rules of today"
    assert isinstance(settings, RawFile)
    (site / "science" / settings.path).write_bytes(settings.make_content())
    include = f"include {site}/science/_nginx*.conf;\n{PUBLISHED}"
    with nginx(site, tmp_path / "nginx", include) as base:
        for page in pages:
            connection = http.client.HTTPConnection(urlsplit(base).netloc)
            connection.request("GET", "/science/" + quote(page.path))
            answer = connection.getresponse()
            assert answer.status == 301, page.path
            assert answer.headers["Location"] == base + "science/" + quote(NEW)
            connection.close()
        (site / "science" / NEW / "index.html").unlink()
        assert get(base + "science/old/a.html")[0] == 200, (
            "a site of before, which has no such page"
        )
    (site / "science" / settings.path).unlink()
    with nginx(site, tmp_path / "again", include) as base:
        assert get(base + "science/old/a.html")[0] == 200, "without the file, the page leads there"
