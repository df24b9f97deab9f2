"""I5: the instances of repeats come from sheets of their own, each to its household."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from exchange.messages import Json
from survey.problems import HuceError
from usecases.entries import open_entry, save_entry
from usecases.exports import ExportKind, export_workbook
from usecases.forms import install_form
from usecases.imports import ImportKind, ImportPlan, preview_import
from usecases.progress import Silent
from usecases.register import save_household
from usecases.workspace import Workspace

FORM = """
| survey |
|  | type         | name   | label |
|  | text         | note   | 说明  |
|  | begin_repeat | worker | 工人  |
|  | text         | name   | 姓名  |
|  | end_repeat   |        |       |
| settings |
|  | form_id | form_title | version |
|  | staff   | 用工登记   | 1       |
"""
CODES = ("92511722MA8U9QWP7C", "92511722MAJ2CH1D8X")


@pytest.fixture
def staff(ws: Workspace, tmp_path: Path) -> Workspace:
    path = tmp_path / "staff.md"
    path.write_text(FORM, encoding="utf-8")
    assert install_form(ws, path=path).form is not None
    return ws


def surveyed(ws: Workspace, shop: str, code: str, *workers: str) -> None:
    """Save who works for a household."""
    fields: dict[str, Json] = {"shop_name": shop, "owner_name": f"{shop[0]}三丰", "uscc": code, "operating_status": "1"}
    household = save_household(ws, household_id=None, fields=fields).household_id
    entry = open_entry(ws, household_id=household, form_id="staff", round_code="once")
    entry.session.answer("/data/note", shop)
    for number, name in enumerate(workers, 1):
        if number > 1:
            entry.session.add_repeat("/data/worker")
        entry.session.answer(f"/data/worker[{number}]/name", name)
    assert save_entry(ws, entry=entry, complete=True).status == "complete"


def exported(ws: Workspace, out: Path) -> Path:
    export_workbook(ws, out=out, kind=ExportKind.ENTRIES, form_id="staff", round_code="once", progress=Silent())
    return out


def preview(ws: Workspace, file: Path) -> ImportPlan:
    return preview_import(ws, file=file, kind=ImportKind.ENTRIES, progress=Silent())


@pytest.mark.parametrize("codes", [CODES, ("", ""), (CODES[0], "")])
def test_i5_1_everybody_keeps_their_own_also_without_a_code(
    staff: Workspace, tmp_path: Path, codes: tuple[str, str]
) -> None:
    surveyed(staff, "王记面馆", codes[0], "甲", "乙")
    surveyed(staff, "李记面馆", codes[1], "丙")
    plan = preview(staff, exported(staff, tmp_path / "a.xlsx"))
    assert (plan.unchanged, plan.updated, [(row.ref, row.problems) for row in plan.refused]) == (2, 0, [])


def test_i5_2_an_instance_of_a_household_that_is_not_found_is_told(staff: Workspace, tmp_path: Path) -> None:
    surveyed(staff, "王记面馆", CODES[0], "甲")
    file = exported(staff, tmp_path / "a.xlsx")
    book = load_workbook(file)
    row = next(row for row in book["工人"].iter_rows() if any(cell.value == CODES[0] for cell in row))
    row[0].value = CODES[1]
    book.save(file)
    plan = preview(staff, file)
    assert plan.unchanged == 1
    (told,) = plan.faults
    assert (told.code, told.place.sheet, told.place.cell) == ("B030", "工人", row[0].coordinate)


def test_i5_3_a_form_past_its_date_takes_no_import(staff: Workspace, tmp_path: Path) -> None:
    surveyed(staff, "王记面馆", CODES[0], "甲")
    file = exported(staff, tmp_path / "a.xlsx")
    path = tmp_path / "staff.md"
    late = FORM.replace("| version |", "| version | legal_basis | valid_until |")
    path.write_text(late.replace("| 1       |", "| 1 | service | 2026-10-31 |"), encoding="utf-8")
    assert install_form(staff, path=path).form is not None
    with pytest.raises(HuceError, match="S013"):
        preview(staff, file)
