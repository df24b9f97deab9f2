"""Write a book: its frame by openpyxl, its rows streamed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from excel.write.cells import CellFormat, CellKind, Value, row_xml
from excel.write.frame import Frame, make_frame
from excel.write.layout import BookLayout, SheetLayout
from excel.write.splice import save_spliced

Rows = Iterable[Sequence[Value]]
Tick = Callable[[int], None]


def write_book(
    out: Path, layout: BookLayout, rows: Mapping[str, Rows] | None = None, *, tick: Tick | None = None
) -> dict[str, int]:
    """Write the book with ``rows`` by sheet name; return how many rows each sheet got.

    ``tick`` hears the number of rows written so far, a thousand at a time, and may raise to stop: then no file is
    left behind. Raises HuceError B040 when the file cannot be written.
    """
    book, frames = make_frame(layout)
    counts = dict.fromkeys(frames, 0)

    def counted(name: str, source: Rows) -> Iterator[Sequence[Value]]:
        for row in source:
            counts[name] += 1
            if tick is not None and counts[name] % 1_000 == 0:
                tick(counts[name])
            yield row

    given = rows or {}
    streams = {
        sheet.name: _stream(sheet, frames[sheet.name], counted(sheet.name, given.get(sheet.name, ())), counts)
        for sheet in layout.sheets
    }
    save_spliced(book, streams, out)
    return counts


def _stream(sheet: SheetLayout, frame: Frame, rows: Rows, counts: Mapping[str, int]) -> Iterator[str]:
    yield from row_xml(rows, frame.formats, frame.first_row)
    lines = tuple((line,) for line in sheet.footer)
    after = frame.first_row + counts[sheet.name] + 1
    yield from row_xml(lines, (CellFormat(CellKind.TEXT, 0),), after)
