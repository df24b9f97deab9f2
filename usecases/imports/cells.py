"""Read the columns of a table: each distinct cell is parsed once, however often it stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from excel.table.find import Table
from exchange.messages import Json
from survey.problems import Place, Problem
from survey.values import Parsed, to_json

Read: TypeAlias = Callable[[object], Parsed]


@dataclass(slots=True)
class Columns:
    """The body of a table as read: JSON values by column key, and the problems of cells by place in the body."""

    values: dict[str, list[Json]] = field(default_factory=dict)
    faults: dict[int, list[tuple[str, Problem]]] = field(default_factory=dict)

    def rows(self) -> Iterator[dict[str, Json]]:
        """Go through the rows: what each holds, blanks left out."""
        keys = tuple(self.values)
        for values in zip(*self.values.values(), strict=True):
            yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def read_columns(table: Table, readers: Mapping[str, Read]) -> Columns:
    """Read every cell of the body whose key has a reader."""
    read = Columns()
    for key, index in table.known.items():
        if key in readers:
            read.values[key] = _column(key, _marks(table.columns[index]), readers[key], read.faults)
    return read


def _marks(cells: Sequence[object]) -> Sequence[object]:
    """Keep True apart from 1.0, which are one key of a dict."""
    if bool not in set(map(type, cells)):
        return cells
    return [(cell,) if cell.__class__ is bool else cell for cell in cells]


def _column(key: str, marks: Sequence[object], read: Read, faults: dict[int, list[tuple[str, Problem]]]) -> list[Json]:
    known: dict[object, Json] = {}
    faulty: dict[object, tuple[Problem, ...]] = {}
    for mark in dict.fromkeys(marks):
        parsed = read(mark[0] if isinstance(mark, tuple) else mark)
        known[mark] = _json(parsed)
        if parsed.problems:
            faulty[mark] = parsed.problems
    for place in [place for place, mark in enumerate(marks) if mark in faulty] if faulty else ():
        faults.setdefault(place, []).extend((key, problem) for problem in faulty[marks[place]])
    return list(map(known.__getitem__, marks))


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

    def all(self, row: int, found: Iterable[tuple[str, Problem]]) -> list[Problem]:
        """Place the problems of a row's cells, each given with its column's key."""
        return [self.at(row, key, problem) for key, problem in found]
