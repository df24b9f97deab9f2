"""The reading process: opens a stranger's workbook under limits, and dies alone if the file is hostile.

It is started by ``excel.read.reader`` as ``python -c``, imports only the standard library and the readers, and
answers on stdout with one marshalled tuple: ``("refused", code, params)`` or ``("read", kind, sheets)``.
"""

from __future__ import annotations

import dataclasses
import marshal
import sys
from pathlib import Path
from typing import Any

from excel.read.refusal import Refused


def main(path: str, memory: int, seconds: int) -> None:
    """Read ``path`` within ``memory`` bytes and ``seconds`` of processor time, and answer on stdout."""
    out = sys.stdout.buffer
    _limit(memory, seconds)
    try:
        answer: tuple[Any, ...] = _read(Path(path))
    except Refused as refused:
        answer = ("refused", refused.code, refused.params)
    except MemoryError:
        answer = ("refused", "B008", {})
    except OSError as cause:
        answer = ("refused", "B009", {"reason": f"系统错误 {cause.errno}"})
    marshal.dump(answer, out, 2)  # version 2 makes no references: three times faster on cells that never repeat
    out.flush()


def _read(path: Path) -> tuple[Any, ...]:
    from excel.read.parse import read

    kind, sheets = read(path)
    return ("read", kind, [{f.name: getattr(sheet, f.name) for f in dataclasses.fields(sheet)} for sheet in sheets])


def _limit(memory: int, seconds: int) -> None:
    """Linux: the kernel holds us to it. Windows has no such call; there the parent watches our size."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
