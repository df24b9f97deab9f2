"""Fields that are typed: text on one line or several, numbers, dates, times, places."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from gui.fields.field import Field
from gui.fields.reading import grouped, in_ten_thousands, with_year
from gui.theme.sheet import repolish, set_role
from survey.identifiers import cleaned
from survey.session import Node
from survey.values import Parsed, Value, parse, width_folded


class LineField(Field):
    """A single line. ``ems`` is the width of the box in characters."""

    ems = 22
    uses_input_method = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.unit = QLabel(self)
        set_role(self.unit, "quiet")
        self.remark_label = QLabel(self)
        set_role(self.remark_label, "remark")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line)
        row.addWidget(self.unit)
        row.addWidget(self.remark_label)
        row.addStretch(1)
        self.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, self.uses_input_method)
        self.line.textEdited.connect(self._edited)
        self.adopt(self.line)
        self._fit()

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self._set_text(self.shown_text())
        self.line.setModified(False)
        self.unit.setText(node.unit)
        self.unit.setVisible(bool(node.unit))
        if self.line.isReadOnly() != node.read_only:
            self.line.setReadOnly(node.read_only)
            repolish(self.line)
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if node.read_only else Qt.FocusPolicy.StrongFocus)
        self._show_remark()

    def shown_text(self) -> str:
        """The text of the node's value while nobody types in it."""
        return self.node.text if self.node else ""

    def put(self, value: Value | None) -> None:
        super().put(value)
        self.line.selectAll()  # the next key replaces what was put in

    def came(self) -> None:
        if not self.line.isModified():  # coming back to the window in the middle of typing keeps the cursor
            self.line.selectAll()

    def remark(self) -> str:
        """What to read beside the field for its present text."""
        return ""

    def read(self) -> Parsed:
        node = self.node
        if node is None or self.line.text() == self.shown_text():
            return Parsed(node.value if node else None)
        return self.parsed(node, self.line.text())

    def parsed(self, node: Node, text: str) -> Parsed:
        """Turn typed text into a value of the node's kind."""
        return cleaned(parse(str(node.kind), text, unit=node.unit, blank_words=False), node.appearance)

    def _set_text(self, text: str) -> None:
        before = self.line.text()
        if before != text:
            here, place = self.line.hasFocus(), self.line.cursorPosition()
            was_whole = here and self.line.selectedText() == before
            self.line.setText(text)
            self.line.setCursorPosition(0 if not here else len(text) if place == len(before) else place)
            if was_whole:
                self.line.selectAll()

    def _edited(self, text: str) -> None:
        if not self.uses_input_method:
            folded = width_folded(text).replace("。", ".")
            if folded != text:
                place = self.line.cursorPosition()
                self.line.setText(folded)
                self.line.setCursorPosition(place)
                self.line.setModified(True)
        self._show_remark()

    def _show_remark(self) -> None:
        text = self.remark()
        self.remark_label.setText(text)
        self.remark_label.setVisible(bool(text))

    def _fit(self) -> None:
        """Give the box the width of ``ems`` characters in the present font."""
        metrics = QFontMetrics(self.font())
        self.line.setMinimumWidth(metrics.horizontalAdvance("中") * min(self.ems, 8))
        self.line.setMaximumWidth(metrics.horizontalAdvance("中") * self.ems + 24)
        wide = self.line.sizePolicy()
        wide.setHorizontalStretch(10)
        self.line.setSizePolicy(wide)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class CodeField(LineField):
    """A code or a telephone number: digits and letters, the input method stays out."""

    ems = 14
    uses_input_method = False


class NumberField(LineField):
    """An amount: grouped in threes while nobody types, with a reading in 万元 beside it."""

    ems = 10
    uses_input_method = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entered.connect(self._write_plainly)

    def shown_text(self) -> str:
        value = self.node.value if self.node else None
        return grouped(value) if isinstance(value, int | float) and not self.line.hasFocus() else super().shown_text()

    def read(self) -> Parsed:
        value = self.node.value if self.node else None
        if isinstance(value, int | float) and self.line.text() == grouped(value):
            return Parsed(value)
        return super().read()

    def left(self) -> None:
        self._set_text(self.shown_text() if not self.is_refused else self.line.text())

    def _write_plainly(self) -> None:
        """Editing in the middle of 40,700 would make a riddle: while the cursor is here it is 40700."""
        if self.node is not None and isinstance(self.node.value, int | float) and not self.is_refused:
            self._set_text(self.node.text)

    def remark(self) -> str:
        node = self.node
        if node is None or not self.line.text():
            return ""
        value = self.parsed(node, self.line.text()).value
        said = in_ten_thousands(value, node.unit) if isinstance(value, int | float) else ""
        return f"= {said}" if said else ""


class DateField(LineField):
    """A day or a time, typed in any usual way; a day without its year is one of this year."""

    ems = 10
    uses_input_method = False

    def show_node(self, node: Node) -> None:
        self.line.setPlaceholderText(_EXAMPLES.get(str(node.kind), ""))
        super().show_node(node)

    def parsed(self, node: Node, text: str) -> Parsed:
        completed = with_year(text, dt.datetime.now().astimezone().year) if str(node.kind) == "date" else text
        return parse(str(node.kind), completed, blank_words=False)


_EXAMPLES = {"date": "如 2026.7.1", "time": "如 8:30", "dateTime": "如 2026.7.1 8:30"}


class PlaceField(LineField):
    """A position as two numbers."""

    ems = 18
    uses_input_method = False

    def show_node(self, node: Node) -> None:
        self.line.setPlaceholderText("纬度 经度，如 31.3564 107.7231")
        super().show_node(node)


class ParagraphField(Field):
    """Several lines; Enter goes on, Alt+Enter starts a new line as in Excel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QPlainTextEdit(self)
        self.edit.setTabChangesFocus(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.edit)
        self.adopt(self.edit)
        self._fit()

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if not (
            self.edit.hasFocus() and self.edit.toPlainText().strip() == node.text
        ):  # blank lines may be gone on with
            self._set_text(node.text)
        self.edit.setReadOnly(node.read_only)

    def left(self) -> None:
        if self.node is not None and not self.is_refused and self.edit.toPlainText().strip() == self.node.text:
            self._set_text(self.node.text)

    def _set_text(self, text: str) -> None:
        if self.edit.toPlainText() != text:
            self.edit.setPlainText(text)

    def read(self) -> Parsed:
        text = self.edit.toPlainText()
        if self.node is not None and text == self.node.text:
            return Parsed(self.node.value)
        return Parsed(text.strip() or None)

    def key_pressed(self, event: QKeyEvent) -> bool:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
        ):
            self.edit.insertPlainText("\n")
            return True
        return super().key_pressed(event)

    def _fit(self) -> None:
        self.edit.setFixedHeight(QFontMetrics(self.font()).lineSpacing() * 3 + 22)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
