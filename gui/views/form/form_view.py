"""The scrolling form, and the way of the cursor through it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui.fields.field import FORWARD
from gui.views.form.form_rows import FormRows
from gui.views.form.question_row import QuestionRow

MARGIN = 60  # pixels kept visible above and below the row with the cursor


class FormView(FormRows):
    """Emits what is answered and where the cursor goes. It decides nothing about answers."""

    entered = Signal(str)  # the path of the question that was left; ``current`` has the new one
    finished = Signal()  # Enter on the last question

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrived.connect(self._entered)
        self.leaving.connect(self.step)

    def go_to(self, path: str) -> bool:
        """Put the cursor in the question at a path, or in the first one inside the group at that path."""
        inside = [row for row in self.rows() if path and (row.path == path or row.path.startswith(f"{path}/"))]
        target = next((row for row in inside if not row.node.read_only), inside[0] if inside else None)
        if target is None:
            return False
        if target.path != path:
            self._bring_up(target)
        self._focus(target)
        return True

    def _bring_up(self, row: QuestionRow) -> None:
        """Scroll so that a section begins at the upper edge, with the heading above its first question."""
        stack = self._shown
        above = stack[stack.index(row) - 1] if stack.index(row) else row
        top = row if isinstance(above, QuestionRow) else above
        self.verticalScrollBar().setValue(top.y())

    def go_first(self) -> None:
        """Put the cursor in the first question that can be answered."""
        self.verticalScrollBar().setValue(0)
        self._step_from(-1, FORWARD)

    def step(self, path: str, step: int) -> None:
        """Go to the next or the previous question that can be answered; past the last one says ``finished``."""
        rows = self.rows()
        place = next((index for index, row in enumerate(rows) if row.path == path), -1)
        self._step_from(place, step)

    def _step_from(self, place: int, step: int) -> None:
        rows = self.rows()
        place += step
        while 0 <= place < len(rows):
            if not rows[place].node.read_only:
                self._focus(rows[place])
                return
            place += step
        if step == FORWARD:
            self.finished.emit()

    def take_previous(self) -> None:
        """Copy the last period's value into the question with the cursor."""
        row = self.row(self.current)
        if row and row.node.previous is not None and not row.node.read_only:
            row.field.put(row.node.previous)

    def explain(self) -> bool:
        """Open the 核实说明 of the question with the cursor and bring it into view; False when it needs none."""
        row = self.row(self.current)
        if row is None or not row.notes.explain():
            return False
        self.reveal(row.path)
        return True

    def reveal(self, path: str) -> None:
        """Bring the whole of a question into view, once it has its new height."""
        row = self.row(path)
        if row is not None and path == self.current:
            QTimer.singleShot(0, lambda: self.ensureWidgetVisible(row, 0, 0))

    def commit_current(self) -> None:
        """Take over what stands in the field with the cursor, what an input method still composes included.

        An explanation that is long enough counts as confirmed.
        """
        QGuiApplication.inputMethod().commit()
        row = self.row(self.current)
        if row:
            row.field.commit()
            row.notes.confirm_explanation()

    def _focus(self, row: QuestionRow) -> None:
        row.field.setFocus(Qt.FocusReason.TabFocusReason)
        if self.current != row.path:  # the cursor was there before, or the window is not active: no signal will come
            self._entered(row.path)

    def _entered(self, path: str) -> None:
        for item in (self.row(self.current), self.row(path)):
            if item:
                item.set_active(item.path == path)
        left, self.current = self.current, path
        self.entered.emit(left)
        row = self.row(path)
        if row:
            self.ensureWidgetVisible(row, 0, MARGIN)
