"""B6, B7: what is written is read back the same by two readers and by an office suite; text never becomes a formula."""

from __future__ import annotations

import datetime as dt
import subprocess
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from excel.read.reader import read_workbook
from excel.sheet import Cell
from excel.write.book import write_book
from excel.write.cells import CellKind, Value
from excel.write.layout import BookLayout, Field, SheetLayout
from excel.write.text import MAX_UNITS, units
from survey.problems import Cancelled, HuceError
from tests.needs import program

TEXT, NUMBER, DATE = Field("t", "文字"), Field("n", "数", CellKind.NUMBER), Field("d", "日期", CellKind.DATE)
DANGEROUS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "'=1", '=HYPERLINK("http://x")')


def layout(*fields: Field, **facts: object) -> BookLayout:
    sheet = SheetLayout(name="数据", title="标题", fields=fields, data_rows=1, footer=("填表人：",))
    return BookLayout((sheet,), version=(("form_id", "x"),))


def written(folder: Path, rows: Sequence[Sequence[Value]], *fields: Field) -> Path:
    out = folder / "a.xlsx"
    write_book(out, layout(*fields), {"数据": rows})
    return out


def read_back(out: Path, rows: int) -> list[list[Cell]]:
    """Return the data rows: after title, header and variable names."""
    return [list(row) for row in read_workbook(out).sheets[0].rows[3 : 3 + rows]]


def test_values_keep_their_types_for_both_readers(tmp_path: Path) -> None:
    rows: list[list[Value]] = [["92511722MA8U9QWP7C", 3, dt.date(2020, 2, 29)], ["007", 2.5, None], [None, None, None]]
    out = written(tmp_path, rows, TEXT, NUMBER, DATE)
    assert read_back(out, 2) == [["92511722MA8U9QWP7C", 3.0, dt.date(2020, 2, 29)], ["007", 2.5, ""]]
    page = openpyxl.load_workbook(out)["数据"]
    assert [[cell.value for cell in row] for row in page["A4:C5"]] == [
        ["92511722MA8U9QWP7C", 3, dt.datetime.combine(dt.date(2020, 2, 29), dt.time())],
        ["007", 2.5, None],
    ]
    assert page["A4"].number_format == "@"
    assert page["C4"].number_format == "yyyy-mm-dd"
    assert page["B4"].number_format == "General"


