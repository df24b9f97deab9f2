from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tasks import Failure
from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.keys import ENTER, press, type_text
from tests.gui.pages import settle
from tests.gui.safety.disk import FullDisk, kept, slow_disk
from usecases.register import HouseholdRow
from usecases.workspace import Workspace


@pytest.fixture
def window(
    window: MainWindow, workplace: Workplace, household: HouseholdRow, qtbot: QtBot, qapp: QApplication
) -> Iterator[MainWindow]:
    """A questionnaire is open."""
    window.open_household(household)
    settle(qtbot, workplace)
    yield window
    settle(qtbot, workplace)
    assert qapp


def test_answers_that_wait_for_a_save_are_kept_when_the_window_is_closed(
    window: MainWindow, household: HouseholdRow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    type_text("甲店")
    with slow_disk(workplace, qtbot):
        window.entry.save()
        press(ENTER)
        type_text("13890901001")
        press(ENTER)
        window.close()
    assert not window.isVisible()
    assert kept(workspace, household).session.answers()["phone"] == "13890901001"


def test_closing_twice_closes_once(window: MainWindow, workplace: Workplace, qtbot: QtBot) -> None:
    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    with slow_disk(workplace, qtbot):
        window.close()
        window.close()
    assert closed == [True]


def test_an_answer_that_cannot_be_written_on_closing_is_told_and_the_window_stays_once(
    disk: FullDisk, window: MainWindow, household: HouseholdRow, told: list[Failure], qtbot: QtBot
) -> None:
    type_text("甲店")
    disk.full_for = 2
    for stays in (True, False):
        window.close()
        qtbot.waitUntil(lambda stays=stays: window.isVisible() == stays and bool(told))  # type: ignore[misc] # a default
        assert [failure.problem.code for failure in told] == ["S002"]
        told.clear()
    assert not disk.full_for
    assert not kept(disk.workspace, household).session.answers().get("shop")


def test_what_could_not_be_written_is_tried_again_on_closing(
    disk: FullDisk, window: MainWindow, household: HouseholdRow, told: list[Failure], qtbot: QtBot
) -> None:
    type_text("甲店")
    disk.full_for = 1
    press(ENTER)
    qtbot.waitUntil(lambda: bool(told))
    told.clear()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert kept(disk.workspace, household).session.answers()["shop"] == "甲店"
