"""Examine the rows of a register with two processors: we begin at its top, the process that read it at its end."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from excel.read.reader import Reading
from excel.sheet import columns_of
from excel.table.find import Table
from usecases.bulk.households import Cells, Examined, county_of_rows, examine, joined, unpacked
from usecases.progress import Progress

PIECE = 2_500  # rows examined at once
SHARED_FROM = 4 * PIECE  # fewer rows are examined before the other process has got ready
_ASKED = 1_000  # rows asked for their county
_AHEAD = 3  # pieces asked for, so that the other process never waits for us


class Piece(NamedTuple):
    """Some rows of one table, by their places in ``table.sheet.rows``."""

    table: Table
    body: Sequence[int]

    @property
    def cells(self) -> Cells:
        """The columns that are understood, by key."""
        return columns_of(self.table.sheet.rows, self.table.known, self.body)


def examine_tables(tables: Sequence[Table], reading: Reading, *, today: dt.date, progress: Progress) -> list[Examined]:
    """Examine every row of the tables; one answer a table, in its rows' order."""
    cut = [[Piece(table, part) for part in _parts(table.body)] for table in tables]
    pieces = [piece for part in cut for piece in part]
    rows = sum(len(table.body) for table in tables)
    shared = (os.cpu_count() or 1) > 1 and rows >= SHARED_FROM and not any(reading.failed(t.sheet) for t in tables)
    county = county_of_rows(_sampled(tables))
    with _listening():
        found = iter(_Work(pieces, county, today, progress).done(reading if shared else None))
    return [joined([next(found) for _ in part]) for part in cut]


@contextmanager
def _listening() -> Iterator[None]:
    """Let the thread that takes the answers in have its turn ten times as often: they come in many little bites."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _parts(body: Sequence[int]) -> list[Sequence[int]]:
    return [body[start : start + PIECE] for start in range(0, len(body), PIECE)]


class _Work:
    """The pieces to be examined, from both ends."""

    def __init__(self, pieces: Sequence[Piece], county: str, today: dt.date, progress: Progress) -> None:
        self._pieces, self._county, self._today, self._progress = pieces, county, today, progress
        self._found: dict[int, Examined] = {}
        self._asked: deque[int] = deque()
        self._rest = deque(range(len(pieces)))

    def done(self, other: Reading | None) -> list[Examined]:
        """Examine everything; with ``other`` the process that read the rows takes its share."""
        while self._rest or self._asked:
            if other is not None:
                self._hand_out(other)
                while self._take_in(other.answer()):
                    pass
            if self._rest:
                self._examine(self._rest.popleft())
            elif self._asked and other is not None and not self._take_in(other.wait(self._tell)):
                other = None  # it died, or hangs: its share is ours
                self._rest.extend(self._asked)
                self._asked.clear()
        return [self._found[number] for number in range(len(self._pieces))]

    def _hand_out(self, other: Reading) -> None:
        while self._rest and len(self._asked) < _AHEAD:
            number = self._rest.pop()
            piece = self._pieces[number]
            other.ask(piece.table.sheet, piece.table.known, list(piece.body), self._county, self._today.isoformat())
            self._asked.append(number)

    def _take_in(self, answer: Any) -> bool:
        if answer is None:
            return False
        self._found[self._asked.popleft()] = unpacked(answer)
        self._tell()
        return True

    def _examine(self, number: int) -> None:
        self._found[number] = examine(self._pieces[number].cells, county=self._county, today=self._today)
        self._tell()

    def _tell(self) -> None:
        done = sum(len(self._pieces[number].body) for number in self._found)
        self._progress.step(done, sum(len(piece.body) for piece in self._pieces), "正在检查每一行")


def _sampled(tables: Sequence[Table]) -> Cells:
    """Give some rows of all tables in one, to see which county they belong to."""
    rows = [(table, row) for table in tables for row in table.body]
    asked = rows[:: len(rows) // _ASKED + 1]
    keys = {key for table in tables for key in table.known}
    return {
        key: [table.sheet.rows[row][table.known[key]] if key in table.known else "" for table, row in asked]
        for key in keys
    }
