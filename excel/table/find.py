"""Find the tables of a workbook: the sheets that hold data, their headers and their data rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from excel.sheet import Cell, Sheet, Workbook, columns_of
from excel.table.header import Header, find_header
from excel.table.rows import RowSorter, SkippedRow
from excel.table.titles import Vocabulary

_ASIDE = re.compile(r"字典|代码表?|填[表报写]说明|说明|封面|目录|错误清单|参数|数据源|版本|_.*", re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A table: data rows by their place in ``sheet.rows``, in order, and the rows that were left out."""

    sheet: Sheet
    header: Header
    body: tuple[int, ...]
    skipped: tuple[SkippedRow, ...]

    @cached_property
    def known(self) -> dict[str, int]:
        """Where each understood key's column is in ``sheet.rows[i]``."""
        return self.header.known

    @property
    def cells(self) -> dict[str, Sequence[Cell]]:
        """The columns that are understood, by key."""
        return columns_of(self.sheet.rows, self.known, self.body)

    @property
    def blanks(self) -> dict[str, int]:
        """How many cells of each column that is understood are blank."""
        return {key: column.count("") for key, column in self.cells.items()}

    @property
    def hidden_rows(self) -> int:
        """How many data rows Excel hides (by hand or by a filter). They are data all the same."""
        hidden = {row - self.sheet.first_row for row in self.sheet.hidden_rows}
        return sum(row in hidden for row in self.body) if hidden else 0

    def cell(self, row: int, key: str) -> str:
        """Name the cell of a row and a key, e.g. ``B7``; the first column when the table lacks the key."""
        return self.sheet.address(row, self.known.get(key, 0))


def find_tables(
    book: Workbook, vocabulary: Vocabulary, identity: frozenset[str], *, least: int = 3
) -> tuple[Table, ...]:
    """Return the tables to read, in sheet order; empty when no sheet names ``least`` of the known columns.

    Every visible sheet laid out like the best one is read (one sheet a township is common); sheets of codes and
    instructions and hidden sheets are not.
    """
    found = [
        (sheet, header)
        for sheet in book.sheets
        if sheet.visible and not _ASIDE.fullmatch(sheet.name.strip()) and (header := find_header(sheet, vocabulary))
    ]
    most = max((len(header.known) for _, header in found), default=0)
    wanted = max(least, most * 0.6)
    return tuple(_table(sheet, header, identity) for sheet, header in found if len(header.known) >= wanted)


def _table(sheet: Sheet, header: Header, identity: frozenset[str]) -> Table:
    sorter, rows = RowSorter(sheet, header, identity), sheet.rows
    kinds = ((number, sorter.kind(number, rows[number])) for number in sorter.doubtful(rows, header.end))
    skipped = {number: kind for number, kind in kinds if kind is not None}
    body = [number for number in range(header.end, len(rows)) if number not in skipped]
    return Table(sheet, header, tuple(body), tuple(SkippedRow(*each) for each in skipped.items()))
