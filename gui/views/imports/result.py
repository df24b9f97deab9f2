"""The last page of an import: what entered, what waits for correction, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.views.form.marks import WORDS
from gui.views.parts.empty import Empty
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, picture, row
from gui.views.parts.tiles import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from survey.problems import Problem
    from usecases.imports import ImportResult, UndoneImport

KINDS = (("级别", 3), ("处数", 4), ("栏目", 9), ("前几处", 13), ("例如", 19), ("怎么改", 16))
_FIRST = 3


class ResultPage(QWidget):
    """Offers to save the rows to correct, and to undo the whole import."""

    errors_wanted = Signal()
    undo_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch = ""
        self.title = label("", "title", wrap=True)
        self.text = label("", wrap=True)
        self.tiles = Tiles(self)
        self.kinds = Grid("要处理的问题", KINDS)
        self.whole = label("", wrap=True, select=True)
        self.calm = Empty(self)
        self.calm.setProperty("role", "card")
        self.calm.hide()
        self.kinds.selectionModel().currentRowChanged.connect(lambda now, _old: self._tell(now.row()))
        self.undo_button = button("撤销这次导入", lambda: self.undo_wanted.emit(self._batch), "danger")
        self.errors_button = button("保存待改的行…", self.errors_wanted.emit)
        self.close_button = button("完成", self.closed.emit, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(10)
        self._head = QWidget(self)
        head = row(picture("explained", 1.6), self.title, spacing=14)
        head.setStretch(1, 1)
        self._head.setLayout(head)
        for widget in (self._head, self.tiles, self.text):
            layout.addWidget(widget)
        layout.addWidget(self.kinds, 1)
        layout.addWidget(self.calm, 1)
        layout.addWidget(self.whole)
        layout.addLayout(row(self.undo_button, None, self.errors_button, self.close_button))

    def show_result(self, result: ImportResult, problems: tuple[Problem, ...] = ()) -> None:
        """Show what was written, and the plan's problems by kind."""
        self._batch = result.batch_id
        self.kinds.rows.show_rows(by_kind(problems))
        self.kinds.selectRow(0)
        self._tell(0)
        self._head.show()
        self.tiles.show()
        self.title.setText("导入完成，数据已保存在本机")
        self.tiles.show_tiles(
            ("新增", result.new, "good"),
            ("更新", result.updated, "good" if result.updated else "quiet"),
            ("无变化", result.unchanged, "quiet"),
            ("要改正，没有导入", result.refused, "bad" if result.refused else "quiet"),
        )
        self.text.setText("没有导入的行可以存成一张表：错的格子标红，旁边写着怎么改，改好再导入这张表就行。")
        self.text.setVisible(result.refused > 0)
        self.calm.show_state("explained", "全部导入了", "没有要改正的行。")
        self._show_calm(calm=not problems)
        self.errors_button.setVisible(result.refused > 0)
        self.undo_button.setVisible(bool(result.batch_id))
        self.close_button.setFocus()

    def show_undone(self, undone: UndoneImport) -> None:
        """Show that the import was taken back."""
        told = (
            (undone.removed, "新增的 {:,} 条去掉了。"),
            (undone.restored, "改过的 {:,} 条恢复原样。"),
            (undone.kept, "导入以后又改过或上报过的 {:,} 条保留不动。"),
        )
        text = "".join(words.format(number) for number, words in told if number)
        self.calm.show_state("explained", "这次导入已撤销", text or "没有需要恢复的。")
        for widget in (self._head, self.tiles, self.text, self.whole, self.undo_button, self.errors_button):
            widget.hide()
        self._show_calm(calm=True)
        self.close_button.setFocus()

    def _show_calm(self, *, calm: bool) -> None:
        self.kinds.setVisible(not calm)
        self.calm.setVisible(calm)

    def _tell(self, number: int) -> None:
        texts = self.kinds.rows.row(number)
        self.whole.setText(f"{texts[4]}{texts[5]}" if texts else "")
        self.whole.setVisible(bool(texts))


def by_kind(problems: Iterable[Problem]) -> list[tuple[str, ...]]:
    """One row per level, code and column: how many, the first cells, an example; 强制 first, then the most frequent."""
    kinds: dict[tuple[int, str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((list(WORDS).index(problem.level), problem.code, problem.place.label), []).append(problem)
    ordered = sorted(kinds.items(), key=lambda item: (item[0][0], -len(item[1])))
    return [_kind_row(found) for _kind, found in ordered]


def _kind_row(found: list[Problem]) -> tuple[str, ...]:
    first = found[0]
    cells = "、".join(_cell(problem, first) for problem in found[:_FIRST]) + (" 等" if len(found) > _FIRST else "")
    return (WORDS[first.level], f"{len(found):,}", first.place.label, cells, first.sentence, first.remedy)


def _cell(problem: Problem, first: Problem) -> str:
    """Name the sheet once, and again only where it is another one."""
    named = problem is not first and problem.place.cell and problem.place.sheet == first.place.sheet
    return problem.place.cell if named else str(problem.place)
