"""Small projects with what must come of them.

Each folder of tests/cases/ is a project: its files lie over those of a folder of `base/`, and its
wanted.yaml says what must come of it, in the terms of `Wanted`.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import lxml.html
import msgspec
import yaml

from tests.support.git import Repository
from tests.support.projects import Project

HERE = Path(__file__).parent
BASES = HERE / "base"
CASES = sorted(
    p.name for p in HERE.iterdir() if p.is_dir() and p != BASES and not p.name.startswith("_")
)
Texts = tuple[str, ...]


class FileWanted(msgspec.Struct, forbid_unknown_fields=True):
    """What an output file must say, and must not."""

    text: Texts = ()
    """What a person reads there: blanks are one, markup, scripts and hidden parts are left out."""
    no_text: Texts = ()
    source: Texts = ()
    """What stands in the file; folded lines of calendars are one."""
    no_source: Texts = ()
    jsonld: tuple[dict[str, Any], ...] = ()
    """Parts of objects of its JSON-LD, at any depth."""
    no_jsonld: tuple[dict[str, Any], ...] = ()
    max_bytes: int = 1_000_000


class ScreenWanted(msgspec.Struct, forbid_unknown_fields=True):
    """What a page looks like in a browser; it must never be wider than the screen."""

    page: str
    width: int = 360
    """In CSS pixels."""
    at: dt.datetime | None = None
    """The reader's clock, if it is not that of the build."""
    text: Texts = ()
    no_text: Texts = ()


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    shows: str
    """The kind of the case, in a sentence."""
    base: Literal["dingxi", "norfolk"]
    without: Texts = ()
    """Files of the base that the project has not; `themes` for the whole folder."""
    names_on_disk: dict[str, str] = {}
    """File -> its name in the project, if not every disk can keep that."""
    commits: tuple[dt.date, ...] = ()
    """Days of commits: each adds the files of the folder commits/DAY/, at noon (UTC)."""
    today: dt.date = dt.date(2026, 11, 29)
    problems: Texts = ()
    """Every problem as “level code file:line”; the build fails if one is an error."""
    says: Texts = ()
    """What the build prints in English."""
    files: dict[str, FileWanted | Literal["absent", "present"]] = {}
    """Output file, or a pattern of files -> what each must hold."""
    screens: tuple[ScreenWanted, ...] = ()


def read_wanted(name: str) -> Wanted:
    raw = yaml.safe_load((HERE / name / "wanted.yaml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Wanted, strict=False)


def list_files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def list_case_files(name: str, wanted: Wanted) -> dict[str, bytes]:
    """The files of the project, by their names on the disk, without those of commits."""
    own = list_files(HERE / name)
    files = list_files(BASES / wanted.base) | {
        wanted.names_on_disk.get(file, file): content
        for file, content in own.items()
        if file != "wanted.yaml" and not file.startswith("commits/")
    }
    return {file: content for file, content in files.items() if file not in wanted.without}


def commit_case(name: str, wanted: Wanted, project: Project) -> None:
    """Make the commits of a case in its folder, which holds its other files."""
    repository = Repository(project.root)
    for day in wanted.commits:
        project.write(list_files(HERE / name / "commits" / day.isoformat()))
        repository.commit(day.isoformat(), dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC))


def find_faults(wanted: FileWanted, name: str, raw: bytes) -> Iterator[str]:
    """What is not as wanted in an output file."""
    source = raw.decode("utf-8", "replace")
    if name.endswith(".ics"):
        source = source.replace("\r\n ", "").replace("\r\n", "\n")
    if len(raw) > wanted.max_bytes:
        yield f"{len(raw)} bytes are more than {wanted.max_bytes}"
    text = read_text(raw) if name.endswith(".html") else collapse(source)
    for kind, whole, present, absent in (
        ("text", text, wanted.text, wanted.no_text),
        ("source", source, wanted.source, wanted.no_source),
    ):
        yield from (f"no {kind} “{piece}” in: {whole}" for piece in present if piece not in whole)
        yield from (f"{kind} “{piece}” in: {whole}" for piece in absent if piece in whole)
    if wanted.jsonld or wanted.no_jsonld:
        objects = list(list_jsonld(source))
        for part in wanted.jsonld:
            if not any(has_part(o, part) for o in objects):
                yield f"no object with {part} in: {json.dumps(objects, ensure_ascii=False)}"
        for part in wanted.no_jsonld:
            yield from (f"{part} in: {o}" for o in objects if has_part(o, part))


def collapse(text: str) -> str:
    return " ".join(text.split())


def read_text(raw: bytes) -> str:
    """What a person reads on a page, in <title> and in the descriptions of <head>."""
    page = lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding="utf-8"))
    for hidden in page.xpath("//script | //style | //template | //*[@hidden]"):
        hidden.drop_tree()
    for block in page.xpath("//p | //li | //dt | //dd | //h1 | //h2 | //h3 | //div | //td | //th"):
        block.tail = " " + (block.tail or "")
    return collapse(page.text_content())


def list_jsonld(source: str) -> Iterator[dict[str, Any]]:
    """Every object of the JSON-LD of a page, at any depth."""
    pattern = r'<script type="application/ld\+json"[^>]*>(.*?)</script>'
    pending = [json.loads(html.unescape(x)) for x in re.findall(pattern, source, re.DOTALL)]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            yield value
            pending += value.values()
        elif isinstance(value, list):
            pending += value


def has_part(value: Any, part: Any) -> bool:
    """True if an object has all keys of the part with such values."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(
            key in value and has_part(value[key], wanted) for key, wanted in part.items()
        )
    return bool(value == part)
