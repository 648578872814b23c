"""Covers as SVG."""

from __future__ import annotations

from itertools import groupby

from .shapes import HEIGHT, WIDTH, Area, Disc, Drawing, Line, Path, Shape


def write_svg(drawing: Drawing) -> bytes:
    shapes = groupby(drawing.shapes, key=lambda shape: (type(shape), _get_colour(shape)))
    parts = [part for _, group in shapes for part in _write_group(list(group))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="{drawing.ground}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{"".join(parts)}</svg>\n'
    ).encode()


def _get_colour(shape: Shape) -> str:
    return shape.stroke if isinstance(shape, Line) else shape.fill


def _write_group(shapes: list[Shape]) -> list[str]:
    """Neighbours of one kind and colour, which say their colour once."""
    match shapes[0]:
        case Disc(fill=fill):
            circles = [_write_disc(s) for s in shapes if isinstance(s, Disc)]
            if len(circles) == 1:
                return [circles[0].replace("<circle", f'<circle fill="{fill}"')]
            return [f'<g fill="{fill}">', *circles, "</g>"]
        case Area(fill=fill):
            paths = [_write_path(p) + "z" for s in shapes if isinstance(s, Area) for p in s.paths]
            return [f'<path fill="{fill}" d="{"".join(paths)}"/>']
    return [_write_line(s) for s in shapes if isinstance(s, Line)]


def _write_disc(disc: Disc) -> str:
    x, y, r = map(_write_number, (disc.x, disc.y, disc.radius))
    return f'<circle cx="{x}" cy="{y}" r="{r}"/>'


def _write_line(line: Line) -> str:
    width, dash = _write_number(line.width), _write_number(line.dash)
    dashes = f' stroke-dasharray="{dash}"' if line.dash else ' stroke-linecap="round"'
    return (
        f'<path fill="none" stroke="{line.stroke}" stroke-width="{width}"{dashes}'
        f' stroke-linejoin="round" d="{_write_path(line.path)}"/>'
    )


def _write_path(path: Path) -> str:
    (x, y), *rest = path
    out = f"M{_write_number(x)} {_write_number(y)}"
    for segment in rest:
        out += ("C" if len(segment) == 6 else "L") + " ".join(map(_write_number, segment))
    return out


def _write_number(value: float) -> str:
    """In whole units, of which a page shows the canvas at two or three pixels each."""
    return str(round(value))
