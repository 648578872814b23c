"""Pictures within texts and of records: their sizes, and what is published of them."""

from __future__ import annotations

import io

from PIL import Image

from tests.support.in_memory import Files, list_problems, make_view, prepare_project
from tests.support.pictures import SVG
from tourbook.site.outputs import Asset
from tourbook.site.published_files import PublishedFile

FOLDER = "content/exhibitions/light"


def make_photo(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG")
    return out.getvalue()


def make_light(front_matter: str = "", text: str = "", **pictures: bytes) -> Files:
    return {
        f"{FOLDER}.md": None,
        f"{FOLDER}/index.md": f"---\nname: Light\nslug: l\ncopies: [{{id: a}}]\n{front_matter}---\n{text}\n",
        **{f"{FOLDER}/{name}.jpg": raw for name, raw in pictures.items()},
    }


def list_renditions(files: Files) -> list[str]:
    outputs = prepare_project(files).outputs
    return [o.path for o in outputs if isinstance(o, Asset) and o.kind == "rendition"]


def test_widths_are_those_of_screens_and_never_more_than_the_picture_has() -> None:
    def list_widths(width: int) -> tuple[int, ...]:
        return PublishedFile("a.jpg", width, 100).widths

    assert list_widths(4000) == (480, 960, 1600)
    assert list_widths(1600) == (480, 960, 1600)
    assert list_widths(1000) == (480, 1000), "960 would save nothing"
    assert list_widths(700) == (480, 700)
    assert list_widths(480) == list_widths(0) == ()


def test_the_picture_of_a_record_is_published_in_several_widths() -> None:
    files = make_light("picture: a.jpg\npicture_alt: x\n", a=make_photo(2000, 1000))
    image = make_view(prepare_project(files), "exhibitions/l/").image
    assert (image.width, image.height) == (2000, 1000)
    assert [(r.url, r.width) for r in image.renditions] == [
        (f"exhibitions/l/a.jpg.{width}.webp", width) for width in (480, 960, 1600)
    ]
    assert image.share == "exhibitions/l/a.jpg.share.jpg"
    assert sorted(list_renditions(files)) == sorted(
        [*(r.url for r in image.renditions), image.share]
    )


def test_a_small_picture_is_published_as_it_is_and_previews_show_the_cover() -> None:
    files = make_light("picture: a.jpg\npicture_alt: x\n", a=make_photo(400, 300))
    image = make_view(prepare_project(files), "exhibitions/l/").image
    assert (image.width, image.renditions) == (400, ())
    assert image.share == "covers/exhibition/l.png"
    assert list_renditions(files) == []


def test_a_picture_in_a_text_has_its_size_and_widths() -> None:
    files = make_light("", "![A lens](a.jpg)", a=make_photo(700, 350))
    body = make_view(prepare_project(files), "exhibitions/l/").body
    root = "tourbook-root:exhibitions/l/a.jpg"
    assert f'src="{root}"' in body
    assert 'width="700" height="350"' in body
    assert f'srcset="{root}.480.webp 480w, {root}.700.webp 700w"' in body
    assert 'loading="lazy"' in body
    assert len(list_renditions(files)) == 2, "none for previews of links"


def test_a_drawing_in_a_text_is_loaded_late() -> None:
    files = make_light("", "![A lens](a.svg)") | {f"{FOLDER}/a.svg": SVG}
    body = make_view(prepare_project(files), "exhibitions/l/").body
    assert 'loading="lazy"' in body
    assert "srcset" not in body


def test_a_size_that_an_author_wrote_stays() -> None:
    files = make_light("", '<img src="a.jpg" alt="x" width="90">', a=make_photo(700, 350))
    body = make_view(prepare_project(files), "exhibitions/l/").body
    assert 'width="90"' in body
    assert "350" not in body


def test_a_photo_to_download_is_left_as_it_is() -> None:
    files = make_light("", "[Photo](a.jpg)", a=make_photo(2000, 1000))
    assert list_renditions(files) == []


def test_a_page_sees_that_its_picture_has_another_size() -> None:
    def list_inputs(width: int) -> list[bytes]:
        prepared = prepare_project(make_light("", "![x](a.jpg)", a=make_photo(width, 350)))
        context = prepared.find_context("zh")
        return [context.digest_text(entry) for entry in context.model.entries]

    assert list_inputs(700) == list_inputs(700)
    assert list_inputs(700) != list_inputs(720)


def test_a_picture_that_cannot_be_read_is_a_problem_with_its_place() -> None:
    broken = make_photo(700, 350)[:200] + b"\xff\xd9"
    files = make_light("picture: a.jpg\npicture_alt: x\n", a=broken[:40] + bytes(100) + b"\xff\xd9")
    (problem,) = [p for p in list_problems(files) if p.code == "picture-format"]
    assert problem.location.file == f"{FOLDER}/index.md"
