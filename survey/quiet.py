"""Bulk work builds millions of objects that all stay: looking for garbage meanwhile costs up to a third of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the cycle collector still for a while, and as it was before afterwards."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()  # with unfreeze: count all that was made as old, so that the next look passes it over
            gc.unfreeze()
            gc.enable()


def sweep() -> None:
    """Let go of what was made since the last time and holds itself in circles, as sessions do; older things stay."""
    gc.collect(0)
