"""The dialogs over the real use cases: household, import, export, synchronisation, settings, history, trouble."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.tasks import unexpected
from gui.views.dialogs.export import ExportDialog
from gui.views.dialogs.history import HistoryDialog
from gui.views.dialogs.settings import SettingsDialog
from gui.views.dialogs.sync import SyncDialog
from gui.views.dialogs.trouble import TroubleDialog, diagnosis
from gui.views.imports.wizard import ImportWizard
from gui.views.parts.making import button
from gui.views.register.household_dialog import HouseholdDialog
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.forms import register_book
from tests.gui.keys import ENTER, press, type_text
from tests.gui.pages import FORM, ROUND, settle
from usecases.entries import open_entry
from usecases.register import get_household, search_households
from usecases.workspace import Workspace


def test_a_new_household_is_typed_by_enter_and_saved(workplace: Workplace, workspace: Workspace, qtbot: QtBot) -> None:
    dialog = HouseholdDialog(workplace, None, "511722")
    show(qtbot, dialog)
    for text in ("3", "", "", "新来面馆", "", "赵新", "13890901009", "1", "2020.5.6", "南坝镇"):
        type_text(text)
        press(ENTER)
    with qtbot.waitSignal(dialog.saved) as saved:
        dialog.save()
    fields = get_household(workspace, household_id=saved.args[0]).fields
    wanted = {"shop_name": "新来面馆", "owner_name": "赵新", "reg_date": "2020-05-06", "town_name": "南坝镇"}
    assert {key: fields[key] for key in wanted} == wanted


def test_a_household_without_a_name_is_not_saved_and_says_why(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = HouseholdDialog(workplace, None, "")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.save()
    settle(qtbot, workplace)
    assert dialog.isVisible()
    assert "2 处必须改正：“名称（按执照）”" in dialog.banner.text.text()
    assert dialog.form.current.endswith("/shop_name")
    assert search_households(workspace).total == 4


def test_a_wrong_code_is_told_beside_its_field(workplace: Workplace, qtbot: QtBot) -> None:
    dialog = HouseholdDialog(workplace, None, "511722")
    show(qtbot, dialog)
    type_text("1")
    press(ENTER)
    type_text("92511722MA6ABCDE1X")
    press(ENTER)
    row = dialog.form.row("/register/0/uscc")
    assert row is not None
    assert row.lines[0].text.text().startswith("强制：")


def test_a_correction_keeps_its_reason(workplace: Workplace, workspace: Workspace, qtbot: QtBot) -> None:
    household = search_households(workspace).rows[0]
    dialog = HouseholdDialog(workplace, household.id, "")
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, workplace)
    dialog.form.go_to("/register/0/sign_name")
    type_text("老王小吃")
    press(ENTER)
    dialog.reason.setText("入户核实")
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    assert get_household(workspace, household_id=household.id).fields["sign_name"] == "老王小吃"


def test_an_import_is_looked_at_accepted_and_undone(
    workplace: Workplace, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = ImportWizard(workplace)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.read(register_book(tmp_path / "底册.xlsx"))
    settle(qtbot, workplace)
    assert wizard.pages.currentWidget() is wizard.preview
    assert search_households(workspace).total == 4, "nothing is written before it is accepted"
    assert wizard.preview.accept_button.text().startswith("导入 2 户")
    level, cell, label, value, *_texts = wizard.preview.problems.rows.row(0)
    assert (level, cell.partition("!")[2], label, value) == ("强制", "C3", "联系电话", "123")
    with qtbot.waitSignal(workplace.data_changed):
        wizard.preview.accept_button.click()
    settle(qtbot, workplace)
    assert wizard.pages.currentWidget() is wizard.ending
    assert search_households(workspace).total == 6
    level, count, label, cells, *_texts = wizard.ending.kinds.rows.row(0)
    assert (level, count, label, cells.partition("!")[2]) == ("强制", "1", "联系电话", "C3")
    with qtbot.waitSignal(workplace.data_changed):
        wizard.ending.undo_button.click()
    settle(qtbot, workplace)
    assert search_households(workspace).total == 4
    assert wizard.ending.calm.title.text() == "这次导入已撤销"


def test_a_file_that_is_no_workbook_is_explained(workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"not a workbook")
    wizard = ImportWizard(workplace)
    qtbot.addWidget(wizard)
    wizard.show()
    wizard.read(broken)
    settle(qtbot, workplace)
    assert wizard.pages.currentWidget() is wizard.choose
    assert wizard.choose.banner.isVisible()
    assert "代码 B" in wizard.choose.banner.text.text()


def test_an_export_says_where_it_is(workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(workplace, (FORM, "季度问卷"), ("2026Q2", "2026年二季度"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.write(tmp_path / "问卷.xlsx")
    settle(qtbot, workplace)
    assert str(tmp_path / "问卷.xlsx") in dialog.told.text.text()
    assert load_workbook(tmp_path / "问卷.xlsx").worksheets


def test_an_export_that_cannot_be_written_is_explained(workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ExportDialog(workplace, (FORM, "季度问卷"), (ROUND, "2026年三季度"))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.write(tmp_path / "没有的文件夹" / "问卷.xlsx")
    settle(qtbot, workplace)
    assert dialog.pages.currentIndex() == 0
    assert dialog.banner.isVisible()


def test_signing_in_wants_everything_and_keeps_no_password(workplace: Workplace, qtbot: QtBot) -> None:
    dialog = SyncDialog(workplace)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, workplace)
    dialog.server.setText("http://127.0.0.1:9")
    dialog.sign_in()
    assert "都要填" in dialog.banner.text.text()
    dialog.user.setText("zhao")
    dialog.password.setText("secret-word")
    dialog.sign_in()
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.sign_page
    assert "代码 N" in dialog.banner.text.text()
    assert dialog.password.text() == ""
    desk_folder = workplace.desk.about().data_dir
    kept = [file for file in desk_folder.iterdir() if file.is_file() and b"secret-word" in file.read_bytes()]
    assert kept == []


def test_the_name_in_settings_signs_what_comes(workplace: Workplace, workspace: Workspace, qtbot: QtBot) -> None:
    dialog = SettingsDialog(workplace)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, workplace)
    assert dialog.user.text() == "赵录入"
    dialog.user.setText("钱录入")
    dialog.accept()
    settle(qtbot, workplace)
    assert workspace.user == "钱录入"


def test_history_tells_who_changed_what(workplace: Workplace, workspace: Workspace, qtbot: QtBot) -> None:
    household = search_households(workspace).rows[0]
    entry = open_entry(workspace, household_id=household.id, form_id=FORM, round_code="2026Q2")
    dialog = HistoryDialog(workplace, entry)
    qtbot.addWidget(dialog)
    dialog.show()
    settle(qtbot, workplace)
    assert dialog.revisions.rows.row(0)[1:3] == ("赵录入", "本机填写")
    changes = [dialog.changes.rows.row(number) for number in range(dialog.changes.rows.rowCount())]
    assert ("本季营业收入", "（空）", "98,000") in changes
    assert ("主要困难", "（空）", "客流订单不足、原材料价格涨") in changes


def test_a_diagnosis_is_copied_with_its_code(qtbot: QtBot) -> None:
    failure = unexpected("Traceback …")
    dialog = TroubleDialog(failure)
    qtbot.addWidget(dialog)
    dialog.copy()
    copied = QApplication.clipboard().text()
    assert copied.splitlines()[-1] == "Traceback …"
    assert "代码 P001" in copied
    assert diagnosis(failure).splitlines()[0].startswith("户册 ")


def test_enter_presses_the_button_the_cursor_is_on(qtbot: QtBot) -> None:
    pressed: list[str] = []
    made = button("完成", lambda: pressed.append("完成"))
    show(qtbot, made)
    made.setFocus()
    press(ENTER)
    assert pressed == ["完成"]
