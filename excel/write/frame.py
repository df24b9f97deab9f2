"""Make the styled frame of a book with openpyxl: everything but the data rows."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from excel.sheet import letters
from excel.write.cells import CellFormat
from excel.write.columns import BORDER, FONT, Dictionary, Styles, prepare_column, put_text
from excel.write.layout import TEMPLATE_ROWS, VERSION_SHEET, BookLayout, Field, Paper, SheetLayout

_PAGE_WIDTH = {Paper.A4: 170.0, Paper.A3: 260.0}  # characters side by side that can still be read in print
_HEAD_FILL = PatternFill("solid", fgColor="FFE8EEF4")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the data of a sheet goes: the Excel number of its first row, and each column's format."""

    first_row: int
    formats: tuple[CellFormat, ...]


def make_frame(layout: BookLayout) -> tuple[Workbook, dict[str, Frame]]:
    """Return the book and, by sheet name, where its rows are to be streamed in."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = layout.creator
    lists = Dictionary()
    styles = Styles(book)
    frames = {sheet.name: _sheet(book.create_sheet(sheet.name), sheet, lists, styles) for sheet in layout.sheets}
    styles.close()
    lists.write(book)
    if layout.version:
        version = book.create_sheet(VERSION_SHEET)
        version.sheet_state = "hidden"
        for row, (name, value) in enumerate(layout.version, 1):
            put_text(version, row, 1, name)
            put_text(version, row, 2, value)
    return book, frames


def _sheet(ws: Worksheet, sheet: SheetLayout, lists: Dictionary, styles: Styles) -> Frame:
    top = _heading(ws, sheet)
    names = _titles(ws, sheet.fields, top)
    _variables(ws, sheet.fields, names)
    first = names + 1
    last = first + max(TEMPLATE_ROWS if sheet.to_fill else sheet.data_rows, 1) - 1
    for index, field in enumerate(sheet.fields):
        prepare_column(ws, index, field, (first, last), lists)
    ws.freeze_panes = f"{letters(min(len(sheet.fields) - 1, 3))}{first}"
    _print_setup(ws, sheet, (top, names - 1))
    return Frame(first, tuple(styles.of(field) for field in sheet.fields))


def _heading(ws: Worksheet, sheet: SheetLayout) -> int:
    """Write title, note, legal block and unit line; return the row where the header starts."""
    width = len(sheet.fields)
    _merged(ws, 1, (1, width), sheet.title, font=Font(name=FONT, size=16, bold=True), side="center")
    ws.row_dimensions[1].height = 30
    row = 2
    if sheet.note:
        _merged(ws, row, (1, width), sheet.note, font=Font(name=FONT, size=10, color="FFC00000"), side="left")
        ws.row_dimensions[row].height = 15.0 * max(1, round(len(sheet.note) / 60 + 0.5))
        row += 1
    half = max(1, width - 3)
    for line in range(max(len(sheet.legal), len(sheet.left))):
        lag = line - max(0, len(sheet.legal) - len(sheet.left))  # the left lines end level with the legal block
        if 0 <= lag < len(sheet.left):
            _merged(ws, row, (1, max(1, half - 1)), sheet.left[lag], font=Font(name=FONT, size=10), side="left")
        if line < len(sheet.legal):
            _merged(ws, row, (half, width), sheet.legal[line], font=Font(name=FONT, size=10), side="left")
        row += 1
    return row


def _merged(ws: Worksheet, row: int, span: tuple[int, int], text: str, *, font: Font, side: str) -> None:
    first, last = span
    cell = put_text(ws, row, first, text)
    cell.font = font
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if last > first:
        ws.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _titles(ws: Worksheet, fields: tuple[Field, ...], row: int) -> int:
    """Write one header row, or two when columns have groups; return the row after them."""
    grouped = any(field.group for field in fields)
    for column, field in enumerate(fields, 1):
        title = field.title + ("*" if field.required else "")
        _title(ws, row, column, field.group or title)
        if grouped:
            _title(ws, row + 1, column, title if field.group else None)
    if grouped:
        _merge_groups(ws, fields, row)
    return row + (2 if grouped else 1)


def _merge_groups(ws: Worksheet, fields: tuple[Field, ...], row: int) -> None:
    start = 0
    while start < len(fields):
        end = start
        group = fields[start].group
        while group and end + 1 < len(fields) and fields[end + 1].group == group:
            end += 1
        for column in range(start + 1, end + 1):
            ws.cell(row, column + 1).value = None
        bottom = row if group else row + 1
        if end > start or bottom > row:
            ws.merge_cells(start_row=row, start_column=start + 1, end_row=bottom, end_column=end + 1)
        start = end + 1


def _title(ws: Worksheet, row: int, column: int, text: str | None) -> None:
    cell = ws.cell(row, column) if text is None else put_text(ws, row, column, text)
    cell.font = Font(name=FONT, size=11, bold=True)
    cell.fill = _HEAD_FILL
    cell.border = BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _variables(ws: Worksheet, fields: tuple[Field, ...], row: int) -> None:
    for column, field in enumerate(fields, 1):
        put_text(ws, row, column, field.key)
    ws.row_dimensions[row].hidden = True


def _print_setup(ws: Worksheet, sheet: SheetLayout, titles: tuple[int, int]) -> None:
    """Landscape, as few pages wide as stays readable, header and first columns repeated on every page."""
    ws.page_setup.orientation = "landscape"
    ws.page_setup.paperSize = int(sheet.paper)
    width = sum(ws.column_dimensions[letters(index)].width for index in range(len(sheet.fields)))
    ws.page_setup.fitToWidth = max(1, round(width / _PAGE_WIDTH[sheet.paper] + 0.4))
    ws.page_setup.fitToHeight = 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    ws.print_title_cols = f"A:{letters(min(len(sheet.fields) - 1, 2))}"
    ws.print_title_rows = f"{titles[0]}:{titles[1]}"
    if ws.oddFooter is not None:
        ws.oddFooter.center.text = "第 &P 页，共 &N 页"
