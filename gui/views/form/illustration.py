"""The picture that belongs to a question's label or to a note."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel

SIDE_EMS = 13


class Illustration(QLabel):
    """Hidden until the picture named by the form has been fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._is_fetched = False
        self.hide()

    def show_name(self, name: str) -> None:
        """Take the name that the form gives now."""
        if name != self.name:
            self.name, self._is_fetched = name, False
            self.hide()

    @property
    def is_unknown(self) -> bool:
        """Whether a picture is named that has not been fetched."""
        return bool(self.name) and not self._is_fetched

    @property
    def side(self) -> int:
        """The largest side, in pixels."""
        return self.fontMetrics().horizontalAdvance("中") * SIDE_EMS

    def show_picture(self, name: str, image: QImage | None) -> None:
        """Show what was fetched; without a picture the label alone has to do."""
        if name == self.name:
            self._is_fetched = True
            self.setPixmap(QPixmap.fromImage(image) if image is not None else QPixmap())
            self.setVisible(image is not None)


def picture(path: Path, side: int) -> QImage | None:
    """Read a picture no larger than ``side``, turned as the camera says; None when it is none that can be shown."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    made = reader.read()
    return None if made.isNull() else made
