"""Fonts and the style sheet, both derived from one size in points that the person sets with Ctrl+= and Ctrl+-."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from gui.theme import colours

NORMAL_PT = 11.5
SMALLEST_PT = 9.0
LARGEST_PT = 23.0
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)
_SHEET = Path(__file__).parent / "style.qss"


STYLE = ("-style", "Fusion")  # words for QApplication: asked for by them, the style needs no Python class of its own


def dress(app: QApplication, points: float = NORMAL_PT) -> None:
    """Give the whole application its look at a base size of ``points`` (clamped to 9–23 pt)."""
    points = min(max(points, SMALLEST_PT), LARGEST_PT)
    app.styleHints().setColorScheme(Qt.ColorScheme.Light)
    app.setPalette(colours.palette())
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(points)
    app.setFont(font)
    app.setStyleSheet(sheet(points))


def sheet(points: float) -> str:
    """Return the style sheet with colours and sizes filled in."""
    sizes = {
        "pt": f"{points:.1f}pt",
        "small": f"{points * 0.88:.1f}pt",
        "large": f"{points * 1.2:.1f}pt",
        "title": f"{points * 1.45:.1f}pt",
        "pad": f"{round(points * 0.45)}px",
        "pad_focus": f"{round(points * 0.45) - 1}px",
        "side": f"{round(points * 0.75)}px",
        "side_focus": f"{round(points * 0.75) - 1}px",
        "box": f"{round(points * 1.5)}px",
        "icon": f"{round(points * 1.45)}px",
        "arrow": f"{round(points)}px",
        "radio": f"{round(points * 1.1)}px",
        "radius": f"{round(points * 1.1) // 2 + 2}px",
        "dot": f"{round(points * 1.1) + 4 - 2 * round(points * 0.4)}px",
        "ring": f"{round(points * 0.4)}px",
    }
    icons = (Path(__file__).parent / "icons").as_posix()
    return Template(_SHEET.read_text(encoding="utf-8")).substitute(colours.SHEET_NAMES, icons=icons, **sizes)


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the roles that the style sheet knows (title, quiet, primary, …)."""
    if widget.property("role") == role:
        return
    widget.setProperty("role", role)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at a widget again, whose role or state it does not follow by itself."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be polished when it is first shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
