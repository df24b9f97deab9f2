"""Turn a recognised file into plain sheets. Runs only in the reading process."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import python_calamine as calamine

from excel.read.content import Content, decoded, recognise
from excel.read.dates import Dates
from excel.read.guard import Extent
from excel.read.refusal import MAX_AREA, Refused
from excel.read.scan import scanned
from excel.read.share import Share

Plain: TypeAlias = "str | float | bool"


Message: TypeAlias = tuple[object, ...]
_PIECE = 4_000  # rows sent at once: the other side unpacks them while we go on


def read(path: Path, share: Share) -> Iterator[Message]:
    """Read a share of every sheet and yield its messages (see excel.read.child). Only an .xlsx has more than one.

    Raises Refused; whatever a damaged file makes the libraries raise becomes B003.
    """
    content = recognise(path)
    try:
        if content is Content.XLSX:
            extents, file = scanned(path, share)  # what the scan refuses the reader does not get to see
            yield from _book(file, extents)
        elif share.place == 0:
            yield from _read_csv(path) if content is Content.CSV else _book(io.BytesIO(path.read_bytes()), {})
    except Refused:
        raise
    except calamine.PasswordError as cause:
        raise Refused("B002") from cause
    except Exception as cause:
        raise Refused("B003", reason=f"{type(cause).__name__}: {cause}"[:200]) from cause
    yield ("end", content.value)


def _book(file: io.BytesIO, extents: Mapping[str, Extent]) -> Iterator[Message]:
    with calamine.CalamineWorkbook.from_filelike(file) as book:
        for meta in book.sheets_metadata:
            if meta.typ == calamine.SheetTypeEnum.WorkSheet:
                yield from _sheet(book, meta, extents.get(meta.name) or Extent())


def _sheet(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, extent: Extent) -> Iterator[Message]:
    source = book.get_sheet_by_name(meta.name)
    yield (
        "sheet",
        {
            "name": meta.name,
            "visible": meta.visible == calamine.SheetVisibleEnum.Visible,
            "origin": source.start or (0, 0),
            "merges": [(a, b, c, d) for (a, b), (c, d) in source.merged_cell_ranges or ()],
            "hidden": sorted(extent.hidden),
            "widths": extent.widths,
            "errors": extent.errors,
        },
    )
    if source.start is not None:
        yield from _pieces(source, source.start[0])


def _pieces(source: calamine.CalamineSheet, above: int) -> Iterator[Message]:
    """Give the rows; dates go beside them. The reader puts as many blank rows first as there are ``above``."""
    plain = {str, float, bool}
    rest = islice(source.iter_rows(), above, None)
    while rows := list(islice(rest, _PIECE)):
        dates: Dates = []
        for number, row in enumerate(rows):
            if not plain.issuperset(map(type, row)):
                for column, cell in enumerate(row):
                    if cell.__class__ not in plain:
                        row[column] = _timed(dates, number, column, cell)
        yield ("rows", rows, dates)


def _timed(dates: Dates, row: int, column: int, cell: object) -> Plain:
    """Note a date beside the cells; a time of day or a duration is shown as its text."""
    if isinstance(cell, dt.datetime):
        dates.append((row, column, cell.toordinal(), cell.hour * 3600 + cell.minute * 60 + cell.second))
        return ""
    if isinstance(cell, dt.date):
        dates.append((row, column, cell.toordinal(), -1))
        return ""
    return float(cell) if isinstance(cell, int) else str(cell)


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
    facts = {"origin": (0, 0), "merges": [], "hidden": [], "widths": [], "errors": []}
    yield ("sheet", {"name": "CSV", "visible": True, **facts})
    yield ("rows", [row + [""] * (width - len(row)) for row in rows], [])
