"""Find the header of a table: which rows it takes, and which column is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from excel.sheet import Cell, Sheet
from excel.table.titles import Vocabulary

SEARCHED_ROWS = 40
MAX_DEPTH = 4
WORDY = 60  # a title is short; a cell longer than this is a note


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. ``index`` counts in ``sheet.rows``; ``key`` is None when the title is not understood."""

    index: int
    title: str
    key: str | None
    repeated: bool = False  # an earlier column has the same key: this one is not read


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``top`` to ``top + depth - 1`` of ``sheet.rows`` hold the titles."""

    top: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def known(self) -> dict[str, int]:
        """Where each key's column is."""
        return {c.key: c.index for c in self.columns if c.key is not None and not c.repeated}

    @property
    def end(self) -> int:
        """The first row after the titles."""
        return self.top + self.depth


def find_header(sheet: Sheet, vocabulary: Vocabulary) -> Header | None:
    """Return the rows that name the most columns; of equals the one of fewest rows, then the highest."""
    grid = _filled(sheet)
    best: Header | None = None
    for depth in range(1, min(MAX_DEPTH, len(grid)) + 1):
        for top in range(len(grid) - depth + 1):
            columns = tuple(_columns(grid[top : top + depth], vocabulary))
            header = Header(top, depth, columns)
            if header.known and (best is None or len(header.known) > len(best.known)):
                best = header
    return best and _with_outer_titles(best, grid, vocabulary)


def _columns(rows: list[list[str]], vocabulary: Vocabulary) -> Iterator[Column]:
    seen: set[str] = set()
    for index, cells in enumerate(zip(*rows, strict=True)):
        parts = _distinct(cells)
        if not parts:
            continue
        key = vocabulary.find(parts) if max(map(len, parts)) <= WORDY else None
        yield Column(index, "/".join(parts), key, key in seen)
        if key is not None:
            seen.add(key)


def _distinct(cells: tuple[str, ...]) -> list[str]:
    parts: list[str] = []
    for cell in cells:
        if cell and (not parts or parts[-1] != cell):
            parts.append(cell)
    return parts


def _with_outer_titles(best: Header, grid: list[list[str]], vocabulary: Vocabulary) -> Header:
    """Take in the row of group titles above when it adds columns (like 备注 standing alone) and loses none."""
    if best.top == 0 or best.depth >= MAX_DEPTH:
        return best
    above = [cell for cell in grid[best.top - 1] if cell]
    if len(set(above)) < 2:  # a title or a note across the sheet
        return best
    columns = tuple(_columns(grid[best.top - 1 : best.end], vocabulary))
    wider = Header(best.top - 1, best.depth + 1, columns)
    grown = len(columns) > len(best.columns) and wider.known == best.known
    return wider if grown else best


def _filled(sheet: Sheet) -> list[list[str]]:
    """Give the first rows as text, every cell of a merged range showing what the range shows."""
    rows = [[_text(cell) for cell in row] for row in sheet.rows[:SEARCHED_ROWS]]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for merge in sheet.merges:
        top, left = merge[0] - sheet.first_row, merge[1] - sheet.first_column
        bottom, right = merge[2] - sheet.first_row, merge[3] - sheet.first_column
        if 0 <= top < len(rows) and 0 <= left < width:
            for row in rows[top : bottom + 1]:
                for column in range(left, min(right + 1, width)):
                    row[column] = row[column] or rows[top][left]
    return rows


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.strip()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
