"""After a large import the search index is caught up in small bites, between whatever else is asked."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.workplace import Workplace


class Indexing(QObject):
    """Runs until nothing is left; a search meanwhile is slower but complete."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._running = False
        workplace.data_changed.connect(lambda _changes: self.start())

    def start(self) -> None:
        """Go on if it is not going already."""
        if not self._running and self._workplace.is_open:
            self._running = True
            self._bite()

    def _bite(self) -> None:
        desk = self._workplace.desk
        self._workplace.tasks.work(lambda _progress: desk.index_some(), self._bitten, lambda _failure: self._stop())

    def _bitten(self, done: int) -> None:
        if done:
            self._bite()
        else:
            self._stop()

    def _stop(self) -> None:
        self._running = False
