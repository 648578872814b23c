"""What files and texts said in the last build, by the digests of their content, so that only what
changed is read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tourbook.common.canonical import encode_canonical
from tourbook.common.digests import compute_digest
from tourbook.common.files import read_sealed, write_sealed
from tourbook.common.parallel import map_chunks
from tourbook.common.problems import Problem, Problems
from tourbook.formats.file_contents import MAX_EXAMINED, get_suffix
from tourbook.formats.markdown_html import ConvertedMarkdown, convert_markdown
from tourbook.rendering.theme import Theme
from tourbook.schema import CONTENT_TYPES, RegionRecords, ScheduleRecord, SiteRecord
from tourbook.sources import paths, reading
from tourbook.sources.examining import FileFacts, examine_file
from tourbook.sources.proofreading import proofread

from .machine_memory import MachineMemory
from .process_memory import ProcessMemory

Result = TypeVar("Result")


class CacheFile(msgspec.Struct):
    program_digest: bytes = b""
    files: dict[str, tuple[bytes, bytes]] = {}
    """File -> (digest of its bytes, its record). Only files without problems."""
    prose: dict[bytes, ConvertedMarkdown] = {}
    """Digest of a Markdown text -> its HTML."""
    examined_files: dict[bytes, FileFacts] = {}
    """Digest of a file and of the end of its name -> what is in it."""
    theme: tuple[bytes, dict[str, bytes]] = (b"", {})
    """Digest of a theme without problems -> digest of the closure of each of its templates."""
    outcomes: dict[bytes, bytes] = {}
    """As `Outcomes`."""


class Outcomes(dict[bytes, bytes]):
    """What the last build worked out (events, postings), by digests of all that it follows from, or
    by a name. What is asked for or added is kept for the next one."""

    def __init__(self, previous: Mapping[bytes, bytes]) -> None:
        super().__init__()
        self._previous = previous
        self._keeps_all = False

    def get(self, key: bytes, default: Any = None) -> Any:
        if key in self._previous:
            self[key] = self._previous[key]
        return super().get(key, default)

    def keep_all(self) -> None:
        """Keep what is not asked for, too."""
        self._keeps_all = True

    def list_kept(self) -> dict[bytes, bytes]:
        """What the next build will know."""
        return {**self._previous, **self} if self._keeps_all else dict(self)


class BuildCache:
    """Reads through. `save` keeps what this build used and nothing else; a preview, which makes few
    of the outputs, goes on with a successor, which forgets nothing that is still of use."""

    def __init__(
        self,
        path: Path | None,
        program_digest: bytes,
        jobs: int,
        machine_memory: MachineMemory | None = None,
    ) -> None:
        """Without a path nothing is remembered."""
        self._path, self._jobs = path, jobs
        self.machine_memory = machine_memory or MachineMemory(None, program_digest)
        self._current = CacheFile(program_digest)
        self._records: dict[str, tuple[bytes, Any]] = {}
        """File -> (its record as it is kept, the record), of what this process has read."""
        self._html: dict[str, ConvertedMarkdown] | None = None
        """Markdown text -> its HTML, of all texts that this process saw last; None if there were
        none yet."""
        self.process_memory = ProcessMemory()

    @cached_property
    def _previous(self) -> CacheFile:
        return load_cache_file(self._path, self._current.program_digest)

    def read(
        self,
        files: Sequence[str],
        digests: Mapping[str, bytes],
        texts: Mapping[str, bytes],
        problems: Problems,
    ) -> dict[str, Any]:
        """The record of each file. One that cannot be read at all is left out, and has problems."""
        previous = self._previous.files
        due = [f for f in files if previous.get(f, (b"",))[0] != digests[f]]
        fresh = self._map(lambda f: _read_file(f, texts[f]), due)
        records: dict[str, Any] = {}
        for file in files:
            payload, own_problems = fresh[file] if file in fresh else (previous[file][1], [])
            problems.extend(own_problems)
            if payload is not None:
                records[file] = self._decode(file, payload)
                if not own_problems:
                    self._current.files[file] = (digests[file], payload)
        return records

    def _decode(self, file: str, payload: bytes) -> Any:
        """The record; the same object as long as nothing in it changes."""
        known_payload, record = self._records.get(file, (None, None))
        if payload != known_payload:
            record = _get_decoder(_find_record_type(file)).decode(payload)
            self._records[file] = (payload, record)
        return record

    def convert_texts(self, texts: Sequence[str]) -> dict[str, ConvertedMarkdown]:
        """The HTML of each Markdown text."""
        previous, last_html = self._previous.prose, self._html or {}
        keys = {text: _digest_text(text) for text in texts if text not in last_html}
        fresh = self._map(convert_markdown, [t for t, key in keys.items() if key not in previous])
        new_html = {t: fresh[t] if t in fresh else previous[key] for t, key in keys.items()}
        html = {text: new_html.get(text) or last_html[text] for text in texts}
        self._html = html
        return html

    def examine_files(
        self, files: Sequence[str], digests: Mapping[str, bytes], read: Callable[[str, int], bytes]
    ) -> dict[str, FileFacts]:
        """What is in each file; `read` returns the first bytes of one."""
        previous = self._previous.examined_files
        keys = {f: compute_digest(digests[f], get_suffix(f).encode()) for f in files}
        fresh = self._map(
            lambda f: examine_file(get_suffix(f), read(f, MAX_EXAMINED)),
            [f for f, key in keys.items() if key not in previous],
        )
        facts = {f: fresh[f] if f in fresh else previous[key] for f, key in keys.items()}
        self._current.examined_files = {keys[f]: facts[f] for f in files}
        return facts

    def _map(self, function: Callable[[str], Result], items: Sequence[str]) -> dict[str, Result]:
        """Item -> result, worked out in several processes."""
        results = map_chunks(lambda chunk: [function(x) for x in chunk], items, self._jobs)
        return dict(zip(items, results, strict=True))

    def digest_templates(
        self,
        theme: Theme,
        template_names: set[str],
        static_digests: Mapping[str, bytes],
        problems: Problems,
    ) -> dict[str, bytes]:
        """The digest of each template's closure. Checks the theme."""
        parts = [
            theme.templates,
            theme.strings,
            theme.static,
            sorted(template_names),
            static_digests,
        ]
        key = compute_digest(encode_canonical(parts))
        if self._previous.theme[0] == key:
            self._current.theme = self._previous.theme
            return self._previous.theme[1]
        digests = self._recall_theme(key)
        if digests:
            self._current.theme = (key, digests)
            return digests
        from tourbook.rendering import templates  # late: only a theme that changed is checked

        new_problems = problems.watch()
        digests = templates.check_templates(theme, template_names, static_digests, problems)
        if not new_problems():
            self._current.theme = (key, digests)
            self.machine_memory.set(key, msgspec.msgpack.encode(digests))
        return digests

    def _recall_theme(self, key: bytes) -> dict[str, bytes]:
        """What another project's build worked out for a theme without problems; {} if none did."""
        raw = self.machine_memory.get(key)
        return msgspec.msgpack.decode(raw, type=dict[str, bytes]) if raw else {}

    @cached_property
    def outcomes(self) -> Outcomes:
        return Outcomes(self._previous.outcomes)

    def make_successor(self) -> BuildCache:
        """A cache for the next step of the same process, which forks no others. It knows what this
        one has read, and of whatever this one was not asked for what that knew."""
        successor = BuildCache(
            self._path, self._current.program_digest, jobs=1, machine_memory=self.machine_memory
        )
        successor._previous, successor._records = self._add_to_previous(), self._records
        successor._html, successor.process_memory = self._html, self.process_memory
        return successor

    def _add_to_previous(self) -> CacheFile:
        previous, current = self._previous, self._current
        return CacheFile(
            current.program_digest,
            current.files or previous.files,
            previous.prose,
            current.examined_files or previous.examined_files,
            current.theme if current.theme[0] else previous.theme,
            previous.outcomes | self.outcomes,
        )

    def _digest_prose(self) -> dict[bytes, ConvertedMarkdown]:
        if self._html is None:
            return self._previous.prose
        return {_digest_text(text): html for text, html in self._html.items()}

    def save(self) -> None:
        self._current.prose = self._digest_prose()
        self._current.outcomes = self.outcomes.list_kept()
        if self._current != self._previous:
            self._write(self._current)

    def save_all(self) -> None:
        """Save what this build used, and what earlier ones knew besides."""
        content = self._add_to_previous()
        content.prose = self._digest_prose()
        self._write(content)

    def _write(self, content: CacheFile) -> None:
        if self._path is not None:
            with suppress(OSError):  # it only saves time
                write_sealed(self._path, msgspec.msgpack.encode(content))


