"""QR codes as SVG: one path, no inline style, readable when printed small."""

from functools import lru_cache

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
# Markup.format escapes what it fills in.
SVG = Markup(
    '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}" shape-rendering="crispEdges">'
    '<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{path}"/></svg>'
)


@lru_cache(maxsize=256)
def qr_svg(text: str, label: str) -> Markup:
    """A QR code (error level M) as an SVG element with a spoken label; one unit is one module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows) + 2 * QUIET
    path = "".join(_row_path(row, y) for y, row in enumerate(rows))
    return SVG.format(size=size, label=label, path=path)


def _row_path(row: list[bool], y: int) -> str:
    """The dark modules of a row as runs, so a code is a few kilobytes and not one element a module."""
    parts: list[str] = []
    x = 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            parts.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z")
        x += 1
    return "".join(parts)
