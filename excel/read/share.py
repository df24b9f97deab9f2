"""Cut a large packed workbook into shares, so that several processes read it: each its own rows of every sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

_NUMBERED = re.compile(rb"<row [^>]*\br=[\"']\d")  # the rows after it follow from its number
_HEAD, _TAIL = b"<sheetData>", b"</sheetData>"
_EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
_READ = (".xml", ".rels")  # the reader needs no pictures

Write = Callable[[bytes], object]


class Share(NamedTuple):
    """One of ``of`` shares of a workbook, counted from 0."""

    place: int = 0
    of: int = 1

    @property
    def whole(self) -> bool:
        """Whether it is everything."""
        return self.of == 1


class Cutter:
    """Writes a sheet's XML with only the rows of one share. Every share is cut at the same places.

    What cannot be cut (a prefix before every tag, rows without a number) is the first share's.
    """

    def __init__(self, share: Share, size: int, write: Write) -> None:
        self._share, self._size, self._write = share, size, write
        self._at, self._owner = 0, 0
        self._take: Write = self._head

    def take(self, text: bytes) -> None:
        """Take the next piece of the XML, which begins with a row wherever that was possible."""
        self._take(text)

    def _head(self, text: bytes) -> None:
        at = text.find(_HEAD)
        if at >= 0:
            rows = at + len(_HEAD)
            self._write(text[:rows])
            self._at, self._take = rows, self._rows
            self._rows(text[rows:])
        elif self._share.place == 0:
            self._take = self._everything
            self._write(text)
        else:
            self._take = self._nothing
            self._write(_EMPTY)

    def _rows(self, text: bytes) -> None:
        if _NUMBERED.match(text):
            self._owner = self._at * self._share.of // self._size
        self._at += len(text)
        end = text.find(_TAIL)
        if self._owner == self._share.place:
            self._write(text if end < 0 else text[:end])
        if end >= 0:
            self._take = self._everything
            self._write(text[end:])

    def _everything(self, text: bytes) -> None:
        self._write(text)

    def _nothing(self, _text: bytes) -> None:
        """It is another share's."""


def repacked(archive: zipfile.ZipFile, sheets: frozenset[str], copy: Callable[[str, Write], None]) -> BytesIO:
    """Pack a workbook again, uncompressed; ``copy`` writes the parts that are sheets."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as own:
        for part in dict.fromkeys(archive.namelist()):
            if part in sheets:
                with own.open(part, "w") as out:
                    copy(part, out.write)
            elif part.lower().endswith(_READ):
                own.writestr(part, archive.read(part))
    packed.seek(0)
    return packed
