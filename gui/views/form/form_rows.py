"""The rows of a form: one per relevant node, built once per questionnaire and refilled for each household."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from gui.views.form.headings import InstanceHeading, Plain, RepeatHeading, make_plain
from gui.views.form.question_row import QuestionRow
from gui.views.form.sheet import Sheet, StackedWidget
from survey.form import NodeKind, QuestionKind
from survey.problems import Problem
from survey.session import Node


class FormRows(QScrollArea):
    """Shows nodes and their problems, and passes on what is done with them. ``current`` is where the cursor is."""

    answered = Signal(str, object)
    explained = Signal(object, str, str)
    arrived = Signal(str)  # the cursor is in the question at this path
    leaving = Signal(str, int)  # and wants to go on from it: FORWARD or BACK
    adding = Signal(str)
    removing = Signal(str)
    file_wanted = Signal(str, str)  # path, FileAct
    files_wanted = Signal(object)  # tuple of Offer
    shown = Signal()  # after nodes were shown: what they name (files, pictures) may be fetched

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, StackedWidget] = {}
        self._shown: tuple[StackedWidget, ...] = ()
        self._sheet = Sheet()
        self.identity = ("", "")  # id and version of the form
        self.is_stale = False  # questionnaires were installed: what was fetched for the rows may be another file now
        self.current = ""
        self.setWidget(self._sheet)
        self._sheet.crowded.connect(self._remeasure)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_nodes(self, form: tuple[str, str], nodes: tuple[Node, ...], keeps: Callable[[str], bool]) -> None:
        """Show the relevant nodes of a form (id, version); the row with the cursor does not move on the screen.

        ``keeps`` says of a path that the text standing in its field is to stay, because it is no answer yet.
        """
        if form != self.identity:
            self._forget_all()
            self.identity = form
        stack = tuple(self._item(node) for node in nodes if _is_seen(node))
        for item, node in zip(stack, (node for node in nodes if _is_seen(node)), strict=True):
            if not keeps(node.path):
                item.show_node(node)
        if stack != self._shown:
            with self._anchored():
                self._shown = stack
                self._sheet.show_stack(stack)
            _order_tabs(self.rows())
        self._sheet.show()
        self.shown.emit()

    def is_sure(self, path: str, answers: int) -> bool:
        """Say whether the instance of a repeat at a path may be removed with its answers; else ask the person."""
        item = self._items.get(path)
        return not isinstance(item, InstanceHeading) or item.is_sure(answers)

    def begin(self) -> None:
        """Make ready for another entry: nothing is shown, and no question has the cursor, until its nodes are.

        What stands in the fields belongs to the entry before and is forgotten. Whatever was told to be stale is built
        anew.
        """
        self.current = ""
        if self._sheet.isAncestorOf(self.window().focusWidget() or self):
            self.setFocus()
        self._sheet.hide()
        self.show_problems({})
        for item in self._items.values():
            item.forget()
        if self.is_stale:
            self._forget_all()
            self.identity, self.is_stale = ("", ""), False

    @property
    def stack(self) -> tuple[StackedWidget, ...]:
        """Everything shown, in order."""
        return self._shown

    def items(self) -> tuple[StackedWidget, ...]:
        """Everything made so far, the rows hidden at present included."""
        return tuple(self._items.values())

    @contextmanager
    def _anchored(self) -> Iterator[None]:
        """Keep the row with the cursor where it is on the screen while rows come, go or grow."""
        anchor = self._items.get(self.current)
        before = anchor.y() - self.verticalScrollBar().value() if anchor else 0
        yield
        if anchor and not anchor.isHidden():
            self.verticalScrollBar().setValue(anchor.y() - before)

    def _remeasure(self) -> None:
        """Rows have grown, for a picture came: keep the place, or at the upper end at least the cursor in sight."""
        row, at_top = self.row(self.current), self.verticalScrollBar().value() == 0
        was_seen = row is not None and row.geometry().bottom() < self.viewport().height()
        with nullcontext() if at_top else self._anchored():
            self._sheet.remeasure()
        if row is not None and at_top and was_seen:
            self.ensureWidgetVisible(row, 0, 0)

    def show_problems(
        self, by_path: Mapping[str, tuple[Problem, ...]], excuses: Mapping[str, str] | None = None
    ) -> None:
        """Show each row's problems under it, and the explanations that excuse what would stand there."""
        excuse = excuses or {}
        changed = [row for row in self.rows() if row.show_problems(by_path.get(row.path, ()), excuse.get(row.path, ""))]
        if changed:
            with self._anchored():
                for row in changed:
                    self._sheet.forget(row)
                self._sheet.reflow()

    def rows(self) -> tuple[QuestionRow, ...]:
        """The questions shown, in order."""
        return tuple(item for item in self._shown if isinstance(item, QuestionRow))

    def row(self, path: str) -> QuestionRow | None:
        """The shown question at a path."""
        item = self._items.get(path)
        return item if isinstance(item, QuestionRow) and item in self._shown else None

    def _item(self, node: Node) -> StackedWidget:
        item = self._items.get(node.path)
        if item is None:
            item = self._items[node.path] = _new_item(node, self._sheet, self)
            if isinstance(item, QuestionRow):
                item.entered.connect(self.arrived)
        return item

    def _forget_all(self) -> None:
        self._sheet.show_stack(())
        for item in self._items.values():
            item.deleteLater()
        self._items.clear()
        self._shown, self.current = (), ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._sheet.reflow(self.viewport().width())


def _is_seen(node: Node) -> bool:
    if isinstance(node.kind, NodeKind):
        return node.kind is not NodeKind.GROUP or bool(node.label)
    return node.kind.is_asked


def _order_tabs(rows: tuple[QuestionRow, ...]) -> None:
    for first, second in pairwise(row.field.editor for row in rows):
        QWidget.setTabOrder(first, second)


def _new_item(node: Node, sheet: Sheet, view: FormRows) -> StackedWidget:
    """Make the widget of a node; what a person does with it is told by the view."""
    if isinstance(node.kind, NodeKind) or node.kind is QuestionKind.NOTE:
        return _new_plain(node, sheet, view)
    row = QuestionRow(node, sheet)
    row.answered.connect(view.answered)
    row.leaving.connect(view.leaving)
    row.explained.connect(view.explained)
    row.file_wanted.connect(view.file_wanted)
    row.files_wanted.connect(view.files_wanted)
    row.unfetched.connect(view.shown)
    return row


def _new_plain(node: Node, sheet: Sheet, view: FormRows) -> Plain:
    plain = make_plain(node, sheet)
    if isinstance(plain, RepeatHeading):
        plain.adding.connect(view.adding)
    elif isinstance(plain, InstanceHeading):
        plain.removing.connect(view.removing)
    if plain.exhibit is not None:
        plain.exhibit.wanted.connect(view.files_wanted)
    return plain
