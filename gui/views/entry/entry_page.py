"""The questionnaire page: form in the middle, sections left, problems right; every action has a key."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gui.fields.field import FORWARD
from gui.tasks import Failure
from gui.views.entry.answering import Answering
from gui.views.entry.files.enclosing import Enclosing
from gui.views.entry.files.illustrating import Illustrating
from gui.views.entry.filling import COMPLETE, DRAFT, Filling
from gui.views.entry.recorder import Recorder
from gui.views.entry.whose import Whose
from gui.views.parts.toast import Toast
from gui.workplace import Workplace
from survey.problems import Level
from usecases.changes import ALL, Changes

if TYPE_CHECKING:
    from usecases.entries import OpenEntry, SavedEntry


class EntryPage(Answering):
    """Fills one entry at a time. Emits ``left`` when the person goes back, ``completed`` when the next may come."""

    left = Signal()
    completed = Signal(str)  # household id
    history_wanted = Signal(object)  # OpenEntry

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._whose: Whose | None = None
        self.enclosing = Enclosing(workplace, self.form)
        self._toast = Toast(self)
        self.illustrating = Illustrating(workplace, self.form, self._toast)
        self._connect()

    def open(self, whose: Whose) -> None:
        """Fetch or begin the entry of a household and show it. Until it is here nothing can be typed anywhere."""
        desk = self._workplace.desk
        self.recorder, self._whose = None, whose
        self.header.show_whose(whose)
        self.header.show_state("正在打开…")
        self.banner.hide()
        self.form.begin()
        self.panel.begin()
        self.navigator.show_sections((), "")

        def fetch(_progress: object) -> OpenEntry:
            return desk.open_entry(household_id=whose.household_id, form_id=whose.form_id, round_code=whose.round_code)

        self._workplace.tasks.work(
            fetch,
            lambda entry: self.show_entry(entry) if whose is self._whose else None,
            lambda failure: self._not_opened(whose, failure),
        )

    def show_entry(self, entry: OpenEntry) -> None:
        """Show an opened entry; a draft reopens where it was left."""
        self.recorder = Recorder(self._workplace, Filling(entry))
        self.enclosing.follow(self.recorder)
        self.header.show_state("草稿已恢复" if entry.resumed else "")
        self.banner.hide()
        self.form.begin()
        self.refresh()
        wanted = entry.resume_path or (self.filling.first_open() if self.filling and entry.revision else "")
        if not (wanted and self.form.go_to(wanted)):
            self.form.go_first()
        elif wanted == entry.resume_path:
            self.form.step(wanted, FORWARD)  # the last answer stands: what is typed now must not replace it

    def _not_opened(self, whose: Whose, failure: Failure) -> None:
        """There is nothing to fill in here: go back to the list and say why."""
        if whose is self._whose:
            self.leave()
        self._workplace.tasks.unhandled.emit(failure)

    def save(self, *, complete: bool = False) -> None:
        """Save the entry; ``complete`` asks for 已完成, which the use case refuses while 强制性 problems stand."""
        recorder = self.recorder
        if recorder is None or self.enclosing.holds():
            return
        self.form.commit_current()
        if recorder.is_held:
            recorder.after = lambda: self.save(complete=complete)
        elif not complete and recorder.filling.is_finished:
            self.header.show_state("没有改动，不用保存")
        else:
            self._save(recorder, complete=complete)

    def _save(self, recorder: Recorder, *, complete: bool) -> None:
        filling = recorder.filling
        was = filling.entry.status
        if complete:
            filling.review = True
            self.header.complete_button.setFocus()  # what is typed now is meant for the next household
        recorder.save(
            complete=complete and not filling.blocked,
            done=lambda saved: self._saved(recorder, saved, was),
            failed=lambda failure: self._not_saved(recorder, failure),
        )

    def leave(self) -> None:
        """Go back to the list, or from an explanation to its question. What was answered is kept as a draft."""
        row = self.form.row(self.form.current)
        if (row and row.close_explanation()) or self.enclosing.holds():
            return
        self.form.commit_current()
        if self.recorder and self.recorder.filling.changed and self.recorder.filling.entry.status == DRAFT:
            self.save()
        self.recorder = self._whose = None
        self.left.emit()

    def keep(self, *, again: bool) -> None:
        """Take over what stands in the field with the cursor; ``again``: and write what could not be written before."""
        behind = self.recorder if self.recorder and self.recorder.is_behind else None
        self.form.commit_current()
        if again and behind:
            behind.catch_up()

    def next_problem(self) -> None:
        """Go to the next question with a problem, else to the first required one without an answer."""
        if self.filling:
            found = self.filling.findings()
            path = self.filling.next_problem(found, self.form.current) or self.filling.first_open()
            if not self.form.go_to(path):
                self._toast.say("没有要处理的问题。填完了按 Ctrl+Enter。")

    def complete(self) -> None:
        """Save as 已完成 and ask for the next household."""
        self.save(complete=True)

    def explain(self) -> None:
        """Open the 核实说明 of the question with the cursor."""
        if not self.form.explain():
            self.next_problem()

    def _connect(self) -> None:
        form, header = self.form, self.header
        form.finished.connect(self._reached_end)
        self.enclosing.kept.connect(self.refresh)
        self._workplace.data_changed.connect(self._changed_elsewhere)
        header.back.connect(self.leave)
        header.save.connect(self.save)
        header.complete.connect(self.complete)
        header.history.connect(self._ask_history)
        self.navigator.chosen.connect(self.form.go_to)
        self.panel.chosen.connect(self.form.go_to)
        self.bind(
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.complete),
            ("Ctrl+Enter", self.complete),
            ("F8", self.next_problem),
            ("F4", self.form.take_previous),
            ("F2", self.explain),
            ("F7", self.illustrating.offer_here),
            ("Esc", self.leave),
        )

    def _ask_history(self) -> None:
        if self.filling:
            self.history_wanted.emit(self.filling.entry)

    def _reached_end(self) -> None:
        """Enter on the last question: look over what is open instead of saving silently."""
        if self.filling:
            self.filling.review = True
            self.show_progress()
            found = self.filling.findings()
            if any(problem.level is not Level.HINT for problem in found.shown):
                self.panel.list.setFocus()
                self.panel.list.setCurrentIndex(self.panel.model.index(0))
            else:
                self.header.complete_button.setFocus()

    def _saved(self, recorder: Recorder, saved: SavedEntry, was: str) -> None:
        self._workplace.data_changed.emit(saved.changes)
        after = recorder.release()
        if recorder is not self.recorder:  # the person has gone on to another household meanwhile
            return
        again = "，改好后按 Ctrl+Enter 重新完成" if saved.status == DRAFT != was else ""
        self.header.show_state(f"已保存 {dt.datetime.now().astimezone():%H:%M}{again}")
        self.refresh()
        if saved.status == COMPLETE and not recorder.filling.changed:
            self.completed.emit(recorder.filling.entry.household_id)
        elif after is not None:
            after()
        elif recorder.filling.review:
            self.show_progress()
            self.tell_open(recorder.filling.findings())

    def _not_saved(self, recorder: Recorder, failure: Failure) -> None:
        recorder.release()
        if recorder is self.recorder:
            self.refresh()
            self.form.go_to(self.form.current)
        self._workplace.tasks.unhandled.emit(failure)

    def _changed_elsewhere(self, changes: Changes) -> None:
        """An import or the server changed this entry: read it again, or saving would put back what it was."""
        recorder, whose = self.recorder, self._whose
        if recorder is None or whose is None or recorder.is_held:
            return
        if changes.entries is ALL or recorder.filling.entry.entry_id in changes.entries:
            self.form.commit_current()
            self.open(whose)
            self._toast.say("这一户刚从表格或服务器更新过，已重新读出。")
