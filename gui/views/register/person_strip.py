"""A quiet strip above the list that asks for the name of the person at work; the list works without it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from gui.tasks import Failure
from gui.theme.sheet import set_role
from gui.views.parts.making import button, label, row
from gui.workplace import Workplace

if TYPE_CHECKING:
    from gui.desk import About

WIDTH_EMS, ROOMY_EMS = 12, 66


class PersonStrip(QFrame):
    """Hidden unless nobody has given a name, or another person sits down. Emits ``signed`` with an About."""

    signed = Signal(object)
    put_away = Signal()  # the cursor is free again

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._about: About | None = None
        self._later = False
        self.text = label("", wrap=True)
        self.name = QLineEdit(self)
        self.name.setAccessibleName("您的姓名")
        self.name.setPlaceholderText("您的姓名")
        self.confirm = button("确定", self._sign, "primary")
        self.later = button("以后再填", self.put_down, "flat")
        self.trouble = label("", "bad", wrap=True)
        self._line = row(self.text, self.name, self.confirm, self.later, None, spacing=12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.addLayout(self._line)
        layout.addWidget(self.trouble)
        self.name.textChanged.connect(self._typed)
        self._typed("")
        set_role(self, "blue")
        self.hide()

    def show_person(self, about: About) -> None:
        """Ask for a name while there is none; never take the cursor from what the person is doing."""
        self._about = about
        if about.named:
            self.put_down()
        elif not self._later:
            self._ask("请填写您的姓名，记录上会署名。", "以后再填")

    def change(self) -> None:
        """Let another person sit down."""
        if self._about is None:
            return
        was = self._about.user if self._about.named else ""
        told = f"现在署名的是“{was}”。换了人请改成现在这位的姓名，已经署过名的记录不变。"
        self._ask(told if was else "请填写您的姓名，记录上会署名。", "取消" if was else "以后再填")
        self.name.setText(was)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._sign()
        else:
            super().keyPressEvent(event)

    def _ask(self, text: str, later: str) -> None:
        self.text.setText(text)
        self.later.setText(later)
        self._say("")
        em = self.fontMetrics().horizontalAdvance("中")
        self.name.setFixedWidth(em * WIDTH_EMS)
        self.show()

    def _typed(self, text: str) -> None:
        self.confirm.setEnabled(bool(text.strip()))
        self._say("")

    def _say(self, trouble: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def _sign(self) -> None:
        name, desk = self.name.text(), self._workplace.desk
        if name.strip():
            self._workplace.tasks.work(lambda _progress: desk.sign(name), self._done, self._failed)

    def _done(self, about: About) -> None:
        self.put_down()
        self.signed.emit(about)

    def _failed(self, failure: Failure) -> None:
        self._say(f"{failure.problem.sentence}{failure.problem.remedy}")

    def put_down(self) -> bool:
        """Put the strip away; say whether the cursor was in it and has to go elsewhere."""
        self._later = True
        cursor = self.window().focusWidget()
        held = self.isVisible() and cursor is not None and self.isAncestorOf(cursor)
        self.hide()
        if held:
            self.put_away.emit()
        return held

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the field close to the words; where letters are large the words take two lines."""
        narrow = event.size().width() < self.fontMetrics().horizontalAdvance("中") * ROOMY_EMS
        self.text.setWordWrap(narrow)
        self._line.setStretch(0, int(narrow))
        self._line.setStretch(self._line.count() - 1, int(not narrow))
        super().resizeEvent(event)