def _digest_text(text: str) -> bytes:
    return compute_digest(text.encode())


def load_cache_file(path: Path | None, program_digest: bytes) -> CacheFile:
    """What the last build saved; nothing if another program saved it."""
    if path is not None:
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            stored = msgspec.msgpack.decode(read_sealed(path), type=CacheFile)
            if stored.program_digest == program_digest:
                return stored
    return CacheFile()


def _read_file(file: str, raw: bytes) -> tuple[bytes | None, list[Problem]]:
    """(the record as it is kept, or None; the file's problems)."""
    problems = Problems()
    record: Any
    if file == paths.SITE_FILE:
        record = reading.read_site(raw, problems)
    elif file == paths.REGIONS_FILE:
        record = reading.read_regions(raw, problems)
    elif paths.is_schedule(file):
        record = reading.read_schedule(file, raw, problems)
    else:
        record = reading.read_content(file, raw, problems)
    if record is not None:
        proofread(file, raw, record, problems)
    return (None if record is None else msgspec.msgpack.encode(record)), list(problems)


def _find_record_type(file: str) -> Any:
    path = paths.parse_content_path(file)
    if path:
        return _build_content_type(path.folder, bool(path.language))
    return {paths.SITE_FILE: SiteRecord, paths.REGIONS_FILE: RegionRecords}.get(
        file, ScheduleRecord
    )


@cache
def _build_content_type(folder: str, is_translation: bool) -> Any:
    kind = CONTENT_TYPES[folder]
    return reading.Content[reading.build_translation_type(kind) if is_translation else kind]  # type: ignore[misc]  # types that are values


@cache
def _get_decoder(record_type: Any) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(record_type)
