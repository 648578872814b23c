"""What files and texts said the last time, by their content, so that only what changed is read
again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from tourbook.common.digests import canonical, digest
from tourbook.common.files import write_atomically
from tourbook.common.parallel import spread
from tourbook.common.problems import Problem, Problems
from tourbook.formats.markdown_html import Prose, convert
from tourbook.rendering.theme import Theme
from tourbook.schema import CONTENT, Regions, Schedule, Site
from tourbook.sources import paths, reading


class Stored(msgspec.Struct):
    salt: bytes = b""
    files: dict[str, tuple[bytes, bytes]] = {}
    """File -> (digest of its bytes, what it says). Only files without problems."""
    prose: dict[bytes, Prose] = {}
    """Digest of a Markdown text -> its HTML."""
    theme: tuple[bytes, dict[str, bytes]] = (b"", {})
    """Digest of a theme without problems -> digest of the closure of each of its templates."""
    events: dict[bytes, bytes] = {}
    """Digest of what the events of a stop are made from -> these."""


class Kept(dict[bytes, bytes]):
    """Looks up what was kept the last time; what is asked for or added is kept further."""

    def __init__(self, old: dict[bytes, bytes], salt: bytes) -> None:
        super().__init__()
        self._old, self._salt = old, salt

    def get(self, key: bytes, default: Any = None) -> Any:
        key = digest(self._salt, key)
        if key in self._old:
            super().__setitem__(key, self._old[key])
        return super().get(key, default)

    def __setitem__(self, key: bytes, value: bytes) -> None:
        super().__setitem__(digest(self._salt, key), value)


class Memo:
    """Reads through; `save` keeps what this build used and nothing else."""

    def __init__(self, path: Path | None, salt: bytes, jobs: int) -> None:
        self._path, self._salt, self._jobs = path, salt, jobs
        self._old = Stored()
        if path is not None:
            try:
                stored = msgspec.msgpack.decode(path.read_bytes(), type=Stored)
                self._old = stored if stored.salt == salt else self._old
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
                pass
        self._new = Stored(salt)
        self._kept: list[Kept] = []

    def read(
        self,
        files: Sequence[str],
        digests: dict[str, bytes],
        texts: dict[str, bytes],
        problems: Problems,
    ) -> dict[str, Any]:
        """What each file says; one that cannot be read at all is left out, and has problems."""
        due = [f for f in files if self._old.files.get(f, (b"",))[0] != digests[f]]
        read = dict(
            zip(
                due,
                spread(lambda part: [_read(f, texts[f]) for f in part], due, self._jobs),
                strict=True,
            )
        )
        out: dict[str, Any] = {}
        for file in files:
            if file in read:
                payload, found = read[file]
                problems.items += found
            else:
                payload, found = self._old.files[file][1], []
            if payload is not None:
                out[file] = _decoder(file).decode(payload)
                if not found:
                    self._new.files[file] = (digests[file], payload)
        return out

    def prose(self, texts: Sequence[str]) -> dict[str, Prose]:
        """The HTML of each Markdown text."""
        keys = {text: digest(text.encode()) for text in texts}
        due = [text for text, key in keys.items() if key not in self._old.prose]
        made = dict(
            zip(due, spread(lambda part: [convert(t) for t in part], due, self._jobs), strict=True)
        )
        out = {
            text: made[text] if text in made else self._old.prose[key] for text, key in keys.items()
        }
        self._new.prose = {keys[text]: prose for text, prose in out.items()}
        return out

    def closures(
        self, theme: Theme, wanted: set[str], statics: dict[str, bytes], problems: Problems
    ) -> dict[str, bytes]:
        """The digest of each wanted template's closure, the theme checked."""
        key = digest(
            canonical([theme.templates, theme.strings, theme.static, sorted(wanted), statics])
        )
        if self._old.theme[0] == key:
            self._new.theme = self._old.theme
            return self._old.theme[1]
        from tourbook.rendering import templates

        before = len(problems)
        found = templates.check(theme, wanted, statics, problems)
        if len(problems) == before:
            self._new.theme = (key, found)
        return found

    def kept(self, salt: bytes) -> Kept:
        """A store for what a language's events are made into; `salt` stands for everything that all
        of them depend on."""
        self._kept.append(Kept(self._old.events, salt))
        return self._kept[-1]

    def save(self) -> None:
        self._new.events = {key: value for kept in self._kept for key, value in kept.items()}
        if self._path is not None and self._new != self._old:
            with suppress(OSError):  # it only saves time
                write_atomically(self._path, msgspec.msgpack.encode(self._new))


def _read(file: str, raw: bytes) -> tuple[bytes | None, list[Problem]]:
    problems = Problems()
    if file == paths.SITE:
        value: Any = reading.read_site(raw, problems)
    elif file == paths.REGIONS:
        value = reading.read_regions(raw, problems)
    elif paths.is_schedule(file):
        value = reading.read_schedule(file, raw, problems)
    else:
        value = reading.read_content(file, raw, problems)
    return (None if value is None else msgspec.msgpack.encode(value)), problems.items


_DECODERS: dict[str, msgspec.msgpack.Decoder[Any]] = {}


def _decoder(file: str) -> msgspec.msgpack.Decoder[Any]:
    where = paths.content_path(file)
    key = (
        f"{where.folder}{'.x' if where.language else ''}"
        if where
        else file
        if file in (paths.SITE, paths.REGIONS)
        else "schedule"
    )
    if key not in _DECODERS:
        wanted: Any
        if where:
            kind = CONTENT[where.folder]
            wanted = reading.Content[reading.translation_of(kind) if where.language else kind]  # type: ignore[misc]
        else:
            wanted = {paths.SITE: Site, paths.REGIONS: Regions}.get(file, Schedule)
        _DECODERS[key] = msgspec.msgpack.Decoder(wanted)
    return _DECODERS[key]
