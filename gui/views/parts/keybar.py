"""The keys that work here, at the lower edge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import colours

GAP, SIDE = 18, 14


class KeyBar(QWidget):
    """Paints key caps with their meaning; keys that do not fit any more are left out from the end."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(keys)
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("快捷键：" + "，".join(f"{key} {words}" for key, words in keys))

    def set_note(self, text: str) -> None:
        """Show a text at the right end."""
        self._note = text
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(100, self.fontMetrics().height() + 14)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.SURFACE))
        painter.setPen(QColor(colours.LINE))
        painter.drawLine(0, 0, self.width(), 0)
        metrics, x = self.fontMetrics(), SIDE
        room = self.rect().adjusted(0, 0, -SIDE, 0)
        painter.setPen(QColor(colours.QUIET))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._note)
        end = room.right() - metrics.horizontalAdvance(self._note)
        for key, words in self._keys:
            cap, text = metrics.horizontalAdvance(key) + 12, metrics.horizontalAdvance(words)
            if x + cap + text + 6 > end:
                break
            box = QRectF(x + 0.5, 5.5, cap, self.height() - 11)
            painter.setPen(QColor(colours.EDGE))
            painter.setBrush(QColor(colours.SUNKEN))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(colours.TEXT))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
            painter.setPen(QColor(colours.QUIET))
            painter.drawText(QRect(x + cap + 6, 0, text + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            x += cap + 6 + text + GAP
