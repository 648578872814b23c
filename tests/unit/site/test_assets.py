"""What records and texts name is published beside its page, and nothing else is."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_codes, list_problems, make_view, prepare_project
from tests.support.pictures import HEIC, JPEG, PNG, SVG, TIFF
from tests.support.sources import HALL
from tourbook.site.outputs import Asset

Files = dict[str, str | bytes | None]
FOLDER = "content/exhibitions/light"


def make_light(picture: str = "", text: str = "") -> Files:
    """An exhibition in a folder of its own."""
    return {
        f"{FOLDER}.md": None,
        f"{FOLDER}/index.md": "---\nname: 光\nslug: l\ncopies: [{id: a}]\n"
        + (f"picture: {picture!r}\npicture_alt: x\n" if picture else "")
        + f"---\n{text}\n",
    }


def list_published(files: Files, **more: object) -> dict[str, str]:
    outputs = prepare_project(files, **more).outputs
    return {o.source: o.path for o in outputs if isinstance(o, Asset) and o.kind == "picture"}


def test_files_are_published_beside_the_page_that_they_belong_to() -> None:
    files = {
        **make_light("a.jpg", "[b](../b.pdf) ![c](maps/c.png)"),
        f"{FOLDER}/a.jpg": JPEG,
        f"{FOLDER}/maps/c.png": PNG,
        "content/exhibitions/b.pdf": b"2",
        "content/pages/p/index.md": "---\ntitle: x\npicture: d.svg\npicture_alt: x\n---\n",
        "content/pages/p/d.svg": SVG,
    }
    assert list_published(files) == {
        f"{FOLDER}/a.jpg": "exhibitions/l/a.jpg",
        f"{FOLDER}/maps/c.png": "exhibitions/l/maps/c.png",
        "content/exhibitions/b.pdf": "exhibitions/b.pdf",
        "content/pages/p/d.svg": "p/d.svg",
    }
    assert list_problems(files) == []


def test_a_file_that_nothing_names_is_not_published() -> None:
    names = ("cover.psd", "index.md.bak", "notes.txt", "prices.xlsx", "x.png", "y.csv")
    files: Files = {**make_light("a.jpg"), f"{FOLDER}/a.jpg": JPEG, "content/venues/b.png": PNG}
    files |= {f"{FOLDER}/{name}": b"x" for name in names}
    assert list(list_published(files)) == [f"{FOLDER}/a.jpg"]
    problems = list_problems(files)
    assert list_codes(problems) == [
        ("unused-file", f"{FOLDER}/cover.psd", 1),
        ("unused-file", "content/venues/b.png", 1),
    ]
    assert "6 files" in problems[0].message.en


def test_unused_files_in_many_folders_are_no_flood() -> None:
    files: Files = {f"content/pages/p{n:02}/x.png": PNG for n in range(50)}
    problems = list_problems(files)
    assert len(problems) == 10
    assert "41 files" in problems[-1].message.en


def test_the_files_of_a_draft_are_neither_published_nor_unused() -> None:
    files: Files = {
        "content/venues/draft/index.md": HALL.replace("name:", "draft: true\nname:"),
        "content/venues/draft/a.png": PNG,
        "content/venues/other.md": HALL.replace("name:", "draft: true\npicture: b.png\nname:")
        + "[c](c.pdf)\n",
        "content/venues/b.png": PNG,
        "content/venues/c.pdf": b"x",
    }
    assert list_published(files) == {}
    assert list_problems(files) == []
    assert len(list_published(files, include_drafts=True)) == 2


def test_no_file_is_called_unused_while_something_is_wrong() -> None:
    files: Files = {**make_light(), f"{FOLDER}/a.jpg": JPEG, "content/venues/x.md": "---\n"}
    assert {p.code for p in list_problems(files)} & {"unused-file"} == set()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("poster#2.png", "poster%232.png"),
        ("50%.png", "50%25.png"),
        ("a b.png", "a%20b.png"),
        ("it's (1).png", "it's%20(1).png"),
        ("100%20a.png", "100%2520a.png"),
        ("海报.png", "%E6%B5%B7%E6%8A%A5.png"),
        ("a&b=c+d;e.png", "a&b=c+d;e.png"),
    ],
)
def test_a_picture_of_any_name_is_found_and_linked(name: str, address: str) -> None:
    target = name.replace(" ", "%20") if "%20" not in name else name
    files = {**make_light(name, f"![x](<{target}>)"), f"{FOLDER}/{name}": PNG}
    assert list_problems(files) == []
    view = make_view(prepare_project(files), "exhibitions/l/")
    assert view.image.url == f"exhibitions/l/{name}"
    escaped = address.replace("&", "&amp;")
    assert f'src="tourbook-root:exhibitions/l/{escaped}"' in view.body


@pytest.mark.parametrize("name", ["what?.png", 'a"b.png', "a:b.png", "a*.png"])
def test_a_name_that_some_system_cannot_write_is_one_problem(name: str) -> None:
    files = {**make_light(name), f"{FOLDER}/{name}": PNG}
    assert list_codes(list_problems(files)) == [("bad-address", f"{FOLDER}/{name}", 1)]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.HEIC", HEIC),
        ("a.jpg", HEIC),
        ("a.tiff", TIFF),
        ("a.png", b""),
        ("a.png", b"\0" * 99),
        ("a.png", PNG[:-5]),
        ("a.jpg", JPEG[:-2]),
        ("a.png", JPEG),
        ("a.docx", b"PK\x03\x04"),
        ("a.svg", b"<svg><g></svg>"),
        ("a", PNG),
    ],
)
def test_what_no_browser_shows_is_no_picture(name: str, raw: bytes) -> None:
    files = {**make_light(name, f"![x]({name})"), f"{FOLDER}/{name}": raw}
    assert list_codes(list_problems(files)) == [
        ("picture-format", f"{FOLDER}/index.md", 5),
        ("picture-format", f"{FOLDER}/index.md", 8),
    ]
    download = {**make_light("", f"[x]({name})"), f"{FOLDER}/{name}": raw}
    assert list_problems(download) == []


def test_what_a_browser_would_run_is_not_published() -> None:
    script = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
    files: Files = {
        "content/venues/a.html": b"x",
        "content/venues/b.ics": b"x",
        "content/venues/c.SVG": script,
    }
    assert [(p.code, p.location.file) for p in list_problems(files)] == [
        ("active-file", f"content/venues/{n}") for n in ("a.html", "b.ics", "c.SVG")
    ]
    assert list_published(files) == {}
    files = {**make_light("c.svg"), f"{FOLDER}/c.svg": script}
    assert {p.code for p in list_problems(files)} == {"active-file", "missing-picture"}


def test_private_numbers_in_files_are_found_and_can_be_waived() -> None:
    files = {**make_light("", "[x](a.csv)"), f"{FOLDER}/a.csv": "名,电话\n甲,13812345678\n"}
    assert list_codes(list_problems(files)) == [("private-number", f"{FOLDER}/a.csv", 2)]
    files[f"{FOLDER}/index.md"] = str(files[f"{FOLDER}/index.md"]).replace(
        "name:", "waivers: {private-number: 值班手机}\nname:"
    )
    assert list_problems(files) == []


def test_the_files_of_news_to_come_wait_with_it() -> None:
    files: Files = {
        "content/news/a/index.md": "---\ntitle: x\ndate: 2027-01-15\npicture: a.png\npicture_alt: x\n---\n",
        "content/news/a/a.png": PNG,
    }
    assert list_problems(files) == []
    assert list_published(files) == {}
    assert len(list_published(files, include_drafts=True)) == 1


def test_somebody_says_what_a_picture_of_a_record_shows() -> None:
    silent = make_light("a.png") | {f"{FOLDER}/a.png": PNG}
    text = silent[f"{FOLDER}/index.md"]
    assert isinstance(text, str)
    silent[f"{FOLDER}/index.md"] = text.replace("picture_alt: x\n", "")
    assert list_codes(list_problems(silent)) == [("picture-alt", f"{FOLDER}/index.md", 5)]
    assert list_problems(make_light("a.png") | {f"{FOLDER}/a.png": PNG}) == []
    assert list_problems(make_light("", "![](a.png)") | {f"{FOLDER}/a.png": PNG}) == []


def make_exhibits(*lines: str) -> Files:
    """An exhibition with two exhibits, of which the second one has these lines."""
    files = make_light()
    text = str(files[f"{FOLDER}/index.md"])
    exhibit = "".join(f"    {line}\n" for line in ("name: 二", *lines)).replace("    ", "  - ", 1)
    exhibits = f"exhibits:\n  - name: 一\n{exhibit}"
    return files | {f"{FOLDER}/index.md": text.replace("copies:", f"{exhibits}copies:")}


def test_an_exhibit_may_have_a_picture() -> None:
    files = make_exhibits("picture: b.jpg", "picture_alt: 三棱镜")
    files[f"{FOLDER}/b.jpg"] = JPEG
    assert list_problems(files) == []
    assert list_published(files) == {f"{FOLDER}/b.jpg": "exhibitions/l/b.jpg"}
    prepared = prepare_project(files)
    (zone,) = make_view(prepared, "exhibitions/l/").zones
    first, second = zone.exhibits
    assert first.image is None
    assert (second.image.url, second.image.alt) == ("exhibitions/l/b.jpg", "三棱镜")
    (group,) = make_view(prepared, "exhibits/").groups
    assert group.zones == (zone,)


@pytest.mark.parametrize(
    ("lines", "code", "line"),
    [
        (["picture: b.jpg"], "picture-alt", 7),
        (["picture: c.jpg", "picture_alt: x"], "missing-picture", 7),
    ],
)
def test_the_picture_of_an_exhibit_is_checked(lines: list[str], code: str, line: int) -> None:
    files = make_exhibits(*lines) | {f"{FOLDER}/b.jpg": JPEG}
    assert (code, f"{FOLDER}/index.md", line) in list_codes(list_problems(files))


def test_the_pictures_of_exhibits_of_a_draft_are_not_unused() -> None:
    files: Files = {
        "content/venues/draft/index.md": HALL.replace(
            "name:", "draft: true\nexhibits: [{name: 球, picture: a.png}]\nname:"
        ),
        "content/venues/draft/a.png": PNG,
    }
    assert list_published(files) == {}
    assert list_problems(files) == []
