"""One picture as large as the screen lets it be. Enter, Esc or a click closes it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from gui.views.parts.elided import Elided
from gui.views.parts.making import button, row

AROUND = QSize(48, 90)  # pixels for edges, title and button
LARGEST = 4096  # pixels of a side that is read; no screen shows more
ENLARGED = 3  # a small drawing is blown up so many times at most
_CLOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F7)


class PictureDialog(QDialog):
    """Shows a picture with the text it belongs to."""

    def __init__(self, image: QImage, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("看大图")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._whole = QPixmap.fromImage(image)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(f"图片：{about}")
        self.picture.setMinimumSize(1, 1)
        about_line = Elided(role="strong")
        about_line.set_text(about)
        self._layout = layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        head = row(about_line, button("关闭", self.accept, "primary"))
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.picture, 1)
        offered = self.screen().availableGeometry().size() - QSize(40, 60)
        self.resize((self._whole.size() * ENLARGED + AROUND).boundedTo(offered).expandedTo(QSize(420, 320)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._layout.activate()
        room = self.picture.size().boundedTo(self._whole.size() * ENLARGED)
        smooth = Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(self._whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in _CLOSING:
            self.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802
        self.accept()
