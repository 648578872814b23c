"""schema: write the JSON Schemas for editors and the field tables of the content manual, both from
the types in `schema/`."""

from __future__ import annotations

from tourbook.common.files import write_atomically

from .base import Command, Run

CONTENT_MANUALS = ("docs/content.md", "docs/content.zh-CN.md")


def run_schema(run: Run) -> int:
    run.check_project()
    # late: no other command needs it
    from tourbook.schema.export import fill_tables, generate_schemas

    for name, raw in generate_schemas().items():
        write_atomically(run.root / "schemas" / name, raw)
    for name in CONTENT_MANUALS:
        manual = run.root / name
        if manual.exists():
            write_atomically(manual, fill_tables(manual.read_text(encoding="utf-8")).encode())
    run.print_status(
        "已写入 schemas/ 和 docs/content*.md 的字段表",
        "wrote schemas/ and the field tables of docs/content*.md",
    )
    return 0


COMMAND = Command(
    run_schema,
)
