from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from exchange.fields import MAX_REASON
from gui.tasks import Failure
from gui.views.dialogs.settings import SettingsDialog
from gui.views.imports.wizard import ImportWizard
from gui.views.register.household_dialog import HouseholdDialog
from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.forms import monthly, register_book
from tests.gui.keys import ENTER, ESCAPE, press, type_text
from tests.gui.pages import settle
from tests.gui.safety.disk import kept, slow_disk
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace

Open = Callable[[MainWindow, HouseholdRow, Workspace], None]


def dialog_of(window: MainWindow) -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    assert found.parent() is window
    return found


def sweep() -> None:
    """Do away with what waits to be done away with, as the event loop does."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


OPENED: dict[str, Open] = {
    "settings": lambda window, _household, _workspace: window.dialogs.settings(),
    "sync": lambda window, _household, _workspace: window.dialogs.sync(),
    "household": lambda window, household, _workspace: window.dialogs.household(household),
    "history": lambda window, household, workspace: window.dialogs.history(kept(workspace, household)),
    "export": lambda window, _household, _workspace: window.dialogs.export(),
}


@pytest.mark.parametrize("name", OPENED)
def test_a_dialog_closed_before_its_answer_comes_does_no_harm_and_goes(
    name: str, window: MainWindow, household: HouseholdRow, workspace: Workspace, qtbot: QtBot
) -> None:
    workplace = window.dialogs._workplace
    with slow_disk(workplace, qtbot):
        OPENED[name](window, household, workspace)
        dialog_of(window).reject()
        sweep()
    sweep()
    assert not window.findChildren(QDialog)


def test_a_questionnaire_installed_after_its_dialog_was_closed_is_offered(
    window: MainWindow, workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    window.dialogs.settings()
    dialog = dialog_of(window)
    assert isinstance(dialog, SettingsDialog)
    with slow_disk(workplace, qtbot):
        dialog.questionnaires.install(monthly(tmp_path / "月报.xlsx"))
        dialog.reject()
        sweep()
    assert window.register.bar.form.count() == 2


def typed(window: MainWindow, qtbot: QtBot) -> HouseholdDialog:
    """A new household, as far as it has to be known."""
    window.dialogs.household(None)
    dialog = dialog_of(window)
    assert isinstance(dialog, HouseholdDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    paths = {row.path.rpartition("/")[2]: row.path for row in dialog.form.rows()}
    for key, text in (("has_license", "3"), ("shop_name", "新店"), ("owner_name", "钱多"), ("mobile", "13890901999")):
        dialog.form.go_to(paths[key])
        type_text(text)
        press(ENTER)
    return dialog


def test_a_household_saved_by_two_presses_is_there_once(
    window: MainWindow, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = typed(window, qtbot)
    with slow_disk(workplace, qtbot):
        dialog.save()
        dialog.save_button.click()
    assert [row.shop_name for row in search_households(workspace).rows].count("新店") == 1
    assert QApplication.activeModalWidget() is None


def test_what_was_typed_for_a_household_is_thrown_away_only_when_said_twice(window: MainWindow, qtbot: QtBot) -> None:
    dialog = typed(window, qtbot)
    press(ESCAPE)
    assert dialog.isVisible()
    assert "还没有保存" in dialog.banner.text.text()
    press(ESCAPE)
    assert not dialog.isVisible()


def test_a_household_in_which_nothing_was_typed_closes_at_once(
    window: MainWindow, household: HouseholdRow, workplace: Workplace, qtbot: QtBot
) -> None:
    window.dialogs.household(household)
    settle(qtbot, workplace)
    dialog = dialog_of(window)
    press(ESCAPE)
    assert not dialog.isVisible()


def test_a_household_that_could_not_be_saved_can_be_saved_again(
    window: MainWindow, workspace: Workspace, told: list[Failure], workplace: Workplace, qtbot: QtBot
) -> None:
    dialog = typed(window, qtbot)
    dialog.reason.setText("长" * (MAX_REASON + 1))
    dialog.save()
    settle(qtbot, workplace)
    assert [failure.problem.code for failure in told] == ["N043"]
    told.clear()
    dialog.reason.clear()
    dialog.save()
    settle(qtbot, workplace)
    assert QApplication.activeModalWidget() is None
    assert search_households(workspace).total == 5


def test_an_import_taken_back_by_two_presses_is_told_as_taken_back(
    workplace: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = ImportWizard(workplace)
    show(qtbot, wizard)
    wizard.read(register_book(tmp_path / "底册.xlsx"))
    settle(qtbot, workplace)
    wizard.preview.accept_button.click()
    settle(qtbot, workplace)
    with slow_disk(workplace, qtbot):
        wizard.ending.undo_button.click()
        assert wizard.pages.currentWidget() is wizard.work
        wizard.reject()
    assert wizard.pages.currentWidget() is wizard.ending
    assert wizard.ending.calm.title.text() == "这次导入已撤销"


def test_an_import_that_was_written_before_the_stop_is_not_told_as_stopped(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = ImportWizard(workplace)
    show(qtbot, wizard)
    wizard.read(register_book(tmp_path / "底册.xlsx"))
    settle(qtbot, workplace)
    wizard.preview.accept_button.click()
    qtbot.waitUntil(lambda: search_households(workspace).total == 6)
    wizard.work.stop()
    settle(qtbot, workplace)
    assert wizard.pages.currentWidget() is wizard.ending
