"""QR codes (ISO/IEC 18004) as SVG pictures."""

from __future__ import annotations

import io


def render_qr_code(text: str) -> bytes:
    """A code that holds the text, as black squares on white with the quiet zone that readers need,
    1 unit a module."""
    import segno  # most builds make no new code, and it takes a while to load

    out = io.BytesIO()
    # readers undo any mask; to look for the best takes four times as long
    code = segno.make(text, error="m", micro=False, mask=3)
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgversion=2.0,
        omitsize=True,
        light="#fff",
        dark="#000",
        border=4,
        nl=True,
    )
    return out.getvalue()
