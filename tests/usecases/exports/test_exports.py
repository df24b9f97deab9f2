"""X1: what is exported opens everywhere, carries the legal heading, and comes back unchanged."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from excel.read.reader import read_workbook
from survey.problems import HuceError
from tests.needs import program
from tests.usecases.imports.test_sample import SAMPLE
from usecases.demo import fill_demo
from usecases.exports import Exported, ExportKind, export_workbook
from usecases.imports import ImportKind, accept_import, preview_import
from usecases.imports.plan import RowAction
from usecases.progress import Silent
from usecases.workspace import Workspace

FORM, ROUND = "quarterly", "2026Q2"


def export(ws: Workspace, out: Path, kind: ExportKind, form_id: str = "", round_code: str = "") -> Exported:
    return export_workbook(ws, out=out, kind=kind, form_id=form_id, round_code=round_code, progress=Silent())


def texts(path: Path, sheet: int = 0) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in read_workbook(path).sheets[sheet].rows]


@pytest.fixture
def demo(ws: Workspace) -> Workspace:
    fill_demo(ws, households=40, rounds=("2026Q1", ROUND), seed=5)
    return ws


def test_x1_1_the_register_comes_back_unchanged(ws: Workspace, tmp_path: Path) -> None:
    plan = preview_import(ws, file=SAMPLE, kind=ImportKind.REGISTER, progress=Silent())
    accept_import(ws, plan=plan, progress=Silent())
    done = export(ws, tmp_path, ExportKind.REGISTER)
    assert done == Exported(tmp_path / "宣汉县_个体工商户名录_20261123.xlsx", 1872)
    again = preview_import(ws, file=done.path, kind=ImportKind.REGISTER, progress=Silent())
    assert (again.rows_read, again.unchanged, again.faults, again.unmatched) == (1872, 1872, (), ())


def test_x1_2_entries_come_back_unchanged(demo: Workspace, tmp_path: Path) -> None:
    done = export(demo, tmp_path, ExportKind.ENTRIES, FORM, ROUND)
    assert (done.rows, done.path.name) == (40, "宣汉县_个体工商户经营监测季度问卷_2026年二季度_20261123.xlsx")
    plan = preview_import(demo, file=done.path, kind=ImportKind.ENTRIES, progress=Silent())
    assert (plan.form_id, plan.round_code, plan.rows_read, plan.unmatched) == (FORM, ROUND, 40, ())
    assert {row.action for row in plan.good} == {RowAction.UNCHANGED}
    drafts = [row for row in texts(done.path) if "草稿" in row]
    assert len(plan.refused) <= len(drafts)  # only what was left unfinished may still have faults


def test_x1_3_the_heading_holds_what_the_law_asks_for(demo: Workspace, tmp_path: Path) -> None:
    path = export(demo, tmp_path / "a.xlsx", ExportKind.ENTRIES, FORM, ROUND).path
    head = "\n".join(cell for row in texts(path)[:6] for cell in row)
    wanted_words = (
        "表    号：", "制定机关：", "批准（备案）文号：", "有效期至：", "填报单位（盖章）：宣汉县",
        "报告期：2026年二季度", "计量单位：",
    )  # fmt: skip
    for wanted in wanted_words:
        assert wanted in head
    foot = "\n".join(cell for row in texts(path)[-2:] for cell in row)
    assert "统计负责人：" in foot


def test_x1_4_an_empty_template_can_be_filled_and_imported(demo: Workspace, tmp_path: Path) -> None:
    for form_id in ("", FORM):
        done = export(demo, tmp_path / f"t{form_id}.xlsx", ExportKind.TEMPLATE, form_id)
        assert done.rows == 0
        book = read_workbook(done.path)
        version = {str(row[0]): str(row[1]) for sheet in book.sheets if sheet.name == "_版本" for row in sheet.rows}
        assert version["kind"] == ("entries" if form_id else "register")
        assert not book.sheets[-1].visible


def test_x1_5_without_form_and_round_the_current_ones_are_taken(demo: Workspace, tmp_path: Path) -> None:
    assert export(demo, tmp_path / "a.xlsx", ExportKind.ENTRIES, FORM).rows == 0  # 2026Q3 is open and empty
    with pytest.raises(HuceError, match="S011"):
        export(demo, tmp_path / "b.xlsx", ExportKind.ENTRIES, "no-such-form")


def test_x1_6_an_office_suite_opens_it_with_dates_and_codes_intact(demo: Workspace, tmp_path: Path) -> None:
    path = export(demo, tmp_path / "a.xlsx", ExportKind.REGISTER).path
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    office = program("soffice", "libreoffice")
    command = [office, "--headless", profile, "--convert-to", filters, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    data = [line.split(",") for line in lines if line.split(",")[0].isdecimal()]
    assert len(data) == 40
    assert all(len(row[1]) in {0, 18} for row in data)
    days = [row[9] for row in data if row[9]]
    assert days
    assert all(dt.date.fromisoformat(day).isoformat() == day for day in days)


def test_x1_7_a_folder_that_does_not_exist_is_a_reason(demo: Workspace, tmp_path: Path) -> None:
    with pytest.raises(HuceError, match="B040"):
        export(demo, tmp_path / "none" / "a.xlsx", ExportKind.REGISTER)
