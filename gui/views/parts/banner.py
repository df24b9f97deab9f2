"""One line across a page that says what stands in the way; it stays until the next action."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.theme.sheet import set_role
from gui.views.parts.making import button, label

SIDE, EDGE, GAP = 14, 6, 8


class Banner(QFrame):
    """Hidden until it has something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = label("", wrap=True)
        self.close_button = button("知道了", self.hide, "flat")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(SIDE, EDGE, SIDE, EDGE)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.close_button)
        self.hide()

    def say(self, text: str, role: str) -> None:
        """Show a text in the look of red, amber, blue or green."""
        set_role(self, role)
        self.text.setText(text)
        parent = self.parentWidget()
        around = parent.layout() if parent is not None else None
        if around is not None:
            self.resize(around.contentsRect().width(), self.height())
        self.show()
        self._hold_text()
        if around is not None:
            around.activate()  # so that whoever scrolls next knows the room there is

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._hold_text()

    def _hold_text(self) -> None:
        """Ask for all lines of the text: a stack of pages does not ask how high a page gets at its width."""
        room = self.width() - 2 * SIDE - self.close_button.sizeHint().width() - GAP
        if not self.isHidden() and room > 0:
            self.setMinimumHeight(self.text.heightForWidth(room) + 2 * EDGE)
            self._row.invalidate()  # growing inside a resize, it keeps the text in the room there was before
            self._row.activate()
