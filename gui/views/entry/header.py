"""The head of the questionnaire: whose it is, for which period, its state, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.views.entry.whose import Whose
from gui.views.parts.elided import Elided
from gui.views.parts.making import button, framed, label, row


class EntryHeader(QWidget):
    """Shows who is asked; the buttons carry their keys."""

    back = Signal()
    save = Signal()
    complete = Signal()
    history = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = framed("bar")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(bar)
        self.name = Elided("", "title")
        self.facts = Elided("", "quiet")
        self.state = label("", "quiet")
        self.back_button = button("返回名录", self.back.emit, "", "back", "返回名录，已填的内容会保留  Esc")
        self.history_button = button("历史", self.history.emit, "", "history", "谁在什么时候改过什么")
        self.save_button = button("保存", self.save.emit, "", "", "保存这一户  Ctrl+S")
        self.complete_button = button("完成并下一户", self.complete.emit, "primary", "", "Ctrl+Enter")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.facts)
        line = row(self.back_button, spacing=10, margins=(12, 8, 12, 8))
        line.addLayout(texts, 1)
        for widget in (self.state, self.history_button, self.save_button, self.complete_button):
            line.addWidget(widget)
        bar.setLayout(line)

    def show_whose(self, whose: Whose) -> None:
        """Show the household and the questionnaire."""
        self.name.set_text(whose.name)
        facts = (whose.period, whose.owner, whose.mobile, whose.form_title, whose.uscc, whose.address)
        self.facts.set_text("　".join(fact for fact in facts if fact))

    def show_state(self, text: str) -> None:
        """Show a word about saving, such as 已保存 14:03."""
        self.state.setText(text)
