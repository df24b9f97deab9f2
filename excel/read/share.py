"""Cut a large packed workbook into shares, so that several processes read it: each its own rows of every sheet."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

from excel.read.guard import Take

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
        self._take: Take = self._head

    def take(self, text: bytes) -> bool:
        """Take the next piece of the XML, which begins with a row wherever that was possible; tell if rows are ours."""
        return self._take(text)

    def _head(self, text: bytes) -> bool:
        at = text.find(_HEAD)
        if at >= 0:
            rows = at + len(_HEAD)
            self._write(text[:rows])
            self._at, self._take = rows, self._rows
            return self._rows(text[rows:])
        first = self._share.place == 0
        self._take = self._everything if first else self._nothing
        self._write(text if first else _EMPTY)
        return first

    def _rows(self, text: bytes) -> bool:
        if _NUMBERED.match(text):
            self._owner = self._at * self._share.of // self._size
        self._at += len(text)
        end, ours = text.find(_TAIL), self._owner == self._share.place
        if ours:
            self._write(text if end < 0 else text[:end])
        if end >= 0:
            self._take = self._everything
            self._write(text[end:])
        return ours

    def _everything(self, text: bytes) -> bool:
        self._write(text)
        return True

    def _nothing(self, _text: bytes) -> bool:
        return False


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
