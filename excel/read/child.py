"""A reading process: opens a stranger's workbook under limits, and dies alone if the file is hostile.

It is started by ``excel.read.process`` as ``python -c``, imports only the standard library and the readers, and
answers on stdout with marshalled messages, each after its length in eight bytes: ``("refused", code, params)``; or
``("sheet", facts)``, then rows in pieces ``("rows", rows, dates)`` for each sheet; at the end ``("end", kind)``. A
process that was given a job then takes requests from stdin, ``(sheet, frame, arguments)`` in the same spelling, and
answers ``("answer", result)``.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NoReturn

from excel.read.joining import Frame, Message, parts_of
from excel.read.refusal import Refused

_KEPT = 4_000_000  # cells, about 600 MB: our own process holds them, too


def main(path: str, memory: int, seconds: int, job: str, share: tuple[int, int]) -> None:
    """Read a share of ``path`` within ``memory`` bytes and ``seconds`` of processor time, and answer on stdout.

    ``job`` ("module:function", "" for none) is what our own process will ask of the rows once they are read;
    ``share`` is that of excel.read.share.
    """
    _stand_back(share[0])
    gc.disable()  # a short life with millions of cells and no cycles
    _limit(memory, seconds)
    try:
        from excel.read.parse import read  # within the limits
        from excel.read.share import Share

        said = _told(read(Path(path), Share(*share)), _KEPT // share[1] if job else 0)
    except Refused as refused:
        _say("refused", refused.code, refused.params)
    except MemoryError:
        _say("refused", "B008", {})
    except OSError as cause:
        _say("refused", "B009", {"reason": f"系统错误 {cause.errno}"})
    else:
        if said:
            _serve(job, said)


def _stand_back(place: int) -> None:
    """Let our own process go first, which takes the rows in the order of the file, then whoever has the first ones."""
    if sys.platform != "win32":
        os.nice(2 + 13 * place)


def _told(messages: Iterable[Message], most: int) -> list[Message]:
    """Say everything, and return it; nothing when it is more than ``most`` cells: too much to be held twice."""
    said: list[Message] = []
    for message in messages:
        _say(*message)
        most -= sum(map(len, message[1])) if message[0] == "rows" else 0
        if most > 0:
            said.append(message)
        else:
            said.clear()
    return said


def _serve(job: str, said: list[Message]) -> NoReturn:
    """Work until nobody asks any more. A job that fails ends the process: our own does the work then."""
    requests: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
    answers: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_hear, args=(requests,), daemon=True).start()
    threading.Thread(target=_answer, args=(answers,), daemon=True).start()
    try:
        module, _, name = job.partition(":")
        work: Callable[..., object] = getattr(import_module(module), name)
        parts = parts_of(said)
        while (asked := requests.get()) is not None:
            sheet, frame, *arguments = asked
            answers.put(_packed("answer", work(Frame(*frame).fitted(parts[sheet].rows), *arguments)))
    finally:
        os._exit(1)  # at once: the threads may be in the middle of a read or write


def _hear(requests: SimpleQueue[tuple[Any, ...] | None]) -> None:
    """Take requests in a thread: a pipe holds 4 KB on Windows, and who asks must not wait until we are done."""
    source = sys.stdin.buffer
    try:
        while head := source.read(8):
            requests.put(marshal.loads(source.read(int.from_bytes(head, "little"))))  # noqa: S302 - our own process
    finally:
        requests.put(None)


def _answer(answers: SimpleQueue[bytes]) -> None:
    """Say them in a thread: our own process may be too busy to listen at once, and meanwhile we work on."""
    while True:
        _write(answers.get())


def _say(*message: Any) -> None:
    _write(_packed(*message))


def _packed(*message: Any) -> bytes:
    return marshal.dumps(message, 2)  # version 2 makes no references: three times faster on cells that never repeat


def _write(data: bytes) -> None:
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
