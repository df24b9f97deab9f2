"""The earlier imports of this computer, and the way back of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.views.parts.elided import Elided
from gui.views.parts.empty import Empty
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, framed, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usecases.imports import ImportBatch

IMPORTS = (("文件", 12), ("时间", 6), ("谁", 4), ("新增", 4), ("更新", 4), ("退回", 4), ("状态", 4))


class EarlierPage(QWidget):
    """Asks before it lets an import be taken back, and says what that will do."""

    undo_wanted = Signal(str)
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batches: Sequence[ImportBatch] = ()
        self.grid = Grid("以前的导入", IMPORTS)
        self.grid.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_choice())
        self.calm = Empty(self)
        self.calm.setProperty("role", "card")
        self.detail = Elided("", "quiet")
        self.question = label("", wrap=True)
        self.sure_button = button("确定撤销", self._sure, "danger")
        self.keep_button = button("不撤销", self._keep)
        self.asking = framed("amber")
        inner = QVBoxLayout(self.asking)
        inner.addWidget(self.question)
        inner.addLayout(row(self.sure_button, self.keep_button, None))
        self.undo_button = button("撤销…", self._ask, "danger")
        self.back_button = button("返回", self.back.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(label("以前的导入", "title"))
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.calm, 1)
        layout.addWidget(self.detail)
        layout.addWidget(self.asking)
        layout.addLayout(row(self.back_button, None, self.undo_button))
        for widget in (self.calm, self.asking):  # all at once they would ask for more than a small screen has
            widget.hide()

    def show_imports(self, batches: Sequence[ImportBatch]) -> None:
        """Show the imports, latest first."""
        self._batches = batches
        self.grid.rows.show_rows([_row(batch) for batch in batches])
        self.calm.show_state("import", "还没有导入过", "在这台电脑上导入的每一张表都会列在这里，导错了可以撤销。")
        for widget in (self.grid, self.undo_button):
            widget.setVisible(bool(batches))
        self.calm.setVisible(not batches)
        self.grid.selectRow(0)
        self._show_choice()
        (self.grid if batches else self.back_button).setFocus()

    @property
    def _chosen(self) -> ImportBatch | None:
        number = self.grid.currentIndex().row()
        return self._batches[number] if 0 <= number < len(self._batches) else None

    def _show_choice(self) -> None:
        chosen = self._chosen
        self.asking.hide()
        self.detail.set_text(_in_full(chosen) if chosen else "")
        self.detail.setVisible(chosen is not None)
        self.undo_button.setEnabled(chosen is not None and not chosen.undone_at)

    def _ask(self) -> None:
        if self._chosen is not None:
            self.question.setText(_in_words(self._chosen))
            self.detail.hide()
            self.asking.show()
            self.undo_button.setEnabled(False)
            self.keep_button.setFocus()

    def _keep(self) -> None:
        self._show_choice()
        self.grid.setFocus()

    def _sure(self) -> None:
        self.asking.hide()
        if self._chosen is not None:
            self.undo_wanted.emit(self._chosen.id)


def _row(batch: ImportBatch) -> tuple[str, ...]:
    numbers = (f"{batch.counts.get(name, 0):,}" for name in ("new", "updated", "refused"))
    return (batch.file, _minute(batch.made_at)[5:], batch.author, *numbers, "已撤销" if batch.undone_at else "在用")


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _in_full(batch: ImportBatch) -> str:
    undone = f"，{_minute(batch.undone_at)} 撤销" if batch.undone_at else ""
    return f"{batch.file}：{batch.author} {_minute(batch.made_at)} 导入{undone}。"


def _in_words(batch: ImportBatch) -> str:
    """What taking it back will do."""
    new, updated = batch.counts.get("new", 0), batch.counts.get("updated", 0)
    parts = [f"新增的 {new:,} 条会去掉"] if new else []
    parts += [f"更新的 {updated:,} 条恢复成导入以前的样子"] if updated else []
    return f"撤销“{batch.file}”？{'，'.join(parts)}。导入以后又改过或上报过的保留不动；修改历史都留着。"
