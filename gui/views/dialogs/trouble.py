"""Telling trouble: what happened, whether the data are safe, what to do; with a code to quote and a text to send."""

from __future__ import annotations

import datetime as dt
import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout, QWidget

from gui.tasks import Failure, unexpected
from gui.version import VERSION
from gui.views.parts.making import button, label, picture, row


def diagnosis(failure: Failure) -> str:
    """The text for the county's administrator: no answers, no names of respondents, only places in the program."""
    problem = failure.problem
    lines = (
        f"户册 {VERSION}",
        f"时间 {dt.datetime.now().astimezone().isoformat(timespec='seconds')}",
        f"系统 {platform.platform()}，Python {platform.python_version()}，PySide {pyside_version}",
        f"代码 {problem.code}",
        f"说明 {problem.sentence}",
        failure.trace,
    )
    return "\n".join(lines).strip()


class TroubleDialog(QDialog):
    """One problem in full sentences."""

    def __init__(self, failure: Failure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("出了点问题")
        self._failure = failure
        self.sentence = label(failure.problem.sentence, "strong", wrap=True, select=True)
        self.remedy = label(failure.problem.remedy, wrap=True, select=True)
        self.code = label(f"代码 {failure.problem.code}", "small")
        texts = QVBoxLayout()
        texts.setSpacing(8)
        for text in (self.sentence, self.remedy, self.code):
            texts.addWidget(text)
        head = row(spacing=16)
        head.addWidget(picture("query", 1.8), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        self.copy_button = button("复制诊断信息", self.copy)
        self.close_button = button("知道了", self.accept, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(18)
        layout.addLayout(head)
        layout.addStretch(1)
        layout.addLayout(row(self.copy_button, None, self.close_button))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("中") * 30)
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    def copy(self) -> None:
        """Put the diagnosis on the clipboard."""
        QApplication.clipboard().setText(diagnosis(self._failure))
        self.copy_button.setText("已复制")


def tell(failure: Failure, parent: QWidget | None = None) -> None:
    """Show a failure without stopping the program's event loop."""
    dialog = TroubleDialog(failure, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.show()


def from_exception(error: BaseException, trace: str) -> Failure:
    """Wrap an exception nobody expected."""
    from survey.problems import HuceError

    return Failure(error.problem) if isinstance(error, HuceError) else unexpected(trace)
