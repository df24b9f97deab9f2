"""The program's own icons, drawn as SVG beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPixmap

from survey.problems import Level

_FOLDER = Path(__file__).parent / "icons"
LEVEL_ICONS = {Level.ERROR: "error", Level.QUERY: "query", Level.HINT: "hint"}


@cache
def icon(name: str) -> QIcon:
    """Return an icon by the name of its file."""
    return QIcon(str(_FOLDER / f"{name}.svg"))


def mark(level: Level, font: QFont) -> QPixmap:
    """Return a level's icon as large as the letters beside it."""
    return pixmap(LEVEL_ICONS[level], round(QFontMetrics(font).height() * 0.78))


@cache
def pixmap(name: str, side: int) -> QPixmap:
    """Return an icon as a square picture of ``side`` pixels."""
    return icon(name).pixmap(side, side)
