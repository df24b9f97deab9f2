"""The real windows over made-up data, hands that type and press, and a camera."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.desk import Desk
from gui.preferences import Preferences
from gui.tasks import Tasks
from gui.theme.sheet import NORMAL_PT, dress
from gui.views.window import MainWindow
from gui.workplace import Workplace

SIZE = (1366, 728)  # 1366×768 less a task bar
PATIENCE = 30.0


class Tour:
    """One main window, and what it takes to walk through it. Pictures at double size end in ``_large``."""

    def __init__(self, app: QApplication, desk: Desk, out: Path, points: float, data_dir: Path) -> None:
        self._app, self._out, self._suffix = app, out, "" if points == NORMAL_PT else "_large"
        preferences = Preferences(data_dir)
        preferences.points = points
        dress(app, points)
        self.data_dir = data_dir
        self.tasks = Tasks(app)
        self.workplace = Workplace(self.tasks, preferences)
        self.window = MainWindow(self.workplace)
        self.window.resize(*SIZE)
        self.window.show()
        self.shoot("opening")
        self.workplace.open(desk)

    def end(self) -> None:
        """Close what is open."""
        self.settle()
        self.window.close()
        self.tasks.close()

    def open_first(self, form_id: str) -> bool:
        """Choose a questionnaire and open it for the household at the top; False when the register is empty."""
        form = self.window.register.bar.form
        form.setCurrentIndex(form.findData(form_id))
        self.settle()
        household = self.window.register.model.row(0)
        if household is None:
            return False
        self.window.open_household(household)
        self.settle()
        self.window.activateWindow()
        return True

    def dialog(self, name: str, dialog: QDialog) -> None:
        """Show a dialog, take its picture, close it."""
        dialog.show()
        self.settle()
        self.shoot(name, dialog)
        dialog.done(0)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of a window, by default the main one."""
        self._app.processEvents()
        (widget or self.window).grab().save(str(self._out / f"{name}{self._suffix}.png"))

    def shoot_over(self, name: str, popup: QWidget | None) -> None:
        """Save a picture of the main window with a list or menu that has popped up over it, and close that."""
        self._app.processEvents()
        whole = self.window.grab()
        if popup is not None:
            with QPainter(whole) as painter:
                painter.drawPixmap(self.window.mapFromGlobal(popup.mapToGlobal(QPoint(0, 0))), popup.grab())
            popup.close()
        whole.save(str(self._out / f"{name}{self._suffix}.png"))

    def settle(self) -> None:
        """Let everything under way end."""
        self.until(lambda: not self.tasks.busy)

    def until(self, ready: Callable[[], bool]) -> None:
        """Let events run until something is so."""
        end = time.monotonic() + PATIENCE
        while not ready() and time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.002)
        self._app.processEvents()

    def press(self, key: Qt.Key, text: str = "") -> None:
        """Press a key where the cursor is."""
        target = self._app.focusWidget()
        if target is not None:
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
            self._app.sendEvent(target, event)
        self._app.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        for letter in text:
            self.press(Qt.Key.Key_unknown, letter)
