"""Turn a recognised file into plain sheets. Runs only in the reading process."""

from __future__ import annotations

import csv
import datetime as dt
import io
import posixpath
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import python_calamine as calamine

from excel.read.content import Content, decoded, recognise
from excel.read.guard import MAX_AREA, Extent, check_package, scan_sheet
from excel.read.refusal import Refused

Plain: TypeAlias = "str | float | bool"


Message: TypeAlias = tuple[object, ...]
Dates: TypeAlias = list[tuple[int, int, int, int]]
_PIECE = 4_000  # rows sent at once: the other side unpacks them while we go on


def read(path: Path) -> Iterator[Message]:
    """Read every sheet and yield its messages (see excel.read.child).

    Raises Refused; whatever a damaged file makes the libraries raise becomes B003.
    """
    content = recognise(path)
    try:
        if content is Content.CSV:
            yield from _read_csv(path)
        else:
            extents = _extents(path) if content is Content.XLSX else {}
            with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:  # by content
                for meta in book.sheets_metadata:
                    if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                        yield from _sheet(book, meta, extents.get(meta.name, Extent()))
    except Refused:
        raise
    except calamine.PasswordError as cause:
        raise Refused("B002") from cause
    except Exception as cause:
        raise Refused("B003", reason=f"{type(cause).__name__}: {cause}"[:200]) from cause
    yield ("end", content.value)


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, extent: Extent) -> Iterator[Message]:
    source = book.get_sheet_by_name(meta.name)
    origin = source.start or (0, 0)
    yield (
        "sheet",
        {
            "name": meta.name,
            "visible": meta.visible == calamine.SheetVisibleEnum.Visible,
            "origin": origin,
            "merges": [(a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ()],
            "hidden": sorted(extent.hidden),
            "widths": extent.widths,
        },
    )
    if source.start is not None:
        yield from _pieces(source, origin, {(row, column): value for row, column, value in extent.errors})


def _pieces(
    source: calamine.CalamineSheet, origin: tuple[int, int], errors: dict[tuple[int, int], str]
) -> Iterator[Message]:
    """Give the rows; dates go beside them as (row of the piece, column, day, second or -1)."""
    plain = {str, float, bool}
    rest, first = source.iter_rows(), 0
    while rows := list(islice(rest, _PIECE)):
        dates: Dates = []
        for number, row in enumerate(rows):
            if not plain.issuperset(map(type, row)):
                for column, cell in enumerate(row):
                    if cell.__class__ not in plain:
                        row[column] = _timed(dates, number, column, cell)
        for (row_, column), value in errors.items():
            place, across = row_ - origin[0] - first, column - origin[1]
            if 0 <= place < len(rows) and 0 <= across < len(rows[place]):
                rows[place][across] = value
        yield ("rows", rows, dates)
        first += len(rows)


def _timed(dates: Dates, row: int, column: int, cell: object) -> Plain:
    """Note a date beside the cells; a time of day or a duration is shown as its text."""
    if isinstance(cell, dt.datetime):
        dates.append((row, column, cell.toordinal(), cell.hour * 3600 + cell.minute * 60 + cell.second))
        return ""
    if isinstance(cell, dt.date):
        dates.append((row, column, cell.toordinal(), -1))
        return ""
    return float(cell) if isinstance(cell, int) else str(cell)


def _extents(path: Path) -> dict[str, Extent]:
    with zipfile.ZipFile(path) as archive:
        check_package(archive)
        names = set(archive.namelist())
        parts = {sheet: part for sheet, part in _parts(archive) if part in names}
        unnamed = names - set(parts.values())
        parts |= {part: part for part in unnamed if part.startswith("xl/worksheets/") and part.endswith(".xml")}
        return {sheet: scan_sheet(archive, part, sheet) for sheet, part in parts.items()}


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Pair each sheet's name with the part that holds it; nothing when the book is laid out in an odd way."""
    from defusedxml.ElementTree import fromstring

    try:
        links = {
            link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
            for link in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        return [
            (str(element.get("name")), links.get(_relation(element.attrib), ""))
            for element in fromstring(archive.read("xl/workbook.xml")).iter()
            if element.tag.endswith("}sheet")
        ]
    except KeyError:
        return []


def _relation(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.endswith("}id")), "")


def _read_csv(path: Path) -> Iterator[Message]:
    text = decoded(path.read_bytes(), whole=True)
    if text is None:
        raise Refused("B001", what="无法识别的文件")
    first = text.split("\n", 1)[0]
    mark = max(",\t;", key=first.count)
    csv.field_size_limit(2**20)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_AREA:
        raise Refused("B006", sheet="CSV", cell="")
    yield ("sheet", {"name": "CSV", "visible": True, "origin": (0, 0), "merges": [], "hidden": [], "widths": []})
    yield ("rows", [row + [""] * (width - len(row)) for row in rows], [])
