"""Keys: what the history calls a record."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from tourbook.schema.fields import Text


class Key(NamedTuple):
    """The kind and the name of a record, as in `Key("stop", "lanzhou-2026")`.

    | kind | name |
    |---|---|
    | stop, trip, exhibition, venue, organisation, caravan, campaign | its id |
    | copy | see `make_copy_key` |
    | place | the code of a region that has or had events |
    | place_name | see `make_place_name_key`; no record, but what others belong to |
    | region | the code of a region in regions.yaml |
    | words | a theme: the strings of it that events show |
    | holidays | `site` (the settings of the site) or `data` (the version of the library) |
    | site | empty: there is one |
    """

    kind: str
    name: str
    language: str = ""
    """Of a translation, or of the strings of a theme; else empty."""

    @property
    def table(self) -> str:
        """The table of a `History` that holds the record, such as `venue` or `venue.en`."""
        return f"{self.kind}.{self.language}" if self.language else self.kind


SITE_KEY = Key("site", "")


def parse_table(table: str) -> tuple[str, str]:
    """The kind and the language of a table's records."""
    kind, _, language = table.partition(".")
    return kind, language


def make_copy_key(exhibition: str, copy: str) -> Key:
    """The key of a copy, whose id is unique within its exhibition only."""
    return Key("copy", f"{exhibition}/{copy}")


def make_place_name_key(name: Text, region: str) -> Key:
    """The key of a name of a venue, or of the place of a visit, in a region."""
    texts = dict(sorted(name.items())) if isinstance(name, dict) else name
    return Key("place_name", msgspec.json.encode((region, texts)).decode())


def parse_place_name(name: str) -> tuple[str, Text]:
    """The region and the name of a place, from the name in its key."""
    region, text = msgspec.json.decode(name, type=tuple[str, str | dict[str, str]])
    return region, text


def parse_copy_name(name: str) -> tuple[str, str]:
    """The exhibition and the id of a copy, from the name in its key."""
    exhibition, _, copy = name.partition("/")
    return exhibition, copy
