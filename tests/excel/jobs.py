"""Jobs for a reading process that go wrong over there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path


def count(rows: Sequence[Sequence[object]], *_asked: object) -> object:
    """Go well: say how many rows there are."""
    return len(rows)


def await_file(_rows: object, _known: object, _body: object, path: str, _padding: str) -> object:
    """Be busy until a file is there."""
    while not Path(path).exists():
        threading.Event().wait(0.01)
    return path


def fail(*_asked: object) -> object:
    """Raise."""
    raise ZeroDivisionError


def lack_memory(*_asked: object) -> object:
    """Run out of memory."""
    raise MemoryError


def answer_badly(*_asked: object) -> object:
    """Answer what cannot cross to the other process."""
    return object()


def babble(*_asked: object) -> object:
    """Say something that is no message, and go on living."""
    sys.stdout.buffer.write((9).to_bytes(8, "little") + b"no marsh!")
    sys.stdout.buffer.flush()
    threading.Event().wait()
    return None


def break_off(*_asked: object) -> object:
    """Die in the middle of a message."""
    sys.stdout.buffer.write((900).to_bytes(8, "little") + b"x")
    sys.stdout.buffer.flush()
    os._exit(1)
