"""Turn a recognised file into plain sheets. Runs only in the reading process."""

from __future__ import annotations

import csv
import datetime as dt
import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import python_calamine as calamine

from excel.read.content import Content, decoded, recognise
from excel.read.guard import Extent, check_package, scan_sheet
from excel.read.refusal import Refused

Plain: TypeAlias = "str | float | bool"
_SECONDS = 86_400


@dataclass(slots=True)
class ReadSheet:
    """A sheet on its way to our process: plain cells only; dates travel beside them as (row, column, day, second)."""

    name: str
    visible: bool = True
    rows: list[list[Plain]] = field(default_factory=list)
    dates: list[tuple[int, int, int, int]] = field(default_factory=list)
    origin: tuple[int, int] = (0, 0)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    widths: list[tuple[int, int, float]] = field(default_factory=list)


def read(path: Path) -> tuple[str, list[ReadSheet]]:
    """Read every sheet. Raises Refused; whatever a damaged file makes the libraries raise becomes B003."""
    content = recognise(path)
    try:
        if content is Content.CSV:
            return content.value, [_read_csv(path)]
        extents = _extents(path) if content is Content.XLSX else {}
        with path.open("rb") as file, calamine.CalamineWorkbook.from_filelike(file) as book:  # a path: by its name
            return content.value, _sheets(book, extents)
    except Refused:
        raise
    except calamine.PasswordError as cause:
        raise Refused("B002") from cause
    except Exception as cause:
        raise Refused("B003", reason=f"{type(cause).__name__}: {cause}"[:200]) from cause


def _sheets(book: calamine.CalamineWorkbook, extents: dict[str, Extent]) -> list[ReadSheet]:
    return [
        _sheet(book, meta, extents.get(meta.name))
        for meta in book.sheets_metadata
        if meta.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, extent: Extent | None) -> ReadSheet:
    source = book.get_sheet_by_name(meta.name)
    sheet = ReadSheet(meta.name, visible=meta.visible == calamine.SheetVisibleEnum.Visible)
    if source.start is None:
        return sheet
    sheet.origin = source.start
    sheet.merges = [(a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ()]
    plain = {str, float, bool}
    for number, row in enumerate(source.to_python()):
        if not plain.issuperset({cell.__class__ for cell in row}):
            for column, cell in enumerate(row):
                if cell.__class__ not in plain:
                    row[column] = _timed(sheet, number, column, cell)
        sheet.rows.append(row)  # type: ignore[arg-type]  # made plain just above
    if extent is not None:
        sheet.hidden, sheet.widths = sorted(extent.hidden), extent.widths
        _show_errors(sheet, extent)
    return sheet


def _timed(sheet: ReadSheet, row: int, column: int, cell: object) -> Plain:
    """Note a date beside the cells; a time of day or a duration is shown as its text."""
    if isinstance(cell, dt.datetime):
        second = cell.hour * 3600 + cell.minute * 60 + cell.second
        sheet.dates.append((row, column, cell.toordinal(), second))
        return ""
    if isinstance(cell, dt.date):
        sheet.dates.append((row, column, cell.toordinal(), -1))
        return ""
    return float(cell) if isinstance(cell, int) else str(cell)


def _show_errors(sheet: ReadSheet, extent: Extent) -> None:
    top, left = sheet.origin
    for row, column, value in extent.errors:
        if 0 <= row - top < len(sheet.rows) and 0 <= column - left < len(sheet.rows[row - top]):
            sheet.rows[row - top][column - left] = value


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


def _read_csv(path: Path) -> ReadSheet:
    text = decoded(path.read_bytes(), whole=True)
    if text is None:
        raise Refused("B001", what="无法识别的文件")
    first = text.split("\n", 1)[0]
    mark = max(",\t;", key=first.count)
    csv.field_size_limit(2**20)
    rows: list[list[Plain]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    width = max(map(len, rows), default=0)
    if width * len(rows) > 12_000_000:
        raise Refused("B006", sheet="CSV", cell="")
    return ReadSheet("CSV", rows=[row + [""] * (width - len(row)) for row in rows])
