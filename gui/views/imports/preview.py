"""What an import would do: counts, every problem with its cell, the columns, the rows left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from gui.views.form.marks import WORDS
from gui.views.parts.elided import Elided
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, row
from gui.views.parts.tiles import Tiles

if TYPE_CHECKING:
    from survey.problems import Problem
    from usecases.imports import ImportPlan

PROBLEMS = (("级别", 3), ("单元格", 6), ("栏目", 8), ("表里写的", 10), ("问题", 16), ("怎么改", 8))
COLUMNS = (("工作表", 8), ("表头", 14), ("对应", 12), ("空白", 4), ("说明", 16))
LEFT_OUT = (("工作表", 8), ("行", 4), ("原因", 30))


class PreviewPage(QWidget):
    """Read only; the person accepts it as a whole or goes back."""

    back = Signal()
    accepted = Signal()
    errors_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Elided("", "title")
        self.tiles = Tiles(self)
        self.problems = Grid("导入中的问题", PROBLEMS)
        self.columns = Grid("表头对应", COLUMNS)
        self.left_out = Grid("略过的行", LEFT_OUT)
        self.whole = label("", wrap=True, select=True)
        self.tabs = QTabWidget(self)
        self.accept_button = button("导入", self.accepted.emit, "primary")
        self.errors_button = button("保存待改的行…", self.errors_wanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(12)
        for widget, stretch in ((self.title, 0), (self.tiles, 0), (self.tabs, 1), (self.whole, 0)):
            layout.addWidget(widget, stretch)
        layout.addLayout(row(button("返回", self.back.emit), self.errors_button, None, self.accept_button))
        self.problems.selectionModel().currentRowChanged.connect(lambda now, _old: self._tell(now.row()))

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a plan."""
        refused = len(plan.refused)
        self.title.set_text(f"{plan.file.name} 的导入预览")
        self.tiles.show_tiles(
            ("读到", plan.rows_read, ""),
            ("新增", plan.new, "good"),
            ("更新", plan.updated, "good"),
            ("无变化", plan.unchanged, "quiet"),
            ("表内重复", plan.duplicates, "quiet"),
            ("要改正", refused, "bad" if refused else "quiet"),
        )
        self.problems.rows.show_rows([_problem_row(problem) for problem in sorted(plan.problems, key=_severity)])
        self.columns.rows.show_rows(_columns(plan))
        self.left_out.rows.show_rows([(row_.sheet, str(row_.row), row_.reason) for row_ in plan.left_out])
        self._show_tabs(plan)
        enters = plan.new + plan.updated
        self.accept_button.setText(f"导入 {enters:,} 户" if enters else "没有可导入的")
        self.accept_button.setEnabled(enters > 0)
        self.errors_button.setVisible(refused > 0)
        self.problems.selectRow(0)
        self._tell(0)

    def _show_tabs(self, plan: ImportPlan) -> None:
        self.tabs.clear()
        self.tabs.addTab(self.problems, f"问题 {len(plan.problems):,}")
        self.tabs.addTab(self.columns, f"表头对应 {len(plan.matched):,}")
        self.tabs.addTab(self.left_out, f"略过的行 {len(plan.left_out):,}")

    def _tell(self, number: int) -> None:
        texts = self.problems.rows.row(number)
        self.whole.setText(f"{texts[1]}　{texts[4]}{texts[5]}" if texts else "选中一行看完整说明。")


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
