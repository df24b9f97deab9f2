"""What stands under a question: its problems, the explanation being written, and what has been explained."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.views.form.marks import unbroken
from gui.views.form.problem_line import ProblemLine
from gui.views.parts.making import label
from survey.problems import Level, Problem


class Notes(QWidget):
    """Hidden while there is nothing to say."""

    explained = Signal(object, str, str)  # the Problem, reason code, text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[ProblemLine, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self._told = ""
        self.excuse = label("", "good", wrap=True, select=True)
        self.excuse.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.excuse)
        self.hide()

    def show_problems(self, problems: tuple[Problem, ...], excuse: str) -> bool:
        """Show these problems, and what excuses one; says whether anything changed."""
        if (problems, excuse) == (self.problems, self._told):
            return False
        if problems != self.problems:
            self._show_lines(problems)
        self._told = excuse
        self.excuse.setText(f"✓ 已核实：{unbroken(excuse)}")
        self.excuse.setVisible(bool(excuse))
        self.setVisible(bool(self.lines) or bool(excuse))
        return True

    def _show_lines(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = tuple(ProblemLine(problem, self) for problem in problems)
        for line in self.lines:
            line.explained.connect(self.explained)
            self._layout.addWidget(line)

    def explain(self) -> bool:
        """Open the explanation of the first 核实性 problem; False when there is none."""
        line = next((line for line in self.lines if line.problem.level is Level.QUERY and line.problem.rule), None)
        if line is None:
            return False
        line.explain()
        return True

    def confirm_explanation(self) -> None:
        """Take over the explanation being written, if it is long enough."""
        for line in self.lines:
            if line.is_explaining:
                line.confirm()

    def close_explanation(self) -> bool:
        """Close the explanation being written; False when none is."""
        open_ones = [line for line in self.lines if line.is_explaining]
        for line in open_ones:
            line.stop_explaining()
        return bool(open_ones)
