"""The first page of an import: which kind of rows, which file."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QRadioButton, QVBoxLayout, QWidget

from gui.views.parts.banner import Banner
from gui.views.parts.making import button, framed, label, picture, row
from survey.problems import Problem

REGISTER, ENTRIES = "register", "entries"
HINTS = (
    "也可以把文件直接拖到这里。xlsx、xls、ods、csv 都行；表头合并、合计行、备注不要紧。",
    "先给您看结果，点“导入”以前什么也不写入。",
)


class ChoosePage(QWidget):
    """Asks for the file; also the place where a file that cannot be read is explained."""

    file_wanted = Signal()
    earlier_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner(self)
        self.register = QRadioButton("名录底册：一行一户", self)
        self.entries = QRadioButton("问卷数据：从本系统导出的表，填好后导回", self)
        self.register.setChecked(True)
        self._around = (picture("file", 2.6), *(label(text, "quiet", wrap=True) for text in HINTS))
        card = self._card()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label("从表格导入", "title"))
        layout.addWidget(self.banner)
        layout.addWidget(label("表里是什么？", "strong"))
        layout.addWidget(self.register)
        layout.addWidget(self.entries)
        layout.addWidget(card, 1)
        self.earlier_button = button("以前的导入…", self.earlier_wanted.emit, symbol="history")
        layout.addLayout(row(self.earlier_button, None, button("关闭", self.closed.emit)))

    @property
    def kind(self) -> str:
        """What the rows are: ``register`` or ``entries``."""
        return REGISTER if self.register.isChecked() else ENTRIES

    def tell(self, problem: Problem) -> None:
        """Say why the last file could not be taken; picture and hints give their room to the sentences."""
        for widget in self._around:
            widget.hide()
        self._inner.activate()  # so that the window does not grow for what is no longer there
        self.banner.say(f"{problem.sentence}{problem.remedy}（代码 {problem.code}）", "red")
        self.choose_button.setFocus()

    def _card(self) -> QFrame:
        card = framed("card")
        self.choose_button = button("选择文件…", self._choose, "primary")
        self.choose_button.setDefault(True)
        self._inner = inner = QVBoxLayout(card)
        inner.setSpacing(10)
        inner.addStretch(1)
        inner.addWidget(self._around[0])
        inner.addLayout(row(None, self.choose_button, None))
        for line in self._around[1:]:
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(line)
        inner.addStretch(1)
        return card

    def _choose(self) -> None:
        self.banner.hide()
        self.file_wanted.emit()
