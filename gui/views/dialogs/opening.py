"""Opens the dialogs over the main window; each is made when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from gui.views.parts.toast import Toast
from gui.views.register.register_page import RegisterPage
from gui.workplace import Workplace

if TYPE_CHECKING:
    from usecases.entries import OpenEntry
    from usecases.register import HouseholdRow

CHOOSING = "正在换问卷或报送期，稍等一下再试。"


class Dialogs(QObject):
    """What the buttons of the register's head and their keys bring up."""

    zoomed = Signal(float)
    closed = Signal()  # a dialog in which another person may have signed in

    def __init__(self, workplace: Workplace, register: RegisterPage, toast: Toast) -> None:
        super().__init__(register)
        self._workplace, self._register, self._toast = workplace, register, toast

    def history(self, entry: OpenEntry) -> None:
        """Show who changed what in an entry."""
        from gui.views.dialogs.history import HistoryDialog

        self._show(lambda: HistoryDialog(self._workplace, entry, self._register.window()))

    def household(self, household: HouseholdRow | None) -> None:
        """Correct a household, or add one."""
        from gui.views.register.household_dialog import HouseholdDialog

        def made() -> QDialog:
            known = household.id if household else None
            dialog = HouseholdDialog(self._workplace, known, self._register.county, self._register.window())
            dialog.saved.connect(self._register.select)
            return dialog

        self._show(made)

    def imports(self) -> None:
        """Import a workbook."""
        from gui.views.imports.wizard import ImportWizard

        self._show(lambda: ImportWizard(self._workplace, self._register.window()))

    def export(self) -> None:
        """Export a workbook."""
        from gui.views.dialogs.export import ExportDialog

        if self._register.bar.is_choosing:
            self._toast.say(CHOOSING)
            return
        bar = self._register.bar
        form = (self._register.form_id, bar.form.currentText())
        period = (self._register.round_code, bar.period.currentText())
        self._show(lambda: ExportDialog(self._workplace, form, period, self._register.window()))

    def sync(self) -> None:
        """Exchange with the county's server."""
        from gui.views.dialogs.sync import SyncDialog

        self._show(lambda: SyncDialog(self._workplace, self._register.window()))

    def settings(self) -> None:
        """Show the settings."""
        from gui.views.dialogs.settings import SettingsDialog

        def made() -> QDialog:
            dialog = SettingsDialog(self._workplace, self._register.window())
            dialog.zoomed.connect(self.zoomed)
            return dialog

        self._show(made)

    def _show(self, make: Callable[[], QDialog]) -> None:
        if not self._workplace.is_open:
            self._toast.say("名录还没有打开。")
            return
        dialog = make()
        dialog.finished.connect(self.closed)
        dialog.finished.connect(lambda _result: self._let_go(dialog))
        dialog.open()

    def _let_go(self, dialog: QDialog) -> None:
        """Nothing that it asked for may come back to a dialog that is no more."""
        if self._workplace.tasks.busy:
            self._workplace.tasks.idle.connect(dialog.deleteLater, Qt.ConnectionType.SingleShotConnection)
        else:
            dialog.deleteLater()
