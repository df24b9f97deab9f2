"""Starts the desktop: the window first, everything heavy after its first paint."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gui.startup import environment

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from gui.tasks import Failure
    from gui.views.window import MainWindow
    from gui.workplace import Workplace

WARM_UP_MS = 400  # after the list is there, make the questionnaire page, so that the first one opens at once
QUIT_AFTER_PAINT = "HUCE_QUIT_AFTER_PAINT"  # for the start-up benchmark and its test


def run(data_dir: Path) -> int:
    """Open the desktop on a data folder and return the process's exit code."""
    environment.prepare()
    from gui.startup.instance import SingleInstance

    app = make_application()
    instance = SingleInstance(data_dir, app)
    if not instance.acquire():
        instance.knock()
        return 0
    window = open_window(app, data_dir)
    instance.on_knock(window.bring_to_front)
    code = app.exec()
    instance.release()
    return code


def make_application() -> QApplication:
    """Make the one QApplication, speaking Chinese."""
    from PySide6.QtWidgets import QApplication

    from gui.startup.translation import speak_chinese
    from gui.theme.sheet import STYLE

    app = QApplication([*sys.argv[:1], *STYLE])
    app.setApplicationName("huce")
    app.setApplicationDisplayName("户册")
    app.setDesktopFileName("huce")
    speak_chinese(app)
    return app


def open_window(app: QApplication, data_dir: Path) -> MainWindow:
    """Show the main window; the data folder is opened on the work lane once it has been painted."""
    from gui.preferences import Preferences
    from gui.tasks import Tasks
    from gui.theme.sheet import dress
    from gui.views.window import MainWindow
    from gui.workplace import Workplace

    preferences = Preferences(data_dir)
    dress(app, preferences.points)
    tasks = Tasks(app)
    workplace = Workplace(tasks, preferences)
    window = MainWindow(workplace)
    window.closing.connect(lambda: _close(app, workplace))
    window.painted.connect(lambda: _after_first_paint(app, window, workplace, data_dir))
    window.show()
    return window


def _after_first_paint(app: QApplication, window: MainWindow, workplace: Workplace, data_dir: Path) -> None:
    if os.environ.get(QUIT_AFTER_PAINT):
        print(f"{milliseconds_since_start():.0f}")  # noqa: T201 - the benchmark reads it
        app.quit()
        return
    from PySide6.QtCore import QTimer

    from gui.desk import Desk
    from gui.models.indexing import Indexing
    from gui.startup import crash
    from gui.views.dialogs.trouble import tell

    crash.keep_log(data_dir)
    crash.catch_everything(workplace.tasks.unhandled.emit)
    workplace.tasks.unhandled.connect(lambda failure: tell(failure, window))

    def opened(desk: Desk) -> None:
        workplace.open(desk)
        Indexing(workplace).start()
        workplace.tasks.work(lambda _progress: desk.warm_up(), lambda _done: None)
        # Trouble with a backup is told by the doctor, not to a clerk who is about to begin.
        workplace.tasks.files(lambda _progress: desk.back_up_daily(), lambda _made: None, lambda _failure: None)
        window.show_overview()
        QTimer.singleShot(WARM_UP_MS, window.warm_up)

    def refused(failure: Failure) -> None:
        window.register.empty.show_closed(failure.problem, open_desk, window.close)
        workplace.tasks.unhandled.emit(failure)

    def open_desk() -> None:
        window.register.show_waiting()
        workplace.tasks.work(lambda _progress: Desk.at(data_dir), opened, refused)

    open_desk()


def _close(app: QApplication, workplace: Workplace) -> None:
    if workplace.is_open:
        desk = workplace.desk
        workplace.tasks.work(lambda _progress: desk.close(), lambda _done: None)
    workplace.tasks.close()
    app.quit()


def milliseconds_since_start() -> float:
    """Return the age of this process in ms: from the kernel where it tells, else since this module was read."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / ticks) * 1000
    except (OSError, AttributeError, ValueError):
        return (time.perf_counter() - _READ_AT) * 1000


_READ_AT = time.perf_counter()
