"""Tables on a terminal: columns align, also with Chinese characters, which are twice as wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tourbook.common.printable import make_printable
from tourbook.common.problem_formats import measure_display_width

_GAP = "  "


def align_rows(rows: Iterable[Sequence[str]], indent: str = "") -> Iterator[str]:
    """A line for each row. Columns that are empty in all rows are left out."""
    table = [[make_printable(cell) for cell in row] for row in rows]
    columns = [column for column in zip(*table, strict=True) if any(column)]
    widths = [max(map(measure_display_width, column)) for column in columns]
    for cells in zip(*columns, strict=True):
        padded = (
            cell + " " * (width - measure_display_width(cell))
            for cell, width in zip(cells, widths, strict=True)
        )
        yield (indent + _GAP.join(padded)).rstrip()
