"""The command line: its words, its exit codes, its JSON."""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.chinese import TEXTS
from cli.commands.serve import database_url
from cli.data_folder import default_data_folder
from cli.main import MODULES, main
from cli.output import Output, as_json, exit_code, found
from cli.parser import build_parser
from cli.password import read_password
from survey.problems import HuceError, Level, Place, Problem
from tests.tree import ROOT

# Texts only a programmer of ours could provoke.
PROGRAMMERS = re.compile(
    r"conflict|__call__|invalid for positionals|mutually exclusive|not callable|cannot merge|invalid option string"
    r"|dest=|cannot have multiple|is an invalid argument|with mode|deprecated|version number|warning"
)


def test_every_text_argparse_can_show_is_translated() -> None:
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "ngettext")]
    texts = {call.args[0].value for call in named if isinstance(call.args[0], ast.Constant)}
    shown = {text for text in texts if isinstance(text, str) and not PROGRAMMERS.search(text)}
    assert len(shown) > 15
    assert shown - TEXTS.keys() == set()


def test_translations_keep_their_placeholders() -> None:
    holes = re.compile(r"%(?:\(\w+\))?[sr]")
    for english, chinese in TEXTS.items():
        assert set(holes.findall(chinese)) <= set(holes.findall(english)), english


@pytest.mark.parametrize("command", ["", *filter(None, MODULES)])
def test_help_has_no_english_sentence(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*filter(None, [command]), "--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    assert not re.search(r"\b(?:usage|options|show|positional|help message)\b", text.replace("[options]", ""))


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["fly"], "不能是 'fly'"),
        (["import"], "还缺少：文件.xlsx"),
        (["import", "a.xlsx", "--kind", "x"], "--kind：不能是 'x'"),
        (["export", "a.xlsx"], "还缺少：--kind"),
        (["export", "a.csv", "--kind", "register"], "要以 .xlsx 结尾"),
        (["import", "a.xlsx", "--errors", "b.txt"], "要以 .xlsx 结尾"),
        (["export", "a.xlsx", "--kind", "entries", "--round", "2026Q5"], "报送期"),
        (["serve", "--port", "70000"], "65535"),
        (["demo", "--households", "0"], "1000000"),
        (["doctor", "--what"], "不认识的内容：--what"),
        (["sync", "--server"], "后面要写一个值"),
    ],
)
def test_wrong_use_is_chinese_and_2(argv: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    assert says in capsys.readouterr().err
    assert main([*argv, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["exit"], answer["problems"][0]["code"]) == (False, 2, "P002")


@pytest.mark.parametrize("argv", [["--data", "d", "doctor"], ["doctor", "--data", "d"]])
def test_common_options_stand_before_or_after_the_command(argv: list[str]) -> None:
    words = build_parser().parse_args(argv)
    assert (words.command, words.data) == ("doctor", Path("d"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [("P002", 2), ("P003", 2), ("B001", 1), ("S001", 3), ("N001", 3), ("N010", 2), ("B040", 3), ("S011", 2)],
)
def test_a_family_of_codes_has_its_exit_code(code: str, expected: int) -> None:
    assert exit_code(Problem(code)) == expected


def test_hints_alone_are_no_fault() -> None:
    assert found([Problem("P102", Level.HINT)]) == 0
    assert found([Problem("P102", Level.HINT), Problem("P102", Level.QUERY)]) == 1


def test_a_problem_is_one_flat_object() -> None:
    place = Place(file="a.xlsx", sheet="名录", cell="B7")
    row = as_json(Problem("P003", Level.QUERY, place, {"file": "x", "value": "七"}))
    assert (row["code"], row["level"], row["place"], row["cell"]) == ("P003", "query", "名录!B7", "B7")
    assert (row["value"], row["message"]) == ("七", "找不到文件：x")
    assert row["remedy"]


def test_json_stands_alone_on_standard_output() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(as_json=True, out=out, err=err)
    output.say("一句话")
    output.troubles([Problem("P003", params={"file": str(number)}) for number in range(250)])
    assert output.result(1, {"rows": 3}) == 1
    assert json.loads(out.getvalue()) == {"ok": False, "exit": 1, "rows": 3}
    assert "一句话" in err.getvalue()
    assert "还有 50 个问题" in err.getvalue()


def test_a_remark_made_in_many_places_is_said_once() -> None:
    out, err = io.StringIO(), io.StringIO()
    many = [Problem("B012", Level.HINT, Place(sheet="底册", cell=f"F{row}")) for row in range(23, 28)]
    other = Problem("B012", Level.HINT, Place(sheet="附表", cell="F9"))
    Output(as_json=False, out=out, err=err).troubles([many[0], Problem("P007"), *many[1:], other])
    heads = [line.partition("：")[0] for line in err.getvalue().splitlines() if line.startswith("[")]
    assert heads == ["[B012] 底册!F23、F24、F25 等 5 处", "[P007] 没有给出密码。", "[B012] 附表!F9"]


def test_a_person_reads_sentences_on_standard_output() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(as_json=False, out=out, err=err)
    output.say("一句话")
    assert output.result(0, {"rows": 3}) == 0
    assert (out.getvalue(), err.getvalue()) == ("一句话\n", "")


def test_the_data_folder_is_the_systems_own_place(tmp_path: Path) -> None:
    assert default_data_folder({"LOCALAPPDATA": "L"}, "win32", tmp_path) == Path("L/Huce")
    assert default_data_folder({}, "win32", tmp_path) == tmp_path / "AppData/Local/Huce"
    assert default_data_folder({"XDG_DATA_HOME": "x"}, "linux", tmp_path) == Path("x/huce")
    assert default_data_folder({}, "linux", tmp_path) == tmp_path / ".local/share/huce"


def test_a_password_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("一二三\n第二行\n", encoding="utf-8-sig")
    assert read_password(file, "?", {}) == "一二三"
    assert read_password(None, "?", {"HUCE_PASSWORD": "abc"}) == "abc"


def test_a_missing_password_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    (tmp_path / "empty").touch()
    for file in (None, tmp_path / "empty"):
        with pytest.raises(HuceError) as caught:
            read_password(file, "?", {})
        assert caught.value.problem.code == "P007"
    with pytest.raises(HuceError) as caught:
        read_password(tmp_path / "none", "?", {})
    assert caught.value.problem.code == "P003"


def test_nothing_heavy_is_imported_before_a_command_runs() -> None:
    code = "import sys, cli.main, cli.parser; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"PySide6", "sqlalchemy", "alembic", "openpyxl", "requests", "pyxform", "starlette", "pypinyin", "asyncio"}
    assert heavy & set(done.stdout.split()) == set()


def test_main_py_has_no_logic() -> None:
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For)]
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) <= 60


def test_a_database_url_with_a_password_need_not_stand_in_the_command_line(tmp_path: Path) -> None:
    file, url = tmp_path / "url", "postgresql://huce:geheim@db/huce"
    file.write_text(f"\ufeff {url} \n", encoding="utf-8")
    assert database_url("", file, {"HUCE_DATABASE": "postgresql://other"}) == url
    assert database_url("", None, {"HUCE_DATABASE": url}) == url
    assert database_url("postgresql://a", None, {"HUCE_DATABASE": url}) == "postgresql://a"
    assert database_url("", None, {}) is None


@pytest.mark.parametrize(("content", "code"), [(b"", "C047"), (b"\n", "C047"), (b"\xff\xfe", "P003"), (None, "P003")])
def test_a_file_without_a_database_url_is_told(tmp_path: Path, content: bytes | None, code: str) -> None:
    """And is never taken for "none": another, empty database would be served without a word."""
    file = tmp_path / "url"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(HuceError) as caught:
        database_url("", file, {})
    assert caught.value.problem.code == code
