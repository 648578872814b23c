"""The browser editor in a preview of the sample: what somebody changes in its forms is in the files,
and nothing else."""

from __future__ import annotations

import difflib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.browser import Browser, outside
from tests.support.projects import REPO, TODAY, Project, copy_sample
from tests.support.sources import SITE, SMALL
from tests.support.web import nginx, preview
from tourbook.browser_editor.package import DECAP

ARCHIVE = REPO / f"tests/node/node_modules/{DECAP.name}-{DECAP.version}.tgz"
SCHEDULE, VENUE = "schedule/mobile-longzhong.yaml", "content/venues/weather-park.md"
LABELS = """
const [text] = arguments;
return [...document.querySelectorAll("label")].filter((label) => label.innerText.startsWith(text) && label.offsetParent)
  .map((label) => document.getElementById(label.htmlFor)).filter(Boolean);
"""
OPEN_ITEM = """
const label = [...document.querySelectorAll("div")].find((e) => !e.childElementCount && e.textContent.includes(arguments[0]));
let item = label;
while (item && !item.querySelector("button[class*=TopBarButton]")) item = item.parentElement;
if (item) item.querySelector("button[class*=TopBarButton]").click();
return Boolean(item);
"""
PICK_DAY = """
const [input, day] = arguments;
Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, day);
input.dispatchEvent(new Event("input", { bubbles: true }));
"""


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPO / "build.py"), *words, "--root", str(root)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The sample with an editor; each test changes other files."""
    project = copy_sample(tmp_path_factory.mktemp("editor") / "p")
    with (project.root / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("editor: {backend: local}\n")
    installed = run(project.root, "editor", "install", str(ARCHIVE))
    assert not installed.returncode, installed.stderr
    return project


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    with preview(project.root, "--today", TODAY.isoformat()) as address:
        yield address


class Form:
    """The form of an entry, as somebody fills it in."""

    def __init__(self, browser: Browser, address: str, entry: str) -> None:
        self.browser = browser
        browser.open("about:blank")
        browser.open(f"{address}admin/#/collections/{entry}")
        browser.until(lambda: bool(browser.all("label")), "the form does not open", 60)

    def open_item(self, text: str) -> None:
        self.browser.until(lambda: self.browser.run(OPEN_ITEM, text), f"no {text}", 20)

    def find(self, label: str, number: int = 0) -> WebElement:
        """The field with a label that can be seen; from the end if the number is negative."""
        fields: list[WebElement] = []

        def look() -> bool:
            fields[:] = self.browser.run(LABELS, label)
            return len(fields) > max(number, ~number)

        self.browser.until(look, f"no field {label}", 20)
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", fields[number])
        return fields[number]

    def type(self, label: str, text: str, number: int = 0) -> None:
        field = self.find(label, number)
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text)

    def pick_day(self, label: str, day: str, number: int = 0) -> None:
        self.browser.run(PICK_DAY, self.find(label, number), day)

    def press(self, text: str, number: int = 0) -> None:
        script = (
            "return [...document.querySelectorAll('button, [role=button], [role=menuitem]')]"
            ".filter((e) => e.innerText.trim().startsWith(arguments[0]))"
        )
        self.browser.until(lambda: bool(self.browser.run(script, text)), f"no button {text}", 20)
        button = self.browser.run(script, text)[number]
        self.browser.run("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()

    def save(self, expected: str = "修改已保存") -> None:
        self.press("保存")
        self.press("立即保存")
        text = "return document.body.innerText"
        self.browser.until(lambda: expected in str(self.browser.run(text)), expected, 60)


def list_changes(before: bytes, path: Path) -> list[str]:
    lines = before.decode().splitlines(), path.read_text(encoding="utf-8").splitlines()
    diff = list(difflib.unified_diff(*lines, n=0, lineterm=""))[2:]
    return [line for line in diff if not line.startswith("@@")]


def see_page(browser: Browser) -> tuple[str, str]:
    """What the page beside the form says, and what stands above it."""
    frame = "document.querySelector('#preview-pane').contentDocument"
    script = (
        f"const pane = {frame}, page = pane.querySelector('iframe');"
        "return [page && page.contentDocument && page.contentDocument.body ?"
        " page.contentDocument.body.innerText : '', (pane.querySelector('[role=status]') || {}).innerText || '']"
    )
    text, notice = browser.run(f"try {{ {script} }} catch (e) {{ return ['', String(e)] }}")
    return str(text), str(notice)


def test_the_page_stands_beside_the_form(browser: Browser, project: Project, address: str) -> None:
    """With what is in the form and not saved yet, and with what is wrong in it."""
    venue = project.root / "content/venues/begonia-community.md"
    old = venue.read_bytes()
    form = Form(browser, address, "venues/entries/begonia-community")
    name = str(form.find("场馆名称").get_attribute("value"))
    browser.until(lambda: name in see_page(browser)[0], "no page beside the form", 30)
    form.type("场馆名称", "海棠新社区馆")
    browser.until(lambda: "海棠新社区馆" in see_page(browser)[0], "the page does not follow", 30)
    form.type("行政区划代码", "999999")
    browser.until(lambda: "999999" in see_page(browser)[1], "what is wrong is not said", 30)
    assert venue.read_bytes() == old
    assert not browser.console() and not outside(browser.requests(), address)


def test_an_editor_changes_a_venue_and_adds_a_stop(
    browser: Browser, project: Project, address: str
) -> None:
    schedule, venue = project.root / SCHEDULE, project.root / VENUE
    old_schedule, old_venue = schedule.read_bytes(), venue.read_bytes()

    form = Form(browser, address, "venues/entries/weather-park")
    assert form.find("场馆名称").get_attribute("value") == "河湾气象科普园"
    form.type("场馆名称", "河湾气象公园")
    form.save()
    assert list_changes(old_venue, venue) == ["-name: 河湾气象科普园", "+name: 河湾气象公园"]
    form.type("交通", "地铁 1 号线")
    form.save()
    assert list_changes(old_venue, venue)[2:] == ["+directions: 地铁 1 号线"]

    form = Form(browser, address, "schedule/entries/schedule-mobile-longzhong")
    form.open_item("· mobile-longzhong")
    form.open_item("· mobile-longxi-disaster")
    form.type("实际人数", "38816")
    form.press("新增站")
    form.type("永久编号", "mobile-new", -1)
    form.type("场馆编号", "tongwei-gym", -1)
    form.type("展览编号", "mobile-food", -1)
    form.type("第几套", "longzhong", -1)
    form.pick_day("开展日期", "2028-03-01", -1)
    form.pick_day("闭展日期", "2028-04-01", -1)
    form.save()
    added = ["- id: mobile-new", "  venue: tongwei-gym", "  exhibition: mobile-food"]
    added += ["  copy: longzhong", "  open: 2028-03-01", "  close: 2028-04-01"]
    changed = ["-        visitors: 38815", "+        visitors: 38816"]
    assert list_changes(old_schedule, schedule) == [*changed, *(f"+      {x}" for x in added)]

    assert not browser.console(), "the policy of the page forbids something that it needs"
    form.type("场馆编号", "nowhere", -1)
    saved = schedule.read_bytes()
    form.save("没有编号为 “nowhere” 的场馆")
    assert schedule.read_bytes() == saved, "an error was written"

    browser.open(f"{address}stops/mobile-new/")
    assert "通渭" in str(browser.run("return document.body.innerText"))
    checked = run(project.root, "check", "--today", TODAY.isoformat())
    assert not checked.returncode, checked.stdout
    assert not run(project.root, "fmt", "--check").returncode
    assert not outside(browser.requests(), address)


def test_a_new_venue_has_its_own_folder(browser: Browser, project: Project, address: str) -> None:
    form = Form(browser, address, "venues/new")
    form.type("场馆名称", "会宁科技馆")
    form.type("行政区划代码", "620422")
    form.save("新建时要写编号")
    form.type("永久编号", "huining-hall")
    form.save()
    file = project.root / "content/venues/huining-hall/index.md"
    assert file.read_text(encoding="utf-8") == ('---\nname: 会宁科技馆\nregion: "620422"\n---\n')
    browser.open(f"{address}venues/huining-hall/")
    assert "会宁科技馆" in str(browser.run("return document.body.innerText"))
    assert not run(project.root, "check", "--today", TODAY.isoformat()).returncode
    assert not run(project.root, "fmt", "--check").returncode


@pytest.fixture
def published(tmp_path: Path) -> Iterator[str]:
    """A small site below a path of its host, with an editor that saves in a repository."""
    project = Project(tmp_path / "p")
    editor = "editor: {backend: gitea, repo: a/b, app: x, server: 'https://git.example'}\n"
    project.write({**SMALL, "content/site.yaml": SITE + editor})
    assert not run(project.root, "editor", "install", str(ARCHIVE)).returncode
    inside = f"include /etc/nginx/mime.types; location /site/ {{ alias {project.output}/; }}"
    with nginx(project.output, tmp_path / "run", inside) as root:
        assert not project.build(base_url=root + "site/").problems
        yield root + "site/"


def test_a_published_editor_asks_to_sign_in_and_speaks_with_nobody_before(
    browser: Browser, published: str
) -> None:
    browser.open(published + "admin/")
    text = "return document.body.innerText"
    browser.until(lambda: "Gitea" in str(browser.run(text)), "nobody can sign in", 60)
    assert not browser.console() and not outside(browser.requests(), published)


def test_sixty_tours_are_no_slower_to_type_in(
    browser: Browser, project: Project, address: str
) -> None:
    lines = ["tours:"]
    for number in range(600):
        if number % 10 == 0:
            lines += [f"  - id: big-{number // 10}", f"    name: 第 {number // 10} 线"]
            lines += ["    exhibition: mobile-food", "    stops:"]
        stop = f"id: big-{number // 10}-{number % 10}, venue: tongwei-gym, status: cancelled"
        lines.append(f"      - {{{stop}, open: 2027-05-01, close: 2027-05-03}}")
    project.write({"schedule/big.yaml": "\n".join(lines) + "\n"})
    seconds = []
    browser.until(lambda: "big-59" in str(ask_for_settings(address)), "the file is not seen", 60)
    form = Form(browser, address, "schedule/entries/schedule-big")
    form.open_item("· big-30")
    form.open_item("· big-30-5")
    field = form.find("永久编号", -1)
    field.click()
    for letter in "abcdefg":
        start = time.perf_counter()
        field.send_keys(letter)
        browser.run("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        seconds.append(time.perf_counter() - start)
    assert sorted(seconds)[3] < 1, seconds


def ask_for_settings(address: str) -> str:
    with urlopen(f"{address}admin/settings.json") as answer:  # of the preview, on this machine
        return str(answer.read().decode())
