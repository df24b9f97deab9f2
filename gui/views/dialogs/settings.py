"""Settings and 关于: who works here, how large the letters are, where the data are, which version."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from gui.desk import About
from gui.theme.sheet import NORMAL_PT
from gui.version import VERSION
from gui.views.parts.making import button, label, picture, row
from gui.views.parts.sizes import resize_ems
from gui.workplace import Workplace

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
        smaller = button("小一号", lambda: self._zoom(-1), tip="Ctrl+-")
        larger = button("大一号", lambda: self._zoom(1), tip="Ctrl+=")
        normal = button("恢复原来大小", lambda: self._zoom(0), "flat", tip="Ctrl+0")
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("填报人"), 0, 0)
        grid.addWidget(self.user, 0, 1)
        grid.addWidget(label("字的大小"), 1, 0)
        grid.addLayout(row(smaller, self.points, larger, normal, None), 1, 1)
        grid.addWidget(label("数据保存在"), 2, 0)
        folder = row(self.folder, button("打开文件夹", self._open))
        folder.setStretch(0, 1)
        grid.addLayout(folder, 2, 1)
        grid.addWidget(label("本机编号"), 3, 0)
        grid.addWidget(self.device, 3, 1)
        grid.addWidget(label("版本"), 4, 0)
        grid.addWidget(label(f"户册 {VERSION}", "quiet"), 4, 1)
        grid.addWidget(label("许可"), 5, 0)
        grid.addWidget(label(LICENCES, "quiet"), 5, 1)
        title = row(picture("huce", 2.2), label("户册　个体工商户调查", "title"), None, spacing=14)
        self.close_button = button("完成", self.accept, "primary")
        self.close_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(title)
        layout.addLayout(grid)
        layout.addWidget(
            label("填写的内容随时写入本机数据库，断电也不丢；同步以前只在这台电脑上。", "quiet", wrap=True)
        )
        layout.addStretch(1)
        layout.addLayout(row(None, self.close_button))
        resize_ems(self, 44, 29)

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
