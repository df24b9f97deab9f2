"""Files that are not what they seem. O1 old Excel, under any name; O2 sheets of formatted nothing; O3 plain text;
O4 what nobody sees: blanks around names, control characters; O5 Strict Open XML."""

from __future__ import annotations

import shutil
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from survey.problems import HuceError
from survey.xlsform import read_form
from survey.xlsform.sheets import slim as slimming
from survey.xlsform.sheets.slim import slim
from survey.xlsform.sheets.workbook import cell_text, read_workbook

OLD = Path(__file__).parents[3] / "fixtures" / "old_excel.xls"  # written by LibreOffice as Excel 97
DECLARED = b'<dimension ref="A1:XFD4417"/>'
WIDE = b"".join(b'<c r="%s9" s="3"/>' % get_column_letter(at).encode() for at in range(1, 16_385))


@pytest.mark.parametrize("name", ["form.xls", "form.xlsx", "form.csv", "form"])
def test_o1_old_excel_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    shutil.copy(OLD, tmp_path / name)
    form = read_form(tmp_path / name).form
    assert form is not None
    assert [question.name for question in form.questions()][:4] == ["number", "opened", "licensed", "note"]
    assert (form.question("opened").default, form.question("number").default) == ("2020-05-01", "3")
    assert (form.version, form.question("note").relevant) == ("20261123", "")
    assert [(choice.value, choice.label) for choice in form.question("licensed").choices] == [
        ("1", "有"),
        ("2", "没有"),
    ]


def workbook(path: Path, extra: bytes, dimension: bytes = DECLARED) -> Path:
    """A form of one question whose sheet declares 4,417 rows of 16,384 columns and has more rows than it needs."""
    book, made = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "A<1>"), ("text", "b", "B")):
        sheet.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace(b'<dimension ref="A1:C3" />', dimension)
                data = data.replace(b"</sheetData>", extra + b"</sheetData>")
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        b'<row r="4417"><c r="XFD4417" s="3"/></row>',
        b"".join(b'<row r="%d">%s</row>' % (row, WIDE) for row in range(4, 14)),
    ],
    ids=["declared", "the last cell", "ten full rows"],
)
def test_o2_a_sheet_that_declares_millions_of_cells_is_its_few(tmp_path: Path, extra: bytes) -> None:
    form = read_form(workbook(tmp_path / "wide.xlsx", extra)).form
    assert form is not None
    assert [question.label for question in form.questions()][:2] == ["A<1>", "B"]


def test_o2_only_what_costs_time_is_taken_out_wherever_the_pieces_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slimming, "_WORTH_IT", 0)
    path = workbook(tmp_path / "wide.xlsx", b'<row r="9"><c r="A9" s="1"></c><c r="B9" s="1"/></row>')
    expected = read_workbook(path)
    for chunk in (*range(7, 90), 1_000_000):
        monkeypatch.setattr(slimming, "_CHUNK", chunk)
        assert read_workbook(path) == expected
    eased = _sheet(slim(path.read_bytes()))
    assert b"inlineStr" not in eased
    assert b'r="A9"' not in eased


def test_o2_a_sheet_without_its_size_and_rich_inline_text_are_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rich = b'<row r="4"><c r="A4" t="inlineStr"><is><r><t>te</t></r><r><t>xt</t></r></is></c>'
    name = b'<c r="B4" t="str"><v>c</v></c>'
    plain = b'<c r="C4" t="inlineStr"><is><t xml:space="preserve"> &lt;c r="A1"/&gt; </t></is></c></row>'
    path = workbook(tmp_path / "wide.xlsx", rich + name + plain, b"")
    expected = read_workbook(path)
    monkeypatch.setattr(slimming, "_WORTH_IT", 0)
    assert read_workbook(path) == expected
    assert dict(expected.sheet("survey").rows[2]) == {"type": "text", "name": "c", "label": '<c r="A1"/>'}


def _sheet(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_o2_what_unpacks_to_more_than_any_form_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slimming, "MAX_UNPACKED", 1_000)
    path = workbook(tmp_path / "wide.xlsx", b"")
    with pytest.raises(HuceError) as caught:
        read_workbook(path)
    assert (caught.value.problem.code, str(caught.value.problem.place)) == ("F002", "wide.xlsx")


ROWS = ("survey,,,", ",type,name,label", ",select_one c,a,名称", "choices,,,", ",list_name,name,label", ",c,1,甲")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("joined", [False, True])
def test_o3_csv_as_spreadsheets_save_it(tmp_path: Path, encoding: str, delimiter: str, joined: bool) -> None:
    text = "\n".join(ROWS)
    if joined:  # the headers behind the sheet's name
        text = text.replace("survey,,,\n,", "survey,").replace("choices,,,\n,", "choices,")
    (tmp_path / "form.csv").write_bytes(text.replace(",", delimiter).encode(encoding))
    form = read_form(tmp_path / "form.csv").form
    assert form is not None
    assert [(choice.value, choice.label) for choice in form.question("a").choices] == [("1", "甲")]
    assert form.question("a").label == "名称"


