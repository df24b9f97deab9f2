"""Look into a packed workbook before it is parsed: its size when unpacked, and how far its cells reach.

One cell at XFD1048576 makes the fast reader ask for 512 GiB, and ``<dimension>`` may say anything, so the true
extent is taken from the rows and cells themselves. The same pass brings what the reader does not give: hidden
rows, and the cells in which a formula failed (the reader shows them as blank).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from excel.read.refusal import MAX_AREA, Refused
from excel.sheet import column_number

MAX_MEMBERS = 2_000
MAX_UNPACKED = 400 * 2**20  # 50,000 rows of 60 columns unpack to 100 MB; a county's 200,000 still pass
MAX_RATIO = 200  # only asked of parts above RATIO_FROM: a sheet of repeated rows packs 40 to 1
RATIO_FROM = 32 * 2**20
CHUNK = 2**22
Take = Callable[[bytes], bool]
_PIECES, _LEAST = 32, 2**14  # into how many a sheet is cut, and how many bytes are not cut any more


@dataclass(slots=True)
class Extent:
    """What one pass over a sheet's XML found. Rows and columns count from 0."""

    last_row: int = -1
    width: int = 26  # an upper bound of the columns in use: 26, 702 (to ZZ) or 16,384
    hidden: set[int] = field(default_factory=set)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    widths: list[tuple[int, int, float]] = field(default_factory=list)  # first and last column, width in characters


def check_package(archive: zipfile.ZipFile) -> int:
    """Return the unpacked size in bytes. Raises Refused for a bomb (B004) or too many parts (B005)."""
    parts = archive.infolist()
    if len(parts) > MAX_MEMBERS:
        raise Refused("B005", count=str(len(parts)))
    total = sum(part.file_size for part in parts)
    swollen = any(p.file_size > max(RATIO_FROM, MAX_RATIO * p.compress_size) for p in parts)
    if total > MAX_UNPACKED or swollen:
        raise Refused("B004", size=str(total // 2**20))
    return total


def scan_sheet(archive: zipfile.ZipFile, part: str, sheet: str, take: Take = lambda _: True) -> Extent:
    """Find how far the sheet reaches. Raises Refused (B006) when its cells span more than MAX_AREA.

    ``take`` is given the XML on the way, in pieces that begin with a row wherever that is possible, and says which
    of them the reader will see: only those are looked into.
    """
    extent = Extent()
    for text in _chunks(archive, part):
        if extent.last_row < 0:
            extent.widths += _widths(text[: text.find(b"<sheetData")])
        _last_row(text, extent)
        if take(text):
            _look_into(text, extent)
    if (extent.last_row + 1) * extent.width > MAX_AREA:
        _measure(archive, part, sheet)
    return extent


def _look_into(text: bytes, extent: Extent) -> None:
    extent.width = _width(text, extent.width)
    if b"hidden=" in text:
        tags = (_NUMBER.search(tag) for tag in _ROW.findall(text) if _HIDDEN.search(tag))
        extent.hidden |= {int(tag[1]) - 1 for tag in tags if tag}
    if b't="e"' in text:
        extent.errors += _failed(text)


_ROW = re.compile(rb"<row [^>]*>")
_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_TWO_LETTERS = re.compile(rb"r=[\"'][A-Z]{2}")
_THREE_LETTERS = re.compile(rb"r=[\"'][A-Z]{3}")
_CELL = re.compile(rb"<(?:\w+:)?c [^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>/]*>(?!</)")
_COL = re.compile(rb"<(?:\w+:)?col [^>]*>")
_COL_VALUE = re.compile(rb"\b(min|max|width)=[\"'](\d{1,6}(?:\.\d{1,20})?)[\"']")
_FAILED = re.compile(rb"<c r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*t=\"e\"[^>]*>(?:<f[^>]*>[^<]*</f>|<f[^>]*/>)?<v>([^<]*)</v>")


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Unpack a part piece by piece, each cut before a row so that none is torn apart unless it is very long."""
    rest = b""
    size = min(max(archive.getinfo(part).file_size // _PIECES, _LEAST), CHUNK)
    with archive.open(part) as stream:
        while block := stream.read(size):
            rest += block
            cut = rest.rfind(b"<row ")
            if cut <= 0 and len(rest) >= CHUNK:
                cut = rest.rfind(b"<")
                cut = cut if cut > 0 else len(rest)
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def _last_row(text: bytes, extent: Extent) -> None:
    """Note how far the rows go, by the last one of each piece.

    A row hidden among smaller numbers is not noticed here; the reading process's memory limit stops that one.
    """
    at = text.rfind(b"<row ")
    if at < 0:
        return
    number = _NUMBER.search(text, at, text.find(b">", at))
    extent.last_row = max(extent.last_row, int(number[1]) - 1 if number else extent.last_row + text.count(b"<row "))


def _widths(head: bytes) -> list[tuple[int, int, float]]:
    found = []
    for tag in _COL.findall(head):
        values = dict(_COL_VALUE.findall(tag))
        if {b"min", b"max", b"width"} <= values.keys():
            found.append((int(float(values[b"min"])) - 1, int(float(values[b"max"])) - 1, float(values[b"width"])))
    return found


def _width(text: bytes, known: int) -> int:
    if known < 702 and _TWO_LETTERS.search(text):
        known = 702
    return 16_384 if known == 702 and _THREE_LETTERS.search(text) else known


def _failed(text: bytes) -> list[tuple[int, int, str]]:
    return [
        (int(row) - 1, column_number(column.decode()), value.decode("utf-8", "replace"))
        for column, row, value in _FAILED.findall(text)
    ]


def _measure(archive: zipfile.ZipFile, part: str, sheet: str) -> None:
    """Measure by the cells that hold something; formatted blanks far below do no harm."""
    rows, columns, far = [2**30, -1], [2**30, -1], ""
    for text in _chunks(archive, part):
        for name, number in _CELL.findall(text):
            row, column = int(number), column_number(name.decode())
            if row > rows[1] or column > columns[1]:
                far = (name + number).decode()
            rows = [min(rows[0], row), max(rows[1], row)]
            columns = [min(columns[0], column), max(columns[1], column)]
    if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > MAX_AREA:
        raise Refused("B006", sheet=sheet, cell=far)
