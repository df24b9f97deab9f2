"""Text on its way into sheet XML: whatever a person typed, the workbook opens and says the same."""

from __future__ import annotations

import re

MAX_UNITS = 32_767  # UTF-16 units in one cell, Excel's limit
_CUT = "…（以下超出单元格上限，已截去）"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]|_(?=x[0-9A-Fa-f]{4}_)")
_LONE = re.compile("[\ud800-\udfff\ufffe\uffff]")
SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]|_x")
"""What makes a text need :func:`escaped`; a whole column is asked at once."""


def fitted(text: str) -> str:
    """Cut a text to what a cell can hold, saying so at its end; half characters and U+FFFE, U+FFFF become U+FFFD."""
    text = _LONE.sub("\ufffd", text)
    if len(text) * 2 <= MAX_UNITS or units(text) <= MAX_UNITS:
        return text
    room = MAX_UNITS - len(_CUT)
    cut = text.encode("utf-16-le")[: room * 2]
    return cut.decode("utf-16-le", "ignore") + _CUT


def units(text: str) -> int:
    """Count as Excel does: characters beyond U+FFFF (𠮷, emoji) are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def escaped(text: str) -> str:
    """Make XML of a text. Control characters become ``_x000B_`` (ECMA-376 ST_Xstring), as Excel itself writes them."""
    text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", fitted(text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def legal(text: str) -> str:
    """Make a text that openpyxl takes: cut to size, without control characters."""
    return "".join(letter for letter in fitted(text) if letter >= " " or letter in "\t\n")
