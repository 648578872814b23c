"""Entries: the records of Markdown files, a class for each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, ClassVar, NamedTuple, TypeVar

from tourbook.common.problems import Location, PathKey
from tourbook.schema import (
    ArticleRecord,
    CampaignRecord,
    CaravanRecord,
    ExhibitionRecord,
    OrganisationRecord,
    PageRecord,
    Text,
    VenueRecord,
)
from tourbook.schema.fields import CopyRecord, Exhibit
from tourbook.schema.loans import LoanKind


class Body(NamedTuple):
    """A Markdown text, the file that holds it and the line on which it begins."""

    text: str
    file: str
    line: int


class NamedPicture(NamedTuple):
    """A picture that a record names: its own one, or that of an exhibit."""

    name: str
    """Of a file beside that of the record."""
    path: tuple[PathKey, ...]
    """The keys that lead to the name."""
    alt: Text


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A record of a Markdown file with its translations merged in.

    Each kind has a class, which adds no field: it need not be made a dataclass of its own.
    """

    kind: ClassVar[str]
    id: str
    slug: str
    location: Location
    record: (
        ExhibitionRecord
        | VenueRecord
        | CaravanRecord
        | OrganisationRecord
        | CampaignRecord
        | ArticleRecord
        | PageRecord
    )
    bodies: dict[str, Body]
    """Language -> its text; a language without a text is left out."""
    files: tuple[str, ...]
    """The main file and the translations."""

    @property
    def name(self) -> Text:
        r = self.record
        return r.title if isinstance(r, ArticleRecord | PageRecord) else r.name

    @property
    def exhibits(self) -> list[Exhibit]:
        r = self.record
        return r.exhibits if isinstance(r, ExhibitionRecord | VenueRecord | CaravanRecord) else []

    def find_copy(self, copy_id: str) -> CopyRecord | None:
        """The physical copy with an id, or a former one."""
        r = self.record
        copies = r.copies if isinstance(r, ExhibitionRecord) else []
        present = (copy for copy in copies if copy.id == copy_id)
        former = (copy for copy in copies if copy_id in copy.aliases)
        return next(chain(present, former), None)

    def list_pictures(self) -> list[NamedPicture]:
        pictures = [NamedPicture(self.record.picture, ("picture",), self.record.picture_alt)]
        pictures += (
            NamedPicture(exhibit.picture, ("exhibits", number, "picture"), exhibit.picture_alt)
            for number, exhibit in enumerate(self.exhibits)
        )
        return [picture for picture in pictures if picture.name]


class Exhibition(Entry):
    __slots__ = ()
    kind = "exhibition"
    record: ExhibitionRecord

    @property
    def loan_kinds(self) -> list[LoanKind]:
        """In which ways it is lent, each once."""
        return list(dict.fromkeys(loan.kind for loan in self.record.loans))


class Venue(Entry):
    __slots__ = ()
    kind = "venue"
    record: VenueRecord


class Caravan(Entry):
    __slots__ = ()
    kind = "caravan"
    record: CaravanRecord


class Organisation(Entry):
    __slots__ = ()
    kind = "organisation"
    record: OrganisationRecord


class Campaign(Entry):
    __slots__ = ()
    kind = "campaign"
    record: CampaignRecord

    @property
    def last_day(self) -> dt.date:
        return self.record.end or self.record.start


class Article(Entry):
    __slots__ = ()
    kind = "article"
    record: ArticleRecord


class Page(Entry):
    __slots__ = ()
    kind = "page"
    record: PageRecord


ENTRY_CLASSES: dict[str, type[Entry]] = {
    c.kind: c for c in (Exhibition, Venue, Caravan, Organisation, Campaign, Article, Page)
}
EntryT = TypeVar("EntryT", bound=Entry)


class EntryTable:
    """The entries of a site, kind by kind."""

    def __init__(self) -> None:
        self._by_kind: dict[type[Entry], dict[str, Any]] = {
            kind: {} for kind in ENTRY_CLASSES.values()
        }
        self.aliases: dict[tuple[str, str], Any] = {}
        """(kind, former id) -> the entry as it is called now."""

    def add(self, entry: Entry) -> None:
        """Add an entry; one of its kind with its id is replaced."""
        self._by_kind[type(entry)][entry.id] = entry

    def __getitem__(self, kind: type[EntryT]) -> dict[str, EntryT]:
        """The entries of a kind by their ids."""
        return self._by_kind[kind]

    def __iter__(self) -> Iterator[Entry]:
        for entries in self._by_kind.values():
            yield from entries.values()

    def list_by_id(self, kind: type[EntryT]) -> list[EntryT]:
        """The entries of a kind in the order of their ids."""
        return sorted(self[kind].values(), key=lambda entry: entry.id)

    def has_same_names(self, other: EntryTable) -> bool:
        """Whether every name leads to the id to which it leads in another table."""
        return (
            all(self[kind].keys() == other[kind].keys() for kind in self._by_kind)
            and self.aliases.keys() == other.aliases.keys()
            and all(entry.id == other.aliases[name].id for name, entry in self.aliases.items())
        )

    def find(self, kind: type[EntryT], name: str) -> EntryT | None:
        """The entry with that id, or that had it before it was renamed."""
        return self._by_kind[kind].get(name) or self.aliases.get((kind.kind, name))
