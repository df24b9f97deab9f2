"""A disk whose power can be cut: what was written but not synced is lost, in pieces of a sector, at random.

The files are kept twice: as the program sees them, and as they would be found after the cut.
"""

from __future__ import annotations

import random
from pathlib import Path

import apsw

SECTOR = 512
Write = tuple[int, bytes]  # offset and data; an empty datum is a truncation to the offset


class Disk(apsw.VFS):
    """All files opened through it are watched."""

    def __init__(self, name: str) -> None:
        self.durable: dict[str, bytearray] = {}
        self.pending: dict[str, list[Write]] = {}
        super().__init__(name, "")
        self.name = name

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - APSW's name
        return WatchedFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        super().xDelete(filename, syncdir)
        self.durable.pop(filename, None)
        self.pending.pop(filename, None)

    def cut(self, into: Path, chance: random.Random) -> None:
        """Write down what is found after the power came back: all that was synced, and some sectors that were not."""
        for name, image in self.durable.items():
            left = bytearray(image)
            for offset, data in self.pending.get(name, []):
                for start in range(0, len(data), SECTOR):
                    if chance.random() < 0.5:
                        _lay(left, offset + start, data[start : start + SECTOR])
            (into / Path(name).name).write_bytes(left)


class WatchedFile(apsw.VFSFile):
    """A real file whose writes are remembered until they are synced."""

    def __init__(self, disk: Disk, name: apsw.URIFilename | str | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else (name or "")
        disk.durable.setdefault(self._path, bytearray())
        disk.pending.setdefault(self._path, [])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data, offset)
        self._disk.pending[self._path].append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._disk.pending[self._path].append((newsize, b""))

    def xSync(self, _flags: int) -> None:  # noqa: N802
        # The real disk is not asked to flush: only what is kept here counts.
        image = self._disk.durable[self._path]
        for offset, data in self._disk.pending[self._path]:
            if data:
                _lay(image, offset, data)
            else:
                del image[offset:]
        self._disk.pending[self._path].clear()


def _lay(image: bytearray, offset: int, data: bytes) -> None:
    image.extend(bytes(max(0, offset - len(image))))
    image[offset : offset + len(data)] = data
