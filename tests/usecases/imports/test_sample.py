"""I1: the register as a county office really sends it: every planted fault found once, and nothing else refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storage.outbox import OutboxCount
from survey.problems import Level
from usecases.imports import (
    ImportKind,
    ImportPlan,
    accept_import,
    preview_import,
    undo_import,
    write_error_workbook,
)
from usecases.progress import Silent
from usecases.register import get_household, search_households
from usecases.workspace import Workspace

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SAMPLE = FIXTURES / "register_sample.xlsx"
FAULTS = dict(
    line.split("\t") for line in (FIXTURES / "register_sample_faults.tsv").read_text(encoding="utf-8").splitlines()[1:]
)
REFUSED = {cell for cell, fault in FAULTS.items() if not fault.startswith("noted only")}


@pytest.fixture
def plan(ws: Workspace) -> ImportPlan:
    return preview_import(ws, file=SAMPLE, kind=ImportKind.REGISTER, progress=Silent())


def test_i1_1_all_rows_are_read_and_nothing_else_is_taken_for_a_business(plan: ImportPlan) -> None:
    assert plan.rows_read == 2000
    assert plan.hidden_rows == 5
    assert Counter(row.reason for row in plan.left_out) == {"合计行": 1, "空行": 3, "表尾": 1}
    assert not plan.unmatched
    assert {column.key for column in plan.matched} == {
        "uscc", "shop_name", "owner_name", "mobile", "industry_code", "main_activity", "reg_date", "emp_total",
        "operating_status", "town_name", "village_name", "address", "remark",
    }  # fmt: skip


def test_i1_2_every_planted_fault_is_reported_once_and_nothing_else_is_refused(plan: ImportPlan) -> None:
    found = Counter(str(problem.place) for problem in plan.faults)
    assert found == dict.fromkeys(REFUSED, 1)
    assert len(plan.refused) == len(REFUSED) == 128
    assert plan.new == 1872
    assert not plan.queries


def test_i1_3_what_is_only_noted_enters(plan: ImportPlan) -> None:
    noted = {str(problem.place) for problem in plan.of_level(Level.HINT)}
    assert noted == FAULTS.keys() - REFUSED


def test_i1_4_every_fault_says_what_is_wrong_and_what_to_do(plan: ImportPlan) -> None:
    for problem in plan.faults:
        assert problem.place.file == SAMPLE.name
        assert problem.place.label
        assert "{" not in problem.sentence + problem.remedy
        assert problem.remedy


def test_i1_5_cells_typed_by_hand_are_understood(plan: ImportPlan) -> None:
    for row in plan.good:
        fields = row.fields
        assert str(fields["uscc"]).isalnum()
        assert str(fields["uscc"]).isupper()
        assert len(str(fields["uscc"])) == 18
        assert " " not in str(fields["owner_name"])
        assert len(str(fields["mobile"])) == 11
        assert len(str(fields["reg_date"])) == 10
        assert isinstance(fields["emp_total"], int)
        assert fields["operating_status"] == "1"
        assert str(fields["village_code"]).startswith(str(fields["town_code"]))
        assert fields.get("remark") in {None, "已核"}


def test_i1_6_nothing_is_written_before_acceptance(ws: Workspace, plan: ImportPlan) -> None:
    assert search_households(ws).total == 0
    with ws.store.reading() as tx:
        assert tx.imports.list() == ()
        assert tx.outbox.count() == OutboxCount()


def test_i1_7_accepting_writes_households_revisions_and_outbox_in_one_batch(ws: Workspace, plan: ImportPlan) -> None:
    result = accept_import(ws, plan=plan, progress=Silent())
    assert (result.new, result.updated, result.unchanged, result.refused) == (1872, 0, 0, 128)
    page = search_households(ws, text="佳利淀粉加工坊")
    assert [row.owner_name for row in page.rows] == ["汪玉华"]
    fields = get_household(ws, household_id=page.rows[0].id).fields
    assert fields["village_code"] == "511722132209"
    with ws.store.reading() as tx:
        (batch,) = tx.imports.list()
        assert batch.id == result.batch_id
        assert batch.file == SAMPLE.name
        history = tx.households.history(page.rows[0].id)
    assert [revision.import_batch for revision in history] == [result.batch_id]


def test_i1_8_the_same_file_again_changes_nothing(ws: Workspace, plan: ImportPlan) -> None:
    accept_import(ws, plan=plan, progress=Silent())
    again = preview_import(ws, file=SAMPLE, kind=ImportKind.REGISTER, progress=Silent())
    assert (again.new, again.updated, again.unchanged) == (0, 0, 1872)
    assert Counter(str(problem.place) for problem in again.faults) == dict.fromkeys(REFUSED, 1)
    assert accept_import(ws, plan=again, progress=Silent()).batch_id == ""


def test_i1_9_undo_takes_all_of_it_back(ws: Workspace, plan: ImportPlan) -> None:
    result = accept_import(ws, plan=plan, progress=Silent())
    undone = undo_import(ws, batch_id=result.batch_id)
    assert (undone.restored, undone.removed, undone.kept) == (0, 1872, 0)
    assert search_households(ws).total == 0


def test_i1_10_the_error_workbook_comes_back_with_the_same_faults(
    ws: Workspace, plan: ImportPlan, tmp_path: Path
) -> None:
    out = tmp_path / "待改.xlsx"
    assert write_error_workbook(plan, out=out) == 128
    again = preview_import(ws, file=out, kind=ImportKind.REGISTER, progress=Silent())
    assert again.rows_read == 128
    assert not again.unmatched
    duplicates = sum(fault.startswith("duplicate") for fault in FAULTS.values())
    assert len(again.faults) == 128 - duplicates  # their partners are not in this file
    assert {column.key for column in again.matched} == {column.key for column in plan.matched}
