"""Our side of a reading process: start it, listen to it in a thread, ask it, and see that it does not outlive us."""

from __future__ import annotations

import marshal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeAlias

from excel.read.joining import Message

ROOT = Path(__file__).resolve().parents[2]
Answers: TypeAlias = "SimpleQueue[tuple[int, Any]]"
PIPE = 2**20  # bytes, where the system lets us choose: rows come by the megabyte
_BEHIND = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # Windows; elsewhere the child sees to that itself
BURIAL = "burial of a reading process"


class Child:
    """One process of ``excel.read.child``. Listening in a thread keeps a full pipe from stopping it.

    What it answers is put into ``answers`` with its place; None when no answer will come any more.
    """

    def __init__(self, place: int, answers: Answers, *call: object) -> None:
        self._place, self._answers = place, answers
        start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from excel.read.child import main; main(*{call!r})"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_BEHIND,
        )
        _widen(self._process)
        self.said: list[Message] = []
        self.refusal: tuple[str, dict[str, str]] | None = None
        self.kind: str | None = None  # told at the end
        self._settled, self._closed = threading.Event(), False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def settled(self) -> bool:
        """Whether all was said: the file was read, refused, or the process has died."""
        return self._settled.is_set()

    def wait(self, seconds: float) -> None:
        """Wait until all was said, at most so long."""
        self._settled.wait(seconds)

    def ask(self, *arguments: Any) -> None:
        """Ask for the child's job to be done; questions are answered in their order. A dead child says nothing."""
        data = marshal.dumps(arguments, 2)
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - PIPE was asked for
        with suppress(OSError):
            pipe.write(len(data).to_bytes(8, "little") + data)
            pipe.flush()

    def memory(self) -> int:
        """Return how many bytes the child holds, 0 when nobody can tell."""
        import psutil

        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def close(self) -> None:
        """End the process whatever it does; its pipes are closed when it is gone, which nobody waits for."""
        if self._closed:
            return
        self._closed = True
        self._process.kill()
        threading.Thread(target=self._bury, name=BURIAL).start()

    def _bury(self) -> None:
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written has nobody to read it
                    pipe.close()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - PIPE was asked for
        try:
            with suppress(EOFError, LookupError, MemoryError, OverflowError, TypeError, ValueError):  # it broke off
                while head := stream.read(8):
                    data = stream.read(int.from_bytes(head, "little"))
                    self._take(*marshal.loads(data))  # noqa: S302 - written by our own child process, never by the file
        finally:
            self._settled.set()
            self._answers.put((self._place, None))

    def _take(self, what: str, *facts: Any) -> None:
        if what == "answer":
            self._answers.put((self._place, facts[0]))
        elif what == "refused":
            self.refusal = facts[0], facts[1]
            self._settled.set()
        elif what == "end":
            self.kind = facts[0]
            self._settled.set()
        else:
            self.said.append((what, *facts))


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Have the pipes hold more; where the system allows no more (each user may have so much) they stay as they are."""
    if sys.platform == "linux":
        from fcntl import F_SETPIPE_SZ, fcntl

        for pipe in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):
                fcntl(pipe, F_SETPIPE_SZ, PIPE)
