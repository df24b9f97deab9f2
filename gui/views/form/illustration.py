"""What belongs to a label besides its text: a picture that opens large, buttons that play a sound or a film."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QMouseEvent, QPixmap
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.fields.files import PLAYED, WORDS, Ask, Found, Offer, offers_of
from gui.views.parts.making import button, label

SIDE_EMS = 12  # of a label's picture: it stands in a column of at least 12.8 ems
WIDE_EMS = 14  # of one that has the whole width to itself, but not the height
KEY = "F7"


class Illustration(QLabel):
    """A picture that tells when it is clicked. It never takes the cursor from the field."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"点一下看大图，或按 {KEY}")
        self.hide()

    def show_image(self, image: QImage | None) -> None:
        """Show a picture, or nothing."""
        self.setPixmap(QPixmap.fromImage(image) if image is not None else QPixmap())
        self.setVisible(image is not None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class Exhibit(QWidget):
    """Hidden until something named by the form has been found; what is not there is left out."""

    wanted = Signal(object)  # tuple of Offer

    def __init__(self, *, wide: bool = False) -> None:
        super().__init__()
        self._ems = WIDE_EMS if wide else SIDE_EMS
        self._media: Mapping[str, str] = {}
        self._about = ""
        self._found: dict[Ask, Found] = {}
        self.hide()

    @cached_property
    def illustration(self) -> Illustration:
        """The picture."""
        made = Illustration()
        made.clicked.connect(lambda: self._ask_for("image"))
        return made

    @cached_property
    def buttons(self) -> Mapping[str, QPushButton]:
        """What plays, by kind."""
        return {kind: self._button(kind) for kind in PLAYED}

    @cached_property
    def _caption(self) -> QLabel:
        return label(f"{KEY} 看大图", "small")

    def _lay_out(self) -> None:
        """Make the widgets, which most questions never need."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self.illustration, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._acts(wide=self._ems == WIDE_EMS))

    def show_media(self, media: Mapping[str, str], about: str) -> None:
        """Take the files that the form names now, and the text they belong to."""
        self._about = about
        if media != self._media:
            self._media = media
            self._found.clear()
            if self.layout() is None:
                self._lay_out()
            self._show()

    @property
    def side(self) -> int:
        """The largest side of the picture, in pixels."""
        return self.fontMetrics().horizontalAdvance("中") * self._ems

    def asks(self) -> tuple[Ask, ...]:
        """Return what is not known yet."""
        named = ((kind, self._media.get(kind, "")) for kind in WORDS) if self._media else ()
        wanted = (Ask(kind, name, self.side if kind == "image" else 0) for kind, name in named if name)
        return tuple(ask for ask in wanted if ask not in self._found)

    def show_found(self, ask: Ask, found: Found) -> None:
        """Show what was found; without it the text alone has to do."""
        if self._media.get(ask.kind) == ask.name:
            self._found[ask] = found
            self._show()

    def offers(self) -> tuple[Offer, ...]:
        """Return what can be opened here."""
        return offers_of(self._media, self._about, self._here())

    def _here(self) -> tuple[str, ...]:
        found = {ask.kind: known for ask, known in self._found.items()}
        return tuple(
            kind
            for kind in WORDS
            if kind in found and (found[kind].image if kind == "image" else found[kind].path) is not None
        )

    def _show(self) -> None:
        here, pictures = self._here(), [known.image for ask, known in self._found.items() if ask.kind == "image"]
        self.illustration.show_image(next(iter(pictures), None))
        self.illustration.setAccessibleName(f"图片：{self._about}")
        self._caption.setVisible("image" in here)
        for kind, each in self.buttons.items():
            each.setVisible(kind in here)
        self.setVisible(bool(here))

    def _acts(self, *, wide: bool) -> QBoxLayout:
        directions = QBoxLayout.Direction
        made = QBoxLayout(directions.LeftToRight if wide else directions.TopToBottom)
        made.setSpacing(10 if wide else 4)
        for widget in (self._caption, *self.buttons.values()):
            made.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        if wide:
            made.addStretch(1)
        return made

    def _button(self, kind: str) -> QPushButton:
        made = button(f"{WORDS[kind]}  {KEY}", lambda: self._ask_for(kind), symbol="play")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _ask_for(self, kind: str) -> None:
        self.wanted.emit(tuple(offer for offer in self.offers() if offer.kind == kind))


def picture(path: Path, side: int) -> QImage | None:
    """Read a picture no larger than ``side``, turned as the camera says; None when it is none that can be shown.

    A drawing (SVG) has no size of its own that matters: it is as large as may be.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    drawn = bytes(reader.format().data()).startswith(b"svg")
    if size.isValid() and (drawn or max(size.width(), size.height()) > side):
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    made = reader.read()
    return None if made.isNull() else made
