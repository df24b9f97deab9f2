"""Our whole import of a 50,000-row register against openpyxl (read-only) merely reading that file.

Ours reads, finds the table, parses every cell, checks every household, looks for duplicates, compares with the
register and writes durably: household, revision and outbox row of each. The clock stops when that is on the disk
(folding the write-ahead log into the file follows later, as in the window). The peer only goes through all cells.
The file is laid out as an office sends it: title, notes, merged two-row header, total row, cells typed by hand in
every way, 6 % of the rows with a fault. Both ways of storing text are measured: Excel's and openpyxl's own.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import statistics
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

from bench.result import Result, seconds
from excel.sheet import letters
from survey.codelists import areas
from usecases.imports import ImportKind, import_at_once
from usecases.progress import Silent
from usecases.workspace import Workspace, open_workspace

ROWS, ROUNDS, SEED, TARGET = 50_000, 3, 20261123, 0.35
SHEET, MAIN = "xl/worksheets/sheet1.xml", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COUNTY = "511722"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "芳伟敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰"
TRADES = (
    ("6210", "正餐服务", "饭店"), ("5281", "五金工具零售", "五金店"), ("5251", "药品零售", "大药房"),
    ("1391", "红薯粉条加工", "加工坊"), ("5213", "便利店零售", "便利店"), ("8111", "汽车维修", "汽修厂"),
)  # fmt: skip
HEAD = (
    ("宣汉县个体工商户名录底册",),
    ("说明：1.带*为必填；2.行业代码按GB/T 4754-2017填四位小类；3.日期格式为YYYY-MM-DD",),
    ("填报单位（盖章）：市场监督管理局", *[""] * 12, "表号：个统1表"),
    ("序号", "基本信息", "", "", "", "经营情况", "", "", "", "", "地址", "", "", "备注"),
    ("", "统一社会信用代码", "名称（按执照）*", "经营者姓名", "联系电话", "行业代码", "主要业务活动", "成立日期",
     "从业人数（人）", "经营状态", "所属乡镇（街道）", "村（社区）", "详细经营地址", ""),
    ("", "合计"),
)  # fmt: skip
WIDE = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
MERGES = ("A1:N1", "A2:N2", "A4:A5", "B4:E4", "F4:J4", "K4:M4", "N4:N5")
Cell = str | int | float


class Office:
    """Draws households as a county office types them."""

    def __init__(self) -> None:
        self._draw = random.Random(SEED)
        towns = areas().children(COUNTY)
        self._villages = [(town.name, village.name) for town in towns for village in areas().children(town.code)]

    def rows(self, count: int) -> Iterator[tuple[Cell, ...]]:
        """Give the header and ``count`` data rows."""
        yield from HEAD
        for number in range(1, count + 1):
            row = self._household(number)
            if self._draw.random() < 0.06:
                self._spoil(row)
            yield tuple(row)

    def _household(self, number: int) -> list[Cell]:
        draw = self._draw
        code, activity, ending = draw.choice(TRADES)
        town, village = draw.choice(self._villages)
        owner = draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=draw.choice((1, 2))))
        year, month, day = draw.randrange(2004, 2026), draw.randrange(1, 13), draw.randrange(1, 29)
        return [
            number,
            self._typed(self._code(), (str.lower, lambda t: f" {t}\u00a0"), 0.04),
            f"宣汉县{''.join(draw.choices(GIVEN, k=2))}{ending}",
            self._typed(owner, (lambda t: f"{t[0]}\u3000{t[1:]}",), 0.05),
            self._phone(f"1{draw.randrange(3_000_000_000, 9_999_999_999)}"),
            draw.choice((code, int(code))),
            activity,
            draw.choice((f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日",
                         f"{year}.{month}.{day}", f"{year}{month:02}{day:02}", 45_000.5 // 1)),
            draw.choice((1, 2, 3, 5, "3人", "２")),
            draw.choice(("正常营业", "正常营业", "1-正常营业")),
            town,
            village,
            f"{draw.choice(('车站路', '建设路', '东街', '解放街'))}{draw.randrange(1, 400)}号",
            draw.choice(("", "无", "/", "—")),
        ]  # fmt: skip

    def _phone(self, number: str) -> Cell:
        dashed, wide = f"+86 {number[:3]}-{number[3:7]}-{number[7:]}", number.translate(WIDE)
        return self._draw.choices((number, int(number), dashed, wide), weights=(75, 16, 5, 4))[0]

    def _typed(self, text: str, ways: tuple[Callable[[str], str], ...], share: float) -> str:
        return self._draw.choice(ways)(text) if self._draw.random() < share else text

    def _code(self) -> str:
        body = f"92{COUNTY}MA" + "".join(self._draw.choices(ALPHABET, k=7))
        total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
        return body + ALPHABET[-total % 31]

    def _spoil(self, row: list[Cell]) -> None:
        column, value = self._draw.choice(
            ((1, str(row[1]).strip()[:17]), (2, ""), (4, "1603115296"), (5, "9999"), (7, "2021-02-30"), (8, -2),
             (8, "若干"), (11, "不存在的村"), (1, 9.2511722e17)),
        )  # fmt: skip
        row[column] = value


def write(path: Path, *, shared: bool) -> None:
    """Write the register with the text of its cells in a shared table (as Excel does) or in the cells."""
    table: dict[str, int] = {}
    with zipfile.ZipFile(_frame()) as frame, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        head, _, tail = frame.read(SHEET).decode().partition("</sheetData>")
        with book.open(SHEET, "w") as sheet:
            sheet.write(re.sub(r"<row.*</row>", "", head).encode())
            for number, row in enumerate(Office().rows(ROWS), 1):
                cells = (_cell(f"{letters(c)}{number}", v, table if shared else None) for c, v in enumerate(row))
                sheet.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
            sheet.write(f"</sheetData>{tail}".encode())
        for name in frame.namelist():
            if name != SHEET:
                book.writestr(name, frame.read(name).decode().replace(*_LINKS.get(name, ("", ""))))
        texts = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in table)
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{texts}</sst>')


def _frame() -> io.BytesIO:
    """Save a book of one cell with a date style and the merges of the header; its rows are replaced."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    sheet.title = "底册"
    sheet["H7"] = "x"
    sheet["H7"].number_format = "yyyy-mm-dd"
    for ref in MERGES:
        sheet.merge_cells(ref)
    made.save(out)
    return out


