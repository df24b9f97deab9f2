"""Leaving the GUI thread: order, ends, silence on cancel, closing while busy."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tasks import Failure, Tasks
from survey.problems import HuceError, Problem
from usecases.progress import Progress


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    made = Tasks(qapp)
    yield made
    made.close()


def wait(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy)


def test_jobs_run_in_the_order_asked_and_answer_on_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    done: list[tuple[int, bool]] = []
    here = threading.current_thread()
    for number in range(50):
        tasks.work(lambda _p, n=number: n, lambda n: done.append((n, threading.current_thread() is here)))  # type: ignore[misc] # a lambda with a default
    wait(qtbot, tasks)
    assert done == [(number, True) for number in range(50)]


def test_expected_trouble_comes_as_its_problem(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[Failure] = []

    def job(_progress: Progress) -> None:
        raise HuceError(Problem("P001", params={"reason": "x"}))

    tasks.work(job, lambda _done: None, told.append)
    wait(qtbot, tasks)
    assert [(failure.problem.code, failure.trace) for failure in told] == [("P001", "")]


def test_a_bug_keeps_its_trace_and_goes_to_unhandled(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[Failure] = []
    tasks.unhandled.connect(told.append)
    empty: dict[str, str] = {}
    tasks.work(lambda _progress: empty["missing"], lambda _done: None)
    wait(qtbot, tasks)
    assert told[0].problem.code == "P001"
    assert "KeyError" in told[0].trace


def test_steps_arrive_and_a_job_that_stopped_is_silent(tasks: Tasks, qtbot: QtBot) -> None:
    going, may_go_on, heard = threading.Event(), threading.Event(), list[str]()

    def job(progress: Progress) -> str:
        progress.step(1, 2, "一半")
        going.set()
        may_go_on.wait(5)
        progress.step(2, 2, "好了")
        return "result"

    task = tasks.work(job, heard.append, lambda _failure: heard.append("failed"))
    task.stepped.connect(lambda done, total, text: heard.append(f"{done}/{total} {text}"))
    ended: list[bool] = []
    task.ended.connect(lambda: ended.append(True))
    qtbot.waitUntil(going.is_set)
    qtbot.waitUntil(lambda: bool(heard))
    task.cancel()
    may_go_on.set()
    wait(qtbot, tasks)
    assert heard == ["1/2 一半"]
    assert ended == [True]


def test_what_was_done_before_a_stop_reached_it_is_told(tasks: Tasks, qtbot: QtBot) -> None:
    may_end, heard = threading.Event(), list[str]()

    def job(_progress: Progress) -> str:
        may_end.wait(5)
        return "written"

    task = tasks.work(job, heard.append)
    task.stopped.connect(lambda: heard.append("stopped"))
    task.cancel()
    may_end.set()
    wait(qtbot, tasks)
    assert heard == ["written"]


def test_closing_finishes_what_was_put_in(qapp: QApplication) -> None:
    tasks, done = Tasks(qapp), list[int]()
    for number in range(20):
        tasks.work(lambda _p, n=number: done.append(n), lambda _done: None)  # type: ignore[misc] # a lambda with a default
    tasks.close()
    assert done == list(range(20))


def test_the_network_does_not_hold_up_the_database(tasks: Tasks, qtbot: QtBot) -> None:
    waiting = threading.Event()
    heard: list[str] = []
    tasks.sync(lambda _progress: waiting.wait(5), lambda _done: heard.append("sync"))
    tasks.work(lambda _progress: "work", heard.append)
    qtbot.waitUntil(lambda: heard == ["work"])
    waiting.set()
    wait(qtbot, tasks)
    assert heard == ["work", "sync"]


def test_who_waits_for_a_result_is_let_go_on_the_screens_thread(tasks: Tasks, qtbot: QtBot) -> None:
    """A dialog closed while its job runs is known by the job only; destroyed on the lane it ends the program."""
    let_go_on: list[threading.Thread] = []

    class Dialog:
        def done(self, _result: object) -> None:
            pass

    def ask(lane: Callable[..., object]) -> None:
        dialog = Dialog()
        weakref.finalize(dialog, lambda: let_go_on.append(threading.current_thread()))
        lane(lambda _progress: None, dialog.done)

    for _ in range(100):
        for lane in (tasks.work, tasks.sync, tasks.files):
            ask(lane)
    wait(qtbot, tasks)
    assert len(let_go_on) == 300
    assert set(let_go_on) == {threading.current_thread()}
