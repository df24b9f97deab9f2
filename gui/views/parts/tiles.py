"""A row of numbers with a word under each."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.theme.sheet import set_role
from gui.views.parts.making import framed, label


class Tiles(QWidget):
    """Shows counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._tiles: list[QFrame] = []

    def show_tiles(self, *tiles: tuple[str, int, str]) -> None:
        """Show word, number and role (good, bad, quiet or nothing) of each."""
        for old in self._tiles:
            self._row.removeWidget(old)
            old.deleteLater()
        self._tiles = [_tile(*tile) for tile in tiles]
        for made in self._tiles:
            self._row.addWidget(made, 1)


def _tile(word: str, number: int, role: str) -> QFrame:
    made = framed("card")
    amount = label(f"{number:,}", "number")
    name = label(word, "quiet")
    set_role(name, role or "quiet")
    layout = QVBoxLayout(made)
    layout.setContentsMargins(14, 8, 14, 8)
    layout.setSpacing(0)
    layout.addWidget(amount)
    layout.addWidget(name)
    return made
