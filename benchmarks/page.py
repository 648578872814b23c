"""docs/performance.md: the tables that benchmarks write into it stand between marks."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"


def write_between_marks(name: str, lines: list[str]) -> None:
    """Put lines between the marks of that name. Raises SystemExit where these are not there."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = PAGE.read_text(encoding="utf-8")
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{PAGE} lacks the lines {begin} and {end}")
    PAGE.write_text("\n".join([before + begin, *lines, end + after]), encoding="utf-8")
