"""Ends a synchronisation at a chosen moment, as a power cut would: before or after any call to server or store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


class Crash(Exception):  # noqa: N818 - it stands for the computer going dark, not for an error anybody handles
    """The process is gone."""


def crash() -> None:
    """Go dark."""
    raise Crash


@dataclass(frozen=True, slots=True)
class Moment:
    """Before or after the n-th call of a name."""

    name: str
    nth: int
    after: bool


@dataclass(slots=True)
class Fuse:
    """Does ``end`` at one moment."""

    moment: Moment
    end: Callable[[], object] = crash
    calls: Counter[str] = field(default_factory=Counter)

    def around(self, name: str, call: Callable[..., object], *arguments: object) -> object:
        self.calls[name] += 1
        now = Moment(name, self.calls[name], after=False)
        if now == self.moment:
            self.end()
        result = call(*arguments)
        if Moment(name, now.nth, after=True) == self.moment:
            self.end()
        return result


class Fragile:
    """Anything, with a fuse around each of its methods."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner, self._fuse = inner, fuse

    def __getattr__(self, name: str) -> object:
        method = getattr(self._inner, name)
        return lambda *arguments: self._fuse.around(name, method, *arguments)
