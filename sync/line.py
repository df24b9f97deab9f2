"""One conversation with a server, as the steps of a synchronisation see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from exchange.messages import SyncApi
from survey.problems import HuceError
from sync.needs import Desk
from sync.report import Diary
from sync.trouble import AGAIN

T = TypeVar("T")
ATTEMPTS = 4  # of one call before the whole synchronisation is left for later


@dataclass(frozen=True, slots=True)
class Line:
    """Whom to call, how to wait, what time it is (seconds), and whom to tell how far it is."""

    api: SyncApi
    desk: Desk
    diary: Diary
    pause: Callable[[float], None]
    clock: Callable[[], float]
    tell: Callable[[int, int, str], None]


def patiently(line: Line, call: Callable[[], T]) -> T:
    """Make a call again while its outcome is unknown, waiting 1, 2 and 4 seconds in between."""
    for attempt in range(ATTEMPTS - 1):
        try:
            return call()
        except HuceError as error:
            if error.problem.code not in AGAIN:
                raise
            line.pause(2.0**attempt)
    return call()
