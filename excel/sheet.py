"""What a workbook holds once it is read: sheets of plain cells, and what Excel calls them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

Cell: TypeAlias = "str | float | bool | dt.date | dt.datetime"
"""One cell as read. A blank cell is ""; every number is a float, as in the file."""

Merge: TypeAlias = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, counted from 0 and inclusive."""

ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""What a formula that failed leaves in a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[i]`` is the file's row ``first_row + i`` and starts in column ``first_column`` (from 0)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 0
    first_column: int = 0
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()  # file rows, counted from 0
    visible: bool = True
    widths: tuple[tuple[int, int, float], ...] = ()  # first and last column from 0, width in characters

    def address(self, row: int, column: int) -> str:
        """Name a cell of ``rows[row][column]`` the way Excel does, e.g. ``B7``."""
        return f"{letters(column + self.first_column)}{row + self.first_row + 1}"


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that was read; ``kind`` is the format its content showed (xlsx, xls, csv …)."""

    file: str
    kind: str
    sheets: tuple[Sheet, ...]


def columns_of(
    rows: Sequence[Sequence[Cell]], known: Mapping[str, int], body: Sequence[int]
) -> dict[str, Sequence[Cell]]:
    """Take the known columns (key to index) out of some rows, which ``body`` names by their places."""
    columns = list(zip(*(rows[row] for row in body), strict=True))
    return {key: columns[index] if columns else () for key, index in known.items()}


@cache
def letters(column: int) -> str:
    """Name a column counted from 0: A, B … Z, AA … XFD."""
    text = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(65 + digit) + text
    return text


def column_number(name: str) -> int:
    """Count a column name from 0: A is 0, XFD is 16383."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
