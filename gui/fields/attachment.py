"""A file kept with the entry: a photograph of the licence, a scan."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.fields.field import Field
from gui.theme.sheet import set_role
from survey.session import Node
from survey.values import Parsed

_FILTERS = {"image": "图片 (*.jpg *.jpeg *.png *.bmp *.webp)", "audio": "录音 (*.mp3 *.m4a *.wav *.amr)"}


class AttachmentField(Field):
    """A button that opens a file dialog, and the name of the file chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton("选择文件…", self)
        self.name = QLabel(self)
        set_role(self.name, "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.name, 1)
        self.button.clicked.connect(self.choose)
        self.button.setAutoDefault(False)
        self.adopt(self.button)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.name.setText(Path(node.text).name or "还没有选")
        self.button.setEnabled(not node.read_only)

    def read(self) -> Parsed:
        return Parsed(self.node.value if self.node else None)

    def choose(self) -> None:
        """Ask for the file; the whole path is the answer until the entry is saved."""
        kind = str(self.node.kind) if self.node else ""
        filters = ";;".join(filter(None, (_FILTERS.get(kind), "所有文件 (*)")))
        path, _ = QFileDialog.getOpenFileName(self, "选择文件", "", filters)
        if path:
            self.committed.emit(Parsed(path))
