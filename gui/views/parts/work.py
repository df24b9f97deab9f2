"""A job under way: what is being done, how far it is, and a 停止 that works."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gui.tasks import Task
from gui.views.parts.making import button, framed, label, row

RATE_AFTER = 3.0  # seconds before a remaining time is named
WIDTH_EMS = 34


class Work(QWidget):
    """Shows the steps of one task at a time, on a card in the middle. ``stopped``: the task did what 停止 asked."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._began = 0.0
        self._stopping = ""
        self.title = label("", "strong", wrap=True)
        self.text = label("", wrap=True)
        self.numbers = label("", "quiet")
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setAccessibleName("进度")
        self.stop_button = button("停止", self.stop)
        card = framed("card")
        card.setMaximumWidth(self.fontMetrics().horizontalAdvance("中") * WIDTH_EMS)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 20)
        inner.setSpacing(12)
        for widget in (self.title, self.bar, self.text):
            inner.addWidget(widget)
        inner.addLayout(row(self.numbers, None, self.stop_button))
        middle = row(None, card, None)
        middle.setStretch(1, 1000)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.addStretch(1)
        layout.addLayout(middle)
        layout.addStretch(1)

    def follow(self, task: Task, title: str, stopping: str = "正在停止，已做的会撤回…") -> None:
        """Show this task's steps until it ends; ``stopping`` says what becomes of what it did so far."""
        self._task, self._began, self._stopping = task, time.monotonic(), stopping
        self.title.setText(title)
        self.text.setText("请稍候…")
        self.numbers.setText("")
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        task.stepped.connect(self._stepped)
        task.stopped.connect(self.stopped)
        task.ended.connect(self._ended)

    def stop(self) -> None:
        """Ask the task to stop."""
        if self._task:
            self.stop_button.setEnabled(False)
            self.text.setText(self._stopping)
            self._task.cancel()

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
