"""What stands between the questions: section headings, notes, and the adding and removing of repeats."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme.sheet import set_role
from gui.views.form.illustration import Exhibit
from gui.views.parts.making import button, escaped, framed, label, row
from survey.form import NodeKind
from survey.session import Node


class Plain(QWidget):
    """Base of everything in the form that is not a question. ``exhibit`` shows the files of its text."""

    exhibit: Exhibit | None = None

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path, self.node = node.path, node

    def show_node(self, node: Node) -> None:
        """Show the node's present state."""
        self.path, self.node = node.path, node

    def forget(self) -> None:
        """Nothing typed stands here."""

    def _show_media(self, node: Node) -> None:
        if self.exhibit is not None:
            self.exhibit.show_media(node.media, node.label)

    def height_at(self, width: int) -> int:
        """Return the height needed at a width."""
        layout = self.layout()
        if layout is None:
            return 0
        layout.invalidate()
        height = layout.heightForWidth(width)
        return height if height > 0 else layout.sizeHint().height()


class Heading(Plain):
    """The title of a group; an outer one is larger."""

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(node, parent)
        self.title = label(wrap=True)
        self.hint = label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 16, 10, 4)
        layout.setSpacing(2)
        self.exhibit = Exhibit(wide=True)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addWidget(self.exhibit)
        self.show_node(node)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        set_role(self.title, "heading" if node.depth <= 1 else "strong")
        self.title.setText(node.label)
        self.hint.setText(node.hint)
        self.hint.setVisible(bool(node.hint))
        self._show_media(node)

    def height_at(self, width: int) -> int:
        return super().height_at(width) if self.node.label else 0


class Note(Plain):
    """Something to read."""

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(node, parent)
        card = framed("blue")
        self.text = label(wrap=True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(10, 6, 10, 6)
        self.exhibit = Exhibit(wide=True)
        inner.addWidget(self.text)
        inner.addWidget(self.exhibit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 10, 6)
        layout.addWidget(card)
        self.show_node(node)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.text.setText("\n".join(filter(None, (node.label, node.hint, node.guidance, node.text))))
        self._show_media(node)


class RepeatHeading(Plain):
    """The head of a repeat: its label and the button that adds one more."""

    adding = Signal(str)

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(node, parent)
        self.title = label("", "strong", wrap=True)
        self.add = button("", lambda: self.adding.emit(self.path), symbol="add")
        self.exhibit = Exhibit(wide=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 10, 4)
        layout.addLayout(row(self.title, self.add, None))
        layout.addWidget(self.exhibit)
        self.show_node(node)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        self.title.setText(node.label or node.key)
        self.add.setText(escaped(f"添加一个{node.label}"))
        self.add.setVisible(node.can_add)
        self._show_media(node)


class InstanceHeading(Plain):
    """The head of one filling of a repeat, with its number and the button that removes it."""

    removing = Signal(str)

    def __init__(self, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(node, parent)
        self._asked = False
        self.title = label("", "strong")
        self.remove = button("", lambda: self.removing.emit(self.path), "flat", "remove")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 10, 2)
        layout.addLayout(row(self.title, self.remove, None))
        self.show_node(node)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        number = node.path.rstrip("]").rpartition("[")[2]
        name = f"第 {number} 个{node.label}" if number.isdigit() else node.label
        self.title.setText(name)
        self.remove.setAccessibleName(f"删除{name}")
        self.remove.setVisible(node.can_remove)
        self._asked = False
        self.remove.setText("删除")

    def is_sure(self, answers: int) -> bool:
        """Say whether it may go: with answers in it only when asked a second time, for nothing brings them back."""
        if self._asked or not answers:
            return True
        self._asked = True
        self.remove.setText(f"已填的 {answers} 项也会删掉，再点一次删除")
        return False


def make_plain(node: Node, parent: QWidget) -> Plain:
    """Make the widget for a node that is no question."""
    kinds: dict[str, type[Plain]] = {
        NodeKind.GROUP: Heading,
        NodeKind.REPEAT: RepeatHeading,
        NodeKind.INSTANCE: InstanceHeading,
    }
    return kinds.get(str(node.kind), Note)(node, parent)
