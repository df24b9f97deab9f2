"""A row of numbers with a word to each."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QWidget

from gui.theme.sheet import set_role
from gui.views.parts.making import framed, label

LARGE_EM = 22  # from this size of letters on there is no height to waste: the word stands beside its number


class Tiles(QWidget):
    """Shows counts. A count of nothing that nobody waits for is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._tiles: list[QFrame] = []

    def show_tiles(self, *tiles: tuple[str, int, str]) -> None:
        """Show word, number and role (good, bad or quiet) of each; a quiet nought is not shown."""
        for old in self._tiles:
            self._row.removeWidget(old)
            old.deleteLater()
        beside = self.fontMetrics().horizontalAdvance("中") >= LARGE_EM
        self._tiles = [
            _tile(word, number, role, beside=beside) for word, number, role in tiles if number or role != "quiet"
        ]
        for made in self._tiles:
            self._row.addWidget(made, 1)


def _tile(word: str, number: int, role: str, *, beside: bool) -> QFrame:
    made = framed("card")
    amount = label(f"{number:,}", "number")
    name = label(word)
    set_role(name, role)
    directions = QBoxLayout.Direction
    layout = QBoxLayout(directions.LeftToRight if beside else directions.TopToBottom, made)
    layout.setContentsMargins(14, 4 if beside else 8, 14, 4 if beside else 8)
    layout.setSpacing(10 if beside else 0)
    layout.addWidget(amount)
    layout.addWidget(name)
    if beside:
        layout.addStretch(1)
    return made
