"""Asks the register for rows, always for the latest wish: typing never piles up searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.tasks import Failure
from gui.workplace import Workplace

if TYPE_CHECKING:
    from usecases.register import HouseholdPage, Keyset

PAGE = 200  # rows


@dataclass(frozen=True, slots=True)
class Wish:
    """What the list is to show. ``entry_status`` None: every status; "" : not yet begun."""

    text: str = ""
    town: str = ""
    entry_status: str | None = None
    form_id: str = ""
    round_code: str = ""


class HouseholdSearch(QObject):
    """Emits ``found`` with the first page for the latest wish, ``continued`` with following pages of it."""

    found = Signal(object)
    continued = Signal(object, object)  # the Keyset after which it goes on, and the page

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._running = False
        self._waiting: tuple[Wish, int] | None = None
        self._latest = Wish()

    def ask(self, wish: Wish, rows: int = PAGE) -> None:
        """Show this now, so many rows of it; a search under way is finished first and its result dropped."""
        self._latest = wish
        if self._running:
            self._waiting = wish, rows
            return
        self._running = True
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: desk.search(wish, None, rows), self._found, self._failed)

    @property
    def latest(self) -> Wish:
        """What was asked for last."""
        return self._latest

    def more(self, after: Keyset) -> None:
        """Fetch the page after this one of the latest wish."""
        desk, wish = self._workplace.desk, self._latest
        self._workplace.tasks.work(
            lambda _progress: desk.search(wish, after, PAGE), lambda page: self._continued(wish, after, page)
        )

    def _found(self, page: HouseholdPage) -> None:
        self._running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(*waiting)
        else:
            self.found.emit(page)

    def _continued(self, wish: Wish, after: Keyset, page: HouseholdPage) -> None:
        if wish == self._latest and not self._running:
            self.continued.emit(after, page)

    def _failed(self, failure: Failure) -> None:
        self._running, self._waiting = False, None
        self._workplace.tasks.unhandled.emit(failure)
