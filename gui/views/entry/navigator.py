"""The list of sections at the left edge: where you are, how far you are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gui.theme import colours
from gui.theme.icons import mark
from gui.views.entry.outline import Section
from gui.views.parts.making import framed, label


class SectionButton(QWidget):
    """One section: its title, "3/8", a thin bar, and a mark when something in it is wrong."""

    chosen = Signal(str)

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self.current = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_section(self, section: Section, *, current: bool) -> None:
        """Show a section's present state."""
        self.section, self.current = section, current
        wrong = f"，有{section.level}问题" if section.level else ""
        self.setAccessibleName(f"{section.title}，已答 {section.answered}，共 {section.asked}{wrong}")
        self.setToolTip(section.title)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance("中") * 15, metrics.height() + 20)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        self.chosen.emit(self.section.path)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        section, whole = self.section, self.rect()
        if self.current:
            painter.fillRect(whole, QColor(colours.PRIMARY_PALE))
            painter.fillRect(QRect(0, 0, 4, whole.height()), QColor(colours.PRIMARY))
        inner = whole.adjusted(14, 4, -12, -10)
        count = f"{section.answered}/{section.asked}"
        room = QFontMetrics(self.font()).horizontalAdvance(count) + 8
        self._paint_count(painter, inner, count)
        painter.setPen(QColor(colours.PRIMARY_DARK if self.current else colours.TEXT))
        title_room = inner.adjusted(0, 0, -room - (22 if section.level else 0), 0)
        title = QFontMetrics(self.font()).elidedText(section.title, Qt.TextElideMode.ElideRight, title_room.width())
        painter.drawText(title_room, Qt.AlignmentFlag.AlignVCenter, title)
        if section.level:
            picture = mark(section.level, self.font())
            left = inner.right() - room - picture.width()
            painter.drawPixmap(left, inner.center().y() - picture.height() // 2, picture)
        self._paint_bar(painter, QRectF(inner.left(), whole.bottom() - 7, inner.width(), 3))

    def _paint_count(self, painter: QPainter, inner: QRect, count: str) -> None:
        painter.setPen(QColor(colours.GREEN if self.section.done else colours.QUIET))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        section = self.section
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.LINE))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        part = section.answered / section.asked if section.asked else 1.0
        painter.setBrush(QColor(colours.GREEN if section.done else colours.PRIMARY))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * part, bar.height()), 1.5, 1.5)


class Navigator(QWidget):
    """All sections of the form."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[SectionButton] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = framed("side")
        outer.addWidget(frame)
        self._list = QVBoxLayout(frame)
        self._list.setContentsMargins(0, 8, 0, 8)
        self._list.setSpacing(0)
        heading = label("栏目", "small")
        heading.setContentsMargins(14, 2, 0, 4)
        self._list.addWidget(heading)
        self._list.addStretch(1)
        legend = label("带 * 的必须填\n绿色的栏目已经填好", "small", wrap=True)
        legend.setContentsMargins(14, 4, 10, 4)
        self._list.addWidget(legend)

    def show_sections(self, sections: tuple[Section, ...], current: str) -> None:
        """Show these sections; ``current`` is the path of the question with the cursor."""
        while len(self._buttons) < len(sections):
            made = SectionButton(sections[len(self._buttons)], self)
            made.chosen.connect(self.chosen)
            self._list.insertWidget(self._list.count() - 2, made)
            self._buttons.append(made)
        for index, made in enumerate(self._buttons):
            made.setVisible(index < len(sections))
            if index < len(sections):
                section = sections[index]
                inside = current == section.path or current.startswith(f"{section.path}/")
                made.show_section(section, current=inside)
