"""Where a file that records or texts name is published, and in which widths if it is a picture."""

from __future__ import annotations

from typing import NamedTuple

from tourbook.formats.photographs import SHARE_SIZE

WIDTHS = (480, 960, 1600)
"""Pixels: of a phone, of a phone with a fine screen or a column of a page, of a whole screen."""
_LEAST_GAIN = 1.2
"""A rendition that is not so many times narrower than the widest saves next to nothing."""


class PublishedFile(NamedTuple):
    path: str
    """Its site path."""
    width: int = 0
    """Pixels of a picture that a record or text shows; 0 if it is none, or unknown."""
    height: int = 0
    focus: str = ""
    """The side of a picture of a record that stays in sight if it is cut."""
    is_map: bool = False
    """True for a map, which is shown just as it was issued: neither smaller nor cut."""

    @property
    def widths(self) -> tuple[int, ...]:
        """Those of its renditions, the narrowest first; () if it is published as it is only."""
        widest = min(self.width, WIDTHS[-1])
        if widest <= WIDTHS[0] or self.is_map:
            return ()
        return (*(w for w in WIDTHS if w * _LEAST_GAIN < widest), widest)

    def name_rendition(self, width: int) -> str:
        """The site path of the picture in another width."""
        return f"{self.path}.{width}.webp"

    @property
    def share_path(self) -> str:
        """The site path of the picture for previews of links; "" if it is too small for one."""
        name = f"{self.path}.share{self.focus and '-'}{self.focus}.jpg"
        return name if self.width * 2 >= SHARE_SIZE[0] and not self.is_map else ""

    @property
    def focal_point(self) -> tuple[float, float]:
        """Shares of width and height."""
        x = "left" not in self.focus and ("right" in self.focus or 0.5)
        y = "top" not in self.focus and ("bottom" in self.focus or 0.5)
        return float(x), float(y)
