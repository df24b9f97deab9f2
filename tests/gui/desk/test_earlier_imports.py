"""An import of another day is found on the start page of the import, and taken back from there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme.sheet import NORMAL_PT, dress
from gui.views.imports.wizard import ImportWizard
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.forms import register_book
from tests.gui.pages import settle
from usecases.imports import ImportKind, accept_import, preview_import
from usecases.progress import Silent
from usecases.register import search_households
from usecases.workspace import Workspace


def test_no_import_yet_is_a_calm_page(workplace: Workplace, qtbot: QtBot) -> None:
    wizard = ImportWizard(workplace)
    show(qtbot, wizard)
    wizard.choose.earlier_button.click()
    settle(qtbot, workplace)
    assert wizard.pages.currentWidget() is wizard.earlier
    assert wizard.earlier.calm.title.text() == "还没有导入过"
    assert not wizard.earlier.undo_button.isVisible()
    wizard.earlier.back_button.click()
    assert wizard.pages.currentWidget() is wizard.choose


def test_an_import_of_another_day_is_taken_back_after_a_question(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    book = register_book(tmp_path / "底册.xlsx")
    plan = preview_import(workspace, file=book, kind=ImportKind.REGISTER, progress=Silent())
    accept_import(workspace, plan=plan, progress=Silent())
    wizard = ImportWizard(workplace)
    show(qtbot, wizard)
    page = wizard.earlier
    wizard.show_earlier()
    settle(qtbot, workplace)
    assert page.grid.rows.row(0) == ("底册.xlsx", "11-23 10:00", "赵录入", "2", "0", "1", "在用")
    page.undo_button.click()
    assert "新增的 2 条会去掉" in page.question.text()
    page.keep_button.click()
    assert not page.asking.isVisible()
    assert search_households(workspace).total == 6, "asked, and thought better of it"
    page.undo_button.click()
    with qtbot.waitSignal(workplace.data_changed):
        page.sure_button.click()
    settle(qtbot, workplace)
    assert search_households(workspace).total == 4
    assert wizard.pages.currentWidget() is wizard.ending
    assert wizard.ending.calm.title.text() == "这次导入已撤销"
    wizard.show_earlier()
    settle(qtbot, workplace)
    assert page.grid.rows.row(0)[-1] == "已撤销"
    assert page.detail.text() == "底册.xlsx：赵录入 2026-11-23 10:00 导入，2026-11-23 10:00 撤销。"
    assert not page.undo_button.isEnabled()


def test_at_double_size_the_page_stays_on_a_small_screen(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    book = register_book(tmp_path / "底册.xlsx")
    plan = preview_import(workspace, file=book, kind=ImportKind.REGISTER, progress=Silent())
    accept_import(workspace, plan=plan, progress=Silent())
    dress(qapp, NORMAL_PT * 2)
    wizard = ImportWizard(workplace)
    show(qtbot, wizard)
    wizard.resize(1326, 728)
    wizard.show_earlier()
    settle(qtbot, workplace)
    QApplication.processEvents()
    wizard.earlier.undo_button.click()
    QApplication.processEvents()
    height = wizard.height()
    dress(qapp, NORMAL_PT)
    assert height == 728