def test_o3_one_sheet_saved_by_itself_is_the_survey(tmp_path: Path) -> None:
    (tmp_path / "form.csv").write_text("type,name,label\ntext,a,名称\n", encoding="utf-8")
    form = read_form(tmp_path / "form.csv").form
    assert form is not None
    assert form.question("a").label == "名称"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_o3_a_list_beside_the_form_may_be_saved_by_excel(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "towns.csv").write_bytes("name,label\n1,东乡镇\n".encode(encoding))
    (tmp_path / "form.md").write_text(
        "| survey |\n| | type | name | label |\n| | select_one_from_file towns.csv | a | A |", encoding="utf-8"
    )
    form = read_form(tmp_path / "form.md").form
    assert form is not None
    assert [choice.label for choice in form.question("a").choices] == ["东乡镇"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><table><tr><td>type</td></tr></table></html>", "F003"),
        (b"\x01\x02\x03\x04", "F003"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "F026"),
    ],
)
def test_o3_what_is_no_workbook_says_so(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "form.xlsx").write_bytes(content)
    (problem,) = read_form(tmp_path / "form.xlsx").problems
    assert (problem.code, problem.place.file) == (code, "form.xlsx")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%binary", b'{"survey": []}', "一段话，没有表格。\n".encode(), b"{}"])
def test_o3_text_without_a_table_is_no_form(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "form.xlsx").write_bytes(content)
    assert [problem.code for problem in read_form(tmp_path / "form.xlsx").problems] == ["F003"]


def simple(path: Path, title: str = "survey", label: str = "名称") -> Path:
    """A form of one question with one list, the sheet of questions under any name."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in (("type", "name", "label"), ("select_one c", "a", label)):
        sheet.append(row)
    choices = book.create_sheet("Choices ")
    for row in (("list_name", "name", "label"), ("c", "1", "甲")):
        choices.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("title", ["survey ", " Survey", "SURVEY\u3000"])
def test_o4_blanks_around_the_name_of_a_sheet_are_not_seen(tmp_path: Path, title: str) -> None:
    form = read_form(simple(tmp_path / "form.xlsx", title)).form
    assert form is not None
    assert [choice.label for choice in form.question("a").choices] == ["甲"]
    assert str(form.question("a").place) == f"{title.strip()}!B2"


def test_o4_the_sheet_of_the_exact_name_is_meant(tmp_path: Path) -> None:
    book = Workbook()
    for at, (title, label) in enumerate((("survey ", "旧"), ("survey", "新"))):
        sheet = book.create_sheet(title, at)
        for row in (("type", "name", "label"), ("text", "a", label)):
            sheet.append(row)
    book.save(tmp_path / "form.xlsx")
    form = read_form(tmp_path / "form.xlsx").form
    assert form is not None
    assert form.question("a").label == "新"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("一_x000D_\n二", "一\n二"),
        ("一_x000B_二", "一 二"),
        ("a_x0041_b", "a_x0041_b"),
        ("名\u200b称", "名\u200b称"),
    ],
)
def test_o4_control_characters_do_not_reach_the_form(tmp_path: Path, written: str, read: str) -> None:
    form = read_form(simple(tmp_path / "form.xlsx", label=written)).form
    assert form is not None
    assert form.question("a").label == read


@pytest.mark.parametrize(("value", "text"), [("a\x0bb", "a b"), ("a\ud800b", "a b"), ("a\r\nb\rc", "a\nb\nc")])
def test_o4_nor_those_of_an_old_workbook(value: str, text: str) -> None:
    assert cell_text(value) == text


STRICT = (
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    ),
)


def test_o5_a_workbook_saved_as_strict_open_xml_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(simple(tmp_path / "usual.xlsx")) as source, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
        for name in source.namelist():
            data = source.read(name)
            for usual, strict in STRICT:
                data = data.replace(usual, strict)
            made.writestr(name, data)
    form = read_form(tmp_path / "a.xlsx").form
    assert form is not None
    assert form.question("a").label == "名称"


@pytest.mark.parametrize(
    ("number", "shown"), [(43952, "2020-05-01"), (30, "30"), (59, "59"), (100_000_000, "100000000")]
)
def test_o1_a_number_shown_as_a_day_that_is_none_stays_a_number(tmp_path: Path, number: int, shown: str) -> None:
    day, other = struct.pack("<I", 43952 << 2 | 2), struct.pack("<I", number << 2 | 2)
    data = OLD.read_bytes()
    assert data.count(day) == 1
    (tmp_path / "form.xls").write_bytes(data.replace(day, other))
    form = read_form(tmp_path / "form.xls").form
    assert form is not None
    assert form.question("opened").default == shown
