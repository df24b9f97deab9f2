"""What is opened and closed all day leaves nothing behind: on a small computer the program stays as small as it was."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from gui.views.imports.wizard import ImportWizard
from gui.views.window import MainWindow
from gui.workplace import Workplace
from tests.gui.conftest import show
from tests.gui.forms import register_book
from tests.gui.keys import ENTER, press, type_text
from tests.gui.pages import fill_a, settle
from tests.gui.safety.disk import kept
from usecases.register import HouseholdRow, search_households
from usecases.workspace import Workspace

Round = Callable[["Day"], None]
WARM = 3  # rounds until everything that is made once has been made


class Day:
    """A window, and what a person does over and over again."""

    def __init__(self, workplace: Workplace, workspace: Workspace, qtbot: QtBot) -> None:
        self._workplace, self._workspace, self._qtbot = workplace, workspace, qtbot
        self.window = MainWindow(workplace)
        show(qtbot, self.window)
        self.window.show_overview()
        self.settle()

    def settle(self) -> None:
        settle(self._qtbot, self._workplace)

    def household(self, number: int = 0) -> HouseholdRow:
        return search_households(self._workspace).rows[number]

    def entry(self) -> None:
        for number in range(2):
            self.window.open_household(self.household(number))
            self.settle()
            fill_a(self.window.entry)
            for text in ("5000", "x"):
                type_text(text)
                press(ENTER)
            self.window.entry.form.adding.emit("/data/c/worker")
            self.window.entry.form.removing.emit("/data/c/worker[2]")
            self.window.entry.leave()
            self.settle()

    def dialog(self, open_: Callable[[], object]) -> None:
        open_()
        self.settle()
        self._close()

    def imports(self) -> None:
        self.window.dialogs.imports()
        wizard = QApplication.activeModalWidget()
        assert isinstance(wizard, ImportWizard)
        wizard.read(register_book(self._workspace.data_dir / "底册.xlsx"))
        self.settle()
        self._close()

    def history(self) -> None:
        self.dialog(lambda: self.window.dialogs.history(kept(self._workspace, self.household())))

    def _close(self) -> None:
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        found.reject()


ROUNDS: dict[str, Round] = {
    "entry": Day.entry,
    "history": Day.history,
    "import": Day.imports,
    "import begun": lambda day: day.dialog(day.window.dialogs.imports),
    "household": lambda day: day.dialog(lambda: day.window.dialogs.household(day.household())),
    "settings": lambda day: day.dialog(day.window.dialogs.settings),
    "sync": lambda day: day.dialog(day.window.dialogs.sync),
    "export": lambda day: day.dialog(day.window.dialogs.export),
}
CASES = [(name, 3) for name in ROUNDS] + [pytest.param("entry", 250, marks=pytest.mark.long)]  # two entries a round


def left_over(window: MainWindow) -> Counter[str]:
    """Count what lives: our own objects, and every object of the window."""
    for _pass in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    kinds = [(str(type(each).__module__), type(each).__name__) for each in gc.get_objects()]
    found = Counter(f"{module}.{name}" for module, name in kinds if module.startswith("gui."))
    found.update(f"Qt {type(each).__name__}" for each in window.findChildren(QObject))
    return found


@pytest.mark.parametrize(("name", "times"), CASES)
def test_what_is_opened_and_closed_again_leaves_nothing(
    name: str, times: int, workplace: Workplace, workspace: Workspace, qtbot: QtBot
) -> None:
    day = Day(workplace, workspace, qtbot)
    for _round in range(WARM):
        ROUNDS[name](day)
    before = left_over(day.window)
    for _round in range(times):
        ROUNDS[name](day)
    assert left_over(day.window) - before == Counter()
