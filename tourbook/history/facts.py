"""A source file -> facts: what of each record in it calendars show, in a form that does not depend
on how it is written.

Drafts are nothing. A file that cannot be read has no facts: no site was ever published from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from tourbook.common import urls
from tourbook.common.digests import canonical, digest
from tourbook.common.problems import Problems
from tourbook.formats import yaml_source
from tourbook.formats.front_matter import decode
from tourbook.schema import Route, Schedule, Site, Stop, Tour, Visit, duties
from tourbook.schema.fields import ID_PATTERN
from tourbook.sources import paths, reading

from . import canonical_forms
from .chunks import MARK, chunks, cut
from .records import Record, Time, status_of


class Fact(NamedTuple):
    """A record at one moment; the fields are those of `Life`."""

    key: str
    time: Time
    shown: bytes
    crew: bytes = b""
    refs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Ids that it had before."""
    slugs: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Codes of the regions that it puts events into."""
    others: tuple[str, ...] = ()
    record: Record = Record("", "", b"")

    def like(self, other: Fact) -> bool:
        """Whether they say the same, in the same file."""
        return self[:-1] == other[:-1] and self.record.file == other.record.file


class Piece(NamedTuple):
    """Lines of a schedule: a list of stops or visits, or one of them."""

    kind: str
    trip: str
    text: str


class Read(NamedTuple):
    """A file: the facts that were cheap to read, and the lists that only have to be read where they
    are new."""

    facts: tuple[Fact, ...] = ()
    lists: frozenset[Piece] = frozenset()
    include: tuple[str, ...] = ()
    """Of schedule.yaml: the patterns of the other schedule files."""


def pieces(lists: Iterable[Piece]) -> frozenset[Piece]:
    """The stops and visits of lists."""
    return frozenset(each._replace(text=chunk) for each in lists for chunk in chunks(each.text))


_HOLIDAYS = re.compile(rb"(?mi)^chinesecalendar\b.*$")
"""The lines of requirements.txt that say which public holidays are known."""
_SAID = ("event_", "summary_", "crew_", "sample_short", "page_prevails", "list_separator")
"""Strings of a theme that events show."""


class UnreadableError(Exception):
    """A file that no site can be built from."""


def read(path: str, raw: bytes) -> Read:
    """What a file says. Raises UnreadableError."""
    problems = Problems()
    where = paths.content_path(path)
    if path == paths.SITE:
        site = _sound(reading.read_site(raw, problems), problems)
        return Read((_site(site), Fact("holidays/site", Time(), digest(canonical(site.holidays)))))
    if path == paths.REGIONS:
        regions = _sound(reading.read_regions(raw, problems), problems)
        return Read(
            tuple(
                Fact(
                    f"region/{code}",
                    Time(),
                    b"",
                    slugs=(r.slug or code,),
                    others=(_key("place", r.parent),) if r.parent else (),
                    record=Record(path, "", msgspec.msgpack.encode(r)),
                )
                for code, r in regions.items()
            )
        )
    if where and where.folder in paths.KINDS and path.startswith("content/"):
        record = _sound(reading.read_content(path, raw, problems), problems).record
        return Read(tuple(_entry(paths.KINDS[where.folder], where, record, path)))
    if path == paths.REQUIREMENTS:
        return Read((Fact("holidays/data", Time(), digest(b"".join(_HOLIDAYS.findall(raw)))),))
    if (strings := paths.strings_of(path)) and not strings[1]:
        return Read((Fact(f"words/{strings[0]}", Time(), digest(raw)),))
    if strings:
        found = yaml_source.load(_sound(decode(raw, path, problems), problems), path, problems)
        said = (
            {k: v for k, v in found.items() if str(k).startswith(_SAID)}
            if isinstance(found, dict)
            else {}
        )
        return Read((Fact(f"words.{strings[1]}/{strings[0]}", Time(), digest(canonical(said))),))
    if paths.is_schedule(path):
        text = _sound(decode(raw, path, problems), problems)
        return _schedule(path, text)
    return Read()


def wanted(path: str) -> bool:
    """Whether a file can have facts at all."""
    if any(paths.hidden(part) for part in path.split("/")) or not _unicode(path):
        return False
    where = paths.content_path(path)
    entry = where and where.folder in paths.KINDS and path.startswith("content/")
    return (
        bool(entry or paths.strings_of(path))
        or path in (paths.SITE, paths.REGIONS, paths.REQUIREMENTS)
        or paths.is_schedule(path)
    )


def _unicode(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sound(value: Any, problems: Problems) -> Any:
    if value is None or problems.errors:
        raise UnreadableError
    return value


def _site(site: Site) -> Fact:
    shown = (
        site.base_url,
        site.uid_domain,
        site.timezone,
        site.sample,
        site.theme,
        site.calendar,
        site.history,
    )
    terms = {name: canonical_forms.span(span) for name, span in site.terms.items()}
    addresses = {
        "languages": " ".join(site.languages),
        **{f"folder {folder}": name for folder, name in site.folders.items()},
    }
    if site.sample:
        addresses["sample"] = "true"
    addresses["domain"] = urls.domain(site.uid_domain, site.base_url)
    if site.feeds is not None:
        addresses["feeds"] = " ".join(sorted(site.feeds))
    return Fact("site/", Time(addresses=addresses, terms=terms), digest(canonical(shown)))


_SHOWN = {
    "exhibition": ("name", "picture"),
    "caravan": ("name", "picture"),
    "organisation": ("name",),
    "campaign": ("name", "summary"),
    "venue": ("name", "address", "coordinates", "last_admission"),
}
"""The fields of an entry that events show."""


def _entry(kind: str, where: paths.ContentPath, r: Any, path: str) -> Iterator[Fact]:
    if kind not in _SHOWN:
        return
    fields = [getattr(r, name, None) for name in _SHOWN[kind]]
    if getattr(r, "picture", ""):
        fields.append(where.bundle)  # its address has the folder in it
    if kind == "campaign" and not where.language:
        fields.append(r.slug or r.id or where.stem)
    shown = digest(canonical(fields))
    if where.language:
        yield Fact(f"{kind}.{where.language}/{where.stem}", Time(), shown)
        return
    if r.draft:
        return
    name = r.id or where.stem
    region = getattr(r, "region", "")
    yield Fact(
        f"{kind}/{name}",
        _time_of(kind, r),
        shown,
        aliases=_ids(r.aliases),
        slugs=(r.slug or name,),
        regions=(region,) if region else (),
        others=_part_of(kind, r),
        record=Record(path, "", msgspec.msgpack.encode(r)),
    )
    for copy in getattr(r, "copies", ()):
        yield Fact(f"copy/{name}/{copy.id}", Time(), b"")


def _part_of(kind: str, r: Any) -> tuple[str, ...]:
    """Keys of what has a calendar with the events of an entry in it."""
    if kind == "caravan":
        return tuple(_key("organisation", member.person) for member in r.crew if member.person)
    if kind == "exhibition":
        return (
            *([_key("exhibition", r.series)] if r.series else ()),
            *([_key("copy", r.copies[0].id)] if len(r.copies) == 1 else ()),
        )
    return (_key("place", r.region),) if kind == "venue" and r.region else ()


def _time_of(kind: str, r: Any) -> Time:
    if kind == "venue":
        return Time(hours=r.hours)
    if kind == "campaign":
        return Time("confirmed", r.start, r.end or r.start)
    return Time()


def _ids(aliases: list[str]) -> tuple[str, ...]:
    return tuple(a for a in aliases if re.fullmatch(ID_PATTERN, a))


# ---- schedules -----------------------------------------------------------------------


def _schedule(path: str, text: str) -> Read:
    found = cut(text)
    if found.runs and MARK not in text:
        try:
            facts, marks, include = _skeleton(path, found.skeleton)
        except UnreadableError:
            marks, facts, include = (), (), ()
        if [number for _, _, number in marks] == list(
            range(len(found.runs))
        ):  # else some text only looks like a list
            return Read(
                facts,
                frozenset(
                    Piece(kind, trip, found.runs[number]) for kind, trip, number in marks if kind
                ),
                include,
            )
    return _at_once(path, text)


def _at_once(path: str, text: str) -> Read:
    facts, marks, include = _skeleton(path, text)
    if marks:  # somebody wrote one
        raise UnreadableError
    return Read(facts, include=include)


@lru_cache(64)
def _skeleton(
    path: str, text: str
) -> tuple[tuple[Fact, ...], tuple[tuple[str, str, int], ...], tuple[str, ...]]:
    """The facts of a schedule; for each list of chunks in it the kind of these, their trip and the
    number of the list; what it includes."""
    problems = Problems()
    tree = yaml_source.load(text, "", problems)
    if (
        problems.errors
        or not isinstance(tree, dict | None)
        or set(tree or ()) - set(Schedule.__struct_encode_fields__)
    ):
        raise UnreadableError
    facts: list[Fact] = []
    marks: list[tuple[str, str, int]] = []
    for kind, items in (("tour", "stops"), ("route", "visits")):
        for item in (tree or {}).get(kind + "s") or ():
            if not isinstance(item, dict):
                raise UnreadableError
            inside = item.pop(items, None) or []
            trip: Any = _converted(item, Tour if kind == "tour" else Route)
            if not isinstance(inside, list):
                raise UnreadableError
            drafted = [] if trip.draft else facts
            drafted.append(_trip(kind, trip, path))
            for one in inside:
                if (
                    isinstance(one, str)
                    and (number := one.removeprefix(MARK)) != one
                    and number.isdecimal()
                ):
                    marks.append((items[:-1] if not trip.draft else "", trip.id, int(number)))
                else:
                    drafted += _call(items[:-1], trip.id, one, path)
    include = (tree or {}).get("include") or ()
    return (
        tuple(facts),
        tuple(marks),
        tuple(str(one) for one in include) if isinstance(include, list) else (),
    )


def whole(path: str, raw: bytes) -> Read:
    """A schedule file read at once: for one whose chunks make no sense by themselves. Raises
    UnreadableError."""
    if not paths.is_schedule(path):
        raise UnreadableError
    problems = Problems()
    return _at_once(path, _sound(decode(raw, path, problems), problems))


def of(piece: Piece, path: str) -> list[Fact]:
    """The facts of a piece: one, or none of a draft. Raises UnreadableError."""
    problems = Problems()
    tree = yaml_source.load(piece.text, "", problems)
    if problems.errors or not isinstance(tree, list) or len(tree) != 1:
        raise UnreadableError
    return _call(piece.kind, piece.trip, tree[0], path)


def _converted(tree: Any, wanted: Any) -> Any:
    try:
        return msgspec.convert(tree, wanted, strict=False)
    except msgspec.ValidationError:
        raise UnreadableError from None


def _trip(kind: str, r: Tour | Route, path: str) -> Fact:
    refs = (
        "",
        _key("exhibition", r.exhibition),
        _key("caravan", r.caravan),
        *(_key("campaign", c) for c in r.campaigns),
    )
    record = Record(path, kind, msgspec.msgpack.encode(r))
    others = (
        *([_key("copy", r.copy)] if isinstance(r, Tour) and r.copy else ()),
        *(_key("organisation", o) for o in r.organisers),
    )
    return Fact(
        f"trip/{r.id}",
        Time(),
        digest(canonical(r.name)),
        b"",
        refs,
        _ids(r.aliases),
        (r.slug or r.id,),
        (),
        others,
        record,
    )


def _key(kind: str, name: str) -> str:
    return f"{kind}/{name}" if name else ""


def _call(kind: str, trip: str, tree: Any, path: str) -> list[Fact]:
    r: Any = _converted(tree, Stop if kind == "stop" else Visit)
    if r.draft:
        return []
    status = status_of(r.status)
    shown: list[Any] = [r.slug or r.id, r.note, r.booking]
    place = None
    if isinstance(r, Stop):
        time = Time(status, r.open, r.close or r.open, hours=r.hours, stay=True)
        shown.append(r.last_admission)
        crew = [r.transport, r.arrive, r.set_up, r.strike, r.leave]
        others = [_key("copy", r.copy)] if r.copy else []
    else:
        time = Time(
            status, r.date, r.date, canonical_forms.times(r.time), canonical_forms.repeat(r.repeat)
        )
        place = r.place
        shown.append(place)
        crew = []
        others = [_key("place", place.region)] if place and place.region else []
    people = [
        *r.partners,
        *(d.who for d in duties(r)),
        *([r.volunteers.by] if r.volunteers and r.volunteers.by else []),
    ]
    return [
        Fact(
            f"stop/{r.id}",
            time,
            digest(canonical(shown)),
            digest(canonical([*crew, r.crew, r.volunteers, r.expected])),
            (
                _key("venue", r.venue),
                _key("trip", trip),
                _key("exhibition", r.exhibition),
                *(_key("campaign", c) for c in r.campaigns),
            ),
            _ids(r.aliases),
            (r.slug or r.id,),
            (place.region,) if place and place.region else (),
            (*others, *(_key("organisation", o) for o in people)),
            Record(path, trip, msgspec.msgpack.encode(r)),
        )
    ]
