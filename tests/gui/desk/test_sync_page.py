"""Synchronising by hand against a real server: typed into the real fields, over a real line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.views.dialogs.sync import SyncDialog
from gui.views.window import MainWindow
from gui.workplace import Workplace
from server.api import Server
from tests.fixtures import servers
from tests.gui.conftest import show
from tests.gui.keys import ENTER, cursor, press, type_text
from tests.gui.pages import settle
from usecases.register import get_household, household_history, save_household, search_households
from usecases.synchronise import signed_in
from usecases.workspace import Workspace


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with servers.embedded(tmp_path) as running:
        yield running


@pytest.fixture
def address(server: Server) -> Iterator[str]:
    with servers.listening(server) as url:
        yield url


@pytest.fixture
def dialog(workplace: Workplace, qtbot: QtBot) -> SyncDialog:
    made = SyncDialog(workplace)
    show(qtbot, made)
    settle(qtbot, workplace)
    return made


def type_into(field: QLineEdit, text: str) -> None:
    """Replace what stands in a field by typing, as a person does."""
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert cursor() is field
    field.selectAll()
    type_text(text)


def enter(dialog: SyncDialog, address: str, password: str = servers.PASSWORD) -> None:
    for field, text in ((dialog.server, address), (dialog.user, servers.USER), (dialog.password, password)):
        type_into(field, text)
    press(ENTER)


def steps(dialog: SyncDialog) -> dict[str, str]:
    rows = dialog.report.steps.rows
    cells = [rows.row(number) for number in range(rows.rowCount())]
    return {cell[0]: cell[1] for cell in cells}


def test_signing_in_and_sending_everything_is_one_form_and_one_key(
    dialog: SyncDialog, workplace: Workplace, workspace: Workspace, address: str, qtbot: QtBot
) -> None:
    assert cursor() is dialog.server
    with qtbot.waitSignal(workplace.data_changed, timeout=30_000):
        enter(dialog, address)
        assert dialog.pages.currentWidget() is dialog.work, "what is under way is shown"
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.report
    assert dialog.report.title.text() == "同步完成"
    assert "上报 5 条" in dialog.report.text.text(), "four households and the entry of last quarter"
    assert steps(dialog)
    receipts = dialog.report.receipts.rows
    assert receipts.rowCount() == 5
    assert {receipts.row(number)[0] for number in range(5)} == {"名录", "问卷"}
    assert dialog.password.text() == ""
    known = signed_in(workspace)
    assert known is not None
    assert (known.server, known.user) == (address, servers.USER)
    assert workspace.user == "赵录入", "a login name does not sign in the place of the person's own"


def test_the_second_time_no_password_is_asked_for(
    dialog: SyncDialog, workplace: Workplace, address: str, qtbot: QtBot
) -> None:
    enter(dialog, address)
    settle(qtbot, workplace)
    again = SyncDialog(workplace)
    show(qtbot, again)
    settle(qtbot, workplace)
    assert again.pages.currentWidget() is again.report
    assert "上报 0 条" in again.report.text.text()
    assert "没有等着上报的" in again.report.text.text()


def test_a_wrong_password_is_told_and_can_be_typed_again(
    dialog: SyncDialog, workplace: Workplace, workspace: Workspace, address: str, qtbot: QtBot
) -> None:
    enter(dialog, address, "wrong horse")
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.sign_page
    assert "代码 C001" in dialog.banner.text.text()
    assert signed_in(workspace) is None
    assert workspace.user == "赵录入", "nobody has signed in"
    assert cursor() is dialog.password
    assert (dialog.server.text(), dialog.user.text()) == (address, servers.USER), "only the password is typed again"
    type_text(servers.PASSWORD)
    press(ENTER)
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.report
    assert dialog.report.title.text() == "同步完成"


def test_the_network_goes_and_comes_back(
    dialog: SyncDialog, workplace: Workplace, workspace: Workspace, server: Server, qtbot: QtBot
) -> None:
    """Nothing is lost and nothing is marked as sent; when the line is back one more press sends it."""
    with servers.listening(server) as first:
        enter(dialog, first)
        settle(qtbot, workplace)
    household = search_households(workspace).rows[0].id
    fields = {**get_household(workspace, household_id=household).fields, "sign_name": "老王小吃"}
    save_household(workspace, household_id=household, fields=fields)
    dialog.start()
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.report
    assert "没有做完" in dialog.report.title.text()
    assert "还有 1 条等着上报" in dialog.report.text.text()
    sentence, remedy = dialog.report.problems.rows.row(0)
    assert sentence.startswith(f"连不上服务器 {first}")
    assert remedy.startswith("数据都还在本机，没有丢失。")
    dialog._sign_out()
    settle(qtbot, workplace)
    with servers.listening(server) as second:
        enter(dialog, second)
        settle(qtbot, workplace)
    assert dialog.report.title.text() == "同步完成"
    assert "上报 1 条" in dialog.report.text.text()
    assert len(household_history(workspace, household_id=household)) == 2, "nothing was sent or made twice"


def test_a_server_that_is_not_there_is_told_at_once(dialog: SyncDialog, workplace: Workplace, qtbot: QtBot) -> None:
    enter(dialog, "http://127.0.0.1:9")
    settle(qtbot, workplace)
    assert dialog.pages.currentWidget() is dialog.sign_page
    assert "代码 N" in dialog.banner.text.text()
    assert dialog.password.text() == ""
    text = dialog.banner.text
    assert text.height() >= text.heightForWidth(text.width()), "every line of it is to be read"


def test_the_head_keeps_the_name_of_the_person_who_signs_in(workplace: Workplace, address: str, qtbot: QtBot) -> None:
    window = MainWindow(workplace)
    show(qtbot, window)
    window.show_overview()
    settle(qtbot, workplace)
    assert window.register.bar.person_button.text() == "赵录入"
    window.dialogs.sync()
    dialog = window.findChild(SyncDialog)
    assert dialog is not None
    settle(qtbot, workplace)
    qtbot.waitUntil(dialog.isActiveWindow)
    enter(dialog, address)
    settle(qtbot, workplace)
    dialog.accept()
    settle(qtbot, workplace)
    assert window.register.bar.person_button.text() == "赵录入"
