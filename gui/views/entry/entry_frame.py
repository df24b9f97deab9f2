"""How the questionnaire page is laid out: head, sections, form, problems, keys; narrow windows drop the sides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.views.entry.findings import Findings
from gui.views.entry.header import EntryHeader
from gui.views.entry.navigator import Navigator
from gui.views.entry.problem_panel import ProblemPanel
from gui.views.form.form_view import FormView
from gui.views.parts.banner import Banner
from gui.views.parts.keybar import KeyBar
from gui.views.parts.making import row
from survey.problems import Level

KEYS = (
    ("Enter", "下一题"),
    ("Shift+Enter", "上一题"),
    ("F4", "取上期数"),
    ("F8", "下一个问题"),
    ("F2", "写核实说明"),
    ("Ctrl+S", "保存"),
    ("Ctrl+Enter", "完成并下一户"),
    ("Esc", "返回名录"),
)
WIDE_EMS = 74  # below this width the section list goes, below NARROW_EMS the problem panel too
NARROW_EMS = 52


class EntryFrame(QWidget):
    """Holds the parts; what they do is EntryPage's business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = EntryHeader(self)
        self.form = FormView(self)
        self.navigator = Navigator(self)
        self.panel = ProblemPanel(self)
        self.banner = Banner(self)
        centre = QWidget(self)
        inner = QVBoxLayout(centre)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.banner)
        inner.addWidget(self.form, 1)
        middle = row(self.navigator, centre, self.panel, spacing=0)
        middle.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addLayout(middle, 1)
        outer.addWidget(KeyBar(KEYS, self))

    def bind(self, *keys: tuple[str, Callable[[], object]]) -> None:
        """Let keys act wherever the cursor is on the page. Enter is not among them: see gui.fields.field."""
        for text, slot in keys:
            shortcut = QShortcut(QKeySequence(text), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda slot=slot: slot())

    def tell_open(self, found: Findings) -> None:
        """Say what keeps a saved draft from being complete, and go to the first of it."""
        if found.to_settle:
            self.banner.say(f"已存为草稿，还差：{found.to_settle}。按 F8 逐个处理。", "amber")
            self.form.go_to(next(each.place.path for each in found.shown if each.level is not Level.HINT))

    def count_down(self, found: Findings) -> None:
        """What the banner says stays true while the problems it counted are settled one by one."""
        if self.banner.isVisible() and found.to_settle:
            self.banner.say(f"还差：{found.to_settle}。按 F8 逐个处理。", "amber")
        elif self.banner.isVisible():
            self.banner.say("都处理完了，按 Ctrl+Enter 完成。", "green")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Give the form its room: the sides go where the window is narrow for the letters."""
        ems = self.width() / max(1, self.fontMetrics().horizontalAdvance("中"))
        self.navigator.setVisible(ems >= WIDE_EMS)
        self.panel.setVisible(ems >= NARROW_EMS)
        self.panel.setFixedWidth(int(self.width() * (0.22 if ems >= WIDE_EMS else 0.3)))
