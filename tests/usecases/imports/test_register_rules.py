"""I2: matching, duplicates, updates; what an import may overwrite and what it may not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from survey.problems import Cancelled, HuceError
from tests.excel.books import book
from usecases.imports import ImportKind, ImportPlan, accept_import, preview_import, undo_import, write_error_workbook
from usecases.imports.plan import RowAction
from usecases.progress import Silent
from usecases.register import get_household, save_household, search_households
from usecases.workspace import Workspace

TITLES = ("统一社会信用代码", "名称", "经营者姓名", "联系电话", "从业人数", "乡镇", "村", "主要业务活动")
ONE = ("92511722MA8U9QWP7C", "好又多超市", "张三", "13890901234", 3, "东乡街道", "", "零售日用百货")
TWO = ("92511722MAJ2CH1D8X", "面馆", "王芳", "13512345678", 1, "东乡街道", "", "面食零售")


def preview(ws: Workspace, folder: Path, *rows: Sequence[object], titles: Sequence[str] = TITLES) -> ImportPlan:
    file = book(folder / "名录.xlsx", [titles, *rows])
    return preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Silent())


def commit(ws: Workspace, plan: ImportPlan) -> str:
    return accept_import(ws, plan=plan, progress=Silent()).batch_id


def test_i2_1_a_blank_never_overwrites_and_a_value_does(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE))
    changed = (*ONE[:3], "", 5, "", "", "无")
    plan = preview(ws, tmp_path, changed)
    (row,) = plan.good
    assert (row.action, row.changed) == (RowAction.UPDATED, ("emp_total",))
    commit(ws, plan)
    (found,) = search_households(ws).rows
    fields = get_household(ws, household_id=found.id).fields
    assert (fields["mobile"], fields["emp_total"], fields["main_activity"]) == ("13890901234", 5, "零售日用百货")


def test_i2_2_undo_of_an_update_brings_the_old_values_back(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE))
    batch = commit(ws, preview(ws, tmp_path, (*ONE[:4], 9, *ONE[5:])))
    undone = undo_import(ws, batch_id=batch)
    assert (undone.restored, undone.removed) == (1, 0)
    (found,) = search_households(ws).rows
    assert get_household(ws, household_id=found.id).fields["emp_total"] == 3
    with pytest.raises(HuceError, match="B052"):
        undo_import(ws, batch_id=batch)
    with pytest.raises(HuceError, match="B051"):
        undo_import(ws, batch_id="no-such-batch")


def test_i2_3_without_a_code_name_owner_and_village_decide(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ("", *ONE[1:])))
    with_code = preview(ws, tmp_path, ONE)  # the code was missing and is now known
    assert [(row.action, "uscc" in row.changed) for row in with_code.good] == [(RowAction.UPDATED, True)]
    commit(ws, with_code)
    without = preview(ws, tmp_path, ("", *ONE[1:]))
    assert [row.action for row in without.good] == [RowAction.UNCHANGED]
    other_code = preview(ws, tmp_path, (TWO[0], *ONE[1:]))  # same name, another code: another household
    assert [row.action for row in other_code.good] == [RowAction.NEW]


def test_i2_4_a_row_repeated_word_by_word_is_taken_once(ws: Workspace, tmp_path: Path) -> None:
    plan = preview(ws, tmp_path, ONE, TWO, ONE)
    assert (plan.rows_read, plan.new, plan.duplicates, len(plan.refused)) == (3, 2, 1, 0)


def test_i2_5_a_repeated_code_with_other_facts_is_told_once_at_the_later_row(ws: Workspace, tmp_path: Path) -> None:
    plan = preview(ws, tmp_path, ONE, (ONE[0], *TWO[1:]))
    assert [(str(p.place), p.code) for p in plan.faults] == [("底册!A3", "B021")]
    assert "底册!A2" in plan.faults[0].sentence


def test_i2_6_two_rows_for_one_household_by_different_ways_are_not_both_written(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE))
    plan = preview(ws, tmp_path, ONE, ("", *ONE[1:4], 8, *ONE[5:]))
    assert [p.code for p in plan.faults] == ["B021"]


def test_i2_7_several_households_of_one_name_are_not_guessed(ws: Workspace, tmp_path: Path) -> None:
    fields = {"shop_name": "好又多超市", "owner_name": "张三", "town_name": "东乡街道"}
    save_household(ws, household_id=None, fields={**fields, "uscc": ONE[0]})
    save_household(ws, household_id=None, fields={**fields, "uscc": TWO[0]})
    plan = preview(ws, tmp_path, ("", *ONE[1:]))
    assert [p.code for p in plan.faults] == ["B024"]


def test_i2_8_a_stale_plan_is_refused_and_writes_nothing(ws: Workspace, tmp_path: Path) -> None:
    commit(ws, preview(ws, tmp_path, ONE))
    (found,) = search_households(ws).rows
    plan = preview(ws, tmp_path, (*ONE[:4], 9, *ONE[5:]), TWO)
    fields = dict(get_household(ws, household_id=found.id).fields)
    save_household(ws, household_id=found.id, fields={**fields, "remark": "刚改过"})
    with pytest.raises(HuceError, match="B050"):
        commit(ws, plan)
    new = preview(ws, tmp_path, TWO)
    save_household(ws, household_id=None, fields={"uscc": TWO[0], "shop_name": "面馆", "owner_name": "王芳"})
    with pytest.raises(HuceError, match="B050"):
        commit(ws, new)
    assert search_households(ws).total == 2


def test_i2_9_unknown_and_double_columns_are_told(ws: Workspace, tmp_path: Path) -> None:
    plan = preview(ws, tmp_path, (*ONE, "晴", "1"), titles=(*TITLES, "天气", "手机号码"))
    assert [(c.title, c.repeated) for c in plan.unmatched] == [("天气", False), ("手机号码", True)]


def test_i2_10_a_cell_that_cannot_be_read_is_not_also_missing(ws: Workspace, tmp_path: Path) -> None:
    plan = preview(ws, tmp_path, (9.2511722e17, *ONE[1:]), (TWO[0], "#REF!", *TWO[2:]))
    assert [(str(p.place), p.code) for p in plan.faults] == [("底册!A2", "V030"), ("底册!B3", "V005")]


def test_i2_11_no_table_is_a_reason(ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(HuceError, match="B012"):
        preview(ws, tmp_path, ("晴", "20"), titles=("天气", "气温"))


def test_i2_12_cancel_leaves_nothing(ws: Workspace, tmp_path: Path) -> None:
    class Impatient:
        def step(self, *_progress: object) -> None:
            raise Cancelled

    file = book(tmp_path / "名录.xlsx", [TITLES, ONE])
    with pytest.raises(Cancelled):
        preview_import(ws, file=file, kind=ImportKind.REGISTER, progress=Impatient())
    plan = preview(ws, tmp_path, ONE)
    with pytest.raises(Cancelled):
        accept_import(ws, plan=plan, progress=Impatient())
    assert search_households(ws).total == 0


def test_i2_13_an_error_workbook_that_cannot_be_written_says_so(ws: Workspace, tmp_path: Path) -> None:
    plan = preview(ws, tmp_path, (ONE[0], "", *ONE[2:]))
    with pytest.raises(HuceError, match="B040"):
        write_error_workbook(plan, out=tmp_path / "none" / "a.xlsx")
