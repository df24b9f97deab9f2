"""The reading process: opens a stranger's workbook under limits, and dies alone if the file is hostile.

It is started by ``excel.read.process`` as ``python -c``, imports only the standard library and the readers, and
answers on stdout with marshalled messages, each after its length in eight bytes: ``("refused", code, params)``;
``("extent", sheet, facts)`` for each sheet that was scanned; or ``("sheet", fields)``, then rows in pieces
``("rows", rows, dates)`` for each sheet; at the end ``("end", kind)``. A reader that was given a job then takes
requests from stdin, ``(job, arguments)`` in the same spelling, and answers ``("answer", result)``.
"""

from __future__ import annotations

import gc
import marshal
import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from excel.read.dates import dated
from excel.read.refusal import Refused

Message = tuple[Any, ...]


def main(task: str, path: str, memory: int, seconds: int, job: str) -> None:
    """Scan or read ``path`` within ``memory`` bytes and ``seconds`` of processor time, and answer on stdout.

    ``job`` ("module:function", "" for none) is what our own process will ask of the rows once they are read.
    """
    gc.disable()  # a short life with millions of cells and no cycles
    _limit(memory, seconds)
    try:
        if task == "scan":
            _scan(Path(path))
        else:
            _read(Path(path), job)
    except Refused as refused:
        _say("refused", refused.code, refused.params)
    except MemoryError:
        _say("refused", "B008", {})
    except OSError as cause:
        _say("refused", "B009", {"reason": f"系统错误 {cause.errno}"})


def _scan(path: Path) -> None:
    from excel.read.scan import scan

    _tell(scan(path))


def _read(path: Path, job: str) -> None:
    from excel.read.parse import read

    said = _tell(read(path), keep=bool(job))
    if job:
        _serve(job, said)


def _tell(messages: Iterable[Message], *, keep: bool = False) -> list[Message]:
    said = []
    for message in messages:
        _say(*message)
        if keep:
            said.append(message)
    return said


def _serve(job: str, said: list[Message]) -> None:
    module, _, name = job.partition(":")
    work: Callable[..., object] = getattr(import_module(module), name)
    sheets: list[list[list[Any]]] = []
    for what, *facts in said:
        if what == "sheet":
            sheets.append([])
        elif what == "rows":
            sheets[-1].extend(dated(*facts))
    source = sys.stdin.buffer
    answers: SimpleQueue[object] = SimpleQueue()
    threading.Thread(target=_answer, args=(answers,), daemon=True).start()
    while head := source.read(8):
        sheet, *arguments = marshal.loads(source.read(int.from_bytes(head, "little")))  # noqa: S302 - our own process
        answers.put(work(sheets[sheet], *arguments))


def _answer(answers: SimpleQueue[object]) -> None:
    """Say them in a thread: our own process may be too busy to listen at once, and meanwhile we work on."""
    while True:
        _say("answer", answers.get())


def _say(*message: Any) -> None:
    data = marshal.dumps(message, 2)  # version 2 makes no references: three times faster on cells that never repeat
    out = sys.stdout.buffer
    out.write(len(data).to_bytes(8, "little"))
    out.write(data)
    out.flush()


def _limit(memory: int, seconds: int) -> None:
    """Linux: the kernel holds us to it. Windows has no such call; there the parent watches our size."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
