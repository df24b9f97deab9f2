"""Short words for making labels, buttons and boxes the way the style sheet expects them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.theme.icons import icon, pixmap


def escaped(text: str) -> str:
    """Double the ``&`` that Qt would take for a mnemonic in labels with a buddy, in buttons and menus."""
    return text.replace("&", "&&")


def label(text: str = "", role: str = "", *, wrap: bool = False, select: bool = False) -> QLabel:
    """Make a plain-text label; nothing in it is ever taken for HTML."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def picture(symbol: str, ems: float) -> QLabel:
    """Make a label with one of our icons, as large as so many characters."""
    made = QLabel()
    made.setPixmap(pixmap(symbol, round(made.fontMetrics().height() * ems)))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


class Button(QPushButton):
    """Enter presses it when the cursor is on it, and never from a neighbouring field by accident."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, slot: Callable[[], object], role: str = "", symbol: str = "", tip: str = "") -> QPushButton:
    """Make a button."""
    made = Button(text)
    if role:
        made.setProperty("role", role)
    if symbol:
        made.setIcon(icon(symbol))
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda _checked: slot())
    return made


def framed(role: str) -> QFrame:
    """Make a frame with one of the style sheet's roles: bar, foot, side, panel, card, red, amber, blue, green."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def row(*widgets: QWidget | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Lay widgets out in a row; None is a stretch."""
    made = QHBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(spacing)
    for widget in widgets:
        made.addStretch(1) if widget is None else made.addWidget(widget)
    return made


def column(
    *widgets: QWidget | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8
) -> QVBoxLayout:
    """Lay widgets out in a column; None is a stretch."""
    made = QVBoxLayout()
    made.setContentsMargins(*margins)
    made.setSpacing(spacing)
    for widget in widgets:
        made.addStretch(1) if widget is None else made.addWidget(widget)
    return made
