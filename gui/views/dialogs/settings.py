"""Settings and 关于: who works here, how large the letters are, where the data are, which version, which forms."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from gui.desk import About
from gui.theme.sheet import NORMAL_PT
from gui.version import VERSION
from gui.views.dialogs.questionnaires import Questionnaires
from gui.views.parts.making import button, label, picture, row
from gui.views.parts.sizes import resize_ems
from gui.workplace import Workplace

SAFE = "填写的内容随时写入本机数据库，断电也不丢；同步以前只在这台电脑上。"
LICENCES = "Apache 2.0；界面用 Qt for Python（LGPL 3.0）"


class SettingsDialog(QDialog):
    """Emits ``zoomed`` with the new base size; the name is kept when the dialog closes."""

    zoomed = Signal(float)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._about: About | None = None
        self.setWindowTitle("设置与关于")
        self.user = QLineEdit(self)
        self.user.setAccessibleName("填报人")
        self.points = label("")
        self.folder = label("", "quiet", wrap=True, select=True)
        self.device = label("", "quiet", select=True)
        self.questionnaires = Questionnaires(workplace, self)
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("设置")
        self._lay_out()
        self._show_points()
        desk = workplace.desk
        workplace.tasks.work(lambda _progress: desk.about(), self._show)

    def done(self, result: int) -> None:
        """Keep the name on closing."""
        name = self.user.text().strip()
        if self._about is not None and name and name != self._about.user:
            desk = self._workplace.desk
            self._workplace.tasks.work(lambda _progress: desk.sign(name), lambda _done: None)
        super().done(result)

    def _lay_out(self) -> None:
        self.tabs.addTab(self._general(), "本机")
        self.tabs.addTab(self.questionnaires, "问卷")
        self.tabs.addTab(self._program(), "关于")
        self.close_button = button("完成", self.accept, "primary")
        self.close_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(row(None, self.close_button))
        resize_ems(self, 54, 30)

    def _general(self) -> QWidget:
        smaller = button("小一号", lambda: self._zoom(-1), tip="Ctrl+-")
        larger = button("大一号", lambda: self._zoom(1), tip="Ctrl+=")
        normal = button("恢复原来大小", lambda: self._zoom(0), "flat", tip="Ctrl+0")
        folder = row(self.folder, button("打开文件夹", self._open))
        folder.setStretch(0, 1)
        page, grid = _paired("填报人", "字的大小", "数据保存在")
        grid.addWidget(self.user, 0, 1)
        grid.addLayout(row(smaller, self.points, larger, normal, None), 1, 1)
        grid.addLayout(folder, 2, 1)
        grid.addWidget(label(SAFE, "quiet", wrap=True), 3, 0, 1, 2)
        return page

    def _program(self) -> QWidget:
        page, grid = _paired("", "版本", "许可", "本机编号")
        grid.addLayout(row(picture("huce", 2.2), label("户册　个体工商户调查", "title"), None, spacing=14), 0, 0, 1, 2)
        grid.addWidget(label(f"户册 {VERSION}", "quiet"), 1, 1)
        grid.addWidget(label(LICENCES, "quiet", wrap=True), 2, 1)
        grid.addWidget(self.device, 3, 1)
        return page

    def _zoom(self, step: int) -> None:
        points = self._workplace.preferences.points + step if step else NORMAL_PT
        self.zoomed.emit(points)
        self._show_points()

    def _show_points(self) -> None:
        self.points.setText(f"{self._workplace.preferences.points:g} 磅")

    def _show(self, about: About) -> None:
        self._about = about
        self.user.setText(about.user)
        self.folder.setText(str(about.data_dir))
        self.device.setText(about.device)

    def _open(self) -> None:
        if self._about:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._about.data_dir)))


def _paired(*names: str) -> tuple[QWidget, QGridLayout]:
    """Make a page of names and what belongs to them."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(14, 14, 14, 10)
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for number, name in enumerate(names):
        if name:
            grid.addWidget(label(name), number, 0)
    grid.setRowStretch(len(names) + 1, 1)
    return page, grid
