"""Problems in SARIF 2.1.0 (OASIS), which code hosts and editors show; with the replacements that
mend them, if these are certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote

from tourbook import __version__
from tourbook.common.printable import encode_json
from tourbook.common.problems import Location, Problem
from tourbook.editing.remedies import Replacement, make_finder
from tourbook.formats.source_text import decode_for_display, locate_offset

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def format_as_sarif(
    problems: Iterable[Problem], texts: Mapping[str, bytes], lang: str, folder: str
) -> str:
    """Located problems as a log with one run. `folder`: where the project lies in its
    repository."""
    problems = list(problems)
    codes: list[str] = list(dict.fromkeys(problem.code for problem in problems))
    writer = _Writer(texts, lang, folder, codes)
    driver = {"name": "Tourbook", "version": __version__, "rules": [{"id": code} for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [writer.write_result(problem) for problem in problems],
    }
    return encode_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


class _Writer:
    def __init__(
        self, texts: Mapping[str, bytes], lang: str, folder: str, codes: list[str]
    ) -> None:
        self.lang, self.folder, self.codes = lang, folder, codes
        self.find_replacement = make_finder(texts)
        self.decode = cache(lambda file: decode_for_display(texts.get(file, b"")))

    def write_result(self, problem: Problem) -> dict[str, Any]:
        help = problem.help.in_language(self.lang)
        message = problem.message.in_language(self.lang)
        result: dict[str, Any] = {
            "ruleId": problem.code,
            "ruleIndex": self.codes.index(problem.code),
            "level": problem.level,
            "message": {"text": f"{message}\n{help}" if help else message},
            "locations": [self._write_location(problem.location)],
        }
        if problem.related_location:
            result["relatedLocations"] = [self._write_location(problem.related_location)]
        replacement = self.find_replacement(problem)
        if replacement:
            result["fixes"] = [self._write_fix(replacement, help)]
        return result

    def _write_artifact(self, file: str) -> dict[str, str]:
        return {"uri": quote(self.folder + file), "uriBaseId": "%SRCROOT%"}

    def _write_location(self, location: Location) -> dict[str, Any]:
        region = {"startLine": max(location.line, 1), "startColumn": max(location.column, 1)}
        artifact = self._write_artifact(location.file)
        return {"physicalLocation": {"artifactLocation": artifact, "region": region}}

    def _write_fix(self, replacement: Replacement, help: str) -> dict[str, Any]:
        text: str = self.decode(replacement.file)
        line, column = locate_offset(text, replacement.start)
        end_line, end_column = locate_offset(text, replacement.end)
        region = {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
        }
        change = {
            "artifactLocation": self._write_artifact(replacement.file),
            "replacements": [
                {"deletedRegion": region, "insertedContent": {"text": replacement.new}}
            ],
        }
        return {"description": {"text": help}, "artifactChanges": [change]}