_LINKS = {  # openpyxl keeps text in the cells: the shared table has to be announced
    "[Content_Types].xml": (
        "</Types>",
        (
            '<Override PartName="/xl/sharedStrings.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
        ),
    ),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        (
            '<Relationship Id="rIdT" Target="sharedStrings.xml" Type='
            '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
        ),
    ),
}


def _cell(ref: str, value: Cell, table: dict[str, int] | None) -> str:
    if value == "":
        return ""
    if not isinstance(value, str):
        style = ' s="1"' if ref.startswith("H") else ""
        return f'<c r="{ref}"{style}><v>{value}</v></c>'
    if table is not None:
        return f'<c r="{ref}" t="s"><v>{table.setdefault(value, len(table))}</v></c>'
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def import_whole(book: Path, folder: Path) -> Workspace:
    """Do what ``main.py import --commit`` does until the register is durable on the disk."""
    workspace = open_workspace(folder, forms=False)
    import_at_once(workspace, file=book, kind=ImportKind.REGISTER, progress=Silent())
    return workspace


def merely_read(book: Path) -> int:
    """Go through every cell with openpyxl; ``reset_dimensions`` because a wrong dimension would hide rows."""
    opened = openpyxl.load_workbook(book, read_only=True)
    sheet = opened.worksheets[0]
    sheet.reset_dimensions()
    cells = sum(len(row) for row in sheet.iter_rows(values_only=True))
    opened.close()
    return cells


def measure() -> Iterator[Result]:
    """Take both by turns, for both ways of storing text."""
    for shared in (True, False):
        with tempfile.TemporaryDirectory() as name:
            book = Path(name) / "register.xlsx"
            write(book, shared=shared)
            taken = [_both(book) for _ in range(ROUNDS)]
        ours, peer = (statistics.median(column) for column in zip(*taken, strict=True))
        kind = "shared strings" if shared else "inline strings"
        yield Result(f"import_register, {kind}", ours, peer, TARGET, "s", f"openpyxl read-only reading {ROWS:,} rows")


def _both(book: Path) -> tuple[float, float]:
    data = book.parent / "data"
    shutil.rmtree(data, ignore_errors=True)
    opened: list[Workspace] = []
    ours = seconds(lambda: opened.append(import_whole(book, data)))
    opened[0].close()
    return ours, seconds(lambda: merely_read(book))
