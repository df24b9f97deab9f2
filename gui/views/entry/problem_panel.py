"""Every problem of the entry at the right edge; a click or Enter goes to its question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.models.problems import ProblemModel
from gui.theme import colours
from gui.theme.icons import mark
from gui.views.form.marks import COLOURS, WORDS, named, told, unbroken
from gui.views.parts.making import button, framed, label
from survey.problems import Level, Problem

_WRAP = int(Qt.TextFlag.TextWordWrap)
SIDE = 12


class ProblemDelegate(QStyledItemDelegate):
    """Paints one problem: icon, level and question in one line, the sentence under it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        problem: Problem = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        rect = option.rect  # type: ignore[attr-defined] # the stubs leave the fields of style options out
        selected = option.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined] # as above
        if selected:
            painter.fillRect(rect, QColor(colours.PRIMARY_PALE))
        top = rect.adjusted(SIDE, 8, -SIDE, 0)
        head = QFontMetrics(self._bold(option))
        picture = mark(problem.level, self._bold(option))
        painter.drawPixmap(top.left(), top.top() + (head.height() - picture.height()) // 2, picture)
        painter.setFont(self._bold(option))
        painter.setPen(QColor(COLOURS[problem.level]))
        left = picture.width() + 6
        room = top.width() - left
        title = head.elidedText(f"{WORDS[problem.level]}  {problem.place.label}", Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(top.left() + left, top.top(), room, head.height()), 0, title)
        painter.setFont(option.font)  # type: ignore[attr-defined] # as above
        painter.setPen(QColor(colours.TEXT))
        painter.drawText(top.adjusted(0, head.height() + 2, 0, -6), _WRAP, unbroken(told(problem)))
        painter.setPen(QColor("#E8ECF0"))
        painter.drawLine(rect.left() + SIDE, rect.bottom(), rect.right() - SIDE, rect.bottom())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        problem: Problem = index.data(Qt.ItemDataRole.UserRole)
        view = option.widget  # type: ignore[attr-defined] # as above
        width = view.viewport().width() if isinstance(view, QListView) else 240
        metrics = QFontMetrics(option.font)  # type: ignore[attr-defined] # as above
        text = metrics.boundingRect(QRect(0, 0, width - 2 * SIDE, 10_000), _WRAP, unbroken(told(problem)))
        return QSize(width, QFontMetrics(self._bold(option)).height() + text.height() + 18)

    def _bold(self, option: QStyleOptionViewItem) -> QFont:
        font = QFont(option.font)  # type: ignore[attr-defined] # as above
        font.setWeight(QFont.Weight.DemiBold)
        return font


class ProblemList(QListView):
    """Enter goes to the question; the rows are measured again when the width changes."""

    chosen = Signal(object)

    def __init__(self, model: ProblemModel) -> None:
        super().__init__()
        self._problems = model
        self.setModel(model)
        self.setItemDelegate(ProblemDelegate(self))
        self.setAccessibleName("问题清单")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(lambda index: self.chosen.emit(self._problems.problem(index.row())))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self._problems.problem(self.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class ProblemPanel(QWidget):
    """Counts by level, the list, and how many questions still wait for an answer."""

    chosen = Signal(str)  # the path of the question
    missing_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProblemModel()
        self.list = ProblemList(self.model)
        self.list.chosen.connect(lambda problem: self.chosen.emit(problem.place.path))
        self.counts = label("", "strong", wrap=True)
        self.calm = label("", "quiet", wrap=True)
        self.calm.setContentsMargins(SIDE, 0, SIDE, 0)
        self.missing = button("", self.missing_wanted.emit, "link", "missing")
        self.waiting = label("", "small", wrap=True)
        self.waiting.setContentsMargins(SIDE, 0, SIDE, 2)
        frame: QFrame = framed("panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(6)
        self.counts.setContentsMargins(SIDE, 0, SIDE, 2)
        for widget in (self.counts, self.calm):
            layout.addWidget(widget)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        layout.addWidget(self.missing)
        layout.addWidget(self.waiting)

    def begin(self) -> None:
        """Say nothing until the problems of another entry are known."""
        self.model.show_problems(())
        self.counts.setText("")
        for widget in (self.list, self.calm, self.missing, self.waiting):
            widget.hide()

    def show_problems(self, problems: tuple[Problem, ...], missing: Sequence[str]) -> None:
        """Show the problems to settle; ``missing`` names the required questions not reached yet."""
        count = Counter(problem.level for problem in problems)
        parts = [f"{WORDS[level]} {count[level]}" for level in Level if count[level]]
        self.counts.setText("问题：" + " · ".join(parts) if parts else "没有问题")
        self.calm.setText("" if problems else "填过的问题都符合要求。" if missing else "可以完成了：按 Ctrl+Enter。")
        self.calm.setVisible(not problems)
        self.model.show_problems(problems)
        self.list.setVisible(bool(problems))
        self.missing.setText(f"还有 {len(missing)} 道必填的题没有填")
        self.waiting.setText(named(missing))
        for widget in (self.missing, self.waiting):
            widget.setVisible(bool(missing))
