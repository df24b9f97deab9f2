"""Who changed what in an entry, when, from where and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from gui.models.revisions import changes_of, revision_line
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, row
from gui.views.parts.sizes import resize_ems
from gui.workplace import Workplace

if TYPE_CHECKING:
    from survey.form import Form
    from usecases.entries import OpenEntry, Revision

REVISIONS = (("时间", 9), ("谁", 6), ("从哪里", 6), ("改动", 5), ("原因", 10))
CHANGES = (("问题", 16), ("原来", 12), ("改成", 12))


class HistoryDialog(QDialog):
    """The revisions above, latest first; what the chosen one changed below."""

    def __init__(self, workplace: Workplace, entry: OpenEntry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: Form = entry.session.form
        self._revisions: tuple[Revision, ...] = ()
        self.setWindowTitle("修改历史")
        self.revisions = Grid("修改历史", REVISIONS)
        self.changes = Grid("这次改了什么", CHANGES)
        self.told = label("正在读取…", "quiet", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(self.told)
        layout.addWidget(self.revisions, 2)
        layout.addWidget(label("选中的这一次改了什么", "strong"))
        layout.addWidget(self.changes, 3)
        layout.addLayout(row(None, button("关闭", self.accept, "primary")))
        resize_ems(self, 60, 40)
        self.revisions.selectionModel().currentRowChanged.connect(lambda now, _old: self._choose(now.row()))
        desk, entry_id = workplace.desk, entry.entry_id
        workplace.tasks.work(lambda _progress: desk.entry_history(entry_id), self._show)

    def _show(self, revisions: tuple[Revision, ...]) -> None:
        self._revisions = revisions
        count = len(revisions)
        self.told.setText(
            f"共保存过 {count} 次。每次保存都留底，谁也不能悄悄改掉。" if count else "还没有保存过，暂时没有历史。"
        )
        lines = [
            revision_line(revision, changes_of(self._form, self._before(number), revision))
            for number, revision in enumerate(revisions)
        ]
        self.revisions.rows.show_rows(lines[::-1])
        if revisions:
            self.revisions.selectRow(0)

    def _before(self, number: int) -> Revision | None:
        return self._revisions[number - 1] if number else None

    def _choose(self, row_: int) -> None:
        number = len(self._revisions) - 1 - row_
        if 0 <= number < len(self._revisions):
            self.changes.rows.show_rows(changes_of(self._form, self._before(number), self._revisions[number]))
