"""Addresses and numbers that lead nowhere, with what was meant."""

from __future__ import annotations

import pytest

from tests.support.in_memory import list_problems
from tests.support.sources import HALL, SITE
from tourbook.common.problems import Location, Problems
from tourbook.schema import CONTENT_TYPES
from tourbook.schema.fields import Contact, Link
from tourbook.sources.contact_mistakes import check_contacts


def find_help(contact: Contact) -> str:
    problems = Problems()
    check_contacts(
        CONTENT_TYPES["organisations"](name="馆", contact=contact), Location("f"), problems
    )
    assert len(problems) <= 1
    return next((p.help.en for p in problems), "")


@pytest.mark.parametrize(
    ("email", "meant"),
    [
        ("a＠b.example", "a@b.example"),
        ("ａ@b.example", "a@b.example"),
        ("a b@c.example", "ab@c.example"),
        ("a@ b.example", "a@b.example"),
        ("a@b.example, c@d.example", "a@b.example"),
        ("a@b.example；c@d.example", "a@b.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("a(at)b.example", "a@b.example"),
        ("a#b.example", "a@b.example"),
        ("a@b。example", "a@b.example"),
        ("a@b.example。", "a@b.example"),
        ("Office <a@b.example>", "a@b.example"),
        ("“a@b.example”", "a@b.example"),
        ("b.example", "name@example.org, or delete the line"),
        ("a@b", "name@example.org, or delete the line"),
        ("待定", "name@example.org, or delete the line"),
    ],
)
def test_an_address_without_meaning_is_explained(email: str, meant: str) -> None:
    assert find_help(Contact(email=email)) == f"write {meant}"


@pytest.mark.parametrize(
    ("phone", "meant"),
    [
        ("（0931）1234567", "(0931)1234567"),
        ("０９３１-1234567", "0931-1234567"),
        ("0931－1234567", "0931-1234567"),
        ("0931—1234567", "0931-1234567"),
        ("O931-1234567", "0931-1234567"),
        ("0931-1234567（办公室）", "0931-1234567"),
        ("0931-1234567 (office)", "0931-1234567"),
        ("tel:0931-1234567", "0931-1234567"),
        ("电话：0931-1234567", "0931-1234567"),
        ("0931-1234567, 0931-7654321", "0931-1234567"),
        ("0931-1234567、1234568", "0931-1234567"),
        ("1-800-SCIENCE", "digits"),
        ("待定", "digits"),
    ],
)
def test_a_number_that_cannot_be_dialled_is_explained(phone: str, meant: str) -> None:
    assert meant in find_help(Contact(phone=phone))


@pytest.mark.parametrize(
    "contact",
    [
        *(
            Contact(email=e)
            for e in ("a@b.example", "first.last+x@sub.b.example", "张三@邮箱.中国")
        ),
        *(
            Contact(phone=p)
            for p in (
                *("0931-1234567", "+86 931 1234567", "(0931) 1234567", "0931-1234567转801"),
                *("+44 (0)1904 552828", "01904 552828 ext. 12", "12345", "01.23.45.67.89"),
            )
        ),
        *(
            Contact(url=u)
            for u in (
                *("https://x.example", "https://科普.中国/", "http://localhost:8000/"),
                *("https://x.example/预约（周末）", "https://x.example/a?b=c#d"),
                "https://x.example/index.html",
            )
        ),
    ],
)
def test_what_leads_somewhere_stays_silent(contact: Contact) -> None:
    assert find_help(contact) == ""


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("https://x.example/index.html", "https://x.example/"),
        ("https://x.example/sci/index.htm", "https://x.example/sci/"),
        ("x.example", "https://x.example/"),
        ("www.x.example/kepu", "https://www.x.example/kepu"),
        ("//x.example/", "https://x.example/"),
        ("https://x.example/?a=1", "https://x.example/"),
        ("https://x.example/index.php?id=3", "https://x.example/"),
        ("'https://x.example/#top'", "https://x.example/"),
        ("https://x .example/", "https://x.example/"),
        ("https:/x.example/", "https://x.example/"),
        ("http:/x.example", "http://x.example/"),
        ("https//x.example", "https://x.example/"),
        ("htpp://x.example", "https://x.example/"),
        ("https：//x.example/", "https://x.example/"),
        ("https://x。example/", "https://x.example/"),
        ("https://x.example／sci／", "https://x.example/sci/"),
        ("“https://x.example/”", "https://x.example/"),
        ("https://https://x.example/", "https://x.example/"),
        ("https://x..example/", "https://x.example/"),
        ("https://a@x.example/", "https://x.example/"),
        (r"https:\\x.example", "https://x.example/"),
        ("HTTPS://x.example/", "https://x.example/"),
        ("/var/www/site", "the address that readers open, such as https://example.org/tour/"),
        (r"C:\site", "the address that readers open, such as https://example.org/tour/"),
        ("file:///home/x", "the address that readers open, such as https://example.org/tour/"),
    ],
)
def test_the_address_of_a_site_is_one_of_a_folder(address: str, meant: str) -> None:
    site = SITE.replace("https://small.example/", address)
    (problem,) = list_problems({"content/site.yaml": site})
    assert (problem.location.line, problem.location.column) == (2, 11)
    assert problem.help.en == f"write {meant}"


def test_links_are_checked_wherever_they_stand_but_words_of_a_theme_are_none() -> None:
    hall = HALL[:-4] + "links:\n  - {name: 更多, url: 'https://x.example，'}\n---\n"
    site = SITE + "words: {phone: 电话}\n"
    problems = list_problems({"content/venues/hall.md": hall, "content/site.yaml": site})
    assert [p.code for p in problems] == ["unknown-word", "web-address"]
    assert problems[1].help.en == "write https://x.example"
    assert Link(name="x", url="https://x.example，"), "the schema allows it: the past is read"
