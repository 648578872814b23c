"""What files and texts said the last time, by their content, so that only what changed is read
again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from tourbook.common.digests import compute_digest, encode_canonical
from tourbook.common.files import write_atomically
from tourbook.common.parallel import map_chunks
from tourbook.common.problems import Problem, Problems
from tourbook.formats.markdown_html import ConvertedMarkdown, convert_markdown
from tourbook.rendering.theme import Theme
from tourbook.schema import CONTENT_TYPES, RegionRecords, ScheduleRecord, SiteRecord
from tourbook.sources import paths, reading


class CacheFile(msgspec.Struct):
    program_digest: bytes = b""
    files: dict[str, tuple[bytes, bytes]] = {}
    """File -> (digest of its bytes, what it says). Only files without problems."""
    prose: dict[bytes, ConvertedMarkdown] = {}
    """Digest of a Markdown text -> its HTML."""
    theme: tuple[bytes, dict[str, bytes]] = (b"", {})
    """Digest of a theme without problems -> digest of the closure of each of its templates."""
    events: dict[bytes, bytes] = {}
    """Digest of what the events of a stop are made from -> these."""


class EventCache(dict[bytes, bytes]):
    """Looks up what was kept the last time; what is asked for or added is kept further."""

    def __init__(self, old: dict[bytes, bytes], salt: bytes) -> None:
        super().__init__()
        self._previous, self._salt = old, salt

    def get(self, key: bytes, default: Any = None) -> Any:
        key = compute_digest(self._salt, key)
        if key in self._previous:
            super().__setitem__(key, self._previous[key])
        return super().get(key, default)

    def __setitem__(self, key: bytes, value: bytes) -> None:
        super().__setitem__(compute_digest(self._salt, key), value)


class BuildCache:
    """Reads through; `save` keeps what this build used and nothing else."""

    def __init__(self, path: Path | None, program_digest: bytes, jobs: int) -> None:
        self._path, self._program_digest, self._jobs = path, program_digest, jobs
        self._previous = CacheFile()
        if path is not None:
            try:
                stored = msgspec.msgpack.decode(path.read_bytes(), type=CacheFile)
                self._previous = (
                    stored if stored.program_digest == program_digest else self._previous
                )
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
                pass
        self._current = CacheFile(program_digest)
        self._event_caches: list[EventCache] = []

    def read(
        self,
        files: Sequence[str],
        digests: dict[str, bytes],
        texts: dict[str, bytes],
        problems: Problems,
    ) -> dict[str, Any]:
        """What each file says; one that cannot be read at all is left out, and has problems."""
        due = [f for f in files if self._previous.files.get(f, (b"",))[0] != digests[f]]
        read = dict(
            zip(
                due,
                map_chunks(lambda part: [_read_file(f, texts[f]) for f in part], due, self._jobs),
                strict=True,
            )
        )
        out: dict[str, Any] = {}
        for file in files:
            if file in read:
                payload, found = read[file]
                problems.items += found
            else:
                payload, found = self._previous.files[file][1], []
            if payload is not None:
                out[file] = _get_decoder(file).decode(payload)
                if not found:
                    self._current.files[file] = (digests[file], payload)
        return out

    def convert_texts(self, texts: Sequence[str]) -> dict[str, ConvertedMarkdown]:
        """The HTML of each Markdown text."""
        keys = {text: compute_digest(text.encode()) for text in texts}
        due = [text for text, key in keys.items() if key not in self._previous.prose]
        made = dict(
            zip(
                due,
                map_chunks(lambda part: [convert_markdown(t) for t in part], due, self._jobs),
                strict=True,
            )
        )
        out = {
            text: made[text] if text in made else self._previous.prose[key]
            for text, key in keys.items()
        }
        self._current.prose = {keys[text]: prose for text, prose in out.items()}
        return out

    def digest_templates(
        self,
        theme: Theme,
        template_names: set[str],
        static_digests: dict[str, bytes],
        problems: Problems,
    ) -> dict[str, bytes]:
        """The digest of each wanted template's closure, the theme checked."""
        key = compute_digest(
            encode_canonical(
                [
                    theme.templates,
                    theme.strings,
                    theme.static,
                    sorted(template_names),
                    static_digests,
                ]
            )
        )
        if self._previous.theme[0] == key:
            self._current.theme = self._previous.theme
            return self._previous.theme[1]
        from tourbook.rendering import templates

        before = len(problems)
        found = templates.check_templates(theme, template_names, static_digests, problems)
        if len(problems) == before:
            self._current.theme = (key, found)
        return found

    def open_event_cache(self, salt: bytes) -> EventCache:
        """A store for what a language's events are made into; `salt` stands for everything that all
        of them depend on."""
        self._event_caches.append(EventCache(self._previous.events, salt))
        return self._event_caches[-1]

    def save(self) -> None:
        self._current.events = {
            key: value for kept in self._event_caches for key, value in kept.items()
        }
        if self._path is not None and self._current != self._previous:
            with suppress(OSError):  # it only saves time
                write_atomically(self._path, msgspec.msgpack.encode(self._current))


def _read_file(file: str, raw: bytes) -> tuple[bytes | None, list[Problem]]:
    problems = Problems()
    if file == paths.SITE_FILE:
        value: Any = reading.read_site(raw, problems)
    elif file == paths.REGIONS_FILE:
        value = reading.read_regions(raw, problems)
    elif paths.is_schedule(file):
        value = reading.read_schedule(file, raw, problems)
    else:
        value = reading.read_content(file, raw, problems)
    return (None if value is None else msgspec.msgpack.encode(value)), problems.items


_DECODERS: dict[str, msgspec.msgpack.Decoder[Any]] = {}


def _get_decoder(file: str) -> msgspec.msgpack.Decoder[Any]:
    where = paths.parse_content_path(file)
    key = (
        f"{where.folder}{'.x' if where.language else ''}"
        if where
        else file
        if file in (paths.SITE_FILE, paths.REGIONS_FILE)
        else "schedule"
    )
    if key not in _DECODERS:
        wanted: Any
        if where:
            kind = CONTENT_TYPES[where.folder]
            wanted = reading.Content[  # type: ignore[misc]
                reading.build_translation_type(kind) if where.language else kind
            ]
        else:
            wanted = {paths.SITE_FILE: SiteRecord, paths.REGIONS_FILE: RegionRecords}.get(
                file, ScheduleRecord
            )
        _DECODERS[key] = msgspec.msgpack.Decoder(wanted)
    return _DECODERS[key]
