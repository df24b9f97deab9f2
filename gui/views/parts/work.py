"""A job under way: what is being done, how far it is, and a 停止 that works."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gui.tasks import Task
from gui.views.parts.making import button, label, row

RATE_AFTER = 3.0  # seconds before a remaining time is named


class Work(QWidget):
    """Shows the steps of one task at a time."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._began = 0.0
        self.text = label("", "strong", wrap=True)
        self.numbers = label("", "quiet")
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setAccessibleName("进度")
        self.stop_button = button("停止", self.stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 20, 40, 40)
        layout.setSpacing(12)
        layout.addStretch(1)
        for widget in (self.text, self.bar, self.numbers):
            layout.addWidget(widget)
        layout.addLayout(row(None, self.stop_button))
        layout.addStretch(2)

    def follow(self, task: Task, text: str) -> None:
        """Show this task's steps until it ends."""
        self._task, self._began = task, time.monotonic()
        self.text.setText(text)
        self.numbers.setText("")
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        task.stepped.connect(self._stepped)
        task.ended.connect(self._ended)

    def stop(self) -> None:
        """Ask the task to stop; nothing it did stays."""
        if self._task:
            self.stop_button.setEnabled(False)
            self.text.setText("正在停止，已做的会撤回…")
            self._task.cancel()
            self._task.ended.connect(self.stopped)

    def _ended(self) -> None:
        self._task = None

    def _stepped(self, done: int, total: int, text: str) -> None:
        if self._task is None or self._task.cancelled:
            return
        self.text.setText(text)
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(done)
        spent = time.monotonic() - self._began
        counted = f"{done:,} / {total:,}" if total else f"{done:,}" if done else ""
        if total and done and spent > RATE_AFTER:
            counted += f"　大约还要 {max(1, round(spent / done * (total - done)))} 秒"
        self.numbers.setText(counted)
