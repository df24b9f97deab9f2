"""The headless twins on real folders, a real server process and real workbooks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from exchange.messages import Fields
from tests.tree import ROOT
from usecases.register import save_household, search_households
from usecases.workspace import open_workspace

PASSWORD = "Zhang-3-feng"
SHOP: Fields = {"shop_name": "老张面馆", "owner_name": "张三", "has_license": "3"}


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command with --json; return its exit code and its object."""

    def run(*argv: object) -> tuple[int, Any]:
        code = main([*map(str, argv), "--json"])
        answer = json.loads(capsys.readouterr().out)
        assert (answer["exit"], answer["ok"]) == (code, code == 0)
        return code, answer

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one household in it."""
    data = tmp_path / "desk"
    workspace = open_workspace(data, forms=False)
    saved = save_household(workspace, household_id=None, fields=SHOP, reason="测试")
    workspace.close()
    assert saved.household_id, saved.problems
    return data


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real server in a process of its own, on a free port."""
    command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(tmp_path / "srv"), "--port", "0", "--json"]
    environ = {**os.environ, "HUCE_ADMIN_PASSWORD": PASSWORD}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ) as child:
        assert child.stdout
        yield json.loads(child.stdout.readline())["url"]
        child.terminate()
        assert child.stdout.read() == ""  # one object and nothing else


def test_what_one_desktop_sends_another_fetches(
    call: Any, folder: Path, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUCE_PASSWORD", PASSWORD)
    code, sent = call("sync", "--data", folder, "--server", server, "--user", "admin")
    assert (code, sent["finished"], sent["pushed"], sent["waiting"]) == (0, True, 1, 0)
    assert [receipt["outcome"] for receipt in sent["receipts"]] == ["stored"]
    other = tmp_path / "other"
    code, fetched = call("sync", "--data", other, "--server", server, "--user", "admin")
    assert (code, fetched["pulled"]) == (0, 1)
    workspace = open_workspace(other, forms=False)
    assert [row.shop_name for row in search_households(workspace).rows] == ["老张面馆"]
    workspace.close()
    code, again = call("sync", "--data", folder)
    assert (code, again["pushed"], again["pulled"]) == (0, 0, 0)


def test_a_wrong_password_and_a_missing_sign_in_are_told(
    call: Any, folder: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUCE_PASSWORD", "wrong")
    code, answer = call("sync", "--data", folder, "--server", server, "--user", "admin")
    assert (code, answer["problems"][0]["code"]) == (2, "C001")
    code, answer = call("sync", "--data", folder, "--server", server)
    assert (code, answer["problems"][0]["code"]) == (2, "N011")


def test_an_exported_register_comes_back(call: Any, folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "名录.xlsx"
    code, exported = call("export", book, "--kind", "register", "--data", folder)
    assert (code, exported["rows"], Path(exported["out"])) == (0, 1, book)
    code, plan = call("import", book, "--data", folder)
    assert (plan["committed"], plan["rows_read"], plan["unchanged"], plan["new"]) == (False, 1, 1, 0)
    other = tmp_path / "other"
    code, result = call("import", book, "--data", other, "--commit", "--errors", tmp_path / "错误.xlsx")
    assert (result["committed"], result["accepted"], result["new"]) == (True, 1, 1)
    code, repeated = call("import", book, "--data", other, "--commit")
    assert (repeated["new"], repeated["unchanged"]) == (0, 1)


def test_a_large_import_is_indexed_before_the_command_ends(
    call: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("export", tmp_path / "a.xlsx", "--kind", "register", "--data", folder)
    left = [2000, 1, 0]
    monkeypatch.setattr("usecases.register.index_pending", lambda _ws: left.pop(0))
    call("import", tmp_path / "a.xlsx", "--data", tmp_path / "b", "--commit")
    assert left == []


@pytest.mark.parametrize("kind", ["entries", "template"])
def test_an_empty_folder_exports_what_can_be_filled_in(kind: str, call: Any, tmp_path: Path) -> None:
    code, exported = call("export", tmp_path / "out.xlsx", "--kind", kind, "--data", tmp_path / "desk")
    assert (code, exported["rows"]) == (0, 0)
    assert (tmp_path / "out.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("command", ["import", "check-form"])
def test_a_file_that_is_not_there_is_wrong_use(command: str, call: Any, tmp_path: Path) -> None:
    code, answer = call(command, tmp_path / "none.xlsx", "--data", tmp_path)
    assert (code, answer["problems"][0]["code"]) == (2, "P003")


def test_a_file_that_is_no_workbook_is_a_data_problem(call: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_text("这不是工作簿", encoding="utf-8")
    for command in ("import", "check-form"):
        code, answer = call(command, tmp_path / "a.xlsx", "--data", tmp_path / "desk")
        assert code == 1
        assert answer["problems"][0]["remedy"]


def test_the_shipped_questionnaires_pass(call: Any) -> None:
    for form in sorted((ROOT / "forms").glob("*.xlsx")):
        code, answer = call("check-form", form)
        assert (code, answer["usable"], answer["problems"]) == (0, True, []), form.name


def test_the_doctor_reports_every_line(call: Any, folder: Path) -> None:
    code, answer = call("doctor", "--data", folder)
    bad = [line for line in answer["findings"] if line["state"] == "bad"]
    assert (code == 0) is (bad == [])
    subjects = {line["subject"] for line in answer["findings"]}
    assert {"Python", "Qt", "中文字体", "数据库", "断电保护", "待上报", "服务器"} <= subjects


def test_a_folder_that_cannot_be_made_is_an_environment_problem(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, answer = call("export", tmp_path / "o.xlsx", "--kind", "register", "--data", tmp_path / "file" / "desk")
    assert (code, answer["problems"][0]["code"]) == (3, "S004")


def test_a_form_is_linted_not_only_read(call: Any, tmp_path: Path) -> None:
    rows = "| survey |\n|  | type | name | label | constraint |\n|  | integer | a | 人数 | . > 5 and . < 3 |\n"
    (tmp_path / "form.md").write_text(rows, encoding="utf-8")
    code, answer = call("check-form", tmp_path / "form.md")
    assert (code, answer["usable"], answer["problems"][0]["code"]) == (1, True, "F073")
    assert answer["problems"][0]["place"] == "survey!D2"


def test_restore_puts_the_last_backup_back(call: Any, folder: Path) -> None:
    code, answer = call("restore", "--data", folder)
    assert (code, answer["problems"][0]["code"]) == (2, "S026")
    assert (
        call("export", folder / "底册.xlsx", "--kind", "register", "--data", folder)[0] == 0
    )  # makes the day's backup
    (folder / "huce.sqlite3").write_bytes(b"zeros" * 1000)
    code, answer = call("restore", "--data", folder)
    assert (code, Path(answer["copy"]).name, answer["damaged"]) == (0, "huce.daily.0001.sqlite3", [])
    assert (Path(answer["aside"]) / "huce.sqlite3").read_bytes() == b"zeros" * 1000
    with closing(open_workspace(folder)) as ws:
        assert [row.shop_name for row in search_households(ws).rows] == ["老张面馆"]
