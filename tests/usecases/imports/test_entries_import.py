"""I3: filled questionnaires from a workbook are checked as on the screen and enter as entries of their round."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from excel.sheet import letters
from excel.write.layout import VERSION_SHEET
from survey.form import Question, QuestionKind
from survey.problems import HuceError
from tests.excel.books import book
from usecases.entries import entries_of_household, entry_history
from usecases.exports import ExportKind, export_workbook
from usecases.imports import ImportKind, ImportPlan, accept_import, preview_import, undo_import, write_error_workbook
from usecases.imports.answers import reader
from usecases.progress import Silent
from usecases.workspace import Workspace

CODE = "92511722MA8U9QWP7C"
MONTHLY = "monthly"


def preview(ws: Workspace, file: Path) -> ImportPlan:
    return preview_import(ws, file=file, kind=ImportKind.ENTRIES, progress=Silent())


def filled(ws: Workspace, out: Path, *rows: Mapping[str, str], form_id: str = MONTHLY) -> Path:
    """Fill our own empty template the way a person does: below the hidden row of variable names."""
    export_workbook(ws, out=out, kind=ExportKind.TEMPLATE, form_id=form_id, progress=Silent())
    made = openpyxl.load_workbook(out)
    page = made.worksheets[0]
    names = next(row for row in page.iter_rows() if any(cell.value == "uscc" for cell in row))
    columns = {str(cell.value): letters(index) for index, cell in enumerate(names)}
    for place, row in enumerate(rows, (names[0].row or 0) + 1):
        for key, value in row.items():
            page[f"{columns[key]}{place}"] = value
    made.save(out)
    return out


GOOD = {
    "uscc": CODE,
    "visit_date": "2026年11月3日",
    "visit_mode": "1-上门",
    "response": "3",
    "cert_shown": "是",
    "notice_version": "2026-1",
}


def test_i3_1_a_template_names_its_form_and_a_row_finds_its_household(
    ws: Workspace, household: str, tmp_path: Path
) -> None:
    plan = preview(ws, filled(ws, tmp_path / "a.xlsx", {"uscc": CODE.lower()}, {"uscc": "92511722MAJ2CH1D8X"}))
    assert (plan.form_id, plan.round_code, plan.rows_read) == (MONTHLY, "2026M10", 2)
    assert [problem.code for problem in plan.faults if problem.code.startswith("B")] == ["B030"]
    required = {problem.code for problem in plan.refused[0].problems}
    assert required == {"E001"}  # what must be answered is missing, as on the screen
    assert len(plan.refused) == 2


def test_i3_2_a_good_row_enters_and_can_be_taken_back(ws: Workspace, household: str, tmp_path: Path) -> None:
    plan = preview(ws, filled(ws, tmp_path / "a.xlsx", GOOD))
    assert [(str(p.place), p.sentence) for p in plan.faults] == []
    result = accept_import(ws, plan=plan, progress=Silent())
    assert (result.new, result.refused) == (1, 0)
    (entry,) = entries_of_household(ws, household_id=household)
    assert (entry.form_id, entry.round) == (MONTHLY, "2026M10")
    (revision,) = entry_history(ws, entry_id=entry.id)
    assert revision.fields["answers.visit_date"] == "2026-11-03"
    assert revision.source == "import"
    again = preview(ws, tmp_path / "a.xlsx")
    assert (again.new, again.updated, again.unchanged) == (0, 0, 1)
    assert undo_import(ws, batch_id=result.batch_id).removed == 1
    assert entries_of_household(ws, household_id=household) == ()
    second = accept_import(ws, plan=preview(ws, tmp_path / "a.xlsx"), progress=Silent())
    assert [each.id for each in entries_of_household(ws, household_id=household)] == [entry.id]
    assert undo_import(ws, batch_id=second.batch_id).removed == 1
    assert entries_of_household(ws, household_id=household) == ()


def test_i3_3_a_bad_answer_is_named_by_its_cell(ws: Workspace, household: str, tmp_path: Path) -> None:
    plan = preview(ws, filled(ws, tmp_path / "a.xlsx", {**GOOD, "visit_mode": "骑马"}))
    (fault,) = plan.faults
    assert (fault.code, fault.place.path) == ("V020", "visit_mode")
    assert fault.place.cell
    assert write_error_workbook(plan, out=tmp_path / "待改.xlsx") == 1
    assert preview(ws, tmp_path / "待改.xlsx").rows_read == 1


def test_i3_4_one_household_twice_is_told(ws: Workspace, household: str, tmp_path: Path) -> None:
    plan = preview(ws, filled(ws, tmp_path / "a.xlsx", GOOD, GOOD))
    assert [problem.code for problem in plan.faults] == ["B021"]
    assert plan.new == 1


def test_i3_5_an_older_version_of_the_form_is_noted(ws: Workspace, household: str, tmp_path: Path) -> None:
    file = filled(ws, tmp_path / "a.xlsx", GOOD)
    made = openpyxl.load_workbook(file)
    made["_版本"]["B3"] = "2025.1"
    made.save(file)
    plan = preview(ws, file)
    assert [problem.code for problem in plan.problems] == ["B031"]
    assert plan.new == 1


@pytest.mark.parametrize("named", ["垃圾", "2026M13", "2026Q3", "2026", "once"])
def test_i3_5_a_round_that_the_form_never_has_is_refused(ws: Workspace, tmp_path: Path, named: str) -> None:
    file = rounded(filled(ws, tmp_path / "a.xlsx", {"uscc": CODE}), named)
    with pytest.raises(HuceError, match="B032"):
        preview(ws, file)


def test_i3_5_a_round_is_kept_as_we_spell_it(ws: Workspace, tmp_path: Path) -> None:
    assert preview(ws, rounded(filled(ws, tmp_path / "a.xlsx", {"uscc": CODE}), " 2026m7")).round_code == "2026M07"


def rounded(file: Path, named: str) -> Path:
    """Name a round on the hidden sheet."""
    made = openpyxl.load_workbook(file)
    next(row for row in made[VERSION_SHEET].iter_rows() if row[0].value == "round")[1].value = named
    made.save(file)
    return file


def test_i3_6_a_stale_plan_is_refused(ws: Workspace, household: str, tmp_path: Path) -> None:
    file = filled(ws, tmp_path / "a.xlsx", GOOD)
    first, second = preview(ws, file), preview(ws, file)
    accept_import(ws, plan=first, progress=Silent())
    with pytest.raises(HuceError, match="B050"):
        accept_import(ws, plan=second, progress=Silent())


def test_i3_7_a_workbook_of_no_questionnaire_is_refused(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(HuceError, match="B012"):
        preview(ws, book(tmp_path / "a.xlsx", [["天气", "气温", "风"], ["晴", 20, 3]]))


@pytest.mark.parametrize(
    ("appearance", "written", "kept"),
    [
        ("code", " 51172219700101123x ", "51172219700101123X"),
        ("phone", "+86 138-9090-1001", "13890901001"),
        ("", "a-b", "a-b"),
    ],
)
def test_numbers_that_identify_are_put_right_as_on_the_screen(appearance: str, written: str, kept: str) -> None:
    question = Question(path="/data/q", name="q", key="q", kind=QuestionKind.TEXT, appearance=appearance)
    assert reader(question)(written).value == kept
