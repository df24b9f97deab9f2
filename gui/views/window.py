"""The main window: the register page, and over it the questionnaire; dialogs are made when first wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from gui.theme.icons import icon
from gui.theme.sheet import LARGEST_PT, NORMAL_PT, SMALLEST_PT, dress
from gui.views.dialogs.opening import CHOOSING, Dialogs
from gui.views.parts.toast import Toast
from gui.views.register.register_page import RegisterPage
from gui.workplace import Workplace

if TYPE_CHECKING:
    from gui.desk import Overview
    from gui.views.entry.entry_page import EntryPage
    from usecases.changes import Changes
    from usecases.register import HouseholdRow

TITLE = "个体工商户调查"  # Qt puts the program's name behind it


class MainWindow(QMainWindow):
    """Holds the pages and passes the person from one to the other."""

    painted = Signal()
    closing = Signal()

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._was_painted = False
        self._is_leaving = self._warned = False
        self._overviews = 0
        self._entry: EntryPage | None = None
        self.setWindowTitle(TITLE)
        self.setWindowIcon(icon("huce"))
        self.register = RegisterPage(workplace, self)
        self.toast = Toast(self)
        self.dialogs = Dialogs(workplace, self.register, self.toast)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.register)
        self.setCentralWidget(self._pages)
        self.resize(1366, 728)
        if not workplace.preferences.geometry.isEmpty():
            self.restoreGeometry(workplace.preferences.geometry)
        self._connect()
        self.register.start()

    @property
    def entry(self) -> EntryPage:
        """The questionnaire page, made when first wanted."""
        if self._entry is None:
            from gui.views.entry.entry_page import EntryPage

            self._entry = EntryPage(self._workplace, self)
            self._entry.left.connect(self.show_register)
            self._entry.completed.connect(self._open_next)
            self._entry.history_wanted.connect(self.dialogs.history)
            self._pages.addWidget(self._entry)
        return self._entry

    def warm_up(self) -> None:
        """Make the questionnaire page before it is wanted."""
        self.entry.hide()

    def show_overview(self) -> None:
        """Fetch what the register page offers, and show its list."""
        self.show_person()
        desk, remembered = self._workplace.desk, self._workplace.preferences.text("last/form")
        form_id, round_code = self.register.form_id or remembered, self.register.round_code
        self._overviews += 1
        number = self._overviews

        def show(overview: Overview) -> None:
            if number == self._overviews:  # else another choice was made since
                self.register.show_overview(overview)

        self._workplace.tasks.work(lambda _progress: desk.overview(form_id, round_code), show)

    def show_person(self) -> None:
        """Show who works here; nobody who has not given a name is kept from working."""
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: desk.about(), self.register.show_person)

    def open_household(self, household: HouseholdRow) -> None:
        """Open the questionnaire of a household for the chosen period."""
        from gui.views.entry.whose import whose_entry

        if not self.register.form_id:
            self.toast.say("还没有问卷。请先同步，或按 F10，在“问卷”那一页安装。")
            return
        if self.register.bar.is_choosing:
            self.toast.say(CHOOSING)
            return
        bar = self.register.bar
        self._workplace.preferences.remember("last/form", self.register.form_id)
        self.entry.open(
            whose_entry(
                household,
                form=(self.register.form_id, bar.form.currentText()),
                period=(self.register.round_code, bar.period.currentText()),
            )
        )
        self._pages.setCurrentWidget(self.entry)

    def show_register(self) -> None:
        """Go back to the list."""
        self._pages.setCurrentWidget(self.register)
        self._show_state()
        self.register.start()

    def zoom(self, points: float) -> None:
        """Set the base font size of everything."""
        points = min(max(points, SMALLEST_PT), LARGEST_PT)
        self._workplace.preferences.points = points
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, points)
        self.register.table.fit_font()

    def bring_to_front(self) -> None:
        """A second start asks for this window."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def _connect(self) -> None:
        bar, dialogs, remembered = self.register.bar, self.dialogs, self._workplace.preferences
        self.register.opened.connect(self.open_household)
        self.register.edit_wanted.connect(dialogs.household)
        self.register.choice_changed.connect(self.show_overview)
        self._workplace.data_changed.connect(self._data_changed)
        self._workplace.tasks.idle.connect(self._go_on_leaving)
        self._workplace.tasks.unhandled.connect(self._stay)
        dialogs.zoomed.connect(self.zoom)
        dialogs.closed.connect(self.show_person)
        for signal, slot in (
            (bar.import_wanted, dialogs.imports),
            (bar.export_wanted, dialogs.export),
            (bar.sync_wanted, dialogs.sync),
            (bar.settings_wanted, dialogs.settings),
        ):
            signal.connect(slot)
        keys: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+I", dialogs.imports),
            ("Ctrl+E", dialogs.export),
            ("F9", dialogs.sync),
            ("F10", dialogs.settings),
            ("Ctrl+=", lambda: self.zoom(remembered.points + 1)),
            ("Ctrl++", lambda: self.zoom(remembered.points + 1)),
            ("Ctrl+-", lambda: self.zoom(remembered.points - 1)),
            ("Ctrl+0", lambda: self.zoom(NORMAL_PT)),
        )
        for text, action in keys:
            QShortcut(QKeySequence(text), self).activated.connect(lambda action=action: action())

    def _data_changed(self, changes: Changes) -> None:
        if changes.forms or changes.households:
            self.show_overview()
        else:
            self._show_state()

    def _show_state(self) -> None:
        """Read the counts and the list again."""
        desk, form_id, round_code = self._workplace.desk, self.register.form_id, self.register.round_code
        self._workplace.tasks.work(lambda _progress: desk.counts(form_id, round_code), self.register.show_counts)
        self.register.refresh()

    def _open_next(self, household_id: str) -> None:
        following = self.register.model.next_unfinished(household_id)
        if following is None and not self.register.model.is_whole:
            self.register.load_more(lambda: self._look_further(household_id))
            return
        self.register.select(following.id if following else household_id)
        if following is None:
            self.show_register()
            self.toast.say("已完成。列表里后面没有未完成的户了。")
        else:
            self.open_household(following)
            self.toast.say(f"已完成，接着填：{following.shop_name or following.owner_name}")

    def _look_further(self, household_id: str) -> None:
        filling = self.entry.filling
        if filling is not None and filling.entry.household_id == household_id:  # else the person has gone elsewhere
            self._open_next(household_id)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Leave at once when nothing runs; else stop what runs and leave when it has ended.

        Trouble on the way out is told, and the window stays; who closes it again then goes without.
        """
        if self._entry is not None and self._pages.currentWidget() is self._entry:
            self._entry.keep(again=not self._is_leaving)
        self._workplace.preferences.geometry = self.saveGeometry()
        self._is_leaving = self._workplace.tasks.busy
        if self._is_leaving:
            self._workplace.tasks.cancel_all()
            event.ignore()
            return
        super().closeEvent(event)
        self.closing.emit()

    def _go_on_leaving(self) -> None:
        if self._is_leaving:
            self.close()

    def _stay(self) -> None:
        if self._is_leaving and not self._warned:
            self._is_leaving, self._warned = False, True
