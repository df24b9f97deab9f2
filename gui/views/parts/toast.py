"""A quiet word at the lower edge that goes by itself: done things need no click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.views.parts.making import button, label

SECONDS, ACTION_SECONDS = 4, 10  # longer where there is something to press
EDGE = 40


class Toast(QFrame):
    """Shows one text at a time over its window, with an optional button such as 撤销."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self.setProperty("role", "toast")
        self._text = label(wrap=False)
        self._action = button("", self._act, "flat")
        self._slot: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.addWidget(self._text)
        layout.addWidget(self._action)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", slot: Callable[[], object] | None = None) -> None:
        """Show a text for a few seconds."""
        self._text.setText(text)
        self._slot = slot
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self._timer.start((ACTION_SECONDS if action else SECONDS) * 1000)

    def _act(self) -> None:
        self.hide()
        if self._slot:
            self._slot()

    def _place(self) -> None:
        room = self._over.width() - 2 * EDGE
        self._text.setWordWrap(False)
        self._text.setMinimumWidth(0)
        if self.sizeHint().width() > room:
            self._text.setWordWrap(True)
            self._text.setMinimumWidth(room - self._action.sizeHint().width() - EDGE)
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - 56)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
