"""The files of the search: scripts that hand their part of the index to `search.js`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from tourbook.common.canonical import encode_canonical, encode_for_script
from tourbook.common.digests import compute_digest
from tourbook.model.entries import Entry
from tourbook.model.regions import Region
from tourbook.model.trips import Stop, Trip
from tourbook.site.context import Context
from tourbook.site.edition import Edition
from tourbook.site.outputs import ViewFile
from tourbook.site.search.index import SearchIndex
from tourbook.site.search.posting_files import PostingFiles, update_postings
from tourbook.site.search.postings import encode_numbers
from tourbook.site.search.subjects import Subject, describe
from tourbook.site.stop_digests import StopDigests
from tourbook.views import View

ListInputs = Callable[[Context], Iterable[bytes]]


class SearchPart(View, frozen=True, kw_only=True):
    name: str
    content: Any
    """What JSON can say."""


def make(edition: Edition) -> Iterator[ViewFile]:
    if not edition.addresses.search_path:
        return
    index, faces = SearchIndex(edition), SubjectFaces()
    finder = PostingFinder(faces)
    yield _plan(edition, "index", lambda ctx: make_overview(index))
    for numbers in index.groups:
        subjects = {number: index.subjects[number] for number in numbers}
        yield _plan(
            edition,
            f"s{numbers[0]}",
            partial(make_descriptions, subjects=subjects),
            partial(list_inputs, faces=faces, subjects=subjects),
        )
    for number in range(index.term_file_count):
        make_content = partial(make_terms, finder=finder, index=index, number=number)
        list_term_inputs = partial(list_posting_inputs, finder=finder, index=index, number=number)
        yield _plan(edition, f"t{number}", make_content, list_term_inputs)


def _plan(
    edition: Edition,
    name: str,
    make_content: Callable[[Context], Any],
    list_inputs: ListInputs | None = None,
) -> ViewFile:
    return ViewFile(
        f"{edition.addresses.prefix}search/{name}.js",
        "search",
        edition.lang,
        (),
        lambda ctx: SearchPart(name=name, content=make_content(ctx)),
        write,
        list_inputs=list_inputs,
    )


def write(part: SearchPart) -> bytes:
    return b'searchPart("%s",%s);\n' % (part.name.encode(), encode_for_script(part.content))


def make_overview(index: SearchIndex) -> list[Any]:
    """How many files of terms there are, how many numbers a day has, and the first number of each
    file of subjects."""
    starts = encode_numbers([numbers[0] for numbers in index.groups])
    return [index.term_file_count, index.slot_count, starts]


def make_descriptions(ctx: Context, subjects: dict[int, Subject]) -> list[list[Any]]:
    """Each subject's number and description, without empty fields at the end."""
    rows = []
    for number, subject in subjects.items():
        row: list[Any] = [number, *describe(ctx, subject)]
        while not row[-1]:
            row.pop()
        rows.append(row)
    return rows


class SubjectFaces:
    """Digests of all that can be seen of the subjects of a language, on any day."""

    def __init__(self) -> None:
        self._stops: StopDigests | None = None

    def find(self, ctx: Context, subject: Subject) -> bytes:
        record = subject.record
        if not isinstance(record, Stop):
            return digest_record(ctx, subject.path, record)
        if self._stops is None:
            self._stops = StopDigests(
                b"search " + ctx.lang.encode(),
                partial(digest_stop, ctx),
                lambda trip: compute_digest(ctx.common_input, ctx.faces.find_trip_key(trip)),
                ctx.memory,
            )
        return self._stops[record]


def digest_stop(ctx: Context, stop: Stop) -> bytes:
    things = (stop.exhibition, stop.caravan, stop.venue)
    path, row = ctx.addresses.path_for("stop", stop.slug), ctx.archive.find_row(stop)
    return compute_digest(
        ctx.common_input,
        encode_canonical([path, row, stop.record.note]),
        ctx.faces.of_record(stop),
        ctx.faces.of_trip(stop.trip),
        *(ctx.faces.of_card(thing) if thing else b"" for thing in things),
    )


def digest_record(ctx: Context, path: str, record: Region | Trip | Entry) -> bytes:
    faces = [path.encode()]
    if isinstance(record, Trip):
        faces += [ctx.faces.of_trip(record), *map(ctx.faces.of_record, record.stops)]
    elif isinstance(record, Entry):
        faces.append(ctx.faces.of_card(record))
    return compute_digest(ctx.common_input, *faces)


class PostingFinder:
    """Finds the postings of a language, once for all files of terms."""

    def __init__(self, faces: SubjectFaces) -> None:
        self._faces = faces
        self._postings: PostingFiles | None = None

    def find(self, ctx: Context, index: SearchIndex) -> PostingFiles:
        """Those of the last build, brought up to date, and kept for the next one."""
        if self._postings is None:
            key = b"postings " + ctx.lang.encode()
            raw = ctx.memory.get(key)
            last = msgspec.msgpack.decode(raw, type=PostingFiles) if raw else PostingFiles()
            subjects = {n: self._faces.find(ctx, subject) for n, subject in index.subjects.items()}
            self._postings = update_postings(
                last, subjects, index.make_term_lister(), index.term_file_count
            )
            if self._postings is not last:
                ctx.memory[key] = msgspec.msgpack.encode(self._postings)
        return self._postings


def make_terms(
    ctx: Context, finder: PostingFinder, index: SearchIndex, number: int
) -> dict[str, str]:
    postings = finder.find(ctx, index).decode_file(number)
    return {term: encode_numbers(postings[term]) for term in sorted(postings)}


def list_posting_inputs(
    ctx: Context, finder: PostingFinder, index: SearchIndex, number: int
) -> list[bytes]:
    """The very postings of a file."""
    return [finder.find(ctx, index).digests[number]]


def list_inputs(ctx: Context, faces: SubjectFaces, subjects: dict[int, Subject]) -> Iterator[bytes]:
    """What the files of some subjects are made from."""
    for number, subject in subjects.items():
        yield encode_canonical(number)
        yield faces.find(ctx, subject)
