"""Say of a problem in which cell of the file it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from excel.table.find import Table
from survey.problems import Place, Problem


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
        return Problem(problem.code, problem.level, place, problem.params, problem.text, problem.rule)

    def all(self, row: int, found: Iterable[tuple[str, Problem]]) -> list[Problem]:
        """Place the problems of a row's cells, each given with its column's key."""
        return [self.at(row, key, problem) for key, problem in found]
