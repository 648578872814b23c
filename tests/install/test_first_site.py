"""docs/first-site*.md: each command does what it says, one after the other, with the wheel alone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.packages import lend_dependencies, make_environment
from tests.support.projects import REPO
from tourbook.formats.workbooks import read_sheets

ANSWERS = {
    "docs/first-site.md": "en\nDenver Discovery\nUS\nAmerica/Denver\n\nboth\nnone\n",
    "docs/first-site.zh-CN.md": "zh\n通渭科普\n\n通渭县\n\n都有\nboth\nnone\n",
}
QUARTERS = {"docs/editing.md": "A quarter of an hour", "docs/editing.zh-CN.md": "一刻钟走一遍"}
"""Manual -> the heading of its way in a few steps."""


def read_commands(document: str, heading: str = "") -> list[str]:
    text = (REPO / document).read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


class Shell:
    """What somebody types in a terminal, in a home of their own."""

    def __init__(self, home: Path, folder: Path, lang: str) -> None:
        self.folder = folder
        kept = {
            name: v
            for name, v in os.environ.items()
            if not name.startswith(("PYTHON", "GIT_", "VIRTUAL_", "LC_", "LANG"))
        }
        self.variables = kept | {"HOME": str(home), "LC_MESSAGES": f"{lang}.UTF-8"}

    def call(self, command: str, answers: str = "") -> str:
        """The output of a command, which must succeed."""
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.variables, input=answers,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first document installs, the next one finds."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("document", ANSWERS)
def test_every_command_of_the_first_site_works(
    document: str, wheel: Path, home: Path, tmp_path: Path
) -> None:
    shell = Shell(home, tmp_path, "zh_CN" if "zh" in document else "en_US")
    environment = home / "tourbook"
    is_installed = environment.exists()
    for command in read_commands(document):
        match command.split():
            case ["python3" | "pip", *_] if is_installed:
                assert command in read_commands(next(iter(ANSWERS)))
            case ["python3", *_]:
                assert command == "python3 -m venv ~/tourbook"
                make_environment(environment)
                lend_dependencies(environment)
            case [".", script]:
                assert script == "~/tourbook/bin/activate"
                shell.variables["PATH"] = f"{environment}/bin:{shell.variables['PATH']}"
            case ["pip", *_]:
                shell.call(command.replace("tourbook", f"-q --no-deps --no-index {wheel}"))
            case ["cd", folder]:
                shell.folder /= folder
            case ["tourbook", "init", _]:
                assert "tourbook serve" in shell.call(command, ANSWERS[document])
            case ["tourbook", "serve"]:
                check_preview(shell, command)
            case _:
                shell.call(command)
    assert (shell.folder / "output/index.html").exists()
    assert (shell.folder / "output/stops/example-stop/calendar.ics").exists()
    assert not shell.call("git status --porcelain")
    follow_quarter_of_an_hour(shell, document.replace("first-site", "editing"))


def follow_quarter_of_an_hour(shell: Shell, document: str) -> None:
    """The way from a spreadsheet to a push, with a repository to push to."""
    bare = shell.folder.parent / "site.git"
    shell.call(f"git init -q --bare -b main {bare} && git remote add origin {bare}")
    shell.call("git push -q -u origin main")
    for command in read_commands(document, QUARTERS[document]):
        match command.split():
            case ["cd", folder]:
                assert folder == shell.folder.name
            case ["tourbook", "export", book]:
                shell.call(command)
                type_figure(shell.folder / book)
            case ["tourbook", "import", _, "--dry-run"]:
                assert "+        expected: 1200\n" in shell.call(command)
            case ["tourbook", "serve"]:
                check_preview(shell, command)
            case ["tourbook", "changes"]:
                assert "(expected)" in shell.call(command) or ", expected" in shell.call(command)
            case _:
                shell.call(command)
    assert not shell.call("git status --porcelain")
    assert "expected: 1200" in shell.call(f"git --git-dir {bare} show main")


def type_figure(book: Path) -> None:
    """Expect 1,200 visitors at the first stop."""
    sheet = read_sheets(book.read_bytes(), book.name)[0]
    expected = next(n for n, title in enumerate(sheet.rows[0]) if "expected" in str(title))
    sheet.rows[1][expected] = "1,200"
    changed = xlsxwriter.Workbook(book, {"default_date_format": "yyyy-mm-dd"})
    page = changed.add_worksheet(sheet.name)
    for number, row in enumerate(sheet.rows):
        page.write_row(number, 0, row)
    changed.close()


def check_preview(shell: Shell, command: str) -> None:
    """The preview answers, with an example of each kind."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*command.split(), "--port", str(port)]
    server = subprocess.Popen(words, cwd=shell.folder, env=shell.variables, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    page = answer.read().decode()
                break
            except OSError:
                assert time.monotonic() < deadline, "the preview does not answer"
                time.sleep(0.1)
        assert "Example" in page or "示例" in page
    finally:
        server.terminate()
        server.wait(10)
