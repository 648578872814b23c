"""QR codes (ISO/IEC 18004) as SVG pictures."""

from __future__ import annotations

import io


def render_qr_code(text: str) -> bytes:
    """An SVG picture, black on white, one unit a module, with the quiet zone that readers need."""
    import segno  # late: most builds make no new code, and it is slow to load

    picture = io.BytesIO()
    # any mask can be read; searching the best takes four times as long
    code = segno.make(text, error="m", micro=False, mask=3)
    code.save(
        picture,
        kind="svg",
        xmldecl=False,
        svgversion=2.0,
        omitsize=True,
        light="#fff",
        dark="#000",
        border=4,
        nl=True,
    )
    return picture.getvalue()
