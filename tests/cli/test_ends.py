"""However a command ends, the person gets a code and a remedy, a program gets one object, a shell the exit code."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import cli.commands.doctor
from cli.main import main
from cli.output import TerminalProgress
from survey.problems import Cancelled, HuceError, Problem


@pytest.mark.parametrize(
    ("end", "exit_code", "codes"),
    [
        (KeyboardInterrupt(), 130, []),
        (Cancelled(), 130, []),
        (HuceError(Problem("S002")), 3, ["S002"]),
        (HuceError(Problem("B001")), 1, ["B001"]),
        (ModuleNotFoundError("No module named 'orjson'", name="orjson"), 3, ["P005"]),
        (ImportError("libEGL.so.1: cannot open shared object file"), 3, ["P005"]),
        (ModuleNotFoundError("No module named 'gui.nothing'", name="gui.nothing"), 3, ["P001"]),
        (ZeroDivisionError("division by zero"), 3, ["P001"]),
    ],
)
def test_every_end_has_its_exit_code(
    *,
    end: BaseException,
    exit_code: int,
    codes: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*_: object) -> int:
        raise end

    monkeypatch.setattr(cli.commands.doctor, "run", run)
    assert main(["doctor", "--data", str(tmp_path), "--json"]) == exit_code
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert answer["exit"] == exit_code
    assert [problem["code"] for problem in answer["problems"]] == codes
    assert said.err
    assert ("Traceback" in said.err) is (codes == ["P001"])


class Closed(io.StringIO):
    """A pipe that nobody reads, a log on a full disk."""

    def write(self, _text: str, /) -> int:
        raise BrokenPipeError


def test_output_that_cannot_be_written_ends_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silenced = list[bool]()
    monkeypatch.setattr("cli.main._be_silent", lambda: silenced.append(True))
    monkeypatch.setattr(sys, "stdout", Closed())
    assert main(["import", str(tmp_path / "none.xlsx"), "--data", str(tmp_path), "--json"]) == 3
    assert silenced == [True]


class Screen:
    """A terminal that remembers what was written."""

    def __init__(self, *, live: bool) -> None:
        self.live, self.text = live, ""

    def isatty(self) -> bool:
        return self.live

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize("live", [True, False])
def test_progress_is_for_a_terminal_only(live: bool) -> None:
    screen = Screen(live=live)
    progress = TerminalProgress(screen)
    progress.step(1, 3, "正在读取")
    progress.step(3, 3, "正在读取")
    assert ("正在读取 1/3" in screen.text) is live
    assert screen.text.endswith("\x1b[K") is live
