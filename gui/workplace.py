"""What every page is given: the use cases, the threads, the preferences, and the one signal about changed data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.preferences import Preferences
from gui.tasks import Tasks

if TYPE_CHECKING:
    from gui.desk import Desk


class Workplace(QObject):
    """Made before the first paint; ``desk`` is there once the data folder is open."""

    data_changed = Signal(object)  # usecases.changes.Changes

    def __init__(self, tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self.tasks = tasks
        self.preferences = preferences
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The use cases. Raises RuntimeError before the data folder is open."""
        if self._desk is None:
            raise RuntimeError("the data folder is not open yet")
        return self._desk

    @property
    def is_open(self) -> bool:
        """Whether the data folder is open."""
        return self._desk is not None

    def open(self, desk: Desk) -> None:
        """Take the use cases into use."""
        self._desk = desk
