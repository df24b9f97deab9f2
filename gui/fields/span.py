"""A number from a range: its limits stand beside it, the arrow keys go from step to step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gui.fields.text import NumberField
from survey.session import Node
from survey.values import Parsed, span_of

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class RangeField(NumberField):
    """Takes only what the range offers, as the slider of a telephone would."""

    ems = 6

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        span = span_of(node.parameters)
        told = "　".join(filter(None, (node.unit, f"（{span}）" if span else "")))
        self.unit.setText(told)
        self.unit.setVisible(bool(told))

    def parsed(self, node: Node, text: str) -> Parsed:
        parsed, span = super().parsed(node, text), span_of(node.parameters)
        return parsed if span is None else span.read(parsed, text)

    def key_pressed(self, event: QKeyEvent) -> bool:
        steps, node = _STEPS.get(Qt.Key(event.key()), 0), self.node
        span = span_of(node.parameters) if node else None
        if node is None or span is None or not steps or node.read_only or event.modifiers() & ~_PLAIN:
            return super().key_pressed(event)
        value = self.read().value
        self.put(span.moved(value if isinstance(value, int | float) else None, steps))
        return True


_PLAIN = Qt.KeyboardModifier.KeypadModifier
