"""Attachments: the files that records and texts name, which are published as they are."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tourbook.common.problems import Location
from tourbook.sources.examining import FileFacts

from .entries import Entry
from .trips import Stop

Role = Literal["picture", "map", "link"]


class Mention(NamedTuple):
    """A place at which a file is named: as a picture to show, as a map that is shown just as it is,
    or for people to download."""

    role: Role
    location: Location
    subject: Entry | Stop | None
    """None: the site as a whole."""

    @property
    def is_field(self) -> bool:
        """Whether a record names it in a field, rather than in a text."""
        return not self.location.word

    @property
    def is_own_picture(self) -> bool:
        """Whether a record names it as its own picture, rather than as that of an exhibit."""
        subject = self.subject
        if self.role != "picture":
            return False
        return subject is None or self.location == subject.location.child("picture")


class Attachment(NamedTuple):
    file: str
    mentions: tuple[Mention, ...]
    facts: FileFacts
