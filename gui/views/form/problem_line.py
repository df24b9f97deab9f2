"""One problem beside its question, and for a 核实性 one the place to explain it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from gui.theme.icons import mark
from gui.theme.sheet import set_role
from gui.views.form.marks import ROLES, WORDS, told_with_remedy, unbroken
from gui.views.parts.making import button, label, row
from survey.entry import MIN_EXPLANATION, ReasonCode
from survey.problems import Level, Problem


class ExplainBox(QWidget):
    """Reason and text of a 核实说明; Enter in the text confirms once it is long enough."""

    confirmed = Signal(str, str)  # reason code, text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QComboBox(self)
        self.reason.setAccessibleName("核实说明的原因")
        for reason in ReasonCode:
            self.reason.addItem(f"{reason} {reason.label}", str(reason))
        self.text = QLineEdit(self)
        self.text.setAccessibleName("核实说明")
        self.text.setPlaceholderText(f"写明情况，至少 {MIN_EXPLANATION} 个字")
        self.confirm = button("确定", self.confirm_text, "primary")
        self.count = label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 2)
        layout.setSpacing(6)
        layout.addLayout(row(self.reason, None))
        layout.addLayout(row(self.text, self.confirm))
        layout.addWidget(self.count)
        self.text.textChanged.connect(self._counted)
        self._counted("")

    def start(self) -> None:
        """Put the cursor where the explanation is typed."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.confirm_text()
        else:
            super().keyPressEvent(event)

    def _counted(self, text: str) -> None:
        missing = MIN_EXPLANATION - len("".join(text.split()))
        self.confirm.setEnabled(missing <= 0)
        self.count.setText(f"还差 {missing} 个字" if missing > 0 else "按 Enter 确定")

    def confirm_text(self) -> None:
        """Tell reason and text, if the text is long enough."""
        if self.confirm.isEnabled():
            self.confirmed.emit(str(self.reason.currentData()), self.text.text().strip())


class ProblemLine(QFrame):
    """Icon, level word, sentence and remedy."""

    explained = Signal(object, str, str)  # the Problem, reason code, text

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = problem
        set_role(self, ROLES[problem.level])
        self._box: ExplainBox | None = None
        picture = label()
        picture.setPixmap(mark(problem.level, self.font()))
        picture.setContentsMargins(0, 3, 0, 0)
        self.text = label(unbroken(sentence(problem)), wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 4, 8, 4)
        self._layout.setSpacing(2)
        line = row(spacing=6)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.text, 1)
        self.explain_button = button("写核实说明  F2", self.explain, "flat")
        self.explain_button.setParent(self)
        self.explain_button.setVisible(problem.level is Level.QUERY and bool(problem.rule))
        if self.explain_button.isVisibleTo(self):
            line.addWidget(self.explain_button, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(line)

    def explain(self) -> None:
        """Open the place for the explanation and put the cursor there."""
        if self._box is None:
            self._box = ExplainBox(self)
            self._box.confirmed.connect(lambda code, text: self.explained.emit(self.problem, code, text))
            self._layout.addWidget(self._box)
        self._box.show()
        self.explain_button.hide()
        self._box.start()

    @property
    def is_explaining(self) -> bool:
        """Whether the person is writing the explanation."""
        return self._box is not None and self._box.isVisible()

    def confirm(self) -> None:
        """Take over the explanation as far as it is written, if it is long enough."""
        if self._box:
            self._box.confirm_text()

    def stop_explaining(self) -> None:
        """Put the place for the explanation away."""
        if self._box:
            self._box.hide()
            self.explain_button.show()


def sentence(problem: Problem) -> str:
    """Say a problem in one line: its level's word, what is wrong, what to do."""
    return f"{WORDS[problem.level]}：{told_with_remedy(problem)}"
