"""The tables of the sample site are read by others, in every format alike, and say what the
schedule says."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
import yaml
from lxml import etree

from tests.site.pages import LANGUAGES, Site


def sheets(raw: bytes) -> list[list[list[str]]]:
    """The cells of each worksheet of a workbook, as texts."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        strings = [
            "".join(si.itertext()) for si in etree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [n for n in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)]
        names.sort(key=lambda n: int(re.findall(r"\d+", n)[0]))
        out = []
        for name in names:
            rows = etree.fromstring(book.read(name)).findall(".//{*}row")
            out.append([
                [strings[int(c.findtext("{*}v"))] if c.get("t") == "s" else c.findtext("{*}v") or "" for c in row] for row in rows
            ])  # fmt: skip
        return out


def tabs(raw: bytes) -> list[list[list[str]]]:
    """The same of a CSV file, in which an empty line parts the tabs and each begins with its
    name."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    out: list[list[list[str]]] = [[]]
    for row in rows:
        if row:
            out[-1].append(row)
        else:
            out.append([])
    return [tab[1:] for tab in out]


def to_number(cell: str) -> str:
    """A day as a workbook holds it: days since the end of 1899."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return str((dt.date.fromisoformat(cell) - dt.date(1899, 12, 30)).days)
    return cell


def filled(tab: list[list[str]]) -> list[list[str]]:
    return [[c for c in row if c] for row in tab]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_in_every_format(site: Site, lang: str) -> None:
    prefix = "en/" if lang == "en" else ""
    tables = [
        n.removesuffix(".csv")
        for n in site.files
        if re.fullmatch(prefix + r"(availability/free|reports/\d+/report)\.csv", n)
    ]
    assert len(tables) == 3
    for table in tables:
        plain, book = (site.files[f"{table}.{ending}"].read_bytes() for ending in ("csv", "xlsx"))
        cells, has_title = list(map(filled, sheets(book))), "/report" in table
        lines = list(map(filled, tabs(plain)))
        if has_title:  # and a line that says what the figures are, and days are days
            assert all(len(tab[0]) == len(tab[1]) == 1 for tab in cells)
            cells = [tab[2:] for tab in cells]
            lines = [[list(map(to_number, row)) for row in tab] for tab in lines]
        assert lines == cells, table
    free = yaml.safe_load(site.files[f"{prefix}availability/free.yaml"].read_bytes())
    rows = [[str(x) for x in row.values()] for part in free.values() for row in part]
    assert rows == [
        row
        for tab in tabs(site.files[f"{prefix}availability/free.csv"].read_bytes())
        for row in filled(tab)[1:]
    ]
    assert rows
