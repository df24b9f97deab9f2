"""Read columns of cells: each distinct cell is parsed once, however often it stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from exchange.messages import Json
from survey.problems import Problem
from survey.values import Parsed, to_json
from survey.values.text import all_text

Read: TypeAlias = Callable[[object], Parsed]
_READY = frozenset({str, int, float, type(None)})  # what is JSON already


@dataclass(slots=True)
class Columns:
    """Columns as read: JSON values by key (None is blank), and the problems of cells by their place in the column."""

    values: dict[str, list[Json]] = field(default_factory=dict)
    faults: dict[int, list[tuple[str, Problem]]] = field(default_factory=dict)
    blanks: dict[str, int] = field(default_factory=dict)  # how many cells of each column are blank

    def rows(self) -> Iterator[dict[str, Json]]:
        """Go through the rows: what each holds, blanks left out."""
        keys = tuple(self.values)
        for values in zip(*self.values.values(), strict=True):
            yield {key: value for key, value in zip(keys, values, strict=True) if value is not None}


def read_columns(
    cells: Mapping[str, Sequence[object]],
    readers: Mapping[str, Read],
    as_is: Mapping[str, re.Pattern[str]] = MappingProxyType({}),
) -> Columns:
    """Read the columns whose key has a reader; a text that matches ``as_is`` is its own value."""
    read = Columns()
    for key, column in cells.items():
        if key in readers:
            marks = _marks(column)
            known = _known(marks, as_is[key]) if key in as_is else {}
            read.values[key] = _column(key, marks, readers[key], known, read.faults)
            read.blanks[key] = marks.count("") if "" in known else 0
    return read


def _known(marks: Sequence[object], as_is: re.Pattern[str]) -> dict[object, Json]:
    plain = as_is.fullmatch
    return {mark: mark for mark in dict.fromkeys(marks) if mark.__class__ is str and plain(mark)}


def _marks(cells: Sequence[object]) -> Sequence[object]:
    """Keep True apart from 1.0, which are one key of a dict."""
    if all_text(cells) or bool not in set(map(type, cells)):
        return cells
    return [(cell,) if cell.__class__ is bool else cell for cell in cells]


def _column(
    key: str,
    marks: Sequence[object],
    read: Read,
    known: dict[object, Json],
    faults: dict[int, list[tuple[str, Problem]]],
) -> list[Json]:
    faulty: dict[object, tuple[Problem, ...]] = {}
    for mark in {*marks} - known.keys():
        value, problems = read(mark[0] if mark.__class__ is tuple else mark)
        known[mark] = value if value.__class__ in _READY else to_json(value)  # type: ignore[assignment]  # a list of str is Json, too
        if problems:
            faulty[mark] = problems
    for place in [place for place, mark in enumerate(marks) if mark in faulty] if faulty else ():
        faults.setdefault(place, []).extend((key, problem) for problem in faulty[marks[place]])
    return list(map(known.__getitem__, marks))
