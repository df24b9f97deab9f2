"""What a page shows when it has nothing yet: one sentence and one clear next step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme.icons import pixmap
from gui.views.parts.making import button, label, row

LINES, HIGHEST = 3, 88  # the picture is as high as so many lines of text, but no higher than so many pixels


class Empty(QFrame):
    """A picture, a title, an explanation and one or two buttons in the middle of the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = label("", "title", wrap=True)
        self.text = label("", "quiet", wrap=True)
        for text in (self.title, self.text):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: list[QPushButton] = []
        self._row = row(None, None, spacing=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 24, 40, 32)
        layout.setSpacing(14)
        layout.addStretch(2)
        for widget in (self.picture, self.title, self.text):
            layout.addWidget(widget)
        layout.addLayout(self._row)
        layout.addStretch(3)

    def show_state(self, symbol: str, title: str, text: str, *steps: tuple[str, Callable[[], object]]) -> None:
        """Say what is the matter and offer the next steps; the first is the recommended one."""
        self.picture.setPixmap(pixmap(symbol, min(self.fontMetrics().height() * LINES, HIGHEST)))
        self.title.setText(title)
        self.text.setText(text)
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = [
            button(words, slot, "primary" if number == 0 else "") for number, (words, slot) in enumerate(steps)
        ]
        for number, made in enumerate(self._buttons):
            self._row.insertWidget(1 + number, made)

    def take_cursor(self) -> None:
        """Put the cursor on the recommended step."""
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
