"""Synchronising with the county's server: sign in once, then one button; every step and receipt is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gui.tasks import Failure, Task
from gui.views.dialogs.sync_report import SyncReportPage
from gui.views.parts.banner import Banner
from gui.views.parts.making import button, label, row
from gui.views.parts.sizes import resize_ems
from gui.views.parts.work import Work
from gui.workplace import Workplace
from usecases.changes import ALL, Changes

if TYPE_CHECKING:
    from usecases.progress import Progress
    from usecases.synchronise import SignedIn, SyncReport


class SyncDialog(QDialog):
    """Three pages: sign in, under way, report. The password is never kept."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.setWindowTitle("与县里同步")
        self.banner = Banner(self)
        self._calm = label(
            "登录一次就行。没有网络时照常填写，数据都在本机，有网再同步。密码不会保存。", "quiet", wrap=True
        )
        self.server = _line("服务器地址", "http://服务器名:8700")
        self.user = _line("用户名", "")
        self.password = _line("密码", "")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.work = Work(self)
        self.report = SyncReportPage(self)
        self.pages = QStackedWidget(self)
        self.sign_page = self._sign_page()
        for page in (self.sign_page, self.work, self.report):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        resize_ems(self, 46, 27)
        self.work.stopped.connect(self._stopped)
        self.report.again.connect(self.start)
        self.report.closed.connect(self.accept)
        self.report.sign_out.connect(self._sign_out)
        self.server.setText(workplace.preferences.text("sync/server"))
        self.user.setText(workplace.preferences.text("sync/user"))
        desk = workplace.desk
        workplace.tasks.work(lambda _progress: desk.signed_in(), self._signed)

    def sign_in(self) -> None:
        """Sign in with what was typed, then synchronise."""
        server, user, password = self.server.text().strip(), self.user.text().strip(), self.password.text()
        if not (server and user and password):
            self.banner.say("服务器地址、用户名、密码都要填。", "amber")
            return
        self._workplace.preferences.remember("sync/server", server)
        self._workplace.preferences.remember("sync/user", user)
        self.password.clear()
        desk = self._workplace.desk

        def both(progress: Progress) -> SyncReport:
            progress.step(0, 0, "正在登录")
            desk.sign_in(server=server, user=user, password=password)
            return desk.synchronise(progress=progress)

        self._follow(self._workplace.tasks.sync(both, self._done, self._failed), "正在登录")

    def start(self) -> None:
        """Synchronise with the server this desktop is signed in at."""
        desk = self._workplace.desk
        task = self._workplace.tasks.sync(
            lambda progress: desk.synchronise(progress=progress), self._done, self._failed
        )
        self._follow(task, "正在连接服务器")

    def _follow(self, task: Task, title: str) -> None:
        self.work.follow(task, title, "正在停止，已交换的都留着…")
        self.pages.setCurrentWidget(self.work)

    def _sign_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(6)
        layout.addWidget(label("登录县级服务器", "title"))
        layout.addWidget(self._calm)
        layout.addWidget(self.banner)
        for line in (self.server, self.user, self.password):
            layout.addSpacing(6)
            name = label(line.accessibleName())
            name.setBuddy(line)
            layout.addWidget(name)
            layout.addWidget(line)
        layout.addStretch(1)
        self.sign_button = button("登录并同步", self.sign_in, "primary")
        self.sign_button.setDefault(True)
        layout.addLayout(row(None, button("关闭", self.reject), self.sign_button))
        return page

    def _signed(self, signed: SignedIn | None) -> None:
        if not self.isVisible():  # the person closed it before the answer came
            return
        if signed is not None:
            self.start()
        else:
            (self.password if self.server.text() and self.user.text() else self.server).setFocus()

    def _sign_out(self) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.work(
            lambda _progress: desk.sign_out(), lambda _done: self.pages.setCurrentWidget(self.sign_page)
        )

    def _done(self, report: SyncReport) -> None:
        self._workplace.data_changed.emit(report.changes)
        self.report.show_report(report)
        self.pages.setCurrentWidget(self.report)

    def _stopped(self) -> None:
        """Nobody knows what came before the stop: everything is read again."""
        self._workplace.data_changed.emit(Changes(ALL, ALL, forms=True))
        self.accept()

    def _failed(self, failure: Failure) -> None:
        self._calm.hide()
        self.banner.say(f"{failure.problem.sentence}{failure.problem.remedy}（代码 {failure.problem.code}）", "red")
        self.pages.setCurrentWidget(self.sign_page)
        self.password.setFocus()

    def reject(self) -> None:
        """Esc: while something runs it is stopped first; what was exchanged so far stays."""
        if self.pages.currentWidget() is self.work:
            self.work.stop()
        else:
            super().reject()


def _line(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    return made
