"""Files that are not what they seem. O1 old Excel, under any name; O2 sheets of formatted nothing."""

from __future__ import annotations

import shutil
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
from survey.xlsform.sheets.workbook import read_workbook

OLD = Path(__file__).parents[2] / "fixtures" / "old_excel.xls"  # written by LibreOffice as Excel 97
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
