"""The choices of a question side by side: numbered, painted by one widget, picked by digit, arrows or mouse.

One widget a question instead of one a choice keeps a form of 150 questions quick to build and to refill.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.fields.codekeys import WAIT_MS, CodeKeys
from gui.fields.striplook import Cell, Extra, Look, cell_at, cells_for, paint_cell, play_at
from gui.theme import colours

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Picking(Enum):
    """How many choices may be picked."""

    ONE = "one"
    SEVERAL = "several"
    RANKED = "ranked"  # several, and their order counts


class ChoiceStrip(QWidget):
    """Shows choices and what is picked; tells each change with the indexes in the order they were picked."""

    picked = Signal(tuple)
    played = Signal(int)  # index of the choice whose sign for playing was pressed
    asked_about = Signal(int)  # index of the choice under the right mouse button

    def __init__(self, picking: Picking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picking = picking
        self._labels: tuple[str, ...] = ()
        self._codes: tuple[str, ...] = ()
        self._extras: tuple[Extra, ...] = ()
        self._keys = CodeKeys(())
        self._chosen: tuple[int, ...] = ()
        self._current = 0
        self._locked = False
        self._cells: tuple[Cell, ...] = ()
        self._drawn: Look | None = None
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_choices(self, labels: Sequence[str], codes: Sequence[str], chosen: Sequence[int], *, locked: bool) -> None:
        """Show these choices with those picked."""
        if (tuple(labels), tuple(codes)) != (self._labels, self._codes):
            self._labels, self._codes = tuple(labels), tuple(codes)
            self._keys = CodeKeys(self._codes)
            self._cells, self._drawn = (), None
            self.updateGeometry()
        self._locked = locked
        self._chosen = tuple(chosen)
        self._current = chosen[0] if chosen else min(self._current, max(len(labels) - 1, 0))
        self._tell_reader()
        self.update()

    def show_extras(self, extras: tuple[Extra, ...]) -> None:
        """Show pictures and signs for playing beside the labels."""
        if extras != self._extras:
            self._extras = extras
            self._cells, self._drawn = (), None
            self.updateGeometry()
            self.update()

    @property
    def current(self) -> int:
        """The index of the choice that has the ring."""
        return self._current

    @property
    def chosen(self) -> tuple[int, ...]:
        """The indexes picked, in the order of picking."""
        return self._chosen

    def pick(self, index: int) -> None:
        """Pick a choice, or in a list of several give it back."""
        if self._locked or not 0 <= index < len(self._labels):
            return
        self._current = index
        if self._picking is Picking.ONE:
            chosen: tuple[int, ...] = (index,)
        elif index in self._chosen:
            chosen = tuple(item for item in self._chosen if item != index)
        else:
            chosen = (*self._chosen, index)
        self._choose(chosen)

    def settle(self) -> None:
        """Take the digits typed so far as they are."""
        self._timer.stop()
        index = self._keys.settle()
        if index is not None:
            self.pick(index)
        self.update()

    def clear(self) -> None:
        """Give every choice back."""
        if not self._locked and self._chosen:
            self._choose(())

    def _choose(self, chosen: tuple[int, ...]) -> None:
        self._chosen = chosen
        self._tell_reader()
        self.update()
        self.picked.emit(chosen)

    def _tell_reader(self) -> None:
        picked = "、".join(self._labels[index] for index in self._chosen if index < len(self._labels))
        offered = "；".join(f"{code} {label}" for code, label in zip(self._codes, self._labels, strict=True))
        self.setAccessibleDescription(f"已选：{picked or '无'}。可选：{offered}")

    def _look(self) -> Look:
        if self._drawn is None:
            square = self._picking is not Picking.ONE
            self._drawn = Look(self.font(), self._labels, self._codes, square=square, extras=self._extras)
        return self._drawn

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._look().height_for(width)

    def sizeHint(self) -> QSize:  # noqa: N802
        width = QFontMetrics(self.font()).horizontalAdvance("中") * 26
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(QFontMetrics(self.font()).horizontalAdvance("中") * 8, self._look().line)

    def _laid_out(self) -> tuple[Cell, ...]:
        if not self._cells:
            self._cells = cells_for(self._look(), self.width())
        return self._cells

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._cells = ()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cells, self._drawn = (), None
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        for cell in self._laid_out():
            if event.rect().intersects(cell.rect):
                rank = self._chosen.index(cell.index) + 1 if cell.index in self._chosen else 0
                shown = f"第{rank}" if rank and self._picking is Picking.RANKED else ""
                ring = self.hasFocus() and cell.index == self._current
                paint_cell(painter, look, cell, picked=bool(rank), ring=ring, badge=shown, locked=self._locked)
        if self._keys.typed:
            painter.setPen(colours.PRIMARY)
            corner = QRect(self.width() - 60, 0, 56, self.height())
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight, f"{self._keys.typed}_")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        place = event.position().toPoint()
        index = cell_at(self._laid_out(), place)
        if index is None:
            return
        if event.button() == Qt.MouseButton.RightButton:
            self.asked_about.emit(index)
        elif play_at(self._look(), self._laid_out(), place) is not None:
            self.played.emit(index)
        else:
            self.pick(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        over = cell_at(self._laid_out(), event.position().toPoint()) is not None and not self._locked
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, text = Qt.Key(event.key()), event.text()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif len(text) == 1 and text in "0123456789":
            self._digit(text)
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif key == Qt.Key.Key_Space:
            self.pick(self._current)
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.clear()
        else:
            super().keyPressEvent(event)

    def _digit(self, digit: str) -> None:
        index = self._keys.feed(digit)
        if index is not None:
            self._timer.stop()
            self.pick(index)
        else:
            self._timer.start()
            self.update()

    def _step(self, step: int) -> None:
        if not self._labels:
            return
        self._current = (self._current + step) % len(self._labels)
        if self._picking is Picking.ONE and self._chosen:
            self.pick(self._current)
        self.update()
