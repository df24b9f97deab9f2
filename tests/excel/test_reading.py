"""B1-B4, B8: a stranger's workbook is read, or refused with a Chinese reason; our process never suffers."""

from __future__ import annotations

import datetime as dt
import subprocess
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from excel.read.guard import MAX_MEMBERS
from excel.read.reader import Limits, read_workbook
from survey.problems import Cancelled, HuceError
from tests.excel.books import SHEET, book, edited, with_sheet
from tests.needs import program

MOMENT = dt.datetime.combine(dt.date(2020, 1, 2), dt.time(3, 4, 5))
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(HuceError) as caught:
        read_workbook(path, limits=limits)
    problem = caught.value.problem
    assert problem.place.file == path.name
    assert "…" not in problem.sentence.replace(path.name, "")
    return problem.code


def test_cells_keep_their_types(tmp_path: Path) -> None:
    row = ["文字", 3, 2.5, True, dt.date(2020, 2, 29), MOMENT, "=1+1", None, "a\nb"]
    read = read_workbook(book(tmp_path / "a.xlsx", [row]))
    assert read.kind == "xlsx"
    expected = ["文字", 3.0, 2.5, True, dt.date(2020, 2, 29), MOMENT, "", "", "a\nb"]
    assert list(read.sheets[0].rows[0]) == expected


def test_addresses_count_from_the_files_first_row(tmp_path: Path) -> None:
    made = Workbook()
    page = made.worksheets[0]
    page["C4"] = "x"
    page["AB9"] = "y"
    made.save(tmp_path / "a.xlsx")
    sheet = read_workbook(tmp_path / "a.xlsx").sheets[0]
    places = [(row, column) for row, cells in enumerate(sheet.rows) for column, cell in enumerate(cells) if cell]
    assert [(sheet.address(*place), sheet.rows[place[0]][place[1]]) for place in places] == [("C4", "x"), ("AB9", "y")]


def test_hidden_rows_and_hidden_sheets_are_told(tmp_path: Path) -> None:
    made = Workbook()
    made.worksheets[0].append(["a"])
    made.worksheets[0].append(["b"])
    made.worksheets[0].row_dimensions[2].hidden = True
    made.create_sheet("字典").sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")
    shown, hidden = read_workbook(tmp_path / "a.xlsx").sheets
    assert shown.hidden_rows == {1}
    assert (shown.visible, hidden.visible) == (True, False)


def test_a_failed_formula_is_not_a_blank(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [[1]])
    bad = with_sheet(source, tmp_path / "b.xlsx", '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    assert read_workbook(bad).sheets[0].rows == [["#DIV/0!"]]


@pytest.mark.parametrize("dimension", ['ref="A1:A1"', 'ref="A1:XFD1048576"', None])
def test_b2_the_dimension_element_is_not_believed(tmp_path: Path, dimension: str | None) -> None:
    source = book(tmp_path / "a.xlsx", [[n] for n in range(300)])

    def edit(data: bytes) -> bytes:
        head, _, rest = data.partition(b"<dimension ")
        tail = rest.partition(b"/>")[2]
        return head + (f"<dimension {dimension}/>".encode() if dimension else b"") + tail

    wrong = edited(source, tmp_path / "b.xlsx", {SHEET: edit})
    assert len(read_workbook(wrong).sheets[0].rows) == 300


def test_b3_one_cell_at_the_far_corner_is_named(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [[1]])
    far = with_sheet(source, tmp_path / "b.xlsx", ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(HuceError) as caught:
        read_workbook(far)
    assert caught.value.problem.code == "B006"
    assert "XFD1048576" in caught.value.problem.sentence


def test_b3_formatted_blanks_far_below_do_no_harm(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [[1]])
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 60_000))
    far = with_sheet(source, tmp_path / "b.xlsx", ONE + blanks + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert len(read_workbook(far).sheets[0].rows) == 1


def test_b4_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [[1]])
    bomb = edited(source, tmp_path / "b.xlsx", {"xl/media/x.bin": lambda _: bytes(64 * 2**20)})
    assert refusal(bomb) == "B004"


def test_b4_too_many_parts(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "")
        for number in range(MAX_MEMBERS):
            archive.writestr(f"p{number}", "")
    assert refusal(tmp_path / "b.xlsx") == "B005"


def test_b5_entities_are_refused(tmp_path: Path) -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
    source = book(tmp_path / "a.xlsx", [["x"]])
    assert refusal(edited(source, tmp_path / "b.xlsx", {"xl/workbook.xml": lambda _: laughs})) == "B003"


CONTENTS = {
    "empty.xlsx": (b"", "B010"),
    "zeros.xlsx": (bytes(5000), "B010"),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "B011"),
    "old.xls": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "B011"),
    "scan.xlsx": (b"%PDF-1.7 ...", "B001"),
    "photo.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(50), "B001"),
    "noise.xlsx": (bytes(range(1, 256)) * 3, "B001"),
    "torn.xlsx": (b"PK\x03\x04" + bytes(60), "B003"),
    "torn.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "B003"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600), "B002"),
    "letter.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(600), "B001"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_b8_what_is_no_workbook_is_called_by_its_name(tmp_path: Path, name: str) -> None:
    data, code = CONTENTS[name]
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name) == code


def test_b8_a_word_document_and_a_missing_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refusal(tmp_path / "a.xlsx") == "B001"
    assert refusal(tmp_path / "none.xlsx") == "B009"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_b8_text_tables_are_read_whatever_their_encoding_and_name(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.xlsx").write_bytes("名称,经营者姓名\n𠮷记面馆,王芳\n".encode(encoding))
    read = read_workbook(tmp_path / "a.xlsx")
    assert read.kind == "csv"
    assert read.sheets[0].rows == [["名称", "经营者姓名"], ["𠮷记面馆", "王芳"]]


def test_b8_a_workbook_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [["x"]])
    for name in ("a.xls", "a.et", "a.xlsm", "a.txt"):
        (tmp_path / name).write_bytes(source.read_bytes())
        assert read_workbook(tmp_path / name).sheets[0].rows == [["x"]]


def test_too_slow_and_too_big_end_in_a_reason(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>' + "x" * 200 + "</t></is></c>"
    rows = "".join(f'<row r="{n}">{cell * 10}</row>' for n in range(1, 20_000))
    source = with_sheet(book(tmp_path / "a.xlsx", [[1]]), tmp_path / "b.xlsx", rows)
    assert refusal(source, Limits(seconds=0.0)) == "B007"
    assert refusal(source, Limits(memory=60 * 2**20)) == "B008"


def test_cancel_ends_the_reading(tmp_path: Path) -> None:
    source = book(tmp_path / "a.xlsx", [["x" * 50, n] for n in range(20_000)])

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_workbook(source, tick=stop)


@pytest.mark.parametrize("format_", ["xls", "ods"])
def test_b8_older_and_open_formats_are_read_too(tmp_path: Path, format_: str) -> None:
    row = ["文字", 3, dt.date(2020, 2, 29)]
    source = book(tmp_path / "a.xlsx", [row])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        program("soffice", "libreoffice"),
        "--headless",
        profile,
        "--convert-to",
        format_,
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    (tmp_path / f"a.{format_}").rename(tmp_path / "b.xlsx")  # and whatever they are called
    read = read_workbook(tmp_path / "b.xlsx")
    assert (read.kind, list(read.sheets[0].rows[0])) == (format_, ["文字", 3.0, dt.date(2020, 2, 29)])
