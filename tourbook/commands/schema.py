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
    manuals = [name for name in CONTENT_MANUALS if (run.root / name).exists()]
    for name in manuals:
        manual = run.root / name
        write_atomically(manual, fill_tables(manual.read_text(encoding="utf-8")).encode())
    names = ", ".join(["schemas/", *manuals])
    run.print_status(f"写好了 {names}", f"wrote {names}")
    return 0


COMMAND = Command(
    run_schema,
)
