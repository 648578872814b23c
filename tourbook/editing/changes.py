"""A change: what an editor asked for, in words, and the edits of files that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tourbook.common.problems import ExplainedError, Message
from tourbook.formats.yaml_edits import Edit

from .links import Rewording


class Change(NamedTuple):
    """Edits that belong together: all of them are made, or none."""

    summary: Message
    """What will be different, in a sentence."""
    edits: Mapping[str, tuple[Edit | Rewording, ...]]
    """Source file -> its edits, in order."""
    new_files: Mapping[str, bytes] = {}
    """Files that are not there yet."""
    moves: Mapping[str, str] = {}
    """File -> its name from now on; edits are those of the old one."""
    renamed: tuple[str, str] | None = None
    """The former and the present id, if a record is called otherwise."""


class ImpossibleChangeError(ExplainedError):
    """What was asked for cannot be done; says why, and what to ask for instead."""
