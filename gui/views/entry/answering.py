"""Takes over what is answered in the form, and shows what follows from it: questions, problems, progress."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.views.entry.entry_frame import EntryFrame
from gui.views.entry.filling import Filling
from gui.views.entry.recorder import Recorder
from survey.problems import Problem
from survey.values import Parsed


class Answering(EntryFrame):
    """Without a ``recorder`` nothing is being filled, and what is typed goes nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recorder: Recorder | None = None
        self.form.answered.connect(self._answered)
        self.form.explained.connect(self._explained)
        self.form.entered.connect(self._entered)
        self.form.adding.connect(self._add)
        self.form.removing.connect(self._remove)
        self.panel.missing_wanted.connect(self._go_to_open)

    @property
    def filling(self) -> Filling | None:
        """The entry being filled."""
        return self.recorder.filling if self.recorder else None

    def _answered(self, path: str, parsed: Parsed) -> None:
        if self.recorder:
            self.recorder.answer(path, parsed)
            self.refresh()
            self.count_down(self.recorder.filling.findings())

    def _explained(self, problem: Problem, reason: str, text: str) -> None:
        if self.recorder:
            self.recorder.explain(problem, reason, text)
            self.refresh()
            self.count_down(self.recorder.filling.findings())
            self.form.go_to(self.form.current)

    def _add(self, path: str) -> None:
        self.form.commit_current()
        if self.recorder and (new := self.recorder.add_repeat(path)):
            self.refresh()
            self.form.go_to(new)

    def _remove(self, path: str) -> None:
        recorder = self.recorder
        if recorder and self.form.is_sure(path, recorder.filling.answered_in(path)):
            recorder.remove_repeat(path)
            self.refresh()

    def _entered(self, left: str) -> None:
        if self.filling:
            self.filling.visit(left)
            self.show_progress()

    def refresh(self) -> None:
        """Show the questions there are now."""
        filling = self.filling
        if filling is None:
            return
        form = filling.session.form
        self.form.show_nodes((form.id, form.version), filling.nodes, filling.is_unread)
        self.show_progress()

    def show_progress(self) -> None:
        """Show the problems, and how far the sections are."""
        filling = self.filling
        if filling is None:
            return
        found = filling.findings()
        self.form.show_problems(found.by_path, filling.excuses())
        self.panel.show_problems(found.shown, found.missing)
        self.navigator.show_sections(filling.sections(found), self.form.current)

    def _go_to_open(self) -> None:
        if self.filling:
            self.form.go_to(self.filling.first_open())
