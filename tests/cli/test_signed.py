"""Whose name stands on what a command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from cli.main import main
from cli.output import WRONG_USE
from usecases.persons.signature import sign_as
from usecases.register import household_history, search_households
from usecases.workspace import open_workspace


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(("名称（按执照）", "经营者姓名", "联系电话", "经营状态", "从业人数"))
    sheet.append(("顺发建材店", "周顺", "13890901011", "正常营业", 3))
    made.save(tmp_path / "底册.xlsx")
    return tmp_path / "底册.xlsx"


def authors(folder: Path) -> list[str]:
    workspace = open_workspace(folder, forms=False)
    found = [
        revision.author
        for row in search_households(workspace).rows
        for revision in household_history(workspace, household_id=row.id)
    ]
    workspace.close()
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of nobody yet, on the computer of the login ``kylin``."""
    monkeypatch.setattr("getpass.getuser", lambda: "kylin")
    open_workspace(tmp_path / "data", forms=False).close()
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("kept", "option", "author"),
    [("", (), "kylin"), ("李强", (), "李强"), ("李强", ("--by", "王秀英"), "王秀英")],
)
def test_an_import_is_signed(book: Path, folder: Path, kept: str, option: tuple[str, ...], author: str) -> None:
    """By the name given here, else by the desktop's clerk, else by the login name."""
    if kept:
        workspace = open_workspace(folder, forms=False)
        sign_as(workspace, name=kept)
        workspace.close()
    assert main(["import", str(book), "--commit", "--data", str(folder), *option]) in (0, 1)
    assert authors(folder) == [author]


def test_a_name_that_is_none_writes_nothing(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["import", str(book), "--commit", "--by", "123", "--data", str(tmp_path / "data"), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert code == WRONG_USE
    assert answer["problems"][0]["code"] == "S015"
    assert not (tmp_path / "data").exists()
