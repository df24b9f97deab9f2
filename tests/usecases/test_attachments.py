"""A-2: files given as answers: what each kind of question takes, and what is known of a file afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from openpyxl import load_workbook

from survey.problems import HuceError
from usecases.attachments import KINDS, find_attachment, keep_attachment
from usecases.entries import journal_answer, open_entry, save_entry
from usecases.exports import ExportKind, export_workbook
from usecases.forms import install_form
from usecases.imports import ImportKind, preview_import
from usecases.progress import Silent
from usecases.workspace import Workspace

PICTURE = b"\xff\xd8\xff\xe0 not quite a picture"


def file(folder: Path, name: str, content: bytes = PICTURE) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(ws: Workspace, source: Path, kind: str) -> str:
    with pytest.raises(HuceError) as error:
        keep_attachment(ws, source=source, kind=kind)
    return error.value.problem.code


def test_a_picture_is_kept_and_known_by_the_name_it_came_with(ws: Workspace, tmp_path: Path) -> None:
    kept = keep_attachment(ws, source=file(tmp_path, "门头照片.jpg"), kind="image")
    assert (kept.original, kept.size) == ("门头照片.jpg", len(PICTURE))
    assert kept.path is not None
    assert kept.path.read_bytes() == PICTURE
    assert find_attachment(ws, name=kept.name) == kept


def test_the_same_picture_under_another_name_is_shown_by_that_name(ws: Workspace, tmp_path: Path) -> None:
    first = keep_attachment(ws, source=file(tmp_path, "IMG_0001.jpg"), kind="image")
    second = keep_attachment(ws, source=file(tmp_path, "门头.jpg"), kind="image")
    assert (second.name, second.original) == (first.name, "门头.jpg")


@pytest.mark.parametrize(
    ("name", "kind", "taken"),
    [
        ("a.jpg", "image", True),
        ("a.HEIC", "image", True),
        ("a.pdf", "image", False),
        ("a", "image", False),
        ("a.mp3", "audio", True),
        ("a.jpg", "audio", False),
        ("a.mp4", "video", True),
        ("a.pdf", "file", True),
        ("a", "file", True),
        ("a.exe", "file", False),
        ("发票.pdf.lnk", "file", False),
    ],
)
def test_what_a_question_takes(ws: Workspace, tmp_path: Path, name: str, kind: str, taken: bool) -> None:
    path = file(tmp_path, name)
    if taken:
        assert keep_attachment(ws, source=path, kind=kind).path
    else:
        assert refused(ws, path, kind) == "S019"


def test_a_file_that_is_too_large_is_told_with_its_size(ws: Workspace, tmp_path: Path) -> None:
    source = file(tmp_path, "a.jpg")
    os.truncate(source, KINDS["image"].limit + 1)
    with pytest.raises(HuceError) as error:
        keep_attachment(ws, source=source, kind="image")
    assert error.value.problem.code == "S016"
    assert "“a.jpg”有 " in error.value.problem.sentence


def test_a_file_of_another_computer_is_known_by_its_answer_only(ws: Workspace) -> None:
    for name in ("0" * 32 + ".jpg", "门头.jpg", "/photos/a.jpg"):
        found = find_attachment(ws, name=name)
        assert (found.original, found.size, found.path) == ("", 0, None)


def test_a_failed_copy_leaves_answer_and_journal_as_they_were(ws: Workspace, household: str, tmp_path: Path) -> None:
    kept = keep_attachment(ws, source=file(tmp_path, "a.jpg"), kind="image")
    asked = {"household_id": household, "form_id": "quarterly", "round_code": "2026Q3"}
    entry = open_entry(ws, **asked)
    path = next(node.path for node in entry.session.nodes() if node.kind == "text" and not node.read_only)
    entry.session.answer(path, kept.name)
    journal_answer(ws, entry=entry, path=path, value=kept.name)
    save_entry(ws, entry=entry, complete=False)
    assert refused(ws, tmp_path / "gone.jpg", "image") == "S017"
    again = open_entry(ws, **asked)
    assert not again.resumed
    assert kept.name in again.session.answers().values()


FORM = """
| survey |
|  | type  | name  | label    |
|  | text  | shop  | 店名     |
|  | image | front | 门头照片 |
| settings |
|  | form_id | form_title | version |
|  | fronts  | 门头登记   | 1       |
"""


def test_an_export_holds_the_name_and_reads_back_as_the_same_answer(
    ws: Workspace, household: str, tmp_path: Path
) -> None:
    workbook = tmp_path / "fronts.md"
    workbook.write_text(FORM, encoding="utf-8")
    assert install_form(ws, path=workbook).form is not None
    kept = keep_attachment(ws, source=file(tmp_path, "门头.jpg"), kind="image")
    entry = open_entry(ws, household_id=household, form_id="fronts", round_code="once")
    entry.session.answer("/data/shop", "好又多")
    entry.session.answer("/data/front", kept.name)
    assert save_entry(ws, entry=entry, complete=True).status == "complete"
    out = tmp_path / "导出.xlsx"
    export_workbook(ws, out=out, kind=ExportKind.ENTRIES, form_id="fronts", round_code="once", progress=Silent())
    cells = {str(cell.value) for sheet in load_workbook(out).worksheets for row in sheet.iter_rows() for cell in row}
    assert kept.name in cells
    assert "门头.jpg" not in cells, "what the file was called stays here"
    plan = preview_import(ws, file=out, kind=ImportKind.ENTRIES, progress=Silent())
    assert (plan.unchanged, plan.updated, plan.new) == (1, 0, 0)
