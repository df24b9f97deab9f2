"""Hands on the keyboard: keys and texts go to the widget that has the cursor, as they do on a desk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

ENTER, TAB, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def cursor() -> QWidget:
    """The widget with the cursor."""
    widget = QApplication.focusWidget()
    assert widget is not None, "the cursor is nowhere"
    return widget


def press(
    key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "", times: int = 1
) -> None:
    """Press a key where the cursor is."""
    for _ in range(times):
        QApplication.sendEvent(cursor(), QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


def type_text(text: str) -> None:
    """Type letter by letter."""
    for letter in text:
        press(Qt.Key.Key_unknown, text=letter)


def compose(preedit: str, committed: str = "") -> None:
    """Let an input method show what it composes, or hand over what it composed."""
    event = QInputMethodEvent(preedit, [])
    if committed:
        event.setCommitString(committed)
    QApplication.sendEvent(cursor(), event)
