"""Importing a workbook in four pictures: choose, read, look at what would happen, done. Nothing is written unseen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QStackedWidget, QVBoxLayout, QWidget

from gui.tasks import Failure
from gui.views.imports.choose import ChoosePage
from gui.views.imports.earlier import EarlierPage
from gui.views.imports.preview import PreviewPage
from gui.views.imports.result import ResultPage
from gui.views.parts.files import file_to_open, file_to_save
from gui.views.parts.sizes import resize_ems
from gui.views.parts.toast import Toast
from gui.views.parts.work import Work
from gui.workplace import Workplace

if TYPE_CHECKING:
    from usecases.imports import ImportBatch, ImportPlan, ImportResult, UndoneImport

BOOKS = "表格 (*.xlsx *.xlsm *.xls *.ods *.csv)"


class ImportWizard(QDialog):
    """Owns the order of the pages; the use cases do the work."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._plan: ImportPlan | None = None
        self.setWindowTitle("导入表格")
        self.setAcceptDrops(True)
        self.choose = ChoosePage(self)
        self.earlier = EarlierPage(self)
        self.work = Work(self)
        self.preview = PreviewPage(self)
        self.ending = ResultPage(self)
        self.toast = Toast(self)
        self.pages = QStackedWidget(self)
        for page in (self.choose, self.earlier, self.work, self.preview, self.ending):
            self.pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        resize_ems(self, 80, 44)
        self._connect()

    def read(self, file: Path) -> None:
        """Look through a workbook; nothing is written."""
        desk, kind = self._workplace.desk, self.choose.kind
        task = self._workplace.tasks.work(
            lambda progress: desk.preview_import(file=file, kind=kind, progress=progress), self._planned, self._failed
        )
        self.work.follow(task, f"正在读 {file.name}")
        self.pages.setCurrentWidget(self.work)

    def show_earlier(self) -> None:
        """Show what was imported before, with the way back of each."""
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: desk.imports(), self._show_earlier, self._failed)

    def _show_earlier(self, batches: tuple[ImportBatch, ...]) -> None:
        self.pages.setCurrentWidget(self.earlier)
        self.earlier.show_imports(batches)

    def _connect(self) -> None:
        self.choose.file_wanted.connect(self._ask_file)
        self.choose.closed.connect(self.reject)
        self.choose.earlier_wanted.connect(self.show_earlier)
        self.earlier.back.connect(lambda: self.pages.setCurrentWidget(self.choose))
        self.earlier.undo_wanted.connect(self._undo)
        self.work.stopped.connect(lambda: self.pages.setCurrentWidget(self.choose))
        self.preview.back.connect(lambda: self.pages.setCurrentWidget(self.choose))
        self.preview.accepted.connect(self._accept_plan)
        self.preview.errors_wanted.connect(self._save_errors)
        self.ending.errors_wanted.connect(self._save_errors)
        self.ending.undo_wanted.connect(self._undo)
        self.ending.closed.connect(self.accept)

    def _ask_file(self) -> None:
        file = file_to_open(self, "选择要导入的表格", f"{BOOKS};;所有文件 (*)", self._workplace.preferences)
        if file:
            self.read(file)

    def _planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self.preview.show_plan(plan)
        self.pages.setCurrentWidget(self.preview)

    def _accept_plan(self) -> None:
        plan, desk = self._plan, self._workplace.desk
        if plan is None:
            return
        task = self._workplace.tasks.work(
            lambda progress: desk.accept_import(plan=plan, progress=progress), self._done, self._failed
        )
        self.work.follow(task, "正在写入名录")
        self.pages.setCurrentWidget(self.work)

    def _done(self, result: ImportResult) -> None:
        self._workplace.data_changed.emit(result.changes)
        self.ending.show_result(result, self._plan.problems if self._plan else ())
        self.pages.setCurrentWidget(self.ending)

    def _undo(self, batch_id: str) -> None:
        desk = self._workplace.desk
        task = self._workplace.tasks.work(
            lambda _progress: desk.undo_import(batch_id=batch_id), self._undone, self._failed
        )
        self.work.follow(task, "正在撤销导入", "撤销不能停在半路，请稍等…")
        self.pages.setCurrentWidget(self.work)

    def _undone(self, undone: UndoneImport) -> None:
        self._workplace.data_changed.emit(undone.changes)
        self.pages.setCurrentWidget(self.ending)
        self.ending.show_undone(undone)

    def _save_errors(self) -> None:
        plan = self._plan
        if plan is None:
            return
        proposed = plan.file.with_name(f"{plan.file.stem}_待改.xlsx")
        out = file_to_save(self, "保存待改的行", proposed, self._workplace.preferences)
        if out:
            self.write_errors(out)

    def write_errors(self, out: Path) -> None:
        """Write the rows to correct, and offer to open them."""
        plan, desk = self._plan, self._workplace.desk
        if plan is not None:
            self._workplace.tasks.work(
                lambda _progress: desk.write_error_workbook(plan=plan, out=out), lambda _done: self._wrote(out)
            )

    def _wrote(self, out: Path) -> None:
        self.toast.say(
            f"待改的行已存到 {out.name}", "打开", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(out)))
        )

    def _failed(self, failure: Failure) -> None:
        self.choose.tell(failure.problem)
        self.pages.setCurrentWidget(self.choose)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.mimeData().hasUrls() and self.pages.currentWidget() is self.choose:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.read(Path(urls[0].toLocalFile()))

    def reject(self) -> None:
        """Esc: while something runs it is stopped first."""
        if self.pages.currentWidget() is self.work:
            self.work.stop()
        else:
            super().reject()
