"""A file kept with the entry: a photograph of the licence, a scan. Who copies and opens it is told by signal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui.fields.field import Field
from gui.theme.sheet import set_role
from gui.views.parts.elided import Elided
from gui.views.parts.making import label
from survey.session import Node
from survey.values import Parsed

STAYS = "只存在这台电脑上，同步时不上传"
PICTURE_EMS = 7


class FileAct(StrEnum):
    """What a person wants done with the file."""

    CHOOSE = "choose"
    OPEN = "open"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a file: ``path`` is None when it is not on this computer."""

    name: str
    title: str
    size: int
    path: Path | None
    picture: QImage | None = None


class AttachmentField(Field):
    """Space chooses a file, F3 opens it, Delete takes it off; a file taken off can be put back."""

    wanted = Signal(str)  # a FileAct

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: Shown | None = None
        self._off: Shown | None = None
        self._copying = False
        self.picture = label()
        self.title = Elided("")
        self.detail = label("", "small", wrap=True)
        self.trouble = label("", "bad", wrap=True)
        self.button = self._button("选择文件…", self._pressed, "空格键")  # keeps the cursor, also while copying
        self.open_button = self._button("打开", lambda: self.wanted.emit(FileAct.OPEN), "F3")
        self.remove_button = self._button("取下", self.take_off, "Delete")
        self.back_button = self._button("放回", self.put_back, "")
        self._lay_out()
        self.adopt(self.button)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        if self.file is not None and self.file.name != node.text:
            self.file = None
        if node.text:
            self._off = None
        self.trouble.hide()
        self._show()

    def read(self) -> Parsed:
        return Parsed(self.node.value if self.node else None)

    @property
    def is_unknown(self) -> bool:
        """Whether the answer names a file of which nothing is known yet."""
        return bool(self.node and self.node.text) and self.file is None

    def show_file(self, file: Shown) -> None:
        """Show what is known of the file, unless the answer has become another one."""
        if self.node is not None and self.node.text == file.name:
            self.file = file
            self._show()

    def show_copying(self, text: str) -> None:
        """Show how far the copying is; "" when it has ended."""
        self._copying = bool(text)
        self.trouble.hide()
        self._show()
        if text:
            self.title.set_text(text)

    def show_trouble(self, text: str) -> None:
        """Say why there is no new file; the answer is what it was."""
        self.trouble.setText(text)
        self.trouble.show()

    def forget(self) -> None:
        """Forget what was taken off: another entry is coming."""
        self._off = self.file = None
        self._copying = False
        self.trouble.hide()
        self._show()

    def take_off(self) -> None:
        """Let the answer name no file any more; the file itself stays where it is kept."""
        if self.file is not None and not self._copying and self.node and not self.node.read_only:
            self._off = self.file
            self.committed.emit(Parsed(None))
            self._show()
            self.button.setFocus()

    def put_back(self) -> None:
        """Take the taking off back."""
        if self._off is not None:
            self.committed.emit(Parsed(self._off.name))
            self.button.setFocus()

    def key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F3 and self.file is not None:
            self.wanted.emit(FileAct.OPEN)
            return True
        if event.key() == Qt.Key.Key_Delete:
            self.take_off()
            return True
        return super().key_pressed(event)

    def _pressed(self) -> None:
        self.wanted.emit(FileAct.STOP if self._copying else FileAct.CHOOSE)

    def _show(self) -> None:
        """Show one of four states: copying, a file, one taken off, none."""
        named = bool(self.node and self.node.text)
        may = not self._copying and not (self.node and self.node.read_only)
        here = named and self.file is not None and self.file.path is not None
        self.button.setEnabled(may or self._copying)
        self.button.setText("停止" if self._copying else "换一个…" if named else "选择文件…")
        self.open_button.setVisible(here and not self._copying)
        self.remove_button.setVisible(named and may)
        self.back_button.setVisible(not named and may and self._off is not None)
        self.title.set_text(self._title())
        self.detail.setText(self._detail())
        self.detail.setVisible(bool(self.detail.text()))
        picture = self.file.picture if named and self.file and not self._copying else None
        self.picture.setPixmap(QPixmap.fromImage(picture) if picture is not None else QPixmap())
        self.picture.setVisible(picture is not None)

    def _title(self) -> str:
        if self.node and self.node.text:
            return self.file.title if self.file else "…"
        return f"已取下“{self._off.title}”" if self._off else "还没有选"

    def _detail(self) -> str:
        if self._copying:
            return ""
        if self.node and self.node.text and self.file:
            return f"{_size(self.file.size)}　{STAYS}" if self.file.path else "文件不在这台电脑上，在填写它的电脑上"
        return "文件还留在这台电脑上" if self._off else ""

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for each in (self.button, self.open_button, self.remove_button, self.back_button):
            buttons.addWidget(each)
        buttons.addWidget(self.title, 1)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addLayout(buttons)
        texts.addWidget(self.detail)
        texts.addWidget(self.trouble)
        texts.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        set_role(self.title, "quiet")

    def _button(self, text: str, slot: object, tip: str) -> QPushButton:
        made = QPushButton(text, self)
        made.setAutoDefault(False)
        made.setToolTip(tip)
        made.clicked.connect(slot)
        return made


def picture_side(metrics: QFontMetrics) -> int:
    """Return the largest side of the small picture, in pixels."""
    return metrics.horizontalAdvance("中") * PICTURE_EMS


def _size(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, round(size / 1024))} KB"
