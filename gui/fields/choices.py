"""Fields that are chosen: one of few, one of many with a search, several, ranked, confirmed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.fields.codekeys import key_codes
from gui.fields.field import Field
from gui.fields.strip import ChoiceStrip, Picking
from survey.form import Choice
from survey.session import Node
from survey.values import Parsed

FEW = 9
CONFIRMED = Choice("OK", "已确认")


class StripField(Field):
    """Choices side by side."""

    picking = Picking.ONE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = ChoiceStrip(self.picking, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.strip)
        self.strip.picked.connect(self.commit)
        self.adopt(self.strip)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        choices = self.offered(node)
        values = [choice.value for choice in choices]
        chosen = [values.index(value) for value in _as_values(node) if value in values]
        labels = [choice.label or choice.value for choice in choices]
        self.strip.show_choices(labels, key_codes(values), chosen, locked=node.read_only)

    def offered(self, node: Node) -> tuple[Choice, ...]:
        """The choices on the strip."""
        return node.choices

    def read(self) -> Parsed:
        if self.node is None:
            return Parsed(None)
        choices = self.offered(self.node)
        values = tuple(choices[index].value for index in self.strip.chosen)
        return Parsed(self.to_value(values))

    def to_value(self, values: tuple[str, ...]) -> str | tuple[str, ...] | None:
        """Turn the picked choices into the kind's value."""
        return values[0] if values else None

    def key_pressed(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.strip.settle()
        return super().key_pressed(event)


class SeveralField(StripField):
    """Several choices, kept in the order of the list."""

    picking = Picking.SEVERAL

    def to_value(self, values: tuple[str, ...]) -> str | tuple[str, ...] | None:
        order = [choice.value for choice in self.node.choices] if self.node else []
        return tuple(sorted(values, key=order.index)) or None


class RankField(StripField):
    """Several choices in the order of picking."""

    picking = Picking.RANKED

    def to_value(self, values: tuple[str, ...]) -> str | tuple[str, ...] | None:
        return values or None


class ConfirmField(StripField):
    """One thing to confirm."""

    def offered(self, node: Node) -> tuple[Choice, ...]:  # noqa: ARG002 - reimplemented
        return (CONFIRMED,)


def _as_values(node: Node) -> tuple[str, ...]:
    if isinstance(node.value, tuple):
        return node.value
    return (str(node.value),) if node.value not in (None, "") else ()
