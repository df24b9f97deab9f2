"""The last page of an import: what entered, what waits for correction, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme.icons import pixmap
from gui.views.parts.making import button, label, row
from gui.views.parts.tiles import Tiles

if TYPE_CHECKING:
    from usecases.imports import ImportResult, UndoneImport


class ResultPage(QWidget):
    """Offers to save the rows to correct, and to undo the whole import."""

    errors_wanted = Signal()
    undo_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._batch = ""
        picture = label()
        picture.setPixmap(pixmap("explained", 40))
        self.title = label("", "title", wrap=True)
        self.text = label("", wrap=True)
        self.tiles = Tiles(self)
        self.undo_button = button("撤销这次导入", lambda: self.undo_wanted.emit(self._batch), "danger")
        self.errors_button = button("保存待改的行…", self.errors_wanted.emit)
        self.close_button = button("完成", self.closed.emit, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        head = row(picture, self.title, spacing=14)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.tiles)
        layout.addWidget(self.text)
        layout.addStretch(1)
        layout.addLayout(row(self.undo_button, None, self.errors_button, self.close_button))

    def show_result(self, result: ImportResult) -> None:
        """Show what was written."""
        self._batch = result.batch_id
        self.title.setText("导入完成，数据已保存在本机")
        self.tiles.show_tiles(
            ("新增", result.new, "good"),
            ("更新", result.updated, "good"),
            ("无变化", result.unchanged, "quiet"),
            ("要改正，没有导入", result.refused, "bad" if result.refused else "quiet"),
        )
        waiting = "没有导入的行可以存成一张表：错的格子标红，旁边写着怎么改，改好再导入这张表就行。"
        self.text.setText(waiting if result.refused else "全部导入，没有要改正的行。")
        self.errors_button.setVisible(result.refused > 0)
        self.undo_button.setEnabled(True)
        self.close_button.setFocus()

    def show_undone(self, undone: UndoneImport) -> None:
        """Show that the import was taken back."""
        self.title.setText("这次导入已撤销")
        kept = f"导入以后又改过或上报过的 {undone.kept:,} 条保留不动。" if undone.kept else ""
        self.text.setText(f"恢复 {undone.restored:,} 条，去掉 {undone.removed:,} 条。{kept}")
        self.undo_button.setEnabled(False)
        self.errors_button.setVisible(False)
