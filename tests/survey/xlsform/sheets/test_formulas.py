"""Formulas in a form. C1 a computed one is its value; C2 one never computed is named; C3 what is near it stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from survey.xlsform import LoadedForm, read_form
from survey.xlsform.sheets import slim as slimming

CELL = b'<c r="C2" t="inlineStr"><is><t>LABEL</t></is></c>'


def written(folder: Path, cell: bytes, *, prefix: bytes = b"") -> LoadedForm:
    """Read a form of two questions, the first with a label as a program wrote its cell."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "LABEL"), ("text", "b", "乙")):
        sheet.append(row)
    book.save(folder / "plain.xlsx")
    with zipfile.ZipFile(folder / "plain.xlsx") as source, zipfile.ZipFile(folder / "form.xlsx", "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                assert CELL in data
                data = data.replace(CELL, cell)
                if prefix:
                    data = data.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b" xmlns=", b" xmlns:x=")
            made.writestr(name, data)
    return read_form(folder / "form.xlsx")


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        (b'<c r="C2" t="str"><f>"a"&amp;1</f><v>a1</v></c>', "a1"),
        (b'<c r="C2"><f>1+1</f><v>2</v></c>', "2"),
        (b'<c r="C2" s="3" t="b"><f>TRUE()</f><v>1</v></c>', "TRUE"),
    ],
)
def test_c1_a_computed_formula_is_its_value(tmp_path: Path, cell: bytes, label: str) -> None:
    form = written(tmp_path, cell).form
    assert form is not None
    assert form.question("a").label == label


UNCOMPUTED = [
    b'<c r="C2"><f>"a"&amp;1</f><v></v></c>',
    b'<c r="C2"><f>"a"&amp;1</f><v /></c>',
    b'<c r="C2" s="1"><f>A1</f></c>',
    b'<c r="C2" t="n"><f t="shared" si="0"/></c>',
    b'<c t="n" r="C2" s="1"><f t="shared" ref="C2:C3" si="0">A1</f><v/></c>',
]


@pytest.mark.parametrize("small", [True, False])
@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("cell", UNCOMPUTED)
def test_c2_a_formula_without_a_value_is_named(
    tmp_path: Path, cell: bytes, prefix: bytes, small: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slimming, "_WORTH_IT", 1_000_000 if small else 0)
    (problem,) = written(tmp_path, cell, prefix=prefix).problems
    assert (problem.code, str(problem.place)) == ("F027", "survey!C2")
    assert "共 1 处" in problem.sentence


@pytest.mark.parametrize("cell", [b'<c r="C2" t="str"><f>""</f><v></v></c>', b'<c r="C2" s="1"/>', b""])
def test_c3_a_blank_one_is_blank(tmp_path: Path, cell: bytes) -> None:
    (problem,) = written(tmp_path, cell).problems
    assert problem.code == "F010"  # a question without a label
    assert str(problem.place) == "survey!B2"
