"""What every field has in common: it shows a node, says what was entered, and passes Enter and Tab on.

Enter is taken from key events and never bound as a shortcut: while an input method composes, it keeps the key
for itself and the first Enter that reaches the field means "next question".
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from survey.session import Node
from survey.values import Parsed, Value

FORWARD, BACK = 1, -1
_MOVES = {Qt.Key.Key_Return: FORWARD, Qt.Key.Key_Enter: FORWARD, Qt.Key.Key_Tab: FORWARD, Qt.Key.Key_Backtab: BACK}
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)  # the cursor comes back
_PLAIN = Qt.KeyboardModifier.KeypadModifier


class Field(QWidget):
    """Base of the widgets of ``gui.fields``. ``editor`` is the widget that has the focus while answering."""

    committed = Signal(object)  # a Parsed that differs from what is shown
    leaving = Signal(int)  # FORWARD or BACK, after a commit
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor: QWidget = self
        self.node: Node | None = None
        self._composing = False
        self._refused = False

    def adopt(self, editor: QWidget) -> None:
        """Name the editing widget; its keys and its focus are watched from now on."""
        self.editor = editor
        self.setFocusProxy(editor)
        editor.installEventFilter(self)

    def show_node(self, node: Node) -> None:
        """Show the node's value and choices; what was typed and not committed is replaced."""
        self.node = node
        self._refused = False

    def read(self) -> Parsed:
        """Return what stands in the field now. Reimplemented by each kind."""
        raise NotImplementedError

    def put(self, value: Value | None) -> None:
        """Enter a value as if the person had (F4: the value of the last period)."""
        self.committed.emit(Parsed(value))

    def commit(self) -> None:
        """Tell what was entered if it differs from the node."""
        if self.node is None or self.node.read_only:
            return
        parsed = self.read()
        if parsed.problems or self._refused or parsed.value != self.node.value:
            self._refused = bool(parsed.problems)
            self.committed.emit(parsed)

    def came(self) -> None:
        """Make ready for typing: the cursor came by a key, at opening or with the window, not by the mouse."""

    def left(self) -> None:
        """Show the value the way it is read, now that the cursor has gone."""

    @property
    def is_refused(self) -> bool:
        """Whether the text in the field could not be read."""
        return self._refused

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
            if event.reason() not in (*_PASSING, Qt.FocusReason.MouseFocusReason):
                self.came()
        elif isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._composing = False
            if event.reason() not in _PASSING:
                self.commit()
                self.left()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.key_pressed(event)
        return super().eventFilter(watched, event)

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Handle a key before the editor does; True keeps it away from the editor."""
        step = _MOVES.get(Qt.Key(event.key()), 0)
        modifiers = event.modifiers() & ~_PLAIN
        shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
        if not step or self._composing or (modifiers and not shifted):
            return False
        self.commit()
        self.leaving.emit(BACK if shifted else step)
        return True
