"""The first paint comes before the heavy libraries; one desktop a folder; input methods; Qt speaks Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from gui.models.indexing import Indexing
from gui.preferences import Preferences
from gui.startup import crash
from gui.startup.environment import prepare
from gui.startup.instance import SingleInstance
from gui.tasks import Failure
from gui.version import VERSION
from gui.views.window import MainWindow
from gui.workplace import Workplace
from survey.problems import Cancelled, HuceError, Problem
from tests.gui.pages import settle
from usecases.progress import Progress

ROOT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "alembic", "pyxform", "openpyxl", "python_calamine", "requests", "orjson", "pypinyin", "storage")
PROBE = """
import sys
from pathlib import Path
import gui.application as application
def tell(*_):
    print(" ".join(sorted(sys.modules)))
    sys.stdout.flush()
application._after_first_paint = lambda app, *_: (tell(), app.quit())
application.run(Path(sys.argv[1]))
"""


def run(*arguments: str, **environment: str) -> str:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    loaded = set(run("-c", PROBE, str(tmp_path)).split())
    assert "gui.views.window" in loaded
    heavy = [name for name in loaded if name.partition(".")[0] in HEAVY]
    ours = [name for name in loaded if name.startswith(("usecases.", "survey.session", "survey.expression"))]
    assert heavy == []
    assert [name for name in ours if name != "usecases.progress"] == []


def test_the_bench_can_ask_for_the_time_of_the_first_paint(tmp_path: Path) -> None:
    said = run("main.py", "--data", str(tmp_path), HUCE_QUIT_AFTER_PAINT="1")
    assert int(said) > 0
    assert not (tmp_path / "huce.sqlite3").exists(), "the data folder is opened after the first paint only"


def test_the_second_start_shows_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.acquire()
    shown: list[bool] = []
    first.on_knock(lambda: shown.append(True))
    assert not second.acquire()
    second.knock()
    qtbot.waitUntil(lambda: shown == [True])
    first.release()
    assert second.acquire()
    second.release()


@pytest.mark.parametrize(
    ("before", "platform", "after"),
    [
        ({"QT_IM_MODULE": "fcitx"}, "linux", {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"XMODIFIERS": "@im=fcitx"}, "linux", {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}),
        ({"QT_IM_MODULE": "ibus"}, "linux", {"QT_IM_MODULE": "ibus"}),
        ({}, "linux", {}),
        ({"XMODIFIERS": "@im=fcitx"}, "win32", {}),
    ],
)
def test_fcitx_reaches_the_window_through_the_ibus_portal(
    before: dict[str, str], platform: str, after: dict[str, str]
) -> None:
    environ = dict(before)
    prepare(environ, platform)
    assert {key: value for key, value in environ.items() if key != "XMODIFIERS"} == after


def test_qt_speaks_chinese(qapp: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Save)
    qtbot.addWidget(box)
    assert sorted(button.text().partition("(")[0] for button in box.buttons()) == ["保存", "取消"]


def test_preferences_survive_and_forgive(tmp_path: Path) -> None:
    first = Preferences(tmp_path)
    first.points = 14.0
    first.remember("last/form", "quarterly")
    again = Preferences(tmp_path)
    assert (again.points, again.text("last/form")) == (14.0, "quarterly")
    again.remember("font/points", "large")
    assert Preferences(tmp_path).points == 11.5


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION


def test_exceptions_of_every_thread_are_shown_as_problems() -> None:
    hooks = sys.excepthook, threading.excepthook
    told: list[Failure] = []
    try:
        crash.catch_everything(told.append)
        sys.excepthook(ValueError, ValueError("x"), None)
        sys.excepthook(HuceError, HuceError(Problem("S012")), None)
        threading.excepthook(threading.ExceptHookArgs((KeyError, KeyError("y"), None, None)))
    finally:
        sys.excepthook, threading.excepthook = hooks
        qInstallMessageHandler(None)
    assert [failure.problem.code for failure in told] == ["P001", "S012", "P001"]
    assert "ValueError: x" in told[0].trace


def test_closing_while_something_runs_ends_it_first(workplace: Workplace, qtbot: QtBot) -> None:
    window = MainWindow(workplace)
    qtbot.addWidget(window)
    window.show()
    began, stopped = threading.Event(), threading.Event()

    def long_job(progress: Progress) -> None:
        began.set()
        while True:
            try:
                progress.step(1, 0, "读")
            except Cancelled:
                stopped.set()
                raise

    closed: list[bool] = []
    window.closing.connect(lambda: closed.append(True))
    workplace.tasks.work(long_job, lambda _done: None)
    qtbot.waitUntil(began.is_set)
    window.close()
    qtbot.waitUntil(lambda: closed == [True])
    assert stopped.is_set()
    assert not window.isVisible()


def test_an_import_is_indexed_in_bites(workplace: Workplace, qtbot: QtBot) -> None:
    indexing = Indexing(workplace)
    indexing.start()
    indexing.start()
    settle(qtbot, workplace)
    assert workplace.desk.index_some() == 0
