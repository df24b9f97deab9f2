"""Read the columns of a table: each distinct cell is parsed once, however often it stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from excel.sheet import Cell
from excel.table.find import Table
from exchange.messages import Json
from survey.problems import Place, Problem
from survey.values import Parsed, to_json

Read: TypeAlias = Callable[[object], Parsed]
Value: TypeAlias = "tuple[Json, tuple[Problem, ...]]"


def read_columns(table: Table, readers: Mapping[str, Read]) -> dict[str, list[Value]]:
    """Return the JSON value and the problems of every body cell, by column key."""
    rows = table.sheet.rows
    return {
        key: _column([rows[row][index] for row in table.body], readers[key])
        for key, index in table.known.items()
        if key in readers
    }


def _column(cells: Sequence[Cell], read: Read) -> list[Value]:
    known: dict[object, Value] = {}
    found: list[Value] = []
    for cell in cells:
        mark = cell if cell.__class__ is not bool else (cell,)  # True and 1.0 are one key of a dict
        value = known.get(mark)
        if value is None:
            parsed = read(cell)
            value = known[mark] = (_json(parsed), parsed.problems)
        found.append(value)
    return found


def _json(parsed: Parsed) -> Json:
    value = to_json(parsed.value)
    return [*value] if isinstance(value, list) else value


class Placing:
    """Gives problems their cell: file, sheet, address, and the column's title as label."""

    def __init__(self, file: str, table: Table, labels: Mapping[str, str], fallback: Sequence[str]) -> None:
        self._file, self._table, self._labels = file, table, labels
        self._fallback = next((key for key in fallback if key in table.known), next(iter(table.known)))

    def at(self, row: int, key: str, problem: Problem) -> Problem:
        """Return the problem at the cell of a row and key; a key the table lacks points at the row's name."""
        column = key if key in self._table.known else self._fallback
        place = Place(
            path=key,
            label=self._labels.get(key, ""),
            file=self._file,
            sheet=self._table.sheet.name,
            cell=self._table.cell(row, column),
        )
        return replace(problem, place=place)

    def all(self, row: int, problems: Iterable[Problem], key: str = "") -> list[Problem]:
        """Place several; each keeps the path it has when ``key`` is not given."""
        return [self.at(row, key or problem.place.path, problem) for problem in problems]
