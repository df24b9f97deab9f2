"""``python -m gui.screenshots OUT [WORKBOOK]``: pictures of every window with demo data, at normal and double size."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.application import make_application
from gui.desk import Desk
from gui.preferences import Preferences
from gui.tasks import Failure, Tasks
from gui.theme.sheet import NORMAL_PT, dress
from gui.views.entry.entry_page import EntryPage
from gui.views.window import MainWindow
from gui.workplace import Workplace
from survey.problems import Problem

SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpr": 1}
SIZE = (1366, 728)  # 1366×768 less a task bar
HOUSEHOLDS, PATIENCE = 400, 30.0


class Tour:
    """Walks through the real windows and takes a picture at each stop."""

    def __init__(self, app: QApplication, desk: Desk, out: Path, points: float, data_dir: Path) -> None:
        self._app, self._out, self._suffix = app, out, "" if points == NORMAL_PT else "_large"
        preferences = Preferences(data_dir)
        preferences.points = points
        dress(app, points)
        self.tasks = Tasks(app)
        self._workplace = Workplace(self.tasks, preferences)
        self._workplace.open(desk)
        self._desk = desk
        self.window = MainWindow(self._workplace)
        self.window.resize(*SIZE)
        self.window.show()

    def run(self, workbook: Path | None) -> None:
        """Take every picture."""
        self.register()
        self.entry()
        self.dialogs(workbook)
        self.window.close()
        self.tasks.close()

    def register(self) -> None:
        """The list, a search, nothing found, and an empty register."""
        page = self.window.register
        self.window.show_overview()
        self.until(lambda: page.model.rowCount() > 0)
        self.shoot("register")
        page.bar.search.setText("小吃")
        self.settle()
        self.shoot("register_search")
        page.bar.search.setText("没有这样的户")
        self.settle()
        self.shoot("register_nothing")
        page.bar.search.clear()
        self.settle()

    def entry(self) -> None:
        """The questionnaire: fresh, with problems, saved, and its history."""
        page = self.window.register
        row = page.model.row(3)
        if row is None:
            return
        self.window.open_household(row)
        entry = self.window.entry
        self.until(lambda: entry.filling is not None)
        self.shoot("entry")
        self.fill(entry)
        self.shoot("entry_filled")
        entry.save(complete=True)
        self.settle()
        self.shoot("entry_problems")
        entry.explain()
        self.settle()
        self.shoot("entry_explain")
        from gui.views.dialogs.history import HistoryDialog

        if entry.filling:
            self.dialog("history", HistoryDialog(self._workplace, entry.filling.entry, self.window))
        entry.leave()
        self.settle()

    def fill(self, entry: EntryPage) -> None:
        """Answer every question as last period, but for incomes three times as high."""
        for _ in range(200):
            row = entry.form.row(entry.form.current)
            if row is None:
                break
            entry.form.take_previous()
            before = row.node.previous
            if "收入" in row.node.label and isinstance(before, int) and before > 0:
                self.type(str(before * 3))
            if "备注" in row.node.label:
                break
            self.press(Qt.Key.Key_Return)
            self._app.processEvents()
        entry.form.go_to(next(row.path for row in entry.form.rows() if "收入" in row.node.label))
        self.settle()

    def dialogs(self, workbook: Path | None) -> None:
        """Every dialog."""
        from gui.views.dialogs.export import ExportDialog
        from gui.views.dialogs.settings import SettingsDialog
        from gui.views.dialogs.sync import SyncDialog
        from gui.views.dialogs.trouble import TroubleDialog
        from gui.views.register.household_dialog import HouseholdDialog

        bar, register = self.window.register.bar, self.window.register
        form, period = (register.form_id, bar.form.currentText()), (register.round_code, bar.period.currentText())
        row = register.model.row(0)
        self.dialog(
            "household", HouseholdDialog(self._workplace, row.id if row else None, register.county, self.window)
        )
        self.dialog("household_new", HouseholdDialog(self._workplace, None, register.county, self.window))
        self.dialog("export", ExportDialog(self._workplace, form, period, self.window))
        self.dialog("sync", SyncDialog(self._workplace, self.window))
        self.dialog("settings", SettingsDialog(self._workplace, self.window))
        trouble = Failure(Problem("P001", params={"reason": "KeyError: 'x'"}), "Traceback")
        self.dialog("trouble", TroubleDialog(trouble, self.window))
        self.imports(workbook)

    def imports(self, workbook: Path | None) -> None:
        """The import: choosing, and with a workbook also preview and result."""
        from gui.views.imports.wizard import ImportWizard

        wizard = ImportWizard(self._workplace, self.window)
        wizard.show()
        self.settle()
        self.shoot("import_choose", wizard)
        if workbook is not None:
            wizard.read(workbook)
            self.until(lambda: wizard.pages.currentWidget() is not wizard.work)
            self.shoot("import_preview", wizard)
            wizard.preview.accepted.emit()
            self.until(lambda: wizard.pages.currentWidget() is not wizard.work)
            self.shoot("import_result", wizard)
        wizard.accept()

    def dialog(self, name: str, dialog: QDialog) -> None:
        """Show a dialog, take its picture, close it."""
        dialog.show()
        self.settle()
        self.shoot(name, dialog)
        dialog.done(0)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Save a picture of a window."""
        self._app.processEvents()
        (widget or self.window).grab().save(str(self._out / f"{name}{self._suffix}.png"))

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

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        for letter in text:
            self.press(Qt.Key.Key_unknown, letter)


def _set_screen(folder: Path) -> None:
    """Give Qt's offscreen platform the screen of the laptops this is made for."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        config = folder / "screen.json"
        dpi = {"logicalDpi": 96, "logicalBaseDpi": 96}
        config.write_text(json.dumps({"screens": [SCREEN | dpi]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"


def main(arguments: list[str]) -> int:
    """Make the demo data in a temporary folder and take all pictures."""
    from usecases.demo import fill_demo
    from usecases.workspace import open_workspace

    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    workbook = Path(arguments[1]) if len(arguments) > 1 else None
    _set_screen(out)
    app = make_application()
    for points in (NORMAL_PT, NORMAL_PT * 2):
        with TemporaryDirectory() as folder:
            workspace = open_workspace(Path(folder))
            fill_demo(workspace, households=HOUSEHOLDS)
            Tour(app, Desk(workspace), out, points, Path(folder)).run(workbook)
            workspace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
