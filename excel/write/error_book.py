"""The workbook that goes back to the office: its own layout, only the rows that need work, every fault marked.

It can be imported again as it is: the column 错误信息 and the sheet 错误清单 are not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from excel.sheet import Cell, letters
from excel.table.find import Table
from excel.table.titles import plain
from excel.write.columns import BORDER, FONT
from excel.write.layout import ERROR_COLUMN, ERROR_SHEET
from excel.write.splice import save_book
from excel.write.text import legal

MAX_COMMENTS = 2_000  # Excel opens slowly with more; colour and column say the same
_BAD = PatternFill("solid", fgColor="FFFFC7CE")
_HEAD = PatternFill("solid", fgColor="FFE8EEF4")
_LIST = ("序号", "工作表", "原单元格", "本文件单元格", "栏目", "级别", "问题", "怎么办")
_LIST_WIDTHS = (6.0, 12.0, 10.0, 14.0, 18.0, 8.0, 60.0, 60.0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to be corrected. ``column`` counts in ``sheet.rows[row]``, None when it concerns the whole row."""

    row: int
    column: int | None
    label: str
    level: str
    sentence: str
    remedy: str


def write_error_book(out: Path, tables: Sequence[tuple[Table, Sequence[Fault]]]) -> int:
    """Write the rows that have faults; return how many. Raises HuceError B040 when the file cannot be written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    listing: list[tuple[str, ...]] = []
    rows = 0
    for table, faults in tables:
        if faults:
            page = _Page(book.create_sheet(table.sheet.name), table, listing)
            rows += page.write(faults)
    _write_listing(book.create_sheet(ERROR_SHEET), listing)
    save_book(book, out)
    return rows


class _Page:
    """One sheet of the error workbook, laid out as the original."""

    def __init__(self, ws: Worksheet, table: Table, listing: list[tuple[str, ...]]) -> None:
        self._ws, self._table, self._sheet, self._listing = ws, table, table.sheet, listing
        own = (c.index for c in table.header.columns if plain(c.title) == plain(ERROR_COLUMN))
        self._last = next(own, max(map(len, table.sheet.rows), default=0))
        self._comments = 0

    def write(self, faults: Sequence[Fault]) -> int:
        head = self._head()
        by_row: dict[int, list[Fault]] = {}
        for fault in faults:
            by_row.setdefault(fault.row, []).append(fault)
        for place, (row, found) in enumerate(sorted(by_row.items()), head + 1):
            self._row(place, row, found)
        self._ws.freeze_panes = f"{letters(self._sheet.first_column + min(3, self._last))}{head + 1}"
        return len(by_row)

    def _head(self) -> int:
        """Copy title, notes and header with their merges; return the last row used."""
        end = self._table.header.end
        for row in range(end):
            for column, cell in enumerate(self._sheet.rows[row][: self._last]):
                _put(self._at(row + self._sheet.first_row + 1, column), cell)
        top = self._sheet.first_row + self._table.header.top + 1
        bottom = self._sheet.first_row + end
        for row in range(top, bottom + 1):
            for column in range(self._last):
                _titled(self._at(row, column))
        self._merge(bottom)
        title = self._at(bottom, self._last)
        _put(title, ERROR_COLUMN)
        _titled(title)
        self._widths()
        return bottom

    def _merge(self, bottom: int) -> None:
        for first_row, first_column, last_row, last_column in self._sheet.merges:
            if last_row < bottom and last_column - self._sheet.first_column < self._last:
                self._ws.merge_cells(
                    start_row=first_row + 1,
                    start_column=first_column + 1,
                    end_row=last_row + 1,
                    end_column=last_column + 1,
                )

    def _widths(self) -> None:
        for index in range(self._last):
            column = index + self._sheet.first_column
            known = (width for first, last, width in self._sheet.widths if first <= column <= last)
            self._ws.column_dimensions[letters(column)].width = next(known, self._guess(index))
        self._ws.column_dimensions[letters(self._last + self._sheet.first_column)].width = 60.0

    def _guess(self, index: int) -> float:
        texts = (str(self._sheet.rows[row][index]) for row in self._table.body[:50])
        return min(40.0, 3.0 + max((sum(1 + (letter > "\u2e7f") for letter in text) for text in texts), default=8))

    def _row(self, place: int, row: int, faults: Sequence[Fault]) -> None:
        for column, cell in enumerate(self._sheet.rows[row][: self._last]):
            target = self._at(place, column)
            _put(target, cell)
            target.border = BORDER
        texts = [f"{number}.{f.label}：{f.sentence}" for number, f in enumerate(faults, 1)]
        message = self._at(place, self._last)
        _put(message, "\n".join(texts))
        message.font = Font(name=FONT, size=10, color="FFC00000")
        message.alignment = Alignment(wrap_text=True, vertical="top")
        for fault in faults:
            self._mark(place, row, fault)

    def _mark(self, place: int, row: int, fault: Fault) -> None:
        column = 0 if fault.column is None else fault.column
        cell = self._at(place, column)
        cell.fill = _BAD
        if self._comments < MAX_COMMENTS and cell.comment is None:
            self._comments += 1
            cell.comment = Comment(legal(f"{fault.sentence}\n{fault.remedy}"), "户册", height=110, width=320)
        self._listing.append(
            (
                str(len(self._listing) + 1),
                self._sheet.name,
                self._sheet.address(row, column),
                cell.coordinate,
                fault.label,
                fault.level,
                fault.sentence,
                fault.remedy,
            )
        )

    def _at(self, row: int, column: int) -> BookCell:
        return _cell(self._ws, row, column + self._sheet.first_column + 1)


def _cell(ws: Worksheet, row: int, column: int) -> BookCell:
    cell = ws.cell(row, column)
    assert isinstance(cell, BookCell)  # noqa: S101 - cells are merged only after they are written
    return cell


def _put(cell: BookCell, value: Cell) -> None:
    """Write what stood there, text always as text: nothing becomes a formula, no code loses a digit."""
    if isinstance(value, str):
        if value:
            cell.value = legal(value)
            cell.data_type = "s"
            cell.number_format = "@"
    else:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, dt.datetime) else "yyyy-mm-dd"
        elif isinstance(value, float):
            cell.number_format = "0" if value.is_integer() and abs(value) < 10**15 else "General"
    cell.font = Font(name=FONT, size=11)


def _titled(cell: BookCell) -> None:
    cell.font = Font(name=FONT, size=11, bold=True)
    cell.fill = _HEAD
    cell.border = BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _write_listing(ws: Worksheet, listing: Sequence[tuple[str, ...]]) -> None:
    for column, (title, width) in enumerate(zip(_LIST, _LIST_WIDTHS, strict=True), 1):
        head = _cell(ws, 1, column)
        _put(head, title)
        _titled(head)
        ws.column_dimensions[letters(column - 1)].width = width
    for row, line in enumerate(listing, 2):
        for column, text in enumerate(line, 1):
            cell = _cell(ws, row, column)
            _put(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    ws.freeze_panes = "A2"
    ws.auto_filter.ref = f"A1:{letters(len(_LIST) - 1)}{len(listing) + 1}"
