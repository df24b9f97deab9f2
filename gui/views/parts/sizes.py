"""Sizes counted in characters, so that windows grow with the letters and still fit a small screen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

MARGIN = 40


def resize_ems(window: QWidget, width: float, height: float) -> None:
    """Give a window a size in ems of its font, at most what the screen offers."""
    em = window.fontMetrics().horizontalAdvance("中")
    offered = window.screen().availableGeometry()
    window.resize(
        min(int(width * em), max(offered.width() - MARGIN, 600)),
        min(int(height * em), max(offered.height() - MARGIN, 400)),
    )
