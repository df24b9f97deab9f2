"""A large workbook is read by two processes, half of its rows each: what comes out is what one would have read."""

from __future__ import annotations

import datetime as dt
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from excel.read import guard, reader
from excel.read.joining import joined, parts_of
from excel.read.parse import read
from excel.read.process import Child
from excel.read.reader import read_workbook, reading
from excel.read.share import Share
from excel.sheet import Sheet
from tests.excel.books import SHEET, book, edited, with_sheet

CellValue: TypeAlias = "str | float | dt.date | None"
CELLS = st.sampled_from([None, None, "x", "一", 1, 2.5, True, dt.date(2020, 2, 29), "=1/0"])
SHEETS = st.lists(st.lists(st.lists(CELLS, max_size=5), max_size=30), min_size=1, max_size=3)
NUMBERED = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 2001))


def saved(path: Path, tables: list[list[list[CellValue]]], hidden: set[int]) -> Path:
    made = Workbook()
    for number, table in enumerate(tables):
        page = made.worksheets[0] if number == 0 else made.create_sheet(f"s{number}")
        for row, cells in enumerate(table, 1):
            for column, cell in enumerate(cells, 1):
                page.cell(row, column).value = cell
            page.row_dimensions[row].hidden = row in hidden
        page.merge_cells("B2:C2")
    made.save(path)
    failed = {SHEET: lambda data: data.replace(b"><f>1/0</f><v/>", b' t="e"><f>1/0</f><v>#DIV/0!</v>')}
    return edited(path, path.with_suffix(".b.xlsx"), failed)


def sheets(path: Path, of: int) -> list[Sheet]:
    said = [parts_of(message for message in read(path, Share(place, of)) if message[0] != "end") for place in range(of)]
    return [found[0] for parts in zip_longest(*said) if (found := joined(parts)) is not None]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables=SHEETS, hidden=st.sets(st.integers(1, 30)), of=st.integers(2, 4), piece=st.integers(60, 900))
def test_shares_put_together_are_the_whole(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[list[CellValue]]], hidden: set[int], of: int, piece: int
) -> None:
    path = saved(tmp_path_factory.mktemp("a") / "a.xlsx", tables, hidden)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "_LEAST", piece)
        patch.setattr(guard, "_PIECES", 1000)
        assert sheets(path, of) == sheets(path, 1)


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let two processes read whatever there is; tells of how many shares each was."""
    started: list[int] = []
    begin = Child.__init__

    def noted(self: Child, place: int, answers: object, *call: tuple[int, int]) -> None:
        started.append(call[-1][1])
        begin(self, place, answers, *call)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Child, "__init__", noted)
    monkeypatch.setattr(reader, "SHARED_FROM", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return started


def test_each_process_holds_its_half(tmp_path: Path, two: list[int]) -> None:
    source = with_sheet(book(tmp_path / "a.xlsx", [[1]]), tmp_path / "b.xlsx", NUMBERED)
    with reading(source) as found:
        (sheet,) = found.book.sheets
        assert [row[0] for row in sheet.rows] == [float(n) for n in range(1, 2001)]
        (first, upper), (second, lower) = found.holders(sheet, range(10, 1990))
    assert (first, second, [*upper, *lower]) == (0, 1, [*range(10, 1990)])
    assert 800 < len(upper) < 1200
    assert two == [2, 2]


DISORDER = {
    "rows that go back": NUMBERED + '<row r="3"><c r="B3"><v>7</v></c></row>',
    "rows without a number": NUMBERED.replace(' r="', ' s="'),
}


@pytest.mark.parametrize("name", DISORDER)
def test_rows_that_cannot_be_told_apart_are_read_whole(tmp_path: Path, two: list[int], name: str) -> None:
    source = with_sheet(book(tmp_path / "a.xlsx", [[1]]), tmp_path / "b.xlsx", DISORDER[name])
    read_twice = read_workbook(source)
    assert set(two) == {2, 1} if name == "rows that go back" else {2}
    assert list(read_twice.sheets) == sheets(source, 1)


def test_who_read_in_vain_is_gone_before_the_file_is_read_whole(
    tmp_path: Path, two: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = with_sheet(book(tmp_path / "a.xlsx", [[1]]), tmp_path / "b.xlsx", DISORDER["rows that go back"])
    alive, most = [0], list[int]()
    begin, end = Child.__init__, Child.close

    def begun(self: Child, *call: Any) -> None:
        alive[0] += 1
        most.append(alive[0])
        begin(self, *call)

    def ended(self: Child) -> None:
        alive[0] -= 1
        end(self)

    monkeypatch.setattr(Child, "__init__", begun)
    monkeypatch.setattr(Child, "close", ended)
    read_workbook(source)
    assert most == [1, 2, 1]


@pytest.mark.parametrize("tag", ["x:", ""])
def test_a_prefix_before_every_tag_is_the_first_ones_to_read(tmp_path: Path, two: list[int], tag: str) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = f'<{tag}worksheet xmlns{":" if tag else ""}{tag[:-1]}="{main}"><{tag}sheetData>'
    data = f"{head}{NUMBERED}</sheetData></worksheet>"
    for name in ("row", "c", "v", "/row", "/c", "/v", "/sheetData", "/worksheet"):
        data = data.replace(f"<{name}>", f"<{name.replace('/', f'/{tag}') if '/' in name else tag + name}>")
        data = data.replace(f"<{name} ", f"<{tag}{name} ")
    source = edited(book(tmp_path / "a.xlsx", [[1]]), tmp_path / "b.xlsx", {SHEET: lambda _: data.encode()})
    assert len(read_workbook(source).sheets[0].rows) == 2000
    assert two == [2, 2]


def test_a_file_that_is_written_to_meanwhile_is_read_again(
    tmp_path: Path, two: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = book(tmp_path / "a.xlsx", [["old"]] * 900), book(tmp_path / "b.xlsx", [["new"]] * 900)
    settle = Child.wait

    def replaced(self: Child, seconds: float) -> None:
        settle(self, seconds)
        if new.exists():
            new.replace(old)

    monkeypatch.setattr(Child, "wait", replaced)
    assert {tuple(row) for row in read_workbook(old).sheets[0].rows} == {("new",)}
    assert two == [2, 2, 1]


ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="a"><table:table-row><table:table-cell office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def test_other_formats_are_the_first_ones_to_read(tmp_path: Path, two: list[int]) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    assert read_workbook(tmp_path / "a.ods").sheets[0].rows == [["x"]]
    assert two == [2, 2]
