"""What an import would do: counts, every problem with its cell, the columns, the rows left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.views.form.marks import WORDS
from gui.views.parts.elided import Elided
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, row
from gui.views.parts.tiles import Tiles
from survey.problems import Level

if TYPE_CHECKING:
    from survey.problems import Problem
    from usecases.imports import ImportPlan

PROBLEMS = (("级别", 3), ("单元格", 6), ("栏目", 8.5), ("表里写的", 11), ("问题", 19), ("怎么改", 19))
COLUMNS = (("工作表", 8), ("表头", 14), ("导入为", 12), ("空格数", 4), ("说明", 16))
LEFT_OUT = (("工作表", 8), ("行", 4), ("为什么不当作一户", 30))


class PreviewPage(QWidget):
    """Read only; the person accepts it as a whole or goes back."""

    back = Signal()
    accepted = Signal()
    errors_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Elided("", "title")
        self.tiles = Tiles(self)
        self.problems = Grid("导入中的问题", PROBLEMS, self)
        self.columns = Grid("表头对应", COLUMNS, self)
        self.left_out = Grid("略过的行", LEFT_OUT, self)
        self.told = label("", wrap=True)
        self.whole = label("", wrap=True, select=True)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("预览")
        self.tabs.currentChanged.connect(lambda _tab: self._show_whole())
        self.accept_button = button("导入", self.accepted.emit, "primary")
        self.errors_button = button("保存待改的行…", self.errors_wanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(8)
        for widget in (self.title, self.tiles, self.told):
            layout.addWidget(widget)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.whole)
        layout.addLayout(row(button("返回", self.back.emit), self.errors_button, None, self.accept_button))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept_button.click)
        self.problems.selectionModel().currentRowChanged.connect(lambda now, _old: self._tell(now.row()))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan."""
        refused = len(plan.refused)
        self.title.set_text(f"{plan.file.name} 的导入预览")
        self.tiles.show_tiles(
            ("读到", plan.rows_read, ""),
            ("新增", plan.new, "good"),
            ("更新", plan.updated, "good" if plan.updated else "quiet"),
            ("无变化", plan.unchanged, "quiet"),
            ("表内重复", plan.duplicates, "quiet"),
            ("要改正", refused, "bad" if refused else "quiet"),
        )
        self.told.setText(_in_words(plan))
        self.problems.rows.show_rows([_problem_row(problem) for problem in sorted(plan.problems, key=_severity)])
        self.columns.rows.show_rows(_columns(plan))
        self.left_out.rows.show_rows([(row_.sheet, str(row_.row), row_.reason) for row_ in plan.left_out])
        self._show_tabs(plan)
        enters = plan.new + plan.updated
        self.accept_button.setText(f"导入 {enters:,} 户  Ctrl+Enter" if enters else "没有可导入的")
        self.accept_button.setEnabled(enters > 0)
        self.errors_button.setVisible(refused > 0)
        self.problems.selectRow(0)
        self._tell(0)
        (self.problems if plan.problems else self.accept_button).setFocus()

    def _show_tabs(self, plan: ImportPlan) -> None:
        self.tabs.clear()
        count = Counter(problem.level for problem in plan.problems)
        parts = "、".join(f"{WORDS[level]} {count[level]:,}" for level in Level if count[level])
        self.tabs.addTab(self.problems, f"问题：{parts}" if parts else "没有问题")
        self.tabs.addTab(self.columns, f"表头对应 {len(plan.matched):,}")
        self.tabs.addTab(self.left_out, f"略过的行 {len(plan.left_out):,}")

    def _tell(self, number: int) -> None:
        texts = self.problems.rows.row(number)
        self.whole.setText(f"{texts[1]}　{texts[4]}{texts[5]}" if texts else "")
        self._show_whole()

    def _show_whole(self) -> None:
        """The sentence in full stands under the problems only."""
        self.whole.setVisible(bool(self.whole.text()) and self.tabs.currentWidget() is self.problems)


def _in_words(plan: ImportPlan) -> str:
    """What will happen, in one line."""
    parts = ["现在还没有写入。"]
    if plan.refused:
        parts.append(f"{len(plan.refused):,} 行有强制问题不导入，可以存成“待改”表。")
    if plan.hidden_rows:
        parts.append(f"隐藏的 {plan.hidden_rows:,} 行也读了。")
    return "".join(parts)


def _severity(problem: Problem) -> int:
    return list(WORDS).index(problem.level)


def _problem_row(problem: Problem) -> tuple[str, ...]:
    value = problem.params.get("value", "")
    place = problem.place
    return (WORDS[problem.level], str(place), place.label, value, problem.sentence, problem.remedy)


def _columns(plan: ImportPlan) -> list[tuple[str, ...]]:
    matched: list[tuple[str, ...]] = [
        (column.sheet, column.title, column.label, f"{column.blank:,}" if column.blank else "", "")
        for column in plan.matched
    ]
    rest: list[tuple[str, ...]] = [
        (
            column.sheet,
            column.title,
            "不导入",
            "",
            "与前面一列意思相同" if column.repeated else f"是不是“{column.suggestion}”？" if column.suggestion else "",
        )
        for column in plan.unmatched
    ]
    return matched + rest
