"""Records without a picture of their own have a cover, in all languages the same file."""

from __future__ import annotations

from tests.support.in_memory import Files, make_file, make_view, prepare_project
from tests.support.pictures import PNG
from tests.support.sources import SITE

NEWS = "---\ntitle: News\ndate: {}\n---\n"


def list_covers(files: Files) -> list[str]:
    paths = [output.path for output in prepare_project(files).outputs]
    return [path for path in paths if path.startswith("covers/")]


def test_a_record_without_a_picture_shows_its_cover() -> None:
    files: Files = {"content/news/a.md": NEWS.format("2026-01-01")}
    prepared = prepare_project(files)
    image = make_view(prepared, "news/a/").image
    assert (image.url, image.alt, image.is_cover) == ("covers/article/a.svg", "", True)
    assert make_file(prepared, image.url).startswith(b"<svg ")
    (card,) = make_view(prepared, "news/").groups[0].cards
    assert card.image == image


def test_previews_show_a_picture_of_the_page_or_of_the_site() -> None:
    prepared = prepare_project({"content/news/a.md": NEWS.format("2026-01-01")})
    article, venue = make_view(prepared, "news/a/"), make_view(prepared, "venues/hall/")
    assert article.image.share == "covers/article/a.png"
    assert (venue.image.share, venue.site.share) == ("", "covers/site.png")
    for path in (article.image.share, venue.site.share):
        assert make_file(prepared, path).startswith(b"\x89PNG")


def test_a_record_with_a_picture_has_no_cover() -> None:
    files: Files = {
        "content/news/a/index.md": NEWS.format("2026-01-01").replace(
            "---\n", "---\npicture: a.png\n", 1
        ),
        "content/news/a/a.png": PNG,
    }
    assert make_view(prepare_project(files), "news/a/").image.url == "news/a/a.png"
    assert "covers/article/a.svg" not in list_covers(files)


def test_news_of_days_to_come_have_no_cover_yet() -> None:
    assert "covers/article/a.svg" not in list_covers(
        {"content/news/a.md": NEWS.format("2026-12-24")}
    )


def test_languages_share_the_covers() -> None:
    assert isinstance(SITE, str)
    files: Files = {
        "content/site.yaml": SITE + "languages: [zh, en]\n",
        "content/news/a.md": NEWS.format("2026-01-01"),
    }
    assert list_covers(files).count("covers/article/a.svg") == 1
    assert make_view(prepare_project(files), "en/news/a/").image.url == "covers/article/a.svg"


def test_a_site_can_do_without() -> None:
    assert isinstance(SITE, str)
    files: Files = {
        "content/site.yaml": SITE + "feeds_off: [cover]\n",
        "content/news/a.md": NEWS.format("2026-01-01"),
    }
    assert list_covers(files) == []
    assert make_view(prepare_project(files), "news/a/").image is None
