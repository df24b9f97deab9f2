"""The first page of an import: which kind of rows, which file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout, QWidget

from gui.theme.icons import pixmap
from gui.views.parts.banner import Banner
from gui.views.parts.making import button, framed, label, row
from survey.problems import Problem

REGISTER, ENTRIES = "register", "entries"


class ChoosePage(QWidget):
    """Asks for the file; also the place where a file that cannot be read is explained."""

    file_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner(self)
        self.register = QRadioButton("底册（名录）：一行一户", self)
        self.entries = QRadioButton("问卷数据：从本系统导出的表格填好后导回", self)
        self.register.setChecked(True)
        card = self._card()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(label("从表格导入", "title"))
        layout.addWidget(self.banner)
        layout.addWidget(label("表里是什么？", "strong"))
        layout.addWidget(self.register)
        layout.addWidget(self.entries)
        layout.addWidget(card, 1)
        layout.addLayout(row(None, button("关闭", self.closed.emit)))

    @property
    def kind(self) -> str:
        """What the rows are: ``register`` or ``entries``."""
        return REGISTER if self.register.isChecked() else ENTRIES

    def tell(self, problem: Problem) -> None:
        """Say why the last file could not be taken."""
        self.banner.say(f"{problem.sentence}{problem.remedy}（代码 {problem.code}）", "red")

    def _card(self) -> QFrame:
        card = framed("card")
        picture = label()
        picture.setPixmap(pixmap("file", 56))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_button = button("选择文件…", self._choose, "primary")
        inner = QVBoxLayout(card)
        inner.setSpacing(12)
        inner.addStretch(1)
        inner.addWidget(picture)
        inner.addLayout(row(None, self.choose_button, None))
        for text, role in (
            ("也可以把文件直接拖到这里。支持 xlsx、xls、ods、csv，表头合并、合计行、备注都不要紧。", "quiet"),
            ("先给您看结果，点“导入”之前不会写入任何数据。", "quiet"),
        ):
            line = label(text, role, wrap=True)
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(line)
        inner.addStretch(1)
        return card

    def _choose(self) -> None:
        self.banner.hide()
        self.file_wanted.emit()
