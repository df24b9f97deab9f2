"""Files that belong to answers: copied beside the database under a name made of their content.

A copy is written under a passing name, brought to the disk, and only then gets its own name, so that a name stands
for a whole file or for none. Nothing here changes or deletes a file that has its name, and a file that has its name
may be read only: a program that a person opens it with cannot write over it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from exchange.ids import new_id
from survey.form.media import content_name
from survey.problems import HuceError, Problem

FOLDER, INCOMING = "attachments", "incoming"
MEGABYTE = 1 << 20
Step: TypeAlias = Callable[[int, int], None]  # bytes copied, bytes in all

_NAME = re.compile(r"[0-9a-f]{32}(?:\.[a-z0-9]{1,8})?")
_CHUNK = MEGABYTE
_ABANDONED_SECONDS = 3600
_SPARED = 500 * MEGABYTE
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
            name = content_name(digest, source.name)
            with _writing(source):
                self._settle(part, self._place(name), size)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return name

    def receive(self, name: str, content: bytes) -> bool:
        """Keep what came over the line under its name; False, and nothing happens, when the two do not belong together.

        Raises HuceError S018 (disk full) or S021 (not writable).
        """
        if not _NAME.fullmatch(name) or content_name(hashlib.sha256(content).hexdigest(), name) != name:
            return False
        place = self._place(name)
        with _writing(place):
            part = self._part()
            try:
                with part.open("xb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                self._settle(part, place, len(content))
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
        return True

    def sizes(self) -> dict[str, int]:
        """Return the size of every attachment here, in bytes."""
        found = (file for file in self.folder.glob("??/*") if _NAME.fullmatch(file.name) and file.is_file())
        return {file.name: file.stat().st_size for file in found}

    def take_over(self, source: Path) -> bool:
        """Have an attachment of another folder here, too: linked where the file system can, else copied.

        A copy leaves room on the disk in which people go on saving. False, and nothing happens, when its content is
        not what its name says. Raises HuceError as ``keep`` does.
        """
        if _content_name(source) != source.name:
            return False
        place = self._place(source.name)
        with suppress(OSError):  # no links on this file system, or a torn file has the name: then it is copied
            place.parent.mkdir(parents=True, exist_ok=True)
            os.link(source, place)
            flush_names(place.parent)
            return True
        with _writing(place):
            if shutil.disk_usage(place.parent).free < source.stat().st_size + _SPARED:
                raise HuceError(Problem("S018", params={"file": source.name}))
        return self.keep(source, limit=sys.maxsize, step=lambda _done, _total: None) == source.name

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
            with suppress(OSError):
                place.chmod(0o600)  # a torn one: Windows does not replace what is read only
            part.replace(place)
            with suppress(OSError):
                place.chmod(0o400)
            flush_names(place.parent)
            flush_names(place.parent.parent)


@dataclass(frozen=True, slots=True)
class Carried:
    """How many attachments were brought over; ``damaged`` names those whose content is not what their name says."""

    count: int
    damaged: tuple[str, ...]


def lacking(source: Attachments, target: Attachments) -> tuple[str, ...]:
    """Name the attachments of one folder that another has not, or not whole."""
    there = target.sizes()
    return tuple(sorted(name for name, size in source.sizes().items() if there.get(name) != size))


def bring_over(source: Attachments, target: Attachments) -> Carried:
    """Have every attachment of one folder in another, too. What was brought stays whatever comes after.

    Raises HuceError S024 (disk full) or S025 (not readable or not writable); the rest is brought the next time.
    """
    names, damaged = lacking(source, target), list[str]()
    for number, name in enumerate(names):
        found = source.find(name)
        try:
            if found is not None and not target.take_over(found):
                damaged.append(name)
        except HuceError as error:
            code = "S024" if error.problem.code == "S018" else "S025"
            params = {"left": str(len(names) - number), "folder": str(target.folder)}
            raise HuceError(Problem(code, params=params)) from error
    return Carried(len(names) - len(damaged), tuple(damaged))


def _content_name(source: Path) -> str:
    with _reading(source), source.open("rb") as stream:
        return content_name(hashlib.file_digest(stream, "sha256").hexdigest(), source.name)


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


def flush_names(folder: Path) -> None:
    """Bring a new name to the disk where a folder can be opened (not on Windows, which does it by itself)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
