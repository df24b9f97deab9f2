"""Holds up the lane of the database, as a slow disk does, to see what happens to a person who does not wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pytestqt.qtbot import QtBot

from gui.workplace import Workplace
from tests.gui.pages import settle

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
