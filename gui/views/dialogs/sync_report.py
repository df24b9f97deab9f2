"""What a synchronisation did: its steps, a receipt for every record, and what to do about the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from exchange.messages import Kind, Outcome
from gui.theme.icons import pixmap
from gui.views.parts.grid import Grid
from gui.views.parts.making import button, label, row

if TYPE_CHECKING:
    from usecases.synchronise import SyncReport

OUTCOMES = {
    Outcome.STORED: "服务器已收",
    Outcome.MERGED: "已收，与别人的修改合并",
    Outcome.CLASH: "已收；与别人改的不一样，两份都留着",
    Outcome.REFUSED: "服务器没有接收，本机数据还在",
    Outcome.REPEATED: "以前已收",
}
KINDS = {Kind.HOUSEHOLD: "名录", Kind.ENTRY: "问卷"}


class SyncReportPage(QWidget):
    """Read only, with 再同步一次."""

    again = Signal()
    closed = Signal()
    sign_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = label()
        self.title = label("", "title", wrap=True)
        self.text = label("", "quiet", wrap=True)
        self.steps = Grid("步骤", (("步骤", 10), ("结果", 30)), wrapped=True)
        self.receipts = Grid("回执", (("类别", 4), ("户名", 14), ("结果", 22)))
        self.problems = Grid("问题", (("问题", 20), ("怎么办", 26)), wrapped=True)
        self.close_button = button("完成", self.closed.emit, "primary")
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName("同步结果")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 18, 24, 16)
        layout.setSpacing(10)
        head = row(self.picture, self.title, spacing=14)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(
            row(
                button("换用户登录", self.sign_out.emit, "flat"),
                None,
                button("再同步一次", self.again.emit),
                self.close_button,
            )
        )

    def show_report(self, report: SyncReport) -> None:
        """Show a report."""
        good = report.finished and not report.problems
        side = round(self.fontMetrics().height() * 1.6)
        self.picture.setPixmap(pixmap("explained" if good else "query", side))
        self.title.setText("同步完成" if report.finished else "同步没有做完，已保存的数据都在本机")
        waiting = f"，还有 {report.waiting:,} 条等着上报" if report.waiting else "，没有等着上报的"
        self.text.setText(f"上报 {report.pushed:,} 条，收到 {report.pulled:,} 条{waiting}。")
        self.steps.rows.show_rows([(step.name, step.text) for step in report.steps])
        self.receipts.rows.show_rows(
            [
                (KINDS[receipt.kind], report.names.get(receipt.id) or receipt.id[-8:], OUTCOMES[receipt.outcome])
                for receipt in report.receipts
            ]
        )
        self.problems.rows.show_rows([(problem.sentence, problem.remedy) for problem in report.problems])
        self.tabs.clear()
        if report.problems:
            self.tabs.addTab(self.problems, f"问题 {len(report.problems):,}")
        self.tabs.addTab(self.steps, "步骤")
        self.tabs.addTab(self.receipts, f"回执 {len(report.receipts):,}")
        self.close_button.setFocus()
