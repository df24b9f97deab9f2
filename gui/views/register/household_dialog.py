"""Adding a household, or correcting its entry in the register; typed like a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from gui.tasks import Failure
from gui.views.form.form_view import FormView
from gui.views.form.marks import named
from gui.views.parts.banner import Banner
from gui.views.parts.making import button, framed, label, row
from gui.views.parts.sizes import resize_ems
from gui.views.register.household_form import HouseholdForm
from gui.workplace import Workplace
from survey.problems import Level, Problem
from survey.values import Parsed

if TYPE_CHECKING:
    from usecases.register import Household, SavedHousehold

KEYS = "带 * 的必须填　Enter 下一项　Ctrl+S 保存"


class HouseholdDialog(QDialog):
    """Emits ``saved`` with the household's id."""

    saved = Signal(str)

    def __init__(
        self, workplace: Workplace, household_id: str | None, county: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._id = household_id
        self._draft = HouseholdForm({}, county)
        self._unsaved = self._warned = False
        self.setWindowTitle("修改名录信息" if household_id else "新增户")
        self.form = FormView(self)
        self.banner = Banner(self)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName("修改原因")
        self.reason.setPlaceholderText("修改原因，例如：入户核实；可以不填")
        self.reason.setVisible(household_id is not None)
        self.save_button = button("保存", self.save, "primary", tip="Ctrl+S")
        self._lay_out()
        self.form.answered.connect(self._answered)
        self.form.finished.connect(self.save_button.setFocus)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        if household_id is None:
            self._show()
            self.form.go_first()
        else:
            desk = workplace.desk
            workplace.tasks.work(lambda _progress: desk.household(household_id), self._fetched)

    def save(self) -> None:
        """Save unless something forbids it; then say what."""
        self.form.commit_current()
        found = self._draft.problems()
        self.form.show_problems(self._draft.by_path(found, everything=True))
        wrong = [problem for problem in found if problem.level is Level.ERROR]
        if wrong:
            labels = named([problem.place.label for problem in wrong if problem.place.label])
            self.banner.say(f"还不能保存，有 {len(wrong)} 处必须改正：{labels}。", "red")
            self.form.go_to(self._first_of(wrong))
            return
        desk, fields, reason = self._workplace.desk, self._draft.fields, self.reason.text().strip()
        self.setEnabled(False)  # what were typed now would not be saved, and a second save would add a second household
        self._workplace.tasks.work(
            lambda _progress: desk.save_household(self._id, fields, reason), self._done, self._failed
        )

    def reject(self) -> None:
        """Cancel: what was typed is thrown away only when the person says so twice."""
        self.form.commit_current()
        if self._unsaved and not self._warned and self.isEnabled():
            self._warned = True
            self.banner.say("填的内容还没有保存。按 Ctrl+S 保存；再按一次 Esc 或“取消”，就不保存了。", "amber")
        else:
            super().reject()

    def _first_of(self, wrong: Iterable[Problem]) -> str:
        """The topmost of the questions that are wrong."""
        paths = {self._draft.path_of(problem.place.path) for problem in wrong}
        return next((row_.path for row_ in self.form.rows() if row_.path in paths), "")

    def _lay_out(self) -> None:
        foot = framed("foot")
        left = label(KEYS, "quiet") if self._id is None else self.reason
        cancel = button("取消", self.reject, tip="Esc")
        line = row(left, cancel, self.save_button, margins=(14, 10, 14, 10))
        line.setStretch(0, 1)
        foot.setLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.form, 1)
        layout.addWidget(foot)
        resize_ems(self, 60, 44)

    def _fetched(self, household: Household) -> None:
        self._draft = HouseholdForm(household.fields, self._draft.county)
        self._show()
        self.form.go_first()

    def _answered(self, path: str, parsed: Parsed) -> None:
        self._draft.answer(path, parsed)
        self._unsaved, self._warned = True, False
        self._show()

    def _show(self) -> None:
        self.form.show_nodes(("register", "1"), self._draft.nodes(), self._draft.is_unread)
        self.form.show_problems(self._draft.by_path(self._draft.problems()))

    def _done(self, saved: SavedHousehold) -> None:
        wrong = [problem for problem in saved.problems if problem.level is Level.ERROR]
        if wrong:
            self._go_on()
            self.banner.say(f"{wrong[0].sentence}{wrong[0].remedy}", "red")
            return
        self._workplace.data_changed.emit(saved.changes)
        self.saved.emit(saved.household_id)
        self.accept()

    def _failed(self, failure: Failure) -> None:
        self._go_on()
        self._workplace.tasks.unhandled.emit(failure)

    def _go_on(self) -> None:
        self.setEnabled(True)
        self.form.go_to(self.form.current)
