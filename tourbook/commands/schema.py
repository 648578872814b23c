"""schema: write the JSON Schemas for editors and the field tables of docs/content.md, from the one
set of types."""

from __future__ import annotations

import sys

from tourbook.common.files import write_atomically

from .base import Command, Run

CONTENT_MANUAL = "docs/content.md"


def run(run: Run) -> int:
    from tourbook.schema.export import (
        fill_tables,
        generate_schemas,
    )  # late: no other command needs it

    for name, raw in generate_schemas().items():
        write_atomically(run.root / "schemas" / name, raw)
    docs = run.root / CONTENT_MANUAL
    if docs.exists():
        write_atomically(docs, fill_tables(docs.read_text(encoding="utf-8")).encode())
    if not run.args.quiet:
        zh, en = (
            "已写入 schemas/ 和 docs/content.md 的字段表",
            "wrote schemas/ and the field tables of docs/content.md",
        )
        print(run.localize(zh, en), file=sys.stderr)
    return 0


COMMAND = Command(
    "write schemas/*.json and the field tables of docs/content.md / 生成 JSON Schema 和字段表", run
)
