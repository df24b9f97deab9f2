"""Choosing one of many: type a code, a word of the label or its pinyin, then Enter. What fits best stands first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from gui.fields.field import FORWARD
from gui.fields.files import Ask, Found, Gallery, Offer
from gui.fields.striplook import picture_side
from gui.fields.text import LineField
from gui.theme.sheet import set_role
from survey.form import Choice
from survey.session import Node
from survey.values import Parsed, parse

if TYPE_CHECKING:
    from survey.codelists import Finder

SHOWN_ROWS = 9
_Index = QModelIndex | QPersistentModelIndex


class _Matching(QSortFilterProxyModel):
    """Keeps the choices that were found, the best first; all of them in their order before anything is typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ranks: Mapping[int, int] | None = None

    def show_all(self) -> None:
        self._ranks = None
        self.invalidateFilter()
        self.sort(-1)

    def show_found(self, rows: Sequence[int]) -> None:
        self._ranks = {row: rank for rank, row in enumerate(rows)}
        self.invalidate()
        self.sort(0)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: ARG002, N802
        return self._ranks is None or row in self._ranks

    def lessThan(self, left: _Index, right: _Index) -> bool:  # noqa: N802
        ranks = self._ranks or {}
        return ranks.get(left.row(), 0) < ranks.get(right.row(), 0)


class _Texts(QStringListModel):
    """The choices' texts, and their pictures where they have any: only for the rows that somebody looks at."""

    looked_at = Signal()

    def __init__(self, parent: QWidget, gallery: Gallery) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self.choices: tuple[Choice, ...] = ()
        self.seen: dict[Choice, None] = {}

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DecorationRole or not self._gallery or index.row() >= len(self.choices):
            return super().data(index, role)
        choice = self.choices[index.row()]
        if choice.media and choice not in self.seen:
            self.seen[choice] = None
            self.looked_at.emit()
        return self._icon(choice)

    def _icon(self, choice: Choice) -> QIcon | None:
        """Give a picture that is not tinted on the row with the cursor."""
        picture = self._gallery.picture(choice)
        if picture is None:
            return None
        made = QIcon(picture)
        made.addPixmap(picture, QIcon.Mode.Selected)
        return made

    def redraw(self) -> None:
        """Let pictures that have come be painted."""
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1), [Qt.ItemDataRole.DecorationRole])


class LookupField(LineField):
    """A line with a list that narrows while typing; pictures of the choices stand in the list.

    ``unfetched`` tells that files are needed which were not before, ``files_wanted`` asks for some to be opened.
    """

    files_wanted = Signal(object)  # tuple of Offer
    unfetched = Signal()
    ems = 20

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()
        self._finder: Finder | None = None
        self.gallery = Gallery()
        self._texts = _Texts(self, self.gallery)
        self._looked = QTimer(self, singleShot=True, interval=0)
        self._texts.looked_at.connect(self._looked.start)
        self._looked.timeout.connect(self.unfetched)
        self._matching = _Matching(self)
        self._matching.setSourceModel(self._texts)
        self._completer = QCompleter(self._matching, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(SHOWN_ROWS)
        self._completer.activated[str].connect(self._chosen)  # type: ignore[index] # overload by signature
        popup = QListView()
        set_role(popup, "popup")
        self._completer.setPopup(popup)
        self._completer.setWidget(self.line)
        self.line.setPlaceholderText("输入代码、名称或拼音查找")

    def show_node(self, node: Node) -> None:
        side = picture_side(self.fontMetrics())
        self.gallery.take(node.choices, side)
        if node.choices != self._choices:
            self._choices = self._texts.choices = node.choices
            self._texts.seen.clear()
            self._make_room(side)
            self._texts.setStringList([_text(choice) for choice in node.choices])
            self._finder = None
        super().show_node(node)

    def asks(self) -> tuple[Ask, ...]:
        """Return which files are not known yet: those of the choices looked at and of the one chosen."""
        return self.gallery.asks((*self._texts.seen, *self._picked())) if self.gallery else ()

    def show_found(self, ask: Ask, found: Found) -> None:
        """Show a picture in the list; without it the text alone has to do."""
        self.gallery.put(ask, found)
        self._texts.redraw()

    def offers(self) -> tuple[Offer, ...]:
        """Return what can be opened of the choice that is chosen."""
        return tuple(offer for choice in self._picked() for offer in self.gallery.offers(choice))

    def _picked(self) -> tuple[Choice, ...]:
        value = self.node.value if self.node else None
        return tuple(choice for choice in self._choices if choice.value == value) if self.gallery else ()

    def _make_room(self, side: int) -> None:
        """Make the rows of the list as high as their pictures, and the list no higher than half the screen."""
        if self.gallery:
            self._completer.popup().setIconSize(QSize(side, side))
            fitting = self.screen().availableGeometry().height() // 2 // (side + 8)
            self._completer.setMaxVisibleItems(max(3, min(SHOWN_ROWS, fitting)))

    def shown_text(self) -> str:
        value = self.node.value if self.node else None
        return next((_text(choice) for choice in self._choices if choice.value == value), str(value or ""))

    def parsed(self, node: Node, text: str) -> Parsed:  # noqa: ARG002 - reimplemented
        fitting = [choice for choice in self._choices if text == _text(choice)] or self._found(text)
        if len(fitting) == 1:
            return Parsed(fitting[0].value)
        return parse("select_one", text, self._choices, blank_words=False)

    def key_pressed(self, event: QKeyEvent) -> bool:
        popup = self._completer.popup()
        opening = event.key() == Qt.Key.Key_Down and not popup.isVisible()
        if opening and not self.line.isReadOnly():
            self._offer("")
            return True
        return super().key_pressed(event)

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self._offer(text)

    def _offer(self, typed: str) -> None:
        if typed.strip():
            self._matching.show_found(self._searched().find(typed))
        else:
            self._matching.show_all()
        if self._matching.rowCount() == 0:
            self._completer.popup().hide()
            return
        self._completer.complete()
        self._completer.popup().setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _chosen(self, text: str) -> None:
        self._set_text(text)
        self.commit()
        self.leaving.emit(FORWARD)

    def _found(self, typed: str) -> list[Choice]:
        return [self._choices[place] for place in self._searched().containing(typed)]

    def _searched(self) -> Finder:
        if self._finder is None:
            from survey.codelists import Finder, industries

            words = industries().everyday_words
            self._finder = Finder((each.value, each.label, words(each.value, each.label)) for each in self._choices)
        return self._finder


def _text(choice: Choice) -> str:
    return f"{choice.value} {choice.label}" if choice.label != choice.value else choice.value
