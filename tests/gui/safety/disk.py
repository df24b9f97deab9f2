"""A disk that is slow or full, to see what happens to a person who does not wait and does not know."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from gui.desk import Desk
from gui.workplace import Workplace
from survey.problems import HuceError, Problem
from survey.values import Value
from tests.gui.pages import FORM, ROUND, settle
from usecases.entries import OpenEntry, open_entry
from usecases.register import HouseholdRow
from usecases.workspace import Workspace

LONGEST = 10  # seconds; only a test that fails waits for so long


@contextmanager
def slow_disk(workplace: Workplace, qtbot: QtBot) -> Iterator[None]:
    """Nothing that is asked of the database inside is answered before the end."""
    gate = threading.Event()
    workplace.tasks.work(lambda _progress: gate.wait(LONGEST), lambda _done: None)
    try:
        yield
    finally:
        gate.set()
        settle(qtbot, workplace)


class FullDisk(Desk):
    """Has no room for the next ``full_for`` answers."""

    full_for = 0

    @property
    def workspace(self) -> Workspace:
        """What it writes to."""
        return self._ws

    def journal_answer(self, *, entry: OpenEntry, path: str, value: Value | None) -> None:
        if self.full_for:
            self.full_for -= 1
            raise HuceError(Problem("S002"))
        super().journal_answer(entry=entry, path=path, value=value)


def kept(workspace: Workspace, household: HouseholdRow) -> OpenEntry:
    """The entry as it would come back after a power cut now."""
    return open_entry(workspace, household_id=household.id, form_id=FORM, round_code=ROUND)
