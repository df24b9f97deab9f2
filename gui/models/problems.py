"""The list of problems in the side panel."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from survey.problems import Problem

_ROOT = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex


class ProblemModel(QAbstractListModel):
    """Problems in the order of the form."""

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Replace the list when it differs."""
        if problems != self._problems:
            self.beginResetModel()
            self._problems = problems
            self.endResetModel()

    def problem(self, row: int) -> Problem | None:
        """The problem in a row."""
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        problem = self.problem(index.row())
        if problem is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{problem.level}：{problem.place.label} {problem.sentence}"
        if role == Qt.ItemDataRole.UserRole:
            return problem
        return None
