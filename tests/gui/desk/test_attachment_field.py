"""A file as an answer: chosen, copied, shown, taken off and put back; a copy that fails changes nothing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from pytestqt.qtbot import QtBot

from gui.fields.attachment import AttachmentField
from gui.views.entry.entry_page import EntryPage
from gui.views.entry.files import enclosing
from gui.workplace import Workplace
from storage import attachments
from tests.gui.keys import ENTER, cursor, press
from tests.gui.pages import FORM, ROUND, answers, here, reopen, row, settle
from usecases.entries import open_entry
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace

PHOTO = "/data/c/photo"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#1B5E8C"))
    path = tmp_path / "门头照片.jpg"
    assert picture.save(str(path))
    return path


def field(page: EntryPage) -> AttachmentField:
    found = row(page, "photo").field
    assert isinstance(found, AttachmentField)
    return found


def test_a_photograph_is_chosen_by_key_copied_and_shown(
    page: EntryPage, source: Path, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, title: str, kinds: str, _preferences: object) -> Path:
        asked.extend((title, kinds))
        return source

    monkeypatch.setattr(enclosing, "file_to_open", choose)
    page.form.go_to(PHOTO)
    assert field(page).title.text() == "还没有选"
    field(page).button.click()
    settle(qtbot, workplace)
    assert asked[0] == "选择图片"
    assert "*.jpg *.JPG" in asked[1]
    kept = workplace.desk.attachment(str(answers(page)["photo"]))
    assert kept.path is not None
    assert kept.path.read_bytes() == source.read_bytes()
    assert field(page).title.text() == "门头照片.jpg"
    assert "只存在这台电脑上" in field(page).detail.text()
    assert field(page).picture.pixmap().width() > field(page).picture.pixmap().height() > 0
    press(ENTER)
    assert here(page) == "words", "Enter goes on as everywhere"


def test_the_file_is_in_the_journal_at_once(
    page: EntryPage, source: Path, workplace: Workplace, household: HouseholdRow, qtbot: QtBot
) -> None:
    page.enclosing.take(PHOTO, source)
    settle(qtbot, workplace)
    again = workplace.desk.open_entry(household_id=household.id, form_id=FORM, round_code=ROUND)
    assert again.session.answers()["photo"] == answers(page)["photo"]


def test_a_file_is_opened_taken_off_and_put_back_by_key(
    page: EntryPage, source: Path, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) > 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page.form.go_to(PHOTO)
    page.enclosing.take(PHOTO, source)
    settle(qtbot, workplace)
    name = answers(page)["photo"]
    press(Qt.Key.Key_F3)
    assert opened[0].endswith(str(name))
    assert "没有能打开它的程序" in field(page).trouble.text()
    press(Qt.Key.Key_Delete)
    assert "photo" not in answers(page)
    assert field(page).title.text() == "已取下“门头照片.jpg”"
    assert "还留在这台电脑上" in field(page).detail.text()
    assert Path(opened[0]).is_file(), "nothing is deleted"
    field(page).back_button.click()
    settle(qtbot, workplace)
    assert answers(page)["photo"] == name
    assert field(page).title.text() == "门头照片.jpg"
    assert cursor() is field(page).button


def test_a_copy_that_fails_leaves_the_answer_and_says_why(
    page: EntryPage, source: Path, workplace: Workplace, qtbot: QtBot
) -> None:
    page.form.go_to(PHOTO)
    page.enclosing.take(PHOTO, source)
    settle(qtbot, workplace)
    before = answers(page)
    for wrong, told in (
        (source.with_name("拔掉的U盘.jpg"), "读不出"),
        (source.with_suffix(".pdf"), "不是这一题要的图片"),
    ):
        page.enclosing.take(PHOTO, wrong)
        settle(qtbot, workplace)
        assert told in field(page).trouble.text()
        assert field(page).trouble.isVisible()
        assert answers(page) == before
        assert field(page).title.text() == "门头照片.jpg"
    assert page.filling is not None
    assert not page.filling.blocked, "the entry can be completed"


def test_while_a_file_is_copied_the_entry_waits_and_the_copying_can_be_stopped(
    page: EntryPage, source: Path, workplace: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on, real = threading.Event(), threading.Event(), attachments.open_source

    def slow(path: Path) -> object:
        began.set()
        go_on.wait(10)
        return real(path)

    monkeypatch.setattr(attachments, "open_source", slow)
    page.enclosing.take(PHOTO, source)
    qtbot.waitUntil(began.is_set)
    assert field(page).title.text() == "正在存放“门头照片.jpg”"
    page.leave()
    page.save(complete=True)
    assert page.filling is not None, "nobody leaves before the file is there"
    assert here(page) == "photo"
    assert cursor() is field(page).button
    assert field(page).button.text() == "停止"
    field(page).button.click()
    go_on.set()
    settle(qtbot, workplace)
    assert "photo" not in answers(page)
    assert field(page).title.text() == "还没有选"
    page.leave()
    assert page.filling is None


def test_the_next_household_sees_nothing_of_the_last_ones_file(
    page: EntryPage, source: Path, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    page.form.go_to(PHOTO)
    page.enclosing.take(PHOTO, source)
    settle(qtbot, workplace)
    field(page).take_off()
    page.leave()
    settle(qtbot, workplace)
    reopen(page, search_households(workspace).rows[1], workplace, qtbot)
    assert field(page).title.text() == "还没有选"
    assert not field(page).back_button.isVisible()


def test_a_file_that_is_on_another_computer_is_told_as_such(
    page: EntryPage, household: HouseholdRow, workspace: Workspace, workplace: Workplace, qtbot: QtBot
) -> None:
    entry = open_entry(workspace, household_id=household.id, form_id=FORM, round_code=ROUND)
    workplace.desk.journal_answer(entry=entry, path=PHOTO, value="0" * 32 + ".jpg")
    reopen(page, household, workplace, qtbot)
    settle(qtbot, workplace)
    assert "不在这台电脑上" in field(page).detail.text()
    assert not field(page).open_button.isVisible()
    assert not field(page).picture.isVisible()
    press(Qt.Key.Key_F3)
