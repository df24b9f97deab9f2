"""Files that belong to answers: copied beside the database under a name made of their content.

A copy is written under a passing name, brought to the disk, and only then gets its own name, so that a name stands
for a whole file or for none. Nothing here changes or deletes a file that has its name.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeAlias

from exchange.ids import new_id
from survey.problems import HuceError, Problem

FOLDER, INCOMING = "attachments", "incoming"
MEGABYTE = 1 << 20
Step: TypeAlias = Callable[[int, int], None]  # bytes copied, bytes in all

_NAME = re.compile(r"[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_CHUNK = MEGABYTE
_ABANDONED_SECONDS = 3600
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Attachments:
    """The folder of one data folder's attachments."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER

    def find(self, name: str) -> Path | None:
        """Return where an attachment lies; None when the name is none of ours or the file is not here."""
        path = self._place(name) if _NAME.fullmatch(name) else None
        return path if path is not None and path.is_file() else None

    def keep(self, source: Path, *, limit: int, step: Step) -> str:
        """Copy a file of at most ``limit`` bytes and return its name here: 32 digits of its SHA-256 and its ending.

        ``step`` may end the copying by raising. Raises HuceError, leaving nothing behind: S016 too large, S017 not
        readable (or changed meanwhile), S018 disk full, S020 empty, S021 not writable here.
        """
        size = _size(source, limit)
        with _writing(source):
            part = self._part()
        try:
            digest = _copy(source, part, size, step)
            name = digest[:32] + _ending(source)
            with _writing(source):
                self._settle(part, self._place(name), size)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return name

    def _place(self, name: str) -> Path:
        return self.folder / name[:2] / name

    def _part(self) -> Path:
        """Return a fresh passing name, after clearing away what a killed program left there."""
        incoming = self.folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        for left in incoming.glob("*.part"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
                    left.unlink()
        return incoming / f"{new_id()}.part"

    def _settle(self, part: Path, place: Path, size: int) -> None:
        place.parent.mkdir(exist_ok=True)
        if not place.is_file() or place.stat().st_size != size:  # the same content may be here already
            part.replace(place)
            _flush(place.parent)
            _flush(place.parent.parent)


def _size(source: Path, limit: int) -> int:
    with _reading(source):
        facts = source.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise HuceError(Problem("S017", params={"file": source.name}))
    if not facts.st_size:
        raise HuceError(Problem("S020", params={"file": source.name}))
    if facts.st_size > limit:
        size, most = f"{facts.st_size / MEGABYTE:.1f}", f"{limit // MEGABYTE}"
        raise HuceError(Problem("S016", params={"file": source.name, "size": size, "limit": most}))
    return facts.st_size


def _copy(source: Path, part: Path, size: int, step: Step) -> str:
    """Copy and return the SHA-256 of what was copied."""
    digest, done = hashlib.sha256(), 0
    with _reading(source):
        stream = open_source(source)
    with stream:
        with _writing(source):
            out = part.open("xb")
        with out:
            while done <= size and (chunk := _read(stream, source)):  # a file that grows all the time has no end
                with _writing(source):
                    out.write(chunk)
                digest.update(chunk)
                done += len(chunk)
                step(done, size)
            if done != size:
                raise HuceError(Problem("S017", params={"file": source.name}))
            with _writing(source):
                out.flush()
                os.fsync(out.fileno())
    return digest.hexdigest()


def open_source(source: Path) -> BinaryIO:
    """Open the file to copy. A name of its own, so that a test can pull the stick out."""
    return source.open("rb")


def _read(stream: BinaryIO, source: Path) -> bytes:
    with _reading(source):
        return stream.read(_CHUNK)


@contextmanager
def _reading(source: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
        raise HuceError(Problem("S017", params={"file": source.name})) from error


@contextmanager
def _writing(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "S018" if error.errno in _FULL else "S021"
        raise HuceError(Problem(code, params={"file": source.name})) from error


def _ending(source: Path) -> str:
    ending = source.suffix.lower()
    return ending if _ENDING.fullmatch(ending) else ""


def _flush(folder: Path) -> None:
    """Bring a new name to the disk where a folder can be opened (not on Windows, which does it by itself)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
