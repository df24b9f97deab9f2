"""The reading process: opens a stranger's workbook under limits, and dies alone if the file is hostile.

It is started by ``excel.read.reader`` as ``python -c``, imports only the standard library and the readers, and
answers on stdout with marshalled messages, each after its length in eight bytes: ``("refused", code, params)``;
or ``("sheet", fields)``, then rows in pieces ``("rows", rows, dates)`` for each sheet; at the end ``("end", kind)``.
"""

from __future__ import annotations

import gc
import marshal
import sys
from pathlib import Path
from typing import Any

from excel.read.refusal import Refused


def main(path: str, memory: int, seconds: int) -> None:
    """Read ``path`` within ``memory`` bytes and ``seconds`` of processor time, and answer on stdout."""
    gc.disable()  # a short life with millions of cells and no cycles
    _limit(memory, seconds)
    try:
        _read(Path(path))
    except Refused as refused:
        _say("refused", refused.code, refused.params)
    except MemoryError:
        _say("refused", "B008", {})
    except OSError as cause:
        _say("refused", "B009", {"reason": f"系统错误 {cause.errno}"})


def _read(path: Path) -> None:
    from excel.read.parse import read

    for message in read(path):
        _say(*message)


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
