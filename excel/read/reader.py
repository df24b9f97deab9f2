"""Read a stranger's workbook without trusting it: in processes of their own, with limits on memory and time."""

from __future__ import annotations

import errno
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from queue import Empty, SimpleQueue
from types import MappingProxyType
from typing import Any, NamedTuple

from excel.read.joining import Held, joined, parts_of
from excel.read.process import Answers, Child
from excel.sheet import Sheet, Workbook
from survey.problems import HuceError, Place, Problem

MAX_FILE = 300 * 2**20
SHARED_FROM = 2**20  # packed bytes; less is read before a second process has got ready
READERS = 2  # what an office's computer has
_TICK = 0.2  # seconds between looks at the clock, the child's memory and the person's wish to stop
Tick = Callable[[], None]


class Answer(NamedTuple):
    """What a process answered; None: it will not answer any more."""

    holder: int
    found: Any


@dataclass(frozen=True, slots=True)
class Limits:
    """What each process may use: bytes of memory, seconds of waiting."""

    memory: int = 2**30
    seconds: float = 30.0

    @classmethod
    def for_file(cls, size: int) -> Limits:
        """Scale with the packed size in bytes: 50,000 rows of 60 columns are 20 MB and may take 90 s, 1.6 GB."""
        return cls(2**30 + 30 * size, 30.0 + 3.0 * size / 2**20)


@dataclass(frozen=True, slots=True)
class Reading:
    """A workbook that was read, while the processes that read it still hold its rows and can work on them, too."""

    book: Workbook
    _children: Sequence[Child] = field(repr=False)
    _answers: Answers = field(repr=False)
    _held: Sequence[Sequence[Held]] = field(repr=False)  # who has which rows of each sheet
    _seconds: float

    def holders(self, sheet: Sheet, body: Sequence[int]) -> Iterator[tuple[int | None, Sequence[int]]]:
        """Cut rows of a sheet (their places, ascending) into those of each process; None: no process has them."""
        done = 0
        for held in self._held[self._place(sheet)]:
            first = bisect_left(body, held.start)
            last = bisect_left(body, held.start + held.rows)
            yield from [(None, body[done:first])] if first > done else ()
            yield from [(held.holder, body[first:last])] if last > first else ()
            done = last
        yield from [(None, body[done:])] if done < len(body) else ()

    def ask(self, holder: int, sheet: Sheet, known: Mapping[str, int], body: Sequence[int], *more: Any) -> None:
        """Ask a process to do its job on rows it holds: on all its rows, which columns, which rows, and the rest."""
        place = self._place(sheet)
        held = next(held for held in self._held[place] if held.holder == holder)
        rows = [row - held.start for row in body]
        self._children[holder].ask(place, tuple(held.frame), dict(known), rows, *more)

    def answer(self) -> Answer | None:
        """Return the next answer if there is one; those of one process come in the order of the questions."""
        return self._answer(0)

    def wait(self, tick: Tick) -> Answer | None:
        """Return the next answer; None when everybody takes too long, and the work is ours after all."""
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            tick()
            if (found := self._answer(_TICK)) is not None:
                return found
        return None

    def release(self) -> None:
        """Let the processes go before the reading is over: nothing more will be asked."""
        for child in self._children:
            child.close()

    def _place(self, sheet: Sheet) -> int:
        return next(place for place, known in enumerate(self.book.sheets) if known is sheet)

    def _answer(self, seconds: float) -> Answer | None:
        try:
            return Answer(*(self._answers.get(timeout=seconds) if seconds else self._answers.get_nowait()))
        except Empty:
            return None


def read_workbook(path: Path, *, limits: Limits | None = None, tick: Tick | None = None) -> Workbook:
    """Read all sheets. ``tick`` is called a few times a second and may raise to stop (Cancelled passes through).

    Raises HuceError with a B… code and the file's name when the file cannot or must not be read.
    """
    with reading(path, limits=limits, tick=tick) as found:
        return found.book


