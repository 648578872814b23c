"""Write the files of a project: YAML, and Markdown with front matter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
"""What a YAML file or its front matter says."""


class _Dumper(yaml.CSafeDumper):
    """Without anchors and aliases, which Tourbook does not read."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def write_yaml(path: Path, record: Record) -> None:
    write_text(path, format_yaml(record))


def write_document(path: Path, front: Record, body: str) -> None:
    """A Markdown file; a translation without fields of its own has an empty front matter."""
    write_text(path, f"---\n{format_yaml(front) if front else ''}---\n\n{body}")


def write_schedule(
    root: Path, tours: list[Record], routes: list[Record], one_schedule: bool
) -> None:
    """A file for each tour and route under schedule/, as one would keep thousands of stops; with
    `one_schedule` all are in schedule.yaml, the worst case for an edit."""
    if one_schedule:
        write_yaml(root / "schedule.yaml", {"tours": tours, "routes": routes})
        return
    write_yaml(root / "schedule.yaml", {"include": ["schedule/*.yaml"]})
    for key, trips in (("tours", tours), ("routes", routes)):
        for trip in trips:
            write_yaml(root / f"schedule/{trip['id']}.yaml", {key: [trip]})


def format_yaml(record: Record) -> str:
    text: str = yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
