"""One measured row, and the fair way to take it: ours and the peer by turns, in the same run, medians compared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """``ours`` and ``peer`` are medians in ``unit`` (smaller is better); ``target`` is the largest allowed ratio.

    ``note`` names the peer or floor. ``ceiling``, where given, is the largest allowed value of ``ours`` itself.
    """

    name: str
    ours: float
    peer: float
    target: float
    unit: str
    note: str
    ceiling: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.peer if self.peer else float("inf")

    @property
    def good(self) -> bool:
        return self.ratio <= self.target and (self.ceiling is None or self.ours <= self.ceiling)


def interleaved(
    ours: Callable[[], object],
    peer: Callable[[], object],
    rounds: int = 7,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[float, float]:
    """Return the median seconds of both, taken by turns so that a noisy moment hurts both alike.

    ``clock`` may be ``time.process_time`` for what only computes: then other programs on the machine count less.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for taken, action in zip(times, (ours, peer), strict=True):
            taken.append(seconds(action, clock))
    return statistics.median(times[0]), statistics.median(times[1])


def seconds(action: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Time one call with the garbage collector's debts of earlier calls paid."""
    gc.collect()
    start = clock()
    action()
    return clock() - start