@contextmanager
def reading(path: Path, *, job: str = "", limits: Limits | None = None, tick: Tick | None = None) -> Iterator[Reading]:
    """Read all sheets and keep the processes that did, so that they can do a share of the work (see Reading.ask).

    A large .xlsx is read by two processes, half of the rows each. ``job`` ("module:function") runs over there: it
    takes the rows and what is asked, and returns something that can be marshalled, not None. Raises as
    ``read_workbook`` does.
    """
    state, packed = _look_at(path)
    asked = _Asked(path, job, limits or Limits.for_file(state[0]), tick or _nothing)
    readers = READERS if packed and state[0] >= SHARED_FROM and (os.cpu_count() or 1) > 1 else 1
    with ExitStack() as processes:
        found = asked.read(processes, readers)
        if found is None or (readers > 1 and _look_at(path)[0] != state):  # rows in disorder, or written to meanwhile
            processes.close()  # their rows are of no use, and much to hold
            found = asked.read(processes, 1)
        assert found is not None  # noqa: S101 - one reader has nobody to be at odds with
        yield found


class _Asked(NamedTuple):
    """What is to be read, and within which limits."""

    path: Path
    job: str
    limits: Limits
    tick: Tick

    def read(self, processes: ExitStack, readers: int) -> Reading | None:
        """Read with so many processes; None when their rows cannot be told apart."""
        answers: Answers = SimpleQueue()
        children = [processes.enter_context(closing(self._started(answers, n, readers))) for n in range(readers)]
        self._wait(children)
        said = [parts_of(child.said) for child in children]
        for child in children:
            child.said.clear()
        sheets = [one for parts in zip_longest(*said) if (one := joined(parts)) is not None]
        if len(sheets) < max(map(len, said)):
            return None
        book = Workbook(self.path.name, str(children[0].kind), tuple(sheet for sheet, _ in sheets))
        return Reading(book, children, answers, [held for _, held in sheets], self.limits.seconds)

    def _started(self, answers: Answers, place: int, of: int) -> Child:
        call = (str(self.path.resolve()), self.limits.memory, int(self.limits.seconds) + 1, self.job, (place, of))
        try:
            return Child(place, answers, *call)
        except OSError as cause:  # no memory, or too many processes
            raise _trouble(self.path, "B009", reason=why_not(cause)) from cause

    def _wait(self, children: Sequence[Child]) -> None:
        deadline = time.monotonic() + self.limits.seconds
        for child in children:
            while not child.settled:
                self.tick()
                if time.monotonic() >= deadline:
                    raise _trouble(self.path, "B007", seconds=f"{self.limits.seconds:.0f}")
                if sys.platform == "win32" and any(one.memory() > self.limits.memory for one in children):
                    raise _trouble(self.path, "B008")
                child.wait(_TICK)
            if child.refusal is not None:
                raise _trouble(self.path, child.refusal[0], **child.refusal[1])
            if child.kind is None:  # it died before it was done
                raise _trouble(self.path, "B008")


def _look_at(path: Path) -> tuple[tuple[int, int, int], bool]:
    """Return the file's size and what else tells that it was written to, and whether it may be a packed workbook."""
    try:
        with path.open("rb") as file:
            found, packed = os.fstat(file.fileno()), file.read(2) == b"PK"
    except OSError as cause:
        raise _trouble(path, "B009", reason=why_not(cause)) from cause
    if found.st_size > MAX_FILE:
        raise _trouble(path, "B004", size=str(found.st_size // 2**20))
    return (found.st_size, found.st_mtime_ns, found.st_ino), packed


def _trouble(path: Path, code: str, **params: str) -> HuceError:
    return HuceError(Problem(code, place=Place(file=path.name), params=MappingProxyType({"file": path.name, **params})))


def why_not(cause: OSError) -> str:
    """Say in Chinese why the system would not open or write a file."""
    if isinstance(cause, FileNotFoundError):
        return "文件或文件夹不存在"
    if isinstance(cause, IsADirectoryError):
        return "这是一个文件夹"
    if isinstance(cause, PermissionError):
        return "没有权限，或文件正被其他程序打开"
    return "磁盘空间不足" if cause.errno == errno.ENOSPC else f"系统错误 {cause.errno}"


def _nothing() -> None:
    """Tick of those who never cancel."""
