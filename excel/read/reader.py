"""Read a stranger's workbook without trusting it: in processes of their own, with limits on memory and time.

One process reads the cells; beside it another scans the package, and what the scan refuses is refused.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from excel.read.dates import dated
from excel.read.process import Child
from excel.sheet import Cell, Sheet, Workbook
from survey.problems import HuceError, Place, Problem

MAX_FILE = 300 * 2**20
_TICK = 0.2  # seconds between looks at the clock, the child's memory and the person's wish to stop
Tick = Callable[[], None]


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
    """A workbook that was read, while the process that read it still holds its rows and can work on them, too."""

    book: Workbook
    _child: Child = field(repr=False)
    _seconds: float
    _errors: tuple[list[tuple[int, int, str]], ...]

    def ask(self, sheet: Sheet, *arguments: Any) -> None:
        """Ask the reading process to do its job on a sheet's rows; they are the job's first argument.

        Rows in which a formula failed look blank over there: do not ask about a sheet where ``failed`` is true.
        """
        self._child.ask(self._place(sheet), *arguments)

    def answer(self) -> Any:
        """Return the next answer if there is one, in the order of the questions; else None, at once."""
        return self._child.answer(0)

    def wait(self, tick: Tick) -> Any:
        """Return the next answer; None when the process died or takes too long, and the work is ours after all."""
        deadline = time.monotonic() + self._seconds
        while time.monotonic() < deadline:
            tick()
            found = self._child.answer(_TICK)
            if found is not None or self._child.dead:
                return found
        return None

    def failed(self, sheet: Sheet) -> bool:
        """Whether a formula failed in a cell of the sheet."""
        return bool(self._errors[self._place(sheet)])

    def _place(self, sheet: Sheet) -> int:
        return next(place for place, known in enumerate(self.book.sheets) if known is sheet)


def read_workbook(path: Path, *, limits: Limits | None = None, tick: Tick | None = None) -> Workbook:
    """Read all sheets. ``tick`` is called a few times a second and may raise to stop (Cancelled passes through).

    Raises HuceError with a B… code and the file's name when the file cannot or must not be read.
    """
    with reading(path, limits=limits, tick=tick) as found:
        return found.book


@contextmanager
def reading(path: Path, *, job: str = "", limits: Limits | None = None, tick: Tick | None = None) -> Iterator[Reading]:
    """Read all sheets and keep the process that did, so that it can do a share of the work (see Reading.ask).

    ``job`` ("module:function") runs over there: it takes a sheet's rows and what is asked, and returns something
    that can be marshalled. Raises as ``read_workbook`` does.
    """
    limits = limits or Limits.for_file(_size(path))
    call = (str(path.resolve()), limits.memory, int(limits.seconds) + 1)
    with _started(path, "read", *call, job) as reader, _started(path, "scan", *call, "") as scanner:
        _wait(path, (scanner, reader), limits, tick or _nothing)
        book, errors = _book(path, scanner, reader)
        yield Reading(book, reader, limits.seconds, errors)


@contextmanager
def _started(path: Path, *call: str | int) -> Iterator[Child]:
    try:
        child = Child(*call)
    except OSError as cause:  # no memory, or too many processes
        raise _trouble(path, "B009", reason=why_not(cause)) from cause
    with closing(child):
        yield child


def _wait(path: Path, children: Sequence[Child], limits: Limits, tick: Tick) -> None:
    """Wait for both: what the scan refuses is refused, whatever the reader says."""
    deadline = time.monotonic() + limits.seconds
    for child in children:
        while not child.settled:
            tick()
            if time.monotonic() >= deadline:
                raise _trouble(path, "B007", seconds=f"{limits.seconds:.0f}")
            if sys.platform == "win32" and any(one.memory() > limits.memory for one in children):
                raise _trouble(path, "B008")
            child.wait(_TICK)
        if child.refusal is not None:
            raise _trouble(path, child.refusal[0], **child.refusal[1])
        if child.kind is None:  # it died before it was done
            raise _trouble(path, "B008")


def _book(path: Path, scanner: Child, reader: Child) -> tuple[Workbook, tuple[list[tuple[int, int, str]], ...]]:
    extents = {name: facts for _, name, facts in scanner.said}
    sheets: list[Sheet] = []
    for what, *facts in reader.said:
        if what == "sheet":
            sheets.append(_sheet(**facts[0], extent=extents.get(facts[0]["name"], _UNSCANNED)))
        else:
            rows = sheets[-1].rows
            assert isinstance(rows, list)  # noqa: S101 - made empty just above
            rows.extend(dated(*facts))
    reader.said.clear()
    errors = tuple(extents.get(sheet.name, _UNSCANNED)["errors"] for sheet in sheets)
    for sheet, failed in zip(sheets, errors, strict=True):
        _show_errors(sheet, failed)
    return Workbook(path.name, str(reader.kind), tuple(sheets)), errors


_UNSCANNED: dict[str, Any] = {"hidden": (), "widths": (), "errors": []}


def _sheet(
    *,
    name: str,
    visible: bool,
    origin: tuple[int, int],
    merges: list[tuple[int, int, int, int]],
    extent: dict[str, Any],
) -> Sheet:
    hidden, widths = frozenset(extent["hidden"]), tuple(extent["widths"])
    return Sheet(name, list[list[Cell]](), origin[0], origin[1], tuple(merges), hidden, visible, widths)


def _show_errors(sheet: Sheet, failed: list[tuple[int, int, str]]) -> None:
    """Show the cells in which a formula failed: the reader took them for blanks."""
    for row, column, value in failed:
        place, across = row - sheet.first_row, column - sheet.first_column
        if 0 <= place < len(sheet.rows) and 0 <= across < len(sheet.rows[place]):
            cells = sheet.rows[place]
            assert isinstance(cells, list)  # noqa: S101 - as it came from the reader
            cells[across] = value


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except OSError as cause:
        raise _trouble(path, "B009", reason=why_not(cause)) from cause
    if size > MAX_FILE:
        raise _trouble(path, "B004", size=str(size // 2**20))
    return size


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
