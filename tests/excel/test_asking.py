"""The reading process does a share of the work; whatever becomes of it over there, we are told soon."""

from __future__ import annotations

import subprocess
import sys
import threading
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from excel.read import child, process, reader
from excel.read.joining import Message
from excel.read.process import BURIAL
from excel.read.reader import Answer, Reading, reading
from survey.problems import HuceError
from tests.excel.books import book


def nothing() -> None:
    """Tick of one who waits patiently."""


def buried() -> None:
    """Wait until no process that was given up is left."""
    for thread in threading.enumerate():
        if thread.name == BURIAL:
            thread.join()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Note each look for an answer: a test that waits for the deadline instead would be noticed."""
    looks: list[float] = []
    answer = Reading._answer

    def noted(self: Reading, seconds: float) -> Answer | None:
        looks.append(seconds)
        return answer(self, seconds)

    monkeypatch.setattr(Reading, "_answer", noted)
    return looks


def asked(path: Path, job: str, times: int = 1) -> list[object]:
    with reading(path, job=f"tests.excel.jobs:{job}") as found:
        for _ in range(times):
            found.ask(0, found.book.sheets[0], {}, [0])
        return [answer.found if (answer := found.wait(nothing)) else "none in time" for _ in range(times)]


def test_answers_come_in_order(tmp_path: Path) -> None:
    assert asked(book(tmp_path / "a.xlsx", [["x"], ["y"]]), "count", 3) == [2, 2, 2]


def test_who_asks_does_not_wait_while_the_other_is_busy(tmp_path: Path) -> None:
    done = tmp_path / "done"
    with reading(book(tmp_path / "a.xlsx", [["x"]]), job="tests.excel.jobs:await_file") as found:
        for _ in range(3):
            found.ask(0, found.book.sheets[0], {}, [0], str(done), "more than a pipe holds" * 50_000)
        assert found.answer() is None
        done.touch()
        assert [found.wait(nothing) for _ in range(3)] == [Answer(0, str(done))] * 3


def test_of_a_very_large_book_no_second_copy_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(BytesIO()))
    sheet: Message = ("sheet", {})
    rows: Message = ("rows", [["x", "y"], ["z", ""]], [])
    assert child._told([sheet, rows, ("end", "csv")], 5) == [sheet, rows, ("end", "csv")]
    assert child._told([sheet, rows, ("end", "csv")], 4) == []


@pytest.mark.parametrize("job", ["fail", "lack_memory", "answer_badly", "babble", "break_off", "missing"])
def test_whatever_goes_wrong_over_there_is_noticed_at_once(tmp_path: Path, job: str, waited: list[float]) -> None:
    assert asked(book(tmp_path / "a.xlsx", [["x"]]), job) == [None]
    assert sum(waited) < reader.Limits().seconds / 2


def test_a_second_process_that_cannot_be_started_leaves_no_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "SHARED_FROM", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def once(*args: object, **more: object) -> object:
        if started:
            raise BlockingIOError
        started.append(real(*args, **more))  # type: ignore[call-overload]  # as it was called
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", once)
    with (
        pytest.raises(HuceError, match="B009"),
        reading(book(tmp_path / "a.xlsx", [["x"]]), job="tests.excel.jobs:count"),
    ):
        pass
    buried()
    assert started[0].returncode is not None
    assert started[0].stdin is not None
    assert started[0].stdin.closed


def test_a_system_that_lets_no_pipe_hold_more_reads_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "PIPE", 2**31 - 1)
    assert asked(book(tmp_path / "a.xlsx", [["x"]]), "count") == [1]


def test_nothing_is_left_when_the_reading_is_over(tmp_path: Path) -> None:
    with reading(book(tmp_path / "a.xlsx", [["x"]]), job="tests.excel.jobs:count") as found:
        gone = found._children[0]._process
        found.ask(0, found.book.sheets[0], {}, [0])
    buried()
    assert gone.returncode is not None
    assert gone.stdin is not None
    assert gone.stdout is not None
    assert gone.stdin.closed
    assert gone.stdout.closed
