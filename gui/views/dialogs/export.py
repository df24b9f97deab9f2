"""Writing a workbook: which, of what, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QStackedWidget, QVBoxLayout, QWidget

from gui.tasks import Failure
from gui.views.parts.banner import Banner
from gui.views.parts.empty import Empty
from gui.views.parts.files import file_to_save, usual_folder
from gui.views.parts.making import button, label, row
from gui.views.parts.sizes import resize_ems
from gui.views.parts.work import Work
from gui.workplace import Workplace

if TYPE_CHECKING:
    from usecases.exports import Exported

KINDS = (
    ("entries", "问卷数据", "一户一行，带本期每道题的答案；改好可以再导回来"),
    ("register", "名录", "全部户的花名册"),
    ("template", "空表", "发给村（社区）填，填好再导入"),
)


class ExportDialog(QDialog):
    """Chooses, writes, and offers to open what was written."""

    def __init__(
        self, workplace: Workplace, form: tuple[str, str], period: tuple[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._form, self._period = form, period
        self._written: Path | None = None
        self.setWindowTitle("导出表格")
        self.kinds = QButtonGroup(self)
        self.banner = Banner(self)
        self.work = Work(self)
        self.told = Empty(self)
        self.pages = QStackedWidget(self)
        for page in (self._choose_page(), self.work, self.told):
            self.pages.addWidget(page)
        self.work.stopped.connect(lambda: self.pages.setCurrentIndex(0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        resize_ems(self, 42, 23)

    @property
    def kind(self) -> str:
        """What is exported."""
        return KINDS[max(self.kinds.checkedId(), 0)][0]

    def write(self, out: Path) -> None:
        """Write the chosen workbook."""
        desk, kind, form_id, round_code = self._workplace.desk, self.kind, self._form[0], self._period[0]
        task = self._workplace.tasks.work(
            lambda progress: desk.export(out=out, kind=kind, form_id=form_id, round_code=round_code, progress=progress),
            self._done,
            self._failed,
        )
        self.work.follow(task, f"正在写 {out.name}")
        self.pages.setCurrentWidget(self.work)

    def _choose_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(6)
        layout.addWidget(label("导出什么？", "title"))
        layout.addWidget(label(f"{self._form[1]}　{self._period[1]}", "quiet", wrap=True))
        layout.addWidget(self.banner)
        for number, (_kind, name, text) in enumerate(KINDS):
            choice = QRadioButton(name, page)
            choice.setChecked(number == 0)
            self.kinds.addButton(choice, number)
            words = label(text, "small", wrap=True)
            words.setContentsMargins(self.fontMetrics().horizontalAdvance("中") * 2, 0, 0, 6)
            layout.addSpacing(6)
            layout.addWidget(choice)
            layout.addWidget(words)
        layout.addStretch(1)
        self.choose_button = button("选择保存位置…", self._ask, "primary")
        self.choose_button.setDefault(True)
        layout.addLayout(row(None, button("关闭", self.reject), self.choose_button))
        return page

    def _ask(self) -> None:
        name = f"{KINDS[max(self.kinds.checkedId(), 0)][1]}_{self._period[1]}.xlsx"
        preferences = self._workplace.preferences
        out = file_to_save(self, "保存到", usual_folder(preferences) / name, preferences)
        if out:
            self.write(out)

    def _done(self, exported: Exported) -> None:
        self._written = exported.path
        self.told.show_state(
            "explained",
            f"已导出 {exported.rows:,} 行",
            f"保存在：{exported.path}",
            ("完成", self.accept),
            ("打开文件", self._open),
            ("打开文件夹", self._open_folder),
        )
        self.pages.setCurrentWidget(self.told)
        self.told.take_cursor()

    def _failed(self, failure: Failure) -> None:
        self.banner.say(f"{failure.problem.sentence}{failure.problem.remedy}", "red")
        self.pages.setCurrentIndex(0)

    def _open(self) -> None:
        if self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    def _open_folder(self) -> None:
        if self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def reject(self) -> None:
        """Esc: while writing, stop first."""
        if self.pages.currentWidget() is self.work:
            self.work.stop()
        else:
            super().reject()
