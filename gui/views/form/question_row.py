"""One question: label and hint on the left, the field, the last period's value, and problems under it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.fields.attachment import AttachmentField
from gui.fields.choices import StripField
from gui.fields.factory import field_class, make_field
from gui.fields.field import Field
from gui.fields.files import Offer
from gui.fields.reading import breakable, value_text
from gui.fields.searched.lookup import LookupField
from gui.theme import colours
from gui.theme.sheet import set_role
from gui.views.form.illustration import Exhibit
from gui.views.form.marks import COLOURS, worst
from gui.views.form.notes import Notes
from gui.views.form.problem_line import ProblemLine, sentence
from gui.views.parts.making import escaped, label
from survey.problems import Problem
from survey.session import Node

BESIDE = 6  # how much lower a line of text stands beside a field to stand on its line
NARROW_EMS = 46  # below this width the label stands above the field


class QuestionRow(QWidget):
    """Shows one node and hands on what the person does with it."""

    answered = Signal(str, object)  # path, Parsed
    leaving = Signal(str, int)  # path, FORWARD or BACK
    entered = Signal(str)
    explained = Signal(object, str, str)  # the Problem, reason code, text
    file_wanted = Signal(str, str)  # path, FileAct
    files_wanted = Signal(object)  # tuple of Offer: what the form's own files let a person open
    unfetched = Signal()  # the field needs files of the form that nobody has asked for

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = node.path
        self.node = node
        self.active = False
        self._narrow: bool | None = None
        self._forgotten = True
        self.title = label(wrap=True)
        self.hint = label("", "small", wrap=True)
        self.previous = label("", "small", wrap=True)
        self.previous.setParent(self)
        self.field = _new_field(node, self)
        self._texts = QWidget(self)
        texts = QVBoxLayout(self._texts)
        texts.setContentsMargins(0, 5, 0, 0)
        texts.setSpacing(1)
        self.exhibit = Exhibit()
        self.exhibit.wanted.connect(self.files_wanted)
        for widget in (self.title, self.hint, self.exhibit):
            texts.addWidget(widget)
        texts.addStretch(1)
        self.notes = Notes(self)
        self.notes.explained.connect(self.explained)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 5, 10, 5)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self.show_node(node)

    def show_node(self, node: Node) -> None:
        """Show the node's present state."""
        if field_class(node) is not type(self.field):
            self._swap_field(node)
        changed, self.node, self.path = node != self.node or self._forgotten, node, node.path
        if not changed and self.field.node is not None:
            return
        self._forgotten = False
        self._label(node)
        self.field.show_node(node)
        same = node.read_only and node.previous == node.value
        known = self.field.node or node  # a field may know a name for a code that the question does not
        before = "" if same else value_text(known, node.previous)
        self.previous.setText(f"上期 {breakable(before)}" if before else "")
        self.previous.setVisible(bool(before))
        self._fit(self.width())

    def forget(self) -> None:
        """Let the next node be shown whatever it is: text that was typed and not taken over is not its text.

        An explanation that was begun goes, too.
        """
        self._forgotten = True
        self.notes.show_problems((), "")

    def show_problems(self, problems: tuple[Problem, ...], excuse: str = "") -> bool:
        """Show these problems under the field, and what excuses one; says whether anything changed."""
        changed = self.notes.show_problems(problems, excuse)
        if changed:
            self.field.editor.setAccessibleDescription("；".join(sentence(problem) for problem in problems))
            self.update()
        return changed

    @property
    def lines(self) -> tuple[ProblemLine, ...]:
        """The problems shown."""
        return self.notes.lines

    def close_explanation(self) -> bool:
        """Close the explanation being written and return to the field; False when none is."""
        closed = self.notes.close_explanation()
        if closed:
            self.field.setFocus()
        return closed

    def offers(self) -> tuple[Offer, ...]:
        """Return what the form's files let a person open at this question and its choices."""
        chosen = self.field.offers() if isinstance(self.field, StripField | LookupField) else ()
        return (*self.exhibit.offers(), *chosen)

    def set_active(self, active: bool) -> None:
        """Light the row in which the cursor stands."""
        if active != self.active:
            self.active = active
            self.update()

    def _swap_field(self, node: Node) -> None:
        """A filtered list grew or shrank past what can stand side by side: take the other kind of field."""
        old, had_focus = self.field, self.field.editor.hasFocus()
        old.blockSignals(True)
        self.field = _new_field(node, self)
        self._grid.replaceWidget(old, self.field)
        old.hide()
        old.deleteLater()
        self.field.show()
        if had_focus:
            self.field.setFocus()

    def _label(self, node: Node) -> None:
        star = " *" if node.required and not node.read_only else ""
        self.title.setText(escaped(f"{node.label or node.key}{star}"))
        told = "\n".join(filter(None, (node.hint, f"说明：{node.guidance}" if node.guidance else "")))
        self.hint.setText(escaped(told))
        self.hint.setVisible(bool(told))
        self.field.editor.setAccessibleName(node.label or node.key)
        self.exhibit.show_media(node.media, node.label or node.key)
        set_role(self.title, "quiet" if node.read_only else "")

    def _arrange(self, narrow: bool) -> None:
        """Place label, field, last period and problems for a narrow or a wide page."""
        self._narrow = narrow
        grid = self._grid
        self.previous.setContentsMargins(0, 0 if narrow else BESIDE, 0, 0)
        for item in (self._texts, self.field, self.previous, self.notes):
            grid.removeWidget(item)
        if narrow:
            grid.addWidget(self._texts, 0, 0, 1, 2)
            grid.addWidget(self.field, 1, 0, 1, 2)
            grid.addWidget(self.previous, 2, 0, 1, 2)
            grid.addWidget(self.notes, 3, 0, 1, 2)
        else:
            grid.addWidget(self._texts, 0, 0, 2, 1)
            grid.addWidget(
                self.field, 0, 1, Qt.AlignmentFlag.AlignTop if not _tall(self.field) else Qt.AlignmentFlag(0)
            )
            grid.addWidget(self.previous, 0, 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.notes, 1, 1, 1, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._fit(event.size().width())
        super().resizeEvent(event)

    def _fit(self, width: int) -> None:
        em = QFontMetrics(self.font()).horizontalAdvance("中")
        narrow = width < em * NARROW_EMS
        if not width:
            return
        if narrow != self._narrow:
            self._arrange(narrow)
        self._grid.setColumnMinimumWidth(0, 0 if narrow else int(width * 0.28))
        told = bool(self.previous.text())
        self._grid.setColumnMinimumWidth(2, em * 8 if told and not narrow else 0)
        self._texts.setMaximumWidth(width if narrow else int(width * 0.28))
        self.previous.setMaximumWidth(width if narrow else em * 8)
        self._grid.setColumnStretch(1, 1)

    def height_at(self, width: int) -> int:
        """Return the height the row needs at a width."""
        self._fit(width)
        self._grid.invalidate()
        height = self._grid.heightForWidth(width)
        return height if height > 0 else self._grid.sizeHint().height()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        level = worst(self.notes.problems)
        painter = QPainter(self)
        if self.active:
            painter.fillRect(self.rect(), QColor("#F3F8FC"))
        if level or self.active:
            bar = COLOURS[level] if level else colours.PRIMARY
            painter.fillRect(QRect(0, 0, 4, self.height()), QColor(bar))
        painter.setPen(QColor("#EDF0F3"))
        painter.drawLine(14, self.height() - 1, self.width() - 10, self.height() - 1)


def _tall(field: Field) -> bool:
    return field.editor.hasHeightForWidth()


def _new_field(node: Node, row: QuestionRow) -> Field:
    """Make the field of a node; what a person does with it is told by the row, with its present path."""
    field = make_field(node, row)
    field.committed.connect(lambda parsed: row.answered.emit(row.path, parsed))
    field.leaving.connect(lambda step: row.leaving.emit(row.path, step))
    field.entered.connect(lambda: row.entered.emit(row.path))
    if isinstance(field, AttachmentField):
        field.wanted.connect(lambda act: row.file_wanted.emit(row.path, act))
    if isinstance(field, StripField | LookupField):
        field.files_wanted.connect(row.files_wanted)
    if isinstance(field, LookupField):
        field.unfetched.connect(row.unfetched)
    row.title.setBuddy(field.editor)
    return field
