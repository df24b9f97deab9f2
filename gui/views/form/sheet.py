"""Stacks the rows of a form itself: a change of one row moves the others without a layout pass over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.theme import colours
from gui.views.form.headings import Plain
from gui.views.form.question_row import QuestionRow

StackedWidget: TypeAlias = QuestionRow | Plain
FOOT = 120  # free space after the last question, so that it need not stick to the lower edge


class Sheet(QWidget):
    """A column of widgets that know their height for a width."""

    reflowed = Signal()
    crowded = Signal()  # something inside wants another height: the view asks for ``remeasure`` and keeps its place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack: tuple[StackedWidget, ...] = ()
        self._heights: dict[StackedWidget, int] = {}
        self._flow_width = 0

    def show_stack(self, stack: Sequence[StackedWidget]) -> None:
        """Show these widgets in this order and hide every other one."""
        kept = set(stack)
        fresh = not self._stack and self.isVisible()
        if fresh:
            self.hide()  # nobody's cursor is here yet: showing a hundred rows at once is one pass, not a hundred
        for widget in self._stack:
            if widget not in kept:
                widget.hide()
        self._stack = tuple(stack)
        for widget in stack:
            if widget.isHidden():
                self._heights.pop(widget, None)
                widget.show()
        self.reflow()
        if fresh:
            self.show()

    def reflow(self, width: int = 0) -> None:
        """Place every widget again; only those that changed are measured."""
        width = width or self.width()
        if width != self._flow_width:
            self._heights.clear()
            self._flow_width = width
        y = 0
        for widget in self._stack:
            height = self._heights.get(widget)
            if height is None:
                height = self._heights[widget] = widget.height_at(width)
            if (widget.x(), widget.y(), widget.width(), widget.height()) != (0, y, width, height):
                widget.setGeometry(0, y, width, height)
            y += height
        around = self.parentWidget()
        self.resize(QSize(width, max(y + FOOT, around.height() if around is not None else 0)))
        self.reflowed.emit()

    def forget(self, widget: StackedWidget) -> None:
        """Measure a widget again at the next reflow."""
        self._heights.pop(widget, None)

    def remeasure(self) -> None:
        """Measure and place every widget again."""
        self._heights.clear()
        self.reflow()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.crowded.emit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(event.rect(), colours.SURFACE)
