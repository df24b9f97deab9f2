"""Examine the rows of a register with two processors: the processes that read the rows do it, and we where they do not.

Whoever wants the answers takes them in the order of the file, and has time for other work while they are made.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from excel.read.reader import Answer, Reading
from excel.sheet import columns_of
from excel.table.find import Table
from usecases.bulk.households import Cells, Examined, county_of_rows, examine, unpacked
from usecases.progress import Progress

PIECE = 5_000  # rows examined at once: the more, the more values stand there twice
SHARED_FROM = 2 * PIECE  # fewer rows are examined before another process has got ready
_ASKED = 1_000  # rows asked for their county
_AHEAD = 3  # pieces asked for, so that no other process waits for us


class Piece(NamedTuple):
    """Some rows of one table, by their places in ``table.sheet.rows``, and which process has them, if any."""

    place: int  # of the table
    table: Table
    body: Sequence[int]
    holder: int | None

    @property
    def cells(self) -> Cells:
        """The columns that are understood, by key."""
        return columns_of(self.table.sheet.rows, self.table.known, self.body)


def examine_tables(
    tables: Sequence[Table], reading: Reading, *, today: dt.date, progress: Progress
) -> Generator[tuple[Piece, Examined], None, None]:
    """Examine every row of the tables, piece by piece in the order of the file."""
    pieces = [piece for place, table in enumerate(tables) for piece in _pieces(place, table, reading)]
    shared = _processors() > 1 and sum(len(table.body) for table in tables) >= SHARED_FROM
    work = _Work(pieces, county_of_rows(_sampled(tables)), today, progress)
    with _listening():
        yield from work.done(reading if shared else None)
    reading.release()  # while the rest is written, their memory is free


@contextmanager
def _listening() -> Iterator[None]:
    """Let the threads that take the answers in have their turn ten times as often: they come in many little bites."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 10)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _processors() -> int:
    return os.cpu_count() or 1


def _pieces(place: int, table: Table, reading: Reading) -> Iterator[Piece]:
    """Cut a table; each share begins with small pieces, so that whoever writes them need not wait long."""
    for holder, body in reading.holders(table.sheet, table.body):
        start, size = 0, PIECE // 4
        while start < len(body):
            yield Piece(place, table, body[start : start + size], holder)
            start, size = start + size, min(2 * size, PIECE)


class _Work:
    """The pieces to be examined, those of each process apart. What nobody else does (any more) is ours."""

    def __init__(self, pieces: Sequence[Piece], county: str, today: dt.date, progress: Progress) -> None:
        self._pieces, self._county, self._today, self._progress = pieces, county, today, progress
        self._found: dict[int, Examined] = {}
        self._finished = 0  # rows
        self._ours = deque[int]()
        self._rest: dict[int, deque[int]] = {}
        self._asked: dict[int, deque[int]] = {}

    def done(self, others: Reading | None) -> Iterator[tuple[Piece, Examined]]:
        """Examine everything; with ``others`` the processes that have the rows do their share."""
        for number, piece in enumerate(self._pieces):
            shared = others is not None and piece.holder is not None
            (self._rest.setdefault(piece.holder or 0, deque()) if shared else self._ours).append(number)
        self._asked = {holder: deque() for holder in self._rest}
        for number, piece in enumerate(self._pieces):
            while number not in self._found:
                self._go_on(others)
            yield piece, self._found.pop(number)

    def _go_on(self, others: Reading | None) -> None:
        """Take an answer in, or examine a piece, or wait; meanwhile the other processes have enough to do."""
        if others is not None:
            self._hand_out(others)
            if (answer := others.answer()) is not None:
                return self._take_in(answer)
        if (number := self._next()) is not None:
            self._examine(number)
        elif others is not None:
            answer = others.wait(self._tell)
            for holder in list(self._asked) if answer is None else ():  # they hang
                self._give_up(holder)
            return None if answer is None else self._take_in(answer)
        return None

    @property
    def _free(self) -> bool:
        """Whether there is a processor for us: we begin at the top then, and they at the end."""
        return len(self._rest) < _processors()

    def _next(self) -> int | None:
        """Return a piece for us to examine; None when others do what is left."""
        if self._ours:
            return self._ours.popleft()
        rest = [rest for rest in self._rest.values() if rest] if self._free else []
        return min(rest, key=lambda pieces: pieces[0]).popleft() if rest else None

    def _hand_out(self, others: Reading) -> None:
        for holder, rest in self._rest.items():
            asked = self._asked[holder]
            while rest and len(asked) < _AHEAD:
                asked.append(rest.pop() if self._free else rest.popleft())
                piece, today = self._pieces[asked[-1]], self._today.isoformat()
                others.ask(holder, piece.table.sheet, piece.table.known, piece.body, self._county, today)

    def _take_in(self, answer: Answer) -> None:
        if answer.holder not in self._asked:
            return
        if answer.found is None:
            self._give_up(answer.holder)
        else:
            self._keep(self._asked[answer.holder].popleft(), unpacked(answer.found))

    def _give_up(self, holder: int) -> None:
        """Do a process's share ourselves: it died, or hangs."""
        self._ours = deque(sorted((*self._ours, *self._asked.pop(holder), *self._rest.pop(holder))))

    def _examine(self, number: int) -> None:
        self._keep(number, examine(self._pieces[number].cells, county=self._county, today=self._today))

    def _keep(self, number: int, examined: Examined) -> None:
        self._found[number] = examined
        self._finished += len(self._pieces[number].body)
        self._tell()

    def _tell(self) -> None:
        self._progress.step(self._finished, sum(len(piece.body) for piece in self._pieces), "正在检查每一行")


def _sampled(tables: Sequence[Table]) -> Cells:
    """Give some rows of all tables in one, to see which county they belong to."""
    every = sum(len(table.body) for table in tables) // _ASKED + 1
    asked = [(table, row) for table in tables for row in table.body[::every]]
    keys = {key for table in tables for key in table.known}
    return {
        key: [table.sheet.rows[row][table.known[key]] if key in table.known else "" for table, row in asked]
        for key in keys
    }
