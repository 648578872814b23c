"""The pictures of docs/editing*.md, in Chinese and in English:

    python scripts/pictures.py

A clerk at work: the spreadsheet, its import, the review, the page, a mistake in the
preview, the form in the browser. It needs Chromium, npm's archive of the tests, and Git.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from PIL import Image

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO))

from tests.browser.browser import Browser, start_driver  # noqa: E402
from tests.browser.test_editor import ARCHIVE, OPEN_ITEM  # noqa: E402
from tests.support.git import Repository  # noqa: E402
from tests.support.web import preview  # noqa: E402
from tourbook.formats.workbooks import Cell, name_cell, read_sheets  # noqa: E402
from tourbook.spreadsheets.cells import write_plainly  # noqa: E402

FOLDER = REPO / "docs/pictures"
COLUMNS = ("id", "tour", "status", "venue", "open", "close", "expected")
TODAY = "2026-12-01"
COLOURS = 64
SCHEDULE = "schedule/light.yaml"
TERMINAL = """<!doctype html><meta charset=utf-8><style>
body {
  margin: 0; padding: 12px 16px; width: max-content; min-width: 640px; box-sizing: border-box;
  background: #1d2430; color: #e6e9ee;
}
pre { margin: 0; font: 14px/1.45 "DejaVu Sans Mono", "Noto Sans CJK SC", monospace }
b { color: #fff } .add { color: #8ddb8c } .del { color: #ff9a8f } .at { color: #8fb7ff }
</style><pre>%s</pre>"""
SHEET = """<!doctype html><meta charset=utf-8><style>
body { margin: 0; width: max-content; font: 14px "Noto Sans CJK SC", sans-serif }
table { border-collapse: collapse }
td, th { border: 1px solid #c8ccd2; padding: 4px 8px; white-space: nowrap }
th { background: #eef0f3; color: #555; font-weight: normal }
.head td { font-weight: bold; background: #e7f0e4 }
.changed { background: #fff3b0; outline: 2px solid #d9a400 }
</style>%s"""
SCROLL = """
const field = [...document.querySelectorAll("input")].find((input) => input.value === arguments[0]);
field.scrollIntoView({ block: "start" });
for (let e = field; e; e = e.parentElement) if (e.scrollTop) { e.scrollTop -= 150; break; }
"""


class Words(NamedTuple):
    """What is in the project, in one language."""

    lang: str
    init: tuple[str, ...]
    """Options."""
    book: str
    sheet: str
    venues: Mapping[str, str]
    """Id -> name, class, region and address of the two."""
    exhibition: str
    tour: str
    remark: str
    note: str
    changes: Mapping[str, str]
    """Column of the sheet of stops -> what the clerk types for the first stop."""


ZH = Words(
    "zh",
    ("--languages", "zh", "--name", "定西科普巡展", "--country", "CN", "--region", "621102"),
    "日程.xlsx",
    "站点",
    {
        "anding": 'name: 安定区科技馆\nclass: science-museum\nregion: "621102"\naddress: 永定路',
        "tongwei": 'name: 通渭文化馆\nclass: cultural-centre\nregion: "621121"\naddress: 文化路',
    },
    "name: 光影的秘密\nages: 6+\nsummary: 影子为什么有颜色？三十件展品，都可以动手。",
    "光影的秘密·定西巡展",
    "和馆方定好了",
    "周三上午留给学校。",
    {"open": "2026年12月26日", "close": "2027年3月5日", "expected": "1,200人"},
)
EN = Words(
    "en",
    ("--languages", "en", "--name", "York Science Tours", "--country", "GB"),
    "schedule.xlsx",
    "stops",
    {
        "minster": "name: Minster Yard Gallery\nclass: museum\nregion: GB-1\naddress: York",
        "selby": "name: Selby Library\nclass: library\nregion: GB-1\naddress: Selby",
    },
    "name: Secrets of Light\nages: 6+\nsummary: Why do shadows have colours?",
    "Secrets of Light in Yorkshire",
    "agreed with the gallery",
    "Wednesday mornings are for schools.",
    {"open": "26 December 2026", "close": "5 March 2027", "expected": "1,200"},
)


def list_files(words: Words) -> Iterator[tuple[str, str]]:
    """(name, text) of the files of the project."""
    first, second = words.venues
    for id, fields in words.venues.items():
        hours = "hours:\n  tue-sun: 09:00-17:00\n"
        usual = "  holidays: usual\n  make-up-days: usual\n" * (words.lang == "zh")
        yield f"content/venues/{id}.md", f"---\n{fields}\n{hours}{usual}free: true\n---\n"
    yield "content/exhibitions/light.md", f"---\n{words.exhibition}\n---\n"
    yield (
        SCHEDULE,
        f"""tours:
  - id: light
    name: {words.tour}
    exhibition: light
    stops:
      - id: light-{first}
        venue: {first}
        open: 2026-12-19  # {words.remark}
        close: 2027-02-28
      - id: light-{second}
        venue: {second}
        open: 2027-03-09
        close: 2027-05-09
        note: {words.note}
""",
    )


class Desk:
    """A clerk's computer."""

    def __init__(self, words: Words, folder: Path, browser: Browser) -> None:
        self.words, self.root, self.browser = words, folder / "p", browser
        self.book = self.root / words.book

    def run(self, *arguments: str) -> str:
        """What a command of Tourbook prints."""
        command = [sys.executable, str(REPO / "build.py"), *arguments, "--root", str(self.root)]
        process = subprocess.run(
            [*command, "--lang", self.words.lang, "--today", TODAY],
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            check=False,
        )
        return process.stdout.decode()

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def begin(self) -> None:
        """A project with two stops, committed."""
        self.root.mkdir()
        print(self.run("init", str(self.root), "--yes", "--kinds", "tours", *self.words.init))
        for path in self.root.rglob("example-*"):
            path.unlink()
        site = (self.root / "content/site.yaml").read_text(encoding="utf-8")
        lines = [line for line in site.splitlines() if not line.startswith("sample:")]
        self.write("content/site.yaml", "\n".join([*lines, "editor: {backend: local}", ""]))
        for file, text in list_files(self.words):
            self.write(file, text)
        repo = Repository(self.root)
        repo.commit("begin", dt.datetime.fromisoformat(f"{TODAY}T01:00:00+00:00"))

    def show_html(self, text: str, name: str) -> None:
        """A picture of a page of our own, as large as it is."""
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            self.browser.open(f"file://{file.name}")
            width, height = self.browser.run(
                "const e = document.body; return [e.scrollWidth, e.scrollHeight]"
            )
            self.browser.look(width, height=height)
            self.save(name)

    def show_terminal(self, command: str, name: str, text: str) -> None:
        lines = [f"<b>$ {html.escape(command)}</b>", *map(colour_line, text.rstrip().split("\n"))]
        self.show_html(TERMINAL % "\n".join(lines), name)

    def save(self, name: str) -> None:
        raw = self.browser.driver.get_screenshot_as_png()
        picture = (
            Image.open(io.BytesIO(raw)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        )
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / f"{name}.{self.words.lang}.png"
        picture.save(path, optimize=True)
        print(path.name, picture.size, path.stat().st_size)

    def show_book(self) -> None:
        """The sheet of stops, with what the clerk types."""
        self.run("export", str(self.book))
        sheets = {s.name: s.rows for s in read_sheets(self.book.read_bytes(), self.book.name)}
        keys = [str(title).rpartition("(")[2].rstrip(")") for title in sheets[self.words.sheet][0]]
        for key, value in self.words.changes.items():
            sheets[self.words.sheet][1][keys.index(key)] = value
        book = xlsxwriter.Workbook(self.book, {"default_date_format": "yyyy-mm-dd"})
        page = book.add_worksheet(self.words.sheet)
        for number, row in enumerate(sheets[self.words.sheet]):
            page.write_row(number, 0, row)
        book.close()
        rows = read_sheets(self.book.read_bytes(), self.book.name)[0].rows
        self.show_html(SHEET % draw_sheet(rows, keys, self.words.changes), "spreadsheet")

    def show_import(self) -> None:
        said = self.run("import", str(self.book), "--dry-run")
        self.show_terminal(f"tourbook import {self.words.book} --dry-run", "import", said)
        self.run("import", str(self.book), "--yes")

    def show_changes(self) -> None:
        said = self.run("changes")
        self.show_terminal("tourbook changes", "changes", shorten(said))

    def show_preview(self) -> None:
        """The finished page, a mistake, and the form."""
        self.run("editor", "install", str(ARCHIVE))
        stop = f"light-{next(iter(self.words.venues))}"
        with preview(self.root, "--today", TODAY, "--lang", self.words.lang) as address:
            self.browser.look(1100, height=760)
            self.browser.open(f"{address}stops/{stop}/")
            time.sleep(2)
            self.save("page")
            self.browser.until(
                lambda: bool(self.browser.run("return !!window.LiveReload")), "nothing follows"
            )
            right = (self.root / SCHEDULE).read_text(encoding="utf-8")
            self.write(SCHEDULE, right.replace("2027-05-09", "2027-05-32"))
            time.sleep(4)
            self.save("mistake")
            self.write(SCHEDULE, right)
            time.sleep(2)
            self.show_form(address, stop)

    def show_form(self, address: str, stop: str) -> None:
        self.browser.open("about:blank")
        self.browser.open(f"{address}admin/#/collections/schedule/entries/schedule-light")
        self.browser.until(lambda: bool(self.browser.all("label")), "the form does not open", 60)
        time.sleep(1)
        for text in ("· light", stop):
            self.browser.until(lambda text=text: self.browser.run(OPEN_ITEM, text), text, 20)
            time.sleep(1)
        self.browser.run(SCROLL, stop)
        time.sleep(1)
        self.save("form")


def colour_line(line: str) -> str:
    text = html.escape(line)
    for mark, name in (("+", "add"), ("-", "del"), ("@@", "at")):
        if line.startswith(mark) and not line.startswith(mark * 3):
            return f"<span class={name}>{text}</span>"
    return text


def shorten(text: str) -> str:
    """The first lines of each part."""
    lines: list[str] = []
    count = 0
    for line in text.split("\n"):
        count = count + 1 if line.startswith("  ") else 0
        if count <= 4:
            lines.append(line)
        elif count == 5:
            lines.append("  …")
    return "\n".join(lines)


def draw_sheet(rows: list[list[Cell]], keys: list[str], changes: Mapping[str, str]) -> str:
    """A table with letters and numbers, without the columns that are mostly empty."""
    numbers = [keys.index(key) for key in COLUMNS]
    numbers += [n for n, key in enumerate(keys) if key.startswith("note.")]
    lines = ["<tr><th>" + "".join(f"<th>{name_cell(0, n).rstrip('1')}" for n in numbers)]
    for row_number, row in enumerate(rows, 1):
        cells = [
            f"<td{' class=changed' * (row_number == 2 and keys[n] in changes)}>"
            f"{html.escape(write_plainly(row[n]))}"
            for n in numbers
        ]
        is_head = row_number == 1
        lines.append(f"<tr{' class=head' * is_head}><th>{row_number}{''.join(cells)}")
    return f"<table>{''.join(lines)}</table>"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(start_driver(Path(folder) / "chromium"))
        try:
            for words in (ZH, EN):
                desk = Desk(words, Path(folder) / words.lang, browser)
                desk.root.parent.mkdir()
                desk.begin()
                desk.show_book()
                desk.show_import()
                desk.show_changes()
                desk.show_preview()
        finally:
            browser.driver.quit()


if __name__ == "__main__":
    main()
