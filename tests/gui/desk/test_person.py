"""Who works here: asked for once without blocking, shown in the head, changed when another clerk sits down."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.keys import ENTER, ESCAPE, cursor, press, type_text
from tests.gui.pages import FORM, ROUND, settle
from usecases.entries import entry_history, open_entry
from usecases.workspace import Workspace


@pytest.fixture
def nameless(workspace: Workspace) -> Workspace:
    workspace.user, workspace.named = "kylin", False
    return workspace


def test_at_the_first_start_the_name_is_asked_for_and_nothing_is_blocked(
    nameless: Workspace, window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    strip, bar = window.register.person, window.register.bar
    assert strip.isVisible()
    assert strip.text.text() == "请填写您的姓名，记录上会署名。"
    assert bar.person_button.text() == "填写姓名", "the login name is nobody's name"
    assert cursor() is bar.search
    type_text("理发")
    settle(qtbot, workplace)
    assert window.register.model.rowCount() == 1, "the list works all the same"
    strip.name.setFocus()
    type_text("王秀英")
    press(ENTER)
    settle(qtbot, workplace)
    assert not strip.isVisible()
    assert bar.person_button.text() == "王秀英"
    assert cursor() is bar.search
    assert (nameless.user, nameless.named) == ("王秀英", True)


def test_later_is_an_answer_until_the_next_start(
    nameless: Workspace, window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    window.register.person.later.click()
    window.show_overview()
    settle(qtbot, workplace)
    assert not window.register.person.isVisible()
    again = MainWindow(workplace)
    show(qtbot, again)
    again.show_overview()
    settle(qtbot, workplace)
    assert again.register.person.isVisible()


def test_what_is_no_name_is_told_in_the_strip(
    nameless: Workspace, window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    strip = window.register.person
    assert not strip.confirm.isEnabled()
    strip.name.setFocus()
    type_text("123")
    press(ENTER)
    settle(qtbot, workplace)
    assert strip.trouble.text().startswith("这不像一个人的姓名。")
    assert not nameless.named


def test_another_clerk_signs_what_comes_after(
    window: MainWindow, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    row = window.register.model.row(0)
    assert row is not None
    entry = open_entry(workspace, household_id=row.id, form_id=FORM, round_code=ROUND)
    window.register.person.change()
    assert "“赵录入”" in window.register.person.text.text()
    assert cursor() is window.register.person.name
    QTest.keyClick(cursor(), ESCAPE)
    assert cursor() is window.register.bar.search
    for name, shop in (("", "王记"), ("钱录入", "王记小吃")):
        if name:
            window.register.bar.person_button.click()
            type_text(name)
            press(ENTER)
            settle(qtbot, workplace)
        entry.session.answer("/data/a/shop", shop)
        workplace.desk.save_entry(entry=entry, complete=False)
    assert [made.author for made in entry_history(workspace, entry_id=entry.entry_id)] == ["赵录入", "钱录入"]


def test_the_name_given_in_the_settings_stands_in_the_head(
    window: MainWindow, workplace: Workplace, qtbot: QtBot
) -> None:
    desk = workplace.desk
    workplace.tasks.work(lambda _progress: desk.sign("欧阳上官诸葛司马"), lambda _about: None)
    window.dialogs.closed.emit()
    settle(qtbot, workplace)
    button = window.register.bar.person_button
    assert button.text().endswith("…"), "a long name is shortened"
    assert "欧阳上官诸葛司马" in button.toolTip()
    QTest.keyClick(cursor(), Qt.Key.Key_F6)
    assert cursor() is window.register.person.name
