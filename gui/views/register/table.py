"""The list of households: rows of one fixed height, painted by one delegate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from gui.models.households import COLUMNS, HouseholdModel, cells
from gui.theme import colours

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyle, QStyleOptionViewItem  # hundreds of enum members: 8 ms before the first paint

_LOOKS = {
    "": ("○", colours.QUIET, colours.SUNKEN),
    "draft": ("✎", colours.AMBER, colours.AMBER_PALE),
    "complete": ("✓", colours.GREEN, colours.GREEN_PALE),
    "submitted": ("↑", colours.BLUE, colours.BLUE_PALE),
}
_EMS = (5.4, 13, 5.2, 7.6, 6, 7.4, 9.4, 12.2, 14)
_STRONG = COLUMNS.index("名称")


class RowDelegate(QStyledItemDelegate):
    """Paints a cell directly: a list of a million rows scrolls without a style sheet pass per cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        from PySide6.QtWidgets import QStyle

        rect: QRect = option.rect  # type: ignore[attr-defined] # the stubs leave the fields of style options out
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined] # as above
        font: QFont = option.font  # type: ignore[attr-defined] # as above
        row = index.data(Qt.ItemDataRole.UserRole)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor("#D6E7F3"))
        elif index.row() % 2:
            painter.fillRect(rect, QColor("#F8FAFB"))
        column = index.column()
        if column == 0:
            self._paint_status(painter, rect, font, row.entry_status, cells(row)[0])
            return
        shown = QFont(font)
        shown.setWeight(QFont.Weight.DemiBold if column == _STRONG else QFont.Weight.Normal)
        painter.setFont(shown)
        painter.setPen(QColor(colours.TEXT if column <= _STRONG + 1 else "#3A4650"))
        room = rect.adjusted(8, 0, -6, 0)
        text = QFontMetrics(shown).elidedText(cells(row)[column], Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_status(self, painter: QPainter, rect: QRect, font: QFont, status: str, word: str) -> None:
        sign, ink, paper = _LOOKS.get(status, _LOOKS[""])
        metrics = QFontMetrics(font)
        text = f"{sign} {word}"
        pill = QRect(rect.left() + 6, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 4)
        pill.moveTop(rect.center().y() - pill.height() // 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paper))
        painter.drawRoundedRect(QRectF(pill), 4, 4)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


class HouseholdTable(QTableView):
    """Enter or a double click opens a household; letters go to the search box."""

    opened = Signal(object)  # HouseholdRow
    typed = Signal(str)

    def __init__(self, model: HouseholdModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._households = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName("名录")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.fit_font()

    def fit_font(self) -> None:
        """Set row height and column widths for the present font."""
        metrics = QFontMetrics(self.font())
        em = metrics.horizontalAdvance("中")
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 14)
        for column, ems in enumerate(_EMS):
            self.setColumnWidth(column, int(em * ems) + 14)

    def select(self, row: int) -> None:
        """Select a row and bring it into view."""
        if 0 <= row < self._households.rowCount():
            self.selectRow(row)
            self.scrollTo(self._households.index(row, 0))

    def open_current(self) -> None:
        """Open the selected household, or the first one."""
        self._open(max(self.currentIndex().row(), 0))

    def walk(self, key: Qt.Key) -> None:
        """Move the selection as the key would in the list."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key)
        page = max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize() - 1)
        step = step or (page if key == Qt.Key.Key_PageDown else -page)
        last = self._households.rowCount() - 1
        self.select(min(max(self.currentIndex().row() + step, 0), last))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        text = event.text()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.open_current()
        elif plain and text and text.isprintable() and not text.isspace():
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        household = self._households.row(row)
        if household is not None:
            self.opened.emit(household)
