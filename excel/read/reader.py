"""Read a stranger's workbook without trusting it: in a process of its own, with limits on memory and time."""

from __future__ import annotations

import datetime as dt
import errno
import marshal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from excel.sheet import Cell, Sheet, Workbook
from survey.problems import HuceError, Place, Problem

ROOT = Path(__file__).resolve().parents[2]
MAX_FILE = 300 * 2**20
_TICK = 0.2  # seconds between looks at the clock, the child's memory and the person's wish to stop


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading process may use: bytes of memory, seconds of waiting."""

    memory: int = 2**30
    seconds: float = 30.0

    @classmethod
    def for_file(cls, size: int) -> Limits:
        """Scale with the packed size in bytes: 50,000 rows of 60 columns are 20 MB and may take 90 s, 1.6 GB."""
        return cls(2**30 + 30 * size, 30.0 + 3.0 * size / 2**20)


def read_workbook(path: Path, *, limits: Limits | None = None, tick: Callable[[], None] | None = None) -> Workbook:
    """Read all sheets. ``tick`` is called a few times a second and may raise to stop (Cancelled passes through).

    Raises HuceError with a B… code and the file's name when the file cannot or must not be read.
    """
    size = _size(path)
    answer = _Answer()
    _ask_child(path, limits or Limits.for_file(size), tick or _nothing, answer)
    if answer.refusal is not None:
        raise _trouble(path, answer.refusal[0], **answer.refusal[1])
    if not answer.kind:  # the child died before it was done
        raise _trouble(path, "B008")
    return Workbook(path.name, answer.kind, tuple(answer.sheets))


class _Answer:
    """Gathers what the child says, in the thread that listens to it."""

    def __init__(self) -> None:
        self.kind = ""
        self.refusal: tuple[str, dict[str, str]] | None = None
        self.sheets: list[Sheet] = []

    def listen(self, stream: IO[bytes]) -> None:
        """Take messages until the child is done or dead; one cut short is not taken."""
        while head := stream.read(8):
            size = int.from_bytes(head, "little")
            data = stream.read(size)
            if len(data) < size:
                return
            self._take(*marshal.loads(data))  # noqa: S302 - written by our own child process, never by the file

    def _take(self, what: str, *facts: Any) -> None:
        if what == "sheet":
            self.sheets.append(_sheet(**facts[0]))
        elif what == "rows":
            _add_rows(self.sheets[-1], *facts)
        elif what == "refused":
            self.refusal = facts[0], facts[1]
        else:
            self.kind = facts[0]


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


def _ask_child(path: Path, limits: Limits, tick: Callable[[], None], answer: _Answer) -> None:
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from excel.read.child import main; "
    code = f"{start}main(*{_call(path, limits)!r})"
    with subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        try:
            _wait(path, child, limits, tick, answer)
        finally:
            child.kill()


def _call(path: Path, limits: Limits) -> tuple[str, int, int]:
    return str(path.resolve()), limits.memory, int(limits.seconds) + 1


def _wait(
    path: Path, child: subprocess.Popen[bytes], limits: Limits, tick: Callable[[], None], answer: _Answer
) -> None:
    """Listen in a thread, so that a full pipe never stops the child while we watch the clock."""
    stream = child.stdout
    assert stream is not None  # noqa: S101 - PIPE was asked for
    listener = threading.Thread(target=answer.listen, args=(stream,), daemon=True)
    listener.start()
    deadline = time.monotonic() + limits.seconds
    while listener.is_alive():
        tick()
        if time.monotonic() >= deadline:
            raise _trouble(path, "B007", seconds=f"{limits.seconds:.0f}")
        if sys.platform == "win32" and _memory(child.pid) > limits.memory:
            raise _trouble(path, "B008")
        listener.join(_TICK)


def _memory(pid: int) -> int:
    import psutil

    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def _sheet(
    *,
    name: str,
    visible: bool,
    origin: tuple[int, int],
    merges: list[tuple[int, int, int, int]],
    hidden: list[int],
    widths: list[tuple[int, int, float]],
) -> Sheet:
    return Sheet(name, [], origin[0], origin[1], tuple(merges), frozenset(hidden), visible, tuple(widths))


def _add_rows(sheet: Sheet, rows: list[list[Cell]], dates: list[tuple[int, int, int, int]]) -> None:
    for row, column, day, second in dates:
        date = dt.date.fromordinal(day)
        rows[row][column] = date if second < 0 else dt.datetime.combine(date, _clock(second))
    assert isinstance(sheet.rows, list)  # noqa: S101 - made empty just above
    sheet.rows.extend(rows)


def _clock(second: int) -> dt.time:
    return dt.time(second // 3600, second // 60 % 60, second % 60)


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
