"""Fills a questionnaire as a person does: through the widget with the cursor, key by key, Enter after each answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from exchange.messages import Json
from gui.fields.choices import StripField
from gui.fields.field import Field
from gui.views.entry.entry_page import EntryPage
from survey.session import Node
from survey.values import to_json


class Typist:
    """``answers`` are what the household says, by question key; questions without one are passed with Enter."""

    def __init__(self, page: EntryPage, answers: Mapping[str, Json]) -> None:
        self._page, self._answers = page, answers
        self.asked = 0
        self.typed = 0

    def fill(self) -> None:
        """Go through the whole questionnaire from where the cursor is."""
        seen: set[str] = set()
        while (path := self._page.form.current) not in seen:
            seen.add(path)
            row = self._page.form.row(path)
            if row is None:
                return
            self.asked += 1
            self.answer(row.field, row.node)
            QTest.keyClick(row.field.editor, Qt.Key.Key_Return)

    def correct(self, key: str, right: Json, before_typing: Callable[[], object]) -> None:
        """Go to the first problem with F8, to the question that is wrong, and put it right."""
        self._page.next_problem()
        rows = self._page.form.rows()
        wrong = next(row for row in rows if row.node.key == key)
        self._page.form.go_to(wrong.path)
        before_typing()
        self._answers = {**self._answers, key: right}
        self.answer(wrong.field, wrong.node)
        QTest.keyClick(wrong.field.editor, Qt.Key.Key_Return)

    def answer(self, field: Field, node: Node) -> None:
        """Type the answer of one question, unless it stands there already."""
        wanted = self._answers.get(node.key)
        if wanted is None or wanted == to_json(node.value):
            return
        self.typed += 1
        editor = field.editor
        if isinstance(field, StripField):
            self._pick(editor, wanted)
        else:
            _replace(editor, str(wanted))

    def _pick(self, strip: QWidget, wanted: Json) -> None:
        QTest.keyClick(strip, Qt.Key.Key_Backspace)
        for code in wanted if isinstance(wanted, list) else [wanted]:
            QTest.keyClicks(strip, str(code))
            settle = getattr(strip, "settle", None)
            if settle is not None:
                settle()  # a person waits a moment after the digits of a code; the play does not


def _replace(editor: QWidget, text: str) -> None:
    if isinstance(editor, QLineEdit | QPlainTextEdit):
        editor.selectAll()
    if text.isascii():
        QTest.keyClicks(editor, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)  # what an input method does when the person has chosen the characters
    QApplication.sendEvent(editor, event)
