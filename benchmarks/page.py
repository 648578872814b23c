"""Put tables into docs/performance.md, between marks."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs/performance.md"


def write_between_marks(name: str, lines: list[str]) -> None:
    """Put lines between the marks of that name. Raises SystemExit if the page lacks them."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = PAGE.read_text(encoding="utf-8")
    if begin not in text or end not in text:
        raise SystemExit(f"{PAGE} lacks the lines {begin} and {end}")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text("\n".join([before + begin, *lines, end + after]), encoding="utf-8")
