"""Fields that are chosen: one of few, one of many with a search, several, ranked, confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.fields.codekeys import key_codes
from gui.fields.field import Field
from gui.fields.files import PLAYED, WORDS, Ask, Found, Gallery, Offer
from gui.fields.strip import ChoiceStrip, Picking
from gui.fields.striplook import Extra, picture_side
from survey.form import Choice
from survey.session import Node
from survey.values import Parsed

FEW = 9
CONFIRMED = Choice("OK", "已确认")


class StripField(Field):
    """Choices side by side, with their pictures; ``files_wanted`` asks for a choice's files to be opened."""

    files_wanted = Signal(object)  # tuple of Offer
    picking = Picking.ONE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = ChoiceStrip(self.picking, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.strip)
        self.gallery = Gallery()
        self.strip.picked.connect(self.commit)
        self.strip.played.connect(lambda index: self._offer(index, PLAYED))
        self.strip.asked_about.connect(lambda index: self._offer(index, WORDS))
        self.adopt(self.strip)

    def show_node(self, node: Node) -> None:
        super().show_node(node)
        choices = self.offered(node)
        self.gallery.take(choices, picture_side(self.strip.fontMetrics()))
        values = [choice.value for choice in choices]
        chosen = [values.index(value) for value in _as_values(node) if value in values]
        labels = [choice.label or choice.value for choice in choices]
        self.strip.show_choices(labels, key_codes(values), chosen, locked=node.read_only)
        self._show_files()

    def asks(self) -> tuple[Ask, ...]:
        """Return which of the choices' files are not known yet."""
        return self.gallery.asks()

    def show_found(self, ask: Ask, found: Found) -> None:
        """Show a picture, or that something can be played; without it the label alone has to do."""
        self.gallery.put(ask, found)
        self._show_files()

    def offers(self) -> tuple[Offer, ...]:
        """Return what can be opened of every choice."""
        choices = self.offered(self.node) if self.node and self.gallery else ()
        return tuple(offer for choice in choices for offer in self.gallery.offers(choice))

    def _offer(self, index: int, kinds: Iterable[str]) -> None:
        choices = self.offered(self.node) if self.node else ()
        offers = self.gallery.offers(choices[index]) if index < len(choices) else ()
        if wanted := tuple(offer for offer in offers if offer.kind in kinds):
            self.files_wanted.emit(wanted)

    def _show_files(self) -> None:
        choices = self.offered(self.node) if self.node and self.gallery else ()
        self.strip.show_extras(tuple(self._extra(choice) for choice in choices))

    def _extra(self, choice: Choice) -> Extra:
        gallery = self.gallery
        return Extra(gallery.picture(choice), gallery.waits(choice), bool(gallery.played(choice)))

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
