"""The columns of a book: their styles, their dropdowns, and the help Excel shows while they are filled."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.cell import Cell as BookCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from excel.sheet import column_number, letters
from excel.write.cells import CellFormat, CellKind
from excel.write.layout import DICTIONARY_SHEET, Field
from excel.write.text import legal

FONT = "宋体"
_THIN = Side(style="thin", color="FF9AA5B1")
BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MAX_PROMPT = 255  # Excel refuses a book whose prompts are longer
_MAX_PROMPT_TITLE = 32
_FORMATS = {CellKind.TEXT: "@", CellKind.NUMBER: "General", CellKind.DATE: "yyyy-mm-dd"}


class Styles:
    """Registers the styles of data cells with the book, by way of a sheet that is removed again."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._scratch = book.create_sheet("_style")

    def of(self, field: Field) -> CellFormat:
        """Return the kind and style number of a column's cells."""
        number_format = "0.00" if field.decimals and field.kind is CellKind.NUMBER else _FORMATS[field.kind]
        sample = self._scratch.cell(self._scratch.max_row + 1, 1, "")  # a fresh cell: the book keeps its style object
        sample.number_format = number_format
        sample.border = BORDER
        sample.font = Font(name=FONT, size=11)
        sample.alignment = Alignment(vertical="center", horizontal="right" if field.kind is CellKind.NUMBER else None)
        return CellFormat(field.kind, sample.style_id)

    def close(self) -> None:
        """Take the sheet away; the styles stay."""
        self._book.remove(self._scratch)


class Dictionary:
    """The hidden sheet of dropdown lists; equal lists share a column."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], tuple[str, str]] = {}

    def reference(self, title: str, choices: tuple[str, ...]) -> str:
        """Return the range of a list, e.g. ``字典!$A$2:$A$9``."""
        column, _ = self._columns.setdefault(choices, (letters(len(self._columns)), title))
        return f"{DICTIONARY_SHEET}!${column}$2:${column}${len(choices) + 1}"

    def write(self, book: Workbook) -> None:
        if not self._columns:
            return
        sheet = book.create_sheet(DICTIONARY_SHEET)
        sheet.sheet_state = "hidden"
        for choices, (column, title) in self._columns.items():
            for row, text in enumerate((title, *choices), 1):
                put_text(sheet, row, column_number(column) + 1, text)


def put_text(ws: Worksheet, row: int, column: int, text: str) -> BookCell | MergedCell:
    """Write a text as a text, whatever it starts with."""
    cell = ws.cell(row, column)
    cell.value = legal(text)
    cell.data_type = "s"
    return cell


def prepare_column(ws: Worksheet, index: int, field: Field, span: tuple[int, int], lists: Dictionary) -> None:
    """Give a column its width, its format down to the last row, and the help Excel shows in it."""
    name = letters(index)
    column = ws.column_dimensions[name]
    column.width = field.width or _width(field)
    column.number_format = _FORMATS[field.kind]
    _assist(ws, field, f"{name}{span[0]}:{name}{span[1]}", lists)


def _width(field: Field) -> float:
    wide = {CellKind.DATE: 12.0, CellKind.NUMBER: 10.0}.get(field.kind, 14.0)
    longest = max(map(len, field.choices), default=0)
    return min(40.0, max(wide, min(len(field.title), 12) * 2.0 + 2, longest * 2.0 + 2))


def _assist(ws: Worksheet, field: Field, cells: str, lists: Dictionary) -> None:
    if not field.choices and not field.hint:
        return
    rule = DataValidation(allow_blank=True)
    if field.choices:
        rule.type = "list"
        rule.formula1 = lists.reference(field.title, field.choices)
        rule.showErrorMessage = True
        rule.errorStyle = "warning"
        rule.errorTitle = "请核对"
        rule.error = "填的内容不在下拉列表里。导入时会再检查，确有需要可以保留。"
    if field.hint:
        rule.showInputMessage = True
        rule.promptTitle = legal(field.title)[:_MAX_PROMPT_TITLE]
        rule.prompt = legal(field.hint)[:_MAX_PROMPT]
    rule.add(cells)
    ws.add_data_validation(rule)
