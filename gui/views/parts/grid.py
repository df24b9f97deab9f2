"""A read-only table, its columns sized in characters and fitted to the width there is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gui.models.rows import RowsModel

SIDE = 16  # what a cell leaves free at its sides
LEAST_EMS, FIRM_EMS = 3.2, 6  # a column of few characters keeps its width


class Grid(QTableView):
    """Shows a RowsModel. Columns share what is left in proportion, and give way together where it is too little.

    ``wrapped`` is for few rows of long sentences: each row is as high as its text needs.
    """

    def __init__(
        self, name: str, columns: Sequence[tuple[str, float]], parent: QWidget | None = None, *, wrapped: bool = False
    ) -> None:
        super().__init__(parent)
        self.rows = RowsModel([title for title, _ems in columns])
        self._ems = [ems for _title, ems in columns]
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(wrapped)
        self.setProperty("role", "wrapped" if wrapped else "")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out_headers(wrapped=wrapped)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("中")
        wanted = [int(em * ems) + SIDE for ems in self._ems]
        room, whole = self.viewport().width(), sum(wanted)
        least = int(em * LEAST_EMS)
        for column, width in enumerate(wanted[:-1]):
            firm = self._ems[column] <= FIRM_EMS
            self.setColumnWidth(column, width if firm else max(least, width * room // whole))

    def _lay_out_headers(self, *, wrapped: bool) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        mode = QHeaderView.ResizeMode
        rows.setSectionResizeMode(mode.ResizeToContents if wrapped else mode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 12)
        columns.setStretchLastSection(True)
        columns.setHighlightSections(False)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
