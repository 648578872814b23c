"""The site under another base URL: nothing but whole addresses differs, so it can be moved and put
into any folder."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import pytest

from tests.site.pages import Site
from tests.support.projects import Project, copy_sample
from tourbook.formats import qr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return copy_sample(tmp_path_factory.mktemp("subpath"))


def without(base: str, raw: bytes) -> bytes:
    """A file with each whole address of the site as a mark; calendars unfolded, because an address
    moves the folds."""
    raw = raw.replace(b"\r\n ", b"").replace(quote_plus(base).encode(), b"<base>")
    webcal = "webcal" + base[base.index(":") :]
    raw = raw.replace(quote_plus(webcal).encode(), b"<cal>")
    for scheme in (base.partition("://")[0], "webcal"):
        raw = raw.replace(
            f"{scheme}://{base.partition('://')[2]}".encode(),
            f"<{'cal' if scheme == 'webcal' else 'base'}>".encode(),
        )
    return raw


@pytest.mark.parametrize("base", ["https://museum.example/", "http://localhost:8000/a/b/c/"])
def test_only_whole_addresses_differ(
    site: Site, project: Project, tmp_path: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = qr.render_qr_code(base)  # for all addresses: to draw each takes a third of the time
    monkeypatch.setattr(qr, "render_qr_code", lambda _: code)
    project.build(tmp_path, base_url=base)
    other = project.read_tree(tmp_path)
    assert {n for n in other if not n.startswith(".")} == set(site.files)
    for name, path in site.files.items():
        if name.endswith("/calendar.svg"):  # the code of an address
            continue
        root = urlsplit(base).path.encode()
        if name == "_headers":  # which hosts read at the root of the domain
            assert (
                re.sub(rb"^/science/", root, path.read_bytes(), flags=re.MULTILINE) == other[name]
            )
            continue
        ours = without(site.base, path.read_bytes())
        if name.endswith("404.html"):  # shown at any address, so its links begin at the root
            ours = ours.replace(b'="/science/', b'="' + root)
        theirs = without(base, other[name])
        assert ours == theirs, f"{name} differs: " + next(
            f"{a!r} / {b!r}"
            for a, b in zip(ours.split(b"\n"), theirs.split(b"\n"), strict=False)
            if a != b
        )
        assert b"tourbook.example/science" not in other[name], name


def test_whole_addresses_stand_only_where_they_must(site: Site) -> None:
    """Links, pictures, styles: relative. Whole: canonical and the like, JSON-LD, calendars to
    subscribe to, and the 404 page."""
    whole = re.compile(rb'(?:href|src)="' + re.escape(site.base.encode()))
    for page in site.shown:
        if page.kind == "404":
            continue
        body = page.raw.partition(b"<body")[2]
        assert not whole.search(body), page.file
        for link in page.head("alternate") + page.head("canonical"):
            assert link.get("href").startswith(site.base) is (link.get("type") is None), page.file
