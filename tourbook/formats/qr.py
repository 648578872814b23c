"""QR codes (ISO/IEC 18004) as SVG pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tourbook.common.patterns import compile_late

_QUIET_ZONE = 4
"""That readers need around a code, in modules."""
_DARK_MODULES = compile_late(rb"\x01+")


def render_qr_code(text: str) -> bytes:
    """An SVG picture, black on white, one unit a module, with the quiet zone."""
    import segno  # late: most builds make no new code, and it is slow to load

    # any mask can be read; searching the best takes four times as long
    rows = segno.make(text, error="m", micro=False, mask=3).matrix
    size = len(rows) + 2 * _QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" class="segno">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path class="qrline" stroke="#000"'
        f' d="M{_QUIET_ZONE} {_QUIET_ZONE + 0.5}{"".join(_iterate_lines(rows))}"/></svg>\n'
    ).encode()


def _iterate_lines(rows: Iterable[bytes | bytearray]) -> Iterator[str]:
    """A line for each run of dark modules, and the way to it from the end of the one before. The
    first is in the corner of the code."""
    x = y = 0
    for number, row in enumerate(rows):
        for run in _DARK_MODULES.finditer(row):
            start, end = run.span()
            way = f"m{start - x} {number - y}" if end > 7 or number else ""
            yield f"{way}h{end - start}"
            x, y = end, number
