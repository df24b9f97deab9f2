from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.application import open_window
from gui.startup import crash
from gui.startup.instance import SingleInstance
from gui.views.dialogs.trouble import TroubleDialog
from gui.views.window import MainWindow
from usecases.workspace import DATABASE


@pytest.fixture
def opened(
    prepared: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    """The desktop on a data folder whose database is none; a good one stands beside it."""
    monkeypatch.setattr(crash, "catch_everything", lambda _show: None)
    monkeypatch.setattr(crash, "keep_log", lambda _folder: None)
    folder = tmp_path / "data"
    shutil.copytree(prepared, folder)
    (folder / DATABASE).rename(tmp_path / DATABASE)
    (folder / DATABASE).write_bytes(b"no database" * 1000)
    window = open_window(qapp, folder)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: any(isinstance(each, TroubleDialog) for each in window.children()), timeout=20_000)
    yield window
    window._workplace.tasks.close()
    if window._workplace.is_open:
        window._workplace.desk.close()


def step(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.register.empty.findChildren(QPushButton) if each.text() == words)


def test_a_folder_that_cannot_be_opened_says_so_and_can_be_tried_again(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    opened.findChildren(TroubleDialog)[0].accept()
    empty = opened.register.empty
    assert empty.title.text() == "名录没有打开"
    assert "数据文件已损坏" in empty.text.text()
    opened.dialogs.imports()
    assert opened.toast.isVisible()
    (tmp_path / DATABASE).replace(tmp_path / "data" / DATABASE)
    step(opened, "再打开一次").click()
    qtbot.waitUntil(lambda: opened.register.model.rowCount() == 4, timeout=20_000)
    qtbot.waitUntil(lambda: not opened._workplace.tasks.busy, timeout=20_000)


def test_it_can_be_left_from_there(opened: MainWindow) -> None:
    opened.findChildren(TroubleDialog)[0].accept()
    step(opened, "退出").click()
    assert not opened.isVisible()


def test_where_no_lock_can_be_written_the_window_opens_and_tells_the_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    instance = SingleInstance(tmp_path / "file" / "data")
    assert instance.acquire()
    instance.release()


def test_a_new_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    SingleInstance(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode == private.stat().st_mode