@pytest.mark.parametrize("text", DANGEROUS)
def test_b6_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    out = written(tmp_path, [[text]], TEXT)
    cell = openpyxl.load_workbook(out)["数据"]["A4"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert read_back(out, 1) == [[text]]


def test_b6_titles_notes_and_choices_are_never_formulas(tmp_path: Path) -> None:
    field = Field("=k", "=1+1", choices=("=2", "-3"), hint="=4", group="=5")
    sheet = SheetLayout("数据", "=6", (field,), legal=("=7",), left=("=8",), note="=9", footer=("=10",), to_fill=True)
    write_book(tmp_path / "a.xlsx", BookLayout((sheet,), version=(("=k", "=v"),)))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert not [cell for page in book for row in page for cell in row if cell.data_type == "f"]


ODD = [
    "\x0b",
    "a\x00b",
    "_x000B_",
    "\ud800",
    "𠮷记",
    "😀",
    "a\r\nb",
    " 空 格 ",
    "\ufffe",
    "<&>\"'",
    "]]>",
    "_x005F_",
    "\x7f",
]


@pytest.mark.parametrize("text", ODD, ids=[ascii(text) for text in ODD])
def test_b7_odd_text_comes_back(tmp_path: Path, text: str) -> None:
    out = written(tmp_path, [[text]], TEXT)
    openpyxl.load_workbook(out).close()
    expected = text.replace("\ud800", "\ufffd").replace("\ufffe", "\ufffd")
    assert read_back(out, 1) == [[expected]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_b7_any_text_comes_back(tmp_path: Path, texts: list[str]) -> None:
    out = written(tmp_path, [["x", text] for text in texts], TEXT, Field("u", "其他"))
    expected = [
        "".join("\ufffd" if unicodedata.category(c) == "Cs" or c in "\ufffe\uffff" else c for c in text)
        for text in texts
    ]
    assert [row[1] for row in read_back(out, len(texts))] == expected


def test_b7_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    (back,) = read_back(written(tmp_path, [["𠮷" * 20_000]], TEXT), 1)
    assert isinstance(back[0], str)
    assert units(back[0]) <= MAX_UNITS
    assert back[0].endswith("已截去）")
    assert read_back(written(tmp_path, [["字" * MAX_UNITS]], TEXT), 1) == [["字" * MAX_UNITS]]


def test_a_word_in_a_number_or_date_column_is_kept(tmp_path: Path) -> None:
    out = written(tmp_path, [["若干", "去年", float("nan")]], NUMBER, DATE, NUMBER)
    assert read_back(out, 1) == [["若干", "去年", "nan"]]


def test_a_thousand_and_one_rows_stand_in_their_rows(tmp_path: Path) -> None:
    told: list[int] = []
    counts = write_book(
        tmp_path / "a.xlsx", layout(TEXT, NUMBER), {"数据": ((str(n), n) for n in range(2_500))}, tick=told.append
    )
    assert counts == {"数据": 2_500}
    assert told == [1_000, 2_000]
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["数据"]
    assert (page["A2503"].value, page["B2503"].value) == ("2499", 2499)
    assert page["A2505"].value == "填表人："


def test_the_frame_holds_what_a_person_needs(tmp_path: Path) -> None:
    fields = (
        Field("uscc", "信用代码", required=True, hint="18位"),
        Field("status", "状态", choices=("1-正常", "2-停业"), group="经营"),
        Field("emp", "人数", CellKind.NUMBER, group="经营"),
    )
    sheet = SheetLayout("数据", "名录", fields, legal=("表号：1表",), left=("填报单位：",), note="说明", to_fill=True)
    write_book(tmp_path / "a.xlsx", BookLayout((sheet,), version=(("form_id", "x"), ("form_version", "2"))))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    page = book["数据"]
    assert [page[cell].value for cell in ("A1", "A2", "A4", "B4", "B5", "C5")] == [
        "名录", "说明", "信用代码*", "经营", "状态", "人数",
    ]  # fmt: skip
    assert {str(ref) for ref in page.merged_cells.ranges} >= {"A1:C1", "A4:A5", "B4:C4"}
    assert page.row_dimensions[6].hidden
    assert [page.cell(6, column).value for column in (1, 2, 3)] == ["uscc", "status", "emp"]
    assert page.freeze_panes == "C7"
    assert page.print_title_rows == "$4:$5"
    assert page.page_setup.orientation == "landscape"
    prompts = {str(rule.sqref): (rule.type, rule.formula1) for rule in page.data_validations.dataValidation}
    assert prompts["B7:B1006"] == ("list", "字典!$A$2:$A$3")
    assert page.column_dimensions["A"].number_format == "@"
    assert [book[name].sheet_state for name in ("字典", "_版本")] == ["hidden", "hidden"]
    assert [[cell.value for cell in row] for row in book["_版本"]] == [["form_id", "x"], ["form_version", "2"]]


def test_a_cancelled_or_impossible_writing_leaves_no_file(tmp_path: Path) -> None:
    def stop(_done: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_book(tmp_path / "a.xlsx", layout(TEXT), {"数据": (("x",) for _ in range(1_500))}, tick=stop)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(HuceError, match="B040"):
        write_book(tmp_path / "none" / "a.xlsx", layout(TEXT))


def test_an_office_suite_opens_it_without_repair(tmp_path: Path) -> None:
    rows: list[list[Value]] = [[text, 3, dt.date(2026, 7, 1)] for text in (*DANGEROUS, "𠮷记<&>")]
    out = written(tmp_path, rows, TEXT, NUMBER, DATE)
    command = [
        program("soffice", "libreoffice"),
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
    ]
    export = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    subprocess.run(
        [*command, "--convert-to", export, "--outdir", str(tmp_path), str(out)], check=True, capture_output=True
    )
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    for dangerous in ("=1+1", "-2+3", "@SUM(A1)", "𠮷记<&>"):
        assert dangerous in text
    assert text.count("2026-07-01") == len(rows)
