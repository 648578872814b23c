"""What the editor gets, it may give back unchanged; what somebody changed, changes those lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.projects import REPO
from tourbook.browser_editor.documents import (
    SOURCE_KEY,
    UnreadableError,
    apply_document,
    read_document,
    read_submission,
    write_for_editor,
)

SAMPLE = sorted(
    path.relative_to(REPO).as_posix()
    for pattern in ("content/*/*.md", "content/*/*/*.md", "schedule/*.yaml", "schedule.yaml")
    for path in REPO.glob(pattern)
)
SCHEDULE = """\
# of the office
tours:
  - id: spring  # never changed
    name: 春季巡展
    exhibition: water
    stops:
      # the first
      - id: one
        venue: hall
        open: 2026-03-01
        note: {zh: 说明, en: Note}
      # the second
      - id: two
        venue: gym
        copy: "01"
        open: 2026-05-01
        close: open
"""
VENUE = """\
---
name: 县科技馆  # as on its door
region: "620102"
free: true
halls:
  - name: 一号厅
    area: 480.0
coordinates: {lat: 36.0489, lon: 103.8803}
---
正文。
"""


def edit(raw: bytes, file: str, change: Any = lambda tree: None, body: str | None = None) -> str:
    """The file after somebody has changed the tree in the editor."""
    text = write_for_editor(read_document(raw, file), raw)
    tree, end = json.JSONDecoder().raw_decode(text)
    change(tree)
    new_body = text[end:] if body is None else f"\n{body}"
    submission = read_submission(json.dumps(tree, indent=2) + new_body, file)
    return apply_document(raw, file, submission.document).decode()


def list_changed_lines(old: str, new: str) -> list[str]:
    lines = set(old.split("\n"))
    return [line for line in new.split("\n") if line not in lines]


@pytest.mark.parametrize("file", SAMPLE)
def test_what_nobody_changed_stays_as_it_is(file: str) -> None:
    raw = (REPO / file).read_bytes()
    assert edit(raw, file) == raw.decode()


@pytest.mark.parametrize("file", SAMPLE)
def test_a_new_key_is_one_new_line(file: str) -> None:
    raw = (REPO / file).read_bytes()
    if not file.endswith(".md") or file.endswith(".en.md"):
        return

    def change(tree: dict[str, Any]) -> None:
        tree["updated"] = "2027-01-02"

    assert list_changed_lines(raw.decode(), edit(raw, file, change)) == ["updated: 2027-01-02"]


def test_numbers_and_booleans_are_such_and_codes_are_text() -> None:
    tree = read_document(VENUE.encode(), "content/venues/hall.md").tree
    assert tree["region"] == "620102" and tree["free"] is True
    assert tree["halls"] == [{"name": "一号厅", "area": 480.0}]
    stops = read_document(SCHEDULE.encode(), "schedule.yaml").tree["tours"][0]["stops"]
    assert stops[1]["copy"] == "01" and stops[0]["open"] == "2026-03-01"


def test_one_value_is_one_line_and_comments_stay() -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["tours"][0]["stops"][0]["open"] = "2026-03-08"
        tree["tours"][0]["stops"][1]["visitors"] = 1200

    new = edit(SCHEDULE.encode(), "schedule.yaml", change)
    changed = ["        open: 2026-03-08", "        visitors: 1200"]
    assert list_changed_lines(SCHEDULE, new) == changed
    assert "# never changed" in new and "# the second" in new and 'copy: "01"' in new


def test_a_stop_is_added_in_the_usual_order() -> None:
    def change(tree: dict[str, Any]) -> None:
        stop = {"close": "2026-09-01", "open": "2026-08-01", "venue": "hall", "id": "three"}
        tree["tours"][0]["stops"].append(stop | {"hall": "", "booking": {}, "partners": []})

    new = edit(SCHEDULE.encode(), "schedule.yaml", change)
    added = ["- id: three", "  venue: hall", "  open: 2026-08-01", "  close: 2026-09-01"]
    assert new == SCHEDULE + "".join(f"      {line}\n" for line in added)


def test_a_stop_is_removed_and_two_change_places() -> None:
    def remove(tree: dict[str, Any]) -> None:
        del tree["tours"][0]["stops"][0]

    def swap(tree: dict[str, Any]) -> None:
        tree["tours"][0]["stops"].reverse()

    assert "id: one" not in edit(SCHEDULE.encode(), "schedule.yaml", remove)
    swapped = edit(SCHEDULE.encode(), "schedule.yaml", swap)
    assert swapped.index("id: two") < swapped.index("id: one")
    stops = read_document(swapped.encode(), "schedule.yaml").tree["tours"][0]["stops"]
    expected = read_document(SCHEDULE.encode(), "schedule.yaml").tree["tours"][0]["stops"]
    assert stops == expected[::-1]


def test_what_is_emptied_goes_and_what_was_plain_stays_plain() -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["tours"][0]["stops"][0]["note"]["en"] = ""
        tree["tours"][0]["name"] = "春季大巡展"

    new = edit(SCHEDULE.encode(), "schedule.yaml", change)
    assert "note: {zh: 说明}" in new and "name: 春季大巡展" in new


def test_unknown_keys_survive() -> None:
    raw = VENUE.replace("free: true", "free: true\nremark: 别动").encode()

    def change(tree: dict[str, Any]) -> None:
        tree["name"] = "市科技馆"

    new = edit(raw, "content/venues/hall.md", change)
    assert "remark: 别动" in new and "name: 市科技馆  # as on its door" in new


def test_texts_of_many_lines() -> None:
    def change(tree: dict[str, Any]) -> None:
        tree["directions"] = "地铁 1 号线。\n\n- 出口 A\n- 出口 B: 有电梯 # 不是注释"

    raw = VENUE.encode()
    new = edit(raw, "content/venues/hall.md", change).encode()
    tree = read_document(new, "content/venues/hall.md").tree
    assert tree["directions"] == "地铁 1 号线。\n\n- 出口 A\n- 出口 B: 有电梯 # 不是注释"


@pytest.mark.parametrize(
    "text",
    ["a: b # c", '"引号"', "- x", "007", "true", "null", "~", "@at", "{a}", "*a", "!c", "?", "[x]",
     "结尾:", "#号", "| 竖", "> 大", "两行\n第二行", "空行\n\n- 一\n- 二", "x " * 90],
)  # fmt: skip
def test_every_text_comes_back(text: str) -> None:
    def change(tree: dict[str, Any]) -> None:
        stops = tree["tours"][0]["stops"]
        stops[0]["note"]["en"] = stops[1]["note"] = tree["tours"][0]["name"] = text
        stops.append({"id": "new", "note": {"zh": text, "en": text}})

    new = edit(SCHEDULE.encode(), "schedule.yaml", change).encode()
    tour = read_document(new, "schedule.yaml").tree["tours"][0]
    notes = [stop["note"] for stop in tour["stops"]]
    texts = [tour["name"], notes[0]["en"], notes[1], notes[2]["zh"], notes[2]["en"]]
    assert texts == [text.strip()] * 5


def test_the_body_alone_is_changed() -> None:
    new = edit(VENUE.encode(), "content/venues/hall.md", body="新的\n\n---\n正文")
    assert new.startswith(VENUE.removesuffix("正文。\n"))
    assert read_document(new.encode(), "content/venues/hall.md").body == "新的\n\n---\n正文"
    windows = VENUE.replace("\n", "\r\n").encode()
    assert edit(windows, "content/venues/hall.md", body="新\n旧").endswith("\r\n新\r\n旧\r\n")


def test_a_new_file() -> None:
    text = '{\n  "name": "新馆",\n  "region": "620102",\n  "township": false\n}\n正文'
    submission = read_submission(text, "content/venues/new.md")
    assert submission.source_digest == ""
    raw = apply_document(b"", "content/venues/new.md", submission.document)
    lines = ["---", "name: 新馆", 'region: "620102"', "township: false", "---", "", "正文", ""]
    assert raw.decode().split("\n") == lines


def test_the_digest_comes_back_and_is_never_written() -> None:
    text = write_for_editor(read_document(VENUE.encode(), "content/venues/hall.md"), VENUE.encode())
    submission = read_submission(text, "content/venues/hall.md")
    assert len(submission.source_digest) == 32 and SOURCE_KEY not in submission.document.tree


def test_a_file_with_mistakes_is_not_given() -> None:
    with pytest.raises(UnreadableError):
        read_document(b"---\nname: [\n---\n", "content/venues/hall.md")
