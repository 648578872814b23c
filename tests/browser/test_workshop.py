"""The whole way of an editor: a new project, a stop, the preview, a spreadsheet that LibreOffice and
WPS wrote, the review, the hook, a push, and what a web server then serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import icalendar
import pytest
from lxml import etree

from tests.browser.browser import Browser
from tests.support.projects import REPO
from tests.support.web import nginx, preview, program

TODAY = "2026-12-01"
TOUR = "schedule/example-tour.yaml"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"


class Desk:
    """An editor's computer: a project, and what is typed there."""

    def __init__(self, folder: Path) -> None:
        self.root, self.folder = folder / "p", folder
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("GIT_", "PYTHON"))}
        self.variables = kept | {"PYTHONPATH": str(REPO), "HOME": str(folder)}

    def run(self, *command: str, code: int = 0) -> str:
        done = subprocess.run(
            command, cwd=self.root if self.root.is_dir() else self.folder, env=self.variables,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        said = done.stdout + done.stderr
        assert done.returncode == code, f"{command}: {said}"
        assert "Traceback" not in said
        return said

    def tourbook(self, *arguments: str, code: int = 0) -> str:
        options = ("--lang", "zh", "--today", TODAY)
        return self.run(sys.executable, "-m", "tourbook", *arguments, *options, code=code)

    def git(self, *arguments: str, code: int = 0) -> str:
        identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
        return self.run("git", *identity, *arguments, code=code)

    def read(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        (self.root / file).write_text(text, encoding="utf-8")

    def list_changed_lines(self) -> list[str]:
        """The lines that are not committed."""
        lines = self.git("diff", "--unified=0").splitlines()
        return [line for line in lines if re.match(r"[-+](?![-+])", line)]

    def convert(self, file: Path, suffix: str) -> Path:
        """What LibreOffice makes of a file."""
        profile, made = (self.folder / "office").as_uri(), file.with_suffix(f".{suffix}")
        made.unlink(missing_ok=True)
        office = (program("soffice", "libreoffice"), f"-env:UserInstallation={profile}")
        to = ("--convert-to", suffix, "--outdir", str(file.parent))
        self.run(*office, "--headless", *to, str(file))
        assert made.exists()  # it ends well even if it could not read the file
        return made


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    answers = {"--languages": "zh", "--name": "通渭科普", "--region": "通渭县", "--kinds": "both"}
    options = [word for pair in answers.items() for word in pair]
    desk.tourbook("init", str(desk.root), "--yes", "--host", "none", *options)
    desk.git("init", "--quiet", "--initial-branch=main")
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "-m", "first")
    return desk


def test_from_a_new_project_to_what_visitors_see(desk: Desk, browser: Browser) -> None:
    add_stop(desk)
    see_and_mend(desk, browser)
    use_libreoffice(desk)
    use_wps(desk)
    review_and_commit(desk)
    publish(desk, browser)


def add_stop(desk: Desk) -> None:
    dates = ("--open", "2027-03-13", "--close", "2027-05-09")
    stop = ("--tour", "示例巡展", "--venue", "example-hall", "--id", "spring")
    said = desk.tourbook("new", "stop", *stop, *dates, "--note", "请预约。", "--yes")
    assert TOUR in said
    assert all(line.startswith("+") for line in desk.list_changed_lines())
    desk.tourbook("check")
    desk.tourbook("fmt", "--check")
    desk.git("commit", "--quiet", "--all", "-m", "spring")


def see_and_mend(desk: Desk, browser: Browser) -> None:
    def says(text: str) -> bool:
        return text in str(browser.run("return document.body.innerText"))

    def warns(text: str) -> bool:
        box = "document.documentElement.lastElementChild.shadowRoot"
        return text in str(browser.run(f"return {box} ? {box}.textContent : ''"))

    right = desk.read(TOUR)
    number = right[: right.index("2027-03-13")].count("\n") + 1
    with preview(desk.root, "--today", TODAY, env=desk.variables) as address:
        browser.open(address + "stops/spring/")
        browser.until(lambda: says("请预约"), "the new stop is not shown")
        browser.until(lambda: browser.run("return !!window.LiveReload"), "nothing follows")
        desk.write(TOUR, right.replace("2027-03-13", "2027-03-32"))
        browser.until(lambda: warns(f"{TOUR}:{number}"), "the mistake is not shown")
        assert says("请预约")
        desk.write(TOUR, right)
        browser.until(lambda: not warns(TOUR), "what is mended is still shown")
    assert not desk.list_changed_lines()


def use_libreoffice(desk: Desk) -> None:
    """Export a workbook, change a date and a note in LibreOffice, import what it writes."""
    book = desk.folder / "日程.xlsx"
    desk.tourbook("export", str(book))
    flat = desk.convert(book, "fods")
    tree = etree.parse(flat)
    set_cell(tree, "2027-05-09", "2027-05-16", is_date=True)
    set_cell(tree, "请预约。", "请提前三天预约。")
    tree.write(flat, encoding="utf-8", xml_declaration=True)
    changed = desk.convert(flat, "xlsx")
    said = desk.tourbook("import", str(changed), "--yes")
    assert "2027-05-16" in said
    assert [line.split() for line in desk.list_changed_lines()] == [
        ["-", "close:", "2027-05-09"],
        ["-", "note:", "请预约。"],
        ["+", "close:", "2027-05-16"],
        ["+", "note:", "请提前三天预约。"],
    ]


def set_cell(tree: Any, old: str, new: str, *, is_date: bool = False) -> None:
    """Change the one cell that says `old`."""
    if is_date:
        (cell,) = tree.iterfind(f".//{{{TABLE}}}table-cell[@{{{OFFICE}}}date-value='{old}']")
        cell.set(f"{{{OFFICE}}}date-value", new)
    else:
        cells = tree.iterfind(f".//{{{TABLE}}}table-cell")
        (cell,) = (c for c in cells if "".join(c.itertext()).strip() == old)
    for paragraph in cell.iterfind(f"{{{TEXT}}}p"):
        paragraph.text = new


def use_wps(desk: Desk) -> None:
    """A workbook says in its head which cells it has; what WPS writes there is wrong."""
    book, wps = desk.folder / "again.xlsx", desk.folder / "wps.xlsx"
    desk.tourbook("export", str(book))
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(wps, "w") as new:
        for name in old.namelist():
            raw = old.read(name)
            if name.startswith("xl/worksheets/"):
                raw, count = re.subn(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', raw)
                assert count == 1
            new.writestr(name, raw.replace("请提前三天预约。".encode(), "免费，请预约。".encode()))
    desk.tourbook("import", str(wps), "--yes")
    assert "note: 免费，请预约。" in desk.read(TOUR)
    assert len(desk.list_changed_lines()) == 4
    desk.tourbook("fmt", "--check")


def review_and_commit(desk: Desk) -> None:
    review = desk.tourbook("changes", "--as", "markdown")
    assert "(spring)：改期，2027年3月13日至5月16日（原来是 2027年3月13日至5月9日）" in review
    assert "- /stops/spring/\n" in review
    assert "- /stops/spring/calendar.ics\n" in review
    desk.tourbook("hooks", "install")
    right = desk.read(TOUR)
    desk.write(TOUR, right.replace("venue: example-hall", "venue: nowhere", 1))
    said = desk.git("commit", "--all", "-m", "wrong", code=1)
    assert "没有编号为 “nowhere” 的场馆" in said
    desk.write(TOUR, right)
    desk.git("commit", "--quiet", "--all", "-m", "改期")


def publish(desk: Desk, browser: Browser) -> None:
    """Push to a repository; a server builds what it holds."""
    bare, server = desk.folder / "site.git", Desk(desk.folder / "server")
    server.folder.mkdir()
    desk.git("init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    desk.git("push", "--quiet", str(bare), "main")
    server.run("git", "clone", "--quiet", str(bare), str(server.root))
    output = server.folder / "www"
    server.tourbook("build", "--output", str(output))
    with nginx(output, server.folder / "run") as address:
        browser.open(address + "stops/spring/")
        assert "免费，请预约。" in str(browser.run("return document.body.innerText"))
        with urllib.request.urlopen(address + "stops/spring/calendar.ics", timeout=10) as answer:
            events = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    (event,) = events
    assert str(event["DTEND"].dt) == "2027-05-17"
    assert event["SEQUENCE"] == 1
